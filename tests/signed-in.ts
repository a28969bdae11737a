/** A browser without a screen: follows redirects, keeps cookies, signs in at the demo's provider by its real forms. */
type Browser = Readonly<{
  get(path: string): Promise<Response>
  post(path: string, form: Record<string, string>): Promise<Response>
}>

/** Signed in as one of Northford's people (`subject` as in the demo's accounts). */
export async function signedIn(url: string, subject: string): Promise<Browser> {
  const browser = openBrowser(url)
  const choose = await browser.get('/sign-in/start')
  const action = /<form method="post" action="([^"]+)"/.exec(await choose.text())?.[1]
  if (!action) throw new Error('the demo provider showed no form')
  const arrived = await browser.post(action.replaceAll('&amp;', '&'), { account: subject })
  if (!arrived.ok) throw new Error(`sign-in ended with ${arrived.status}`)
  return browser
}

export function openBrowser(url: string): Browser {
  const jar = new Map<string, string>()

  async function go(address: URL, init: RequestInit, hops = 0): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (!location || hops > 10) return answer
    await answer.arrayBuffer()
    return go(new URL(location, address), {}, hops + 1)
  }

  return {
    get: (path) => go(new URL(path, url), {}),
    post: (path, form) => go(new URL(path, url), { method: 'POST', body: new URLSearchParams(form) }),
  }
}
