/** A node, started and stopped whole: database, rooms, doors, demo. */
import { mkdir } from 'node:fs/promises'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import type { FastifyInstance } from 'fastify'
import { type Clock, systemClock } from '#foundation/clock.ts'
import { startPostgres } from '#foundation/postgres.ts'
import type { OidcSettings } from '#identity'
import { createLog } from './log.ts'
import { createMeasures } from './measures.ts'
import { type House, openHouse } from './rooms.ts'
import { createServer, type Route } from './server.ts'
import type { Settings } from './settings.ts'
import { type Demo, openDemo } from './demo.ts'

export type Node = Readonly<{
  url: string
  app: FastifyInstance
  routes: readonly Route[]
  house: House
  /** Ends when the demo place is loaded; at once without a demo. */
  loaded: Promise<void>
  stop(): Promise<void>
}>

export type Options = Readonly<{ clock?: Clock; progress?: (line: string) => void }>

export async function startNode(
  settings: Settings,
  { clock = systemClock, progress = () => undefined }: Options = {},
): Promise<Node> {
  // Others may walk through it (the database runs as another account when started as root); what is inside is closed.
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o711 })
  const port = settings.PORT || (await freePort(settings.HOST))
  const url =
    settings.WAYLEAVE_URL?.replace(/\/+$/, '') ??
    `http://${settings.HOST === '0.0.0.0' ? '127.0.0.1' : settings.HOST}:${port}`

  const engine = settings.DATABASE_URL ? null : await startPostgres(join(settings.dataFolder, 'database'))
  const connection = engine?.connection ?? { connectionString: settings.DATABASE_URL }
  const log = createLog(settings.WAYLEAVE_LOG)
  const undo: (() => Promise<void>)[] = []
  if (engine) undo.push(() => engine.stop())
  try {
    const lock = await lockFolder(connection, settings.dataFolder)
    undo.unshift(() => lock.end())
    const demo: Demo | null = settings.demo ? await openDemo({ settings, url }) : null
    const oidc = oidcOf(settings) ?? demo?.oidc ?? null
    const house = await openHouse({ settings, connection, clock, url, oidc, log })
    undo.unshift(() => house.close())

    let missing: string | null = null
    const measures = createMeasures()
    const { app, routes } = await createServer({
      settings,
      log,
      measures,
      api: {
        exchange: house.exchange,
        rooms: house,
        url,
        notReady: async () => missing ?? (await databaseAway(house)),
        metrics: async () => ({ type: measures.registry.contentType, text: await measures.registry.metrics() }),
      },
      web: {
        rooms: house,
        exchange: house.exchange,
        clock,
        settings: {
          place: settings.WAYLEAVE_PLACE,
          origin: url,
          demo: settings.demo,
          uploadLimit: settings.WAYLEAVE_UPLOAD_MB * 1_000_000,
        },
      },
      demo: demo?.provider ?? null,
    })
    await app.listen({ port, host: settings.HOST })
    undo.unshift(() => app.close())

    const loaded = demo ? load() : Promise.resolve()
    async function load(): Promise<void> {
      missing = 'The demo place is still being loaded.'
      await demo!.load(house, clock, progress)
      missing = null
    }
    // Told of at the start and by /readyz; a demo that did not load must not take the node down.
    loaded.catch((error: unknown) => (missing = `The demo place could not be loaded: ${(error as Error).message}`))
    return { url, app, routes, house, loaded, stop: () => each(undo) }
  } catch (error) {
    await each(undo)
    throw error
  }
}

function oidcOf(settings: Settings): OidcSettings | null {
  const {
    WAYLEAVE_OIDC_ISSUER: issuer,
    WAYLEAVE_OIDC_CLIENT_ID: clientId,
    WAYLEAVE_OIDC_CLIENT_SECRET: clientSecret,
  } = settings
  if (!issuer || !clientId) return null
  const label = settings.WAYLEAVE_OIDC_LABEL
  return {
    issuer,
    clientId,
    label,
    allowInsecure: issuer.startsWith('http:'),
    ...(clientSecret ? { clientSecret } : {}),
  }
}

async function each(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step().catch(() => undefined)
}

async function databaseAway(house: House): Promise<string | null> {
  return house.database.pool.query('select 1').then(
    () => null,
    () => 'The database does not answer.',
  )
}

/**
 * One process to a data folder. Held by a database session, so that it falls with the process however that ends; a
 * predecessor that was just killed is given a moment to be noticed.
 */
async function lockFolder(connection: pg.PoolConfig, folder: string): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 1)) as held',
      [folder],
    )
    if (rows[0]?.held) return client
    await new Promise((done) => setTimeout(done, 100))
  }
  await client.end()
  throw new Error(`another Wayleave is already running on ${folder}`)
}

function freePort(host: string): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createProbe()
    probe.on('error', failed)
    probe.listen(0, host, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : failed(new Error('no free port')),
      )
    })
  })
}
