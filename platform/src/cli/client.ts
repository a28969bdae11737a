/** The HTTP API as the commands see it. */
import { Agent, fetch, type RequestInit, type Response } from 'undici'
import { credentialFiles, findEntry } from './credentials.ts'
import { Failed, fromProblem, type ProblemBody } from './outcome.ts'

export type Connection = Readonly<{ server: string; as?: string | undefined; data?: string | undefined }>

// A large file takes as long as it takes, both ways.
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000 })

export type Client = Readonly<{
  /** Answers only a good response; anything else is thrown as `Failed`. */
  call(
    method: string,
    path: string,
    more?: RequestInit & { query?: Record<string, string | undefined> },
  ): Promise<Response>
  json<T>(method: string, path: string, more?: RequestInit & { query?: Record<string, string | undefined> }): Promise<T>
}>

export function connect({ server, as, data }: Connection): Client {
  const base = address(server)
  let token: Promise<string | undefined> | undefined

  const call: Client['call'] = async (method, path, { query = {}, ...init } = {}) => {
    token ??= tokenFor(base, as, data)
    const bearer = await token
    const url = new URL(path, base)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
    }
    const response = await reach(url, { ...init, method, headers })
    if (response.ok) return response
    throw fromProblem(response.status, await problemOf(response))
  }
  return { call, json: async (...words) => (await (await call(...words)).json()) as never }
}

function address(server: string): URL {
  try {
    const url = new URL(server)
    if (/^https?:$/.test(url.protocol)) return url
  } catch {
    // Falls through to the one sentence that mends both.
  }
  throw new Failed(2, `--server is a web address, such as http://127.0.0.1:8700; “${server}” is not.`)
}

async function tokenFor(base: URL, as: string | undefined, data: string | undefined): Promise<string | undefined> {
  if (process.env['WAYLEAVE_TOKEN']) return process.env['WAYLEAVE_TOKEN']
  if (as === undefined) return undefined
  const { client_id, client_secret } = await findEntry(as, credentialFiles(process.env, data))
  const response = await reach(new URL('/oauth/token', base), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }).toString(),
  })
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; error_description?: string }
  if (answer.access_token) return answer.access_token
  throw new Failed(
    1,
    `The server did not accept the credentials of ${as}: ${answer.error_description ?? `it answered ${response.status}`}`,
  )
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, dispatcher: patient, redirect: 'error' })
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause
    throw new Failed(
      1,
      `No answer from ${url.origin}: ${cause?.code ?? cause?.message ?? (error as Error).message}.\nIs the node running? Start one with: npm start`,
    )
  }
}

async function problemOf(response: Response): Promise<ProblemBody> {
  const text = await response.text().catch(() => '')
  try {
    return JSON.parse(text) as ProblemBody
  } catch {
    return { title: `The server answered ${response.status}.` }
  }
}
