/** A whole node for a test: a database and a data folder of its own, on a port that the system chooses. */
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabaseConnection } from '../platform/src/foundation/database-for-tests.ts'
import { type Node, readSettings, startNode } from '../platform/src/main/index.ts'

export type TestNode = Readonly<{
  node: Node
  url: string
  folder: string
  /** An access token of a client of `demo-credentials.json`. */
  token(clientId: string): Promise<string>
  /** A call to the node, as a client or, with null, as the public. */
  as(clientId: string | null, path: string, init?: RequestInit): Promise<Response>
  /** Stops it, drops its database and removes its folder. */
  stop(): Promise<void>
}>

type Wanted = Readonly<{ demo?: boolean; people?: number; environment?: Record<string, string> }>

/** With a demo, resolves when Northford is loaded. The caller stops it in an `after` of its own. */
export async function testNode({ demo = true, people = 600, environment = {} }: Wanted = {}): Promise<TestNode> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-node-'))
  const { connection, drop } = await testDatabaseConnection()
  const settings = readSettings(
    { WAYLEAVE_DATA: folder, PORT: '0', DATABASE_URL: urlOf(connection), WAYLEAVE_LOG: 'silent', ...environment },
    { demo, people },
  )
  const node = await startNode(settings)
  async function stop(): Promise<void> {
    await node.stop()
    await drop()
    rmSync(folder, { recursive: true, force: true })
  }
  await node.loaded.catch(async (error: unknown) => {
    await stop()
    throw error
  })

  const tokens = new Map<string, Promise<string>>()
  const token = (clientId: string) => {
    const known = tokens.get(clientId) ?? newToken(node.url, folder, clientId)
    tokens.set(clientId, known)
    return known
  }
  return {
    node,
    url: node.url,
    folder,
    token,
    stop,
    async as(clientId, path, init = {}) {
      const headers = new Headers(init.headers)
      if (clientId !== null) headers.set('authorization', `Bearer ${await token(clientId)}`)
      return fetch(new URL(path, node.url), { redirect: 'manual', ...init, headers })
    },
  }
}

export function urlOf({
  host,
  port,
  user,
  password,
  database,
}: {
  host?: string
  port?: number
  user?: string
  password?: unknown
  database?: string
}): string {
  const secret = typeof password === 'string' && password ? `:${encodeURIComponent(password)}` : ''
  return `postgres://${encodeURIComponent(user ?? '')}${secret}@localhost:${port ?? 5432}/${database}?host=${encodeURIComponent(host ?? '')}`
}

async function newToken(url: string, folder: string, clientId: string): Promise<string> {
  const entries = JSON.parse(await readFile(join(folder, 'demo-credentials.json'), 'utf8')) as {
    client_id: string
    client_secret: string
  }[]
  const entry = entries.find(({ client_id }) => client_id === clientId)
  if (!entry) throw new Error(`no client ${clientId} in demo-credentials.json`)
  const response = await fetch(new URL('/oauth/token', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: entry.client_id,
      client_secret: entry.client_secret,
    }),
  })
  const answer = (await response.json()) as { access_token: string }
  return answer.access_token
}
