/** The least of a web door, over real HTTP, and a browser without a screen: cookies, redirects and forms. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Problem } from '#foundation/problem.ts'
import type { DemoProvider } from './demo/provider.ts'
import type { Identity } from './identity.ts'

export type Door = Readonly<{
  origin: string
  open(identity: Identity, demo?: DemoProvider): void
  close(): Promise<void>
}>

/** Listens before it knows what to answer, since the address is part of what identity has to know. */
export async function door(): Promise<Door> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end()
  const server: Server = createServer((request, response) => listener(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    open: (identity, demo) => (listener = routes(identity, demo)),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function routes(identity: Identity, demo?: DemoProvider): RequestListener {
  return (request, response) => {
    if (demo?.handle(request, response)) return
    void answer(identity, request.url ?? '/', request.headers.cookie ?? '').then(
      ({ location, cookies, body }) =>
        response.writeHead(location ? 303 : 200, { ...(location && { location }), 'set-cookie': cookies }).end(body),
      (error: unknown) => {
        const problem =
          error instanceof Problem ? error : new Problem(500, 'unexpected', { title: '', detail: String(error) })
        response
          .writeHead(problem.status, { 'content-type': 'application/json' })
          .end(JSON.stringify({ code: problem.code }))
      },
    )
  }
}

type Reply = { location?: string; cookies: string[]; body?: string }

async function answer(identity: Identity, url: string, cookieHeader: string): Promise<Reply> {
  const { session, signIn } = identity.cookies
  const sent = new Map(cookieHeader.split('; ').map((pair) => pair.split('=') as [string, string]))
  const { pathname, searchParams } = new URL(url, 'http://door.invalid')
  if (pathname === '/sign-in') {
    const started = await identity.startSignIn(searchParams.get('returnTo'))
    return { location: started.url, cookies: [`${signIn.name}=${started.cookie}; Path=/; HttpOnly; SameSite=Lax`] }
  }
  if (pathname === '/sign-in/callback') {
    const done = await identity.finishSignIn(url, sent.get(signIn.name), sent.get(session.name))
    const cookies = [
      `${session.name}=${done.session}; Path=/; HttpOnly; SameSite=Lax`,
      `${signIn.name}=; Path=/; Max-Age=0`,
    ]
    return { location: done.returnTo, cookies }
  }
  const caller = await identity.identify({ session: sent.get(session.name) })
  return { cookies: [], body: JSON.stringify({ pathname, caller }) }
}

export type Page = Readonly<{ status: number; url: string; text: string; headers: Headers; passed: readonly string[] }>

/** Follows redirects one by one, keeping cookies for each host and path as a browser does. */
export class Browser {
  readonly cookies = new Map<string, { value: string; origin: string; path: string }>()

  cookie(name: string): string | undefined {
    return this.cookies.get(name)?.value
  }

  /** `stopAt`: a redirect to such an address is not followed; the page that comes back has its URL and no text. */
  async go(url: string, form?: Readonly<Record<string, string>>, stopAt?: (url: string) => boolean): Promise<Page> {
    const passed: string[] = []
    let next: { url: string; form?: Readonly<Record<string, string>> | undefined } = { url, form }
    for (let hop = 0; hop < 15; hop += 1) {
      passed.push(next.url)
      const response = await this.#ask(next.url, next.form)
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || !location)
        return {
          status: response.status,
          url: next.url,
          text: await response.text(),
          headers: response.headers,
          passed,
        }
      await response.body?.cancel()
      next = { url: new URL(location, next.url).href }
      if (stopAt?.(next.url))
        return { status: response.status, url: next.url, text: '', headers: response.headers, passed }
    }
    throw new Error(`too many redirects: ${passed.map((at) => new URL(at).pathname).join(' ')}`)
  }

  async #ask(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const { origin, pathname } = new URL(url)
    const sent = [...this.cookies]
      .filter(([, cookie]) => cookie.origin === origin && pathname.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: sent.join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line, origin)
    return response
  }

  #keep(line: string, origin: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
    if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.cookies.delete(name)
    else this.cookies.set(name, { value, origin, path })
  }
}

/** The address that the page's only form is sent to. */
export function formAction(page: Page): string {
  const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1]
  if (!action) throw new Error(`no form on ${new URL(page.url).pathname} (${page.status}): ${page.text.slice(0, 200)}`)
  return new URL(action.replaceAll('&amp;', '&'), page.url).href
}
