/**
 * A small place on real rooms, with the pages at a real address and pretend people who sign in there. Make it at the top of a
 * test file, not in a hook: what it opens is closed when the file ends.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after } from 'node:test'
import Fastify, { type HTTPMethods } from 'fastify'
import { createCatalogue } from '#catalogue'
import { createEntities } from '#entities'
import { createExchange } from '#exchange'
import { fileBlobs } from '#foundation/blobs.ts'
import { systemClock } from '#foundation/clock.ts'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { createGovernance } from '#governance'
import { createHoldings } from '#holdings'
import { createIdentity, type DemoProvider, demoProvider } from '#identity'
import { createIntake } from '#intake'
import type { Classification, DatasetKind } from '#model/dataset.ts'
import type { Caller, Role } from '#model/request.ts'
import { createReceipts } from '#receipts'
import type { WebRooms } from './needs.ts'
import { createWeb } from './web.ts'

export type Member = Readonly<{ id: string; name: string; organisation: string; roles: readonly Role[] }>
export type Visit = Readonly<{ status: number; html: string; headers: Headers }>
type Form = Readonly<Record<string, string | readonly string[]>>

export type World = Readonly<{
  url: string
  rooms: WebRooms
  routes: readonly Readonly<{ method: string; url: string }>[]
  publish(
    ref: string,
    text: string,
    choices: Readonly<{ title: string; classification: Classification; kind?: DatasetKind; key?: string }>,
  ): Promise<void>
  /** A visit as one of the members, or as the public; a form is sent with the token of their session. */
  visit(id: string | null, path: string, form?: Form): Promise<Visit>
  /** The cookie of a signed-in member. */
  session(id: string): Promise<string>
  /** All that the server wrote down of its requests, at its most talkative. */
  log(): string
}>

export async function newWorld(
  organisations: readonly Readonly<{ id: string; name: string }>[],
  members: readonly Member[],
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'wayleave-web-'))
  const routes: { method: string; url: string }[] = []
  // Made once the address is known, which the server below has to know first.
  const demo: { provider?: DemoProvider } = {}
  const lines: string[] = []
  const server = Fastify({
    logger: { level: 'trace', stream: { write: (line: string) => void lines.push(line) } },
    serverFactory: (handler) =>
      createServer((request, response) => demo.provider?.handle(request, response) || handler(request, response)),
    forceCloseConnections: true,
  })
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat() as HTTPMethods[]) routes.push({ method: each, url })
  })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const client = { clientId: 'wayleave', clientSecret: 'a secret that is long enough for anybody' }
  const issuer = `${url}/demo-sign-in`
  demo.provider = await demoProvider({
    issuer,
    accounts: members.map(({ id, name, organisation }) => ({ subject: id, name, about: '', group: organisation })),
    clients: [{ ...client, redirectUris: [`${url}/sign-in/callback`] }],
    keysFolder: join(folder, 'keys'),
  })
  const { rooms, exchange } = await openRooms(folder, url, {
    issuer,
    ...client,
    label: 'a test account',
    allowInsecure: true,
  })
  await settle(rooms, organisations, members, issuer)
  const settings = { place: 'Testwick', origin: url, demo: true, uploadLimit: 10_000_000 }
  await server.register(createWeb({ rooms, exchange, clock: systemClock, settings }))
  await server.listen({ port, host: '127.0.0.1' })
  after(() => server.close())
  // Last of all: until the rooms are closed, one of them may still write. A folder that stays is no fault of what is tested.
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined))

  const sessions = new Map<string, Promise<string>>()
  const session = (id: string) => {
    const known = sessions.get(id) ?? signIn(url, id)
    sessions.set(id, known)
    return known
  }
  return {
    url,
    rooms,
    routes,
    session,
    log: () => lines.join(''),
    async publish(ref, text, { title, classification, ...kind }) {
      const upload = { stream: Readable.from([Buffer.from(text)]), name: `${title}.csv` }
      const draft = await rooms.intake.analyse(upload, { ref })
      const by = officerOf(ref.split('/')[0] ?? '')
      await rooms.intake.confirm(
        draft.id,
        { title, classification, ...kind, licence: classification === 'open' ? 'ogl-3' : null },
        by,
      )
    },
    async visit(id, path, form) {
      const cookie = id === null ? '' : await session(id)
      const token = id === null ? '' : rooms.identity.csrfToken(cookie.slice(cookie.indexOf('=') + 1))
      const response = await fetch(new URL(path, url), {
        redirect: 'manual',
        headers: { cookie },
        ...(form && { method: 'POST', body: bodyOf({ csrf: token, ...form }) }),
      })
      return { status: response.status, html: await response.text(), headers: response.headers }
    },
  }
}

function bodyOf(form: Form): URLSearchParams {
  return new URLSearchParams(
    Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
  )
}

type Oidc = Readonly<{ issuer: string; clientId: string; clientSecret: string; label: string; allowInsecure: boolean }>

async function openRooms(folder: string, url: string, oidc: Oidc) {
  const database = await testDatabase()
  const clock = systemClock
  const keysFolder = join(folder, 'keys')
  const blobs = await fileBlobs(join(folder, 'blobs'))
  const catalogue = await createCatalogue(database, clock)
  const identity = await createIdentity({ database, clock, issuer: url, keysFolder, oidc })
  const governance = await createGovernance({
    database,
    clock,
    catalogue,
    pseudonym: (caller) => identity.pseudonym(caller),
  })
  const scratch = join(folder, 'scratch')
  const holdings = await createHoldings({ blobs, folder: scratch, memoryLimit: '256MB', records: { database, clock } })
  const receipts = await createReceipts({
    database,
    clock,
    folder: join(folder, 'log'),
    keysFolder,
    origin: new URL(url).host,
  })
  const intake = await createIntake({
    catalogue,
    governance,
    blobs,
    database,
    clock,
    folder: scratch,
    records: holdings.records,
    limits: { memoryLimit: '256MB' },
  })
  const exchange = createExchange({ identity, catalogue, governance, holdings, receipts, clock })
  const entities = await createEntities({
    database,
    clock,
    exchange,
    rooms: { catalogue, governance, identity },
    keysFolder,
  })
  after(async () => {
    await entities.close()
    await intake.close()
    await receipts.close()
    await governance.close()
    await holdings.close()
  })
  return { rooms: { catalogue, entities, governance, identity, intake, receipts }, exchange }
}

async function settle(
  { catalogue, governance, identity }: WebRooms,
  organisations: readonly Readonly<{ id: string; name: string }>[],
  members: readonly Member[],
  issuer: string,
): Promise<void> {
  for (const { id, name } of organisations) {
    await catalogue.putOrganisation({ id, name, kind: 'council', contact: `data@${id}.example.org`, assurances: [] })
    await governance.refresh()
    await governance.ownUse(id)
  }
  for (const { id, name, organisation, roles } of members) {
    const person = await identity.putPerson({ name, issuer, subject: id })
    await identity.putMembership(person, organisation, roles)
  }
}

export function officerOf(organisation: string): Caller {
  return { kind: 'person', id: 'officer', name: 'An officer', organisation, roles: ['data-officer'] }
}

/** Goes the whole way that a browser goes, and comes back with the session's cookie. */
async function signIn(url: string, subject: string): Promise<string> {
  const jar = new Map<string, string>()
  let next = `${url}/sign-in/start?return=/`
  for (let hop = 0; hop < 12; hop++) {
    const isChoice = next.includes('/choose/')
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isChoice && { method: 'POST', body: new URLSearchParams({ account: subject }) }),
    })
    await response.arrayBuffer()
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const session = [...jar].find(([name, value]) => name.includes('session') && name.startsWith('wayleave') && value)
    if (session) return session.join('=')
    next = new URL(response.headers.get('location') ?? '/lost', next).href
  }
  throw new Error(`${subject} could not sign in`)
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))))
    })
  })
}
