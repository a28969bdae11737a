/** A node, started and stopped whole: database, rooms, doors, demo. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { type Clock, systemClock } from '#foundation/clock.ts'
import { startPostgres } from '#foundation/postgres.ts'
import type { OidcSettings } from '#identity'
import { addressOf } from './address.ts'
import { type Demo, openDemo } from './demo.ts'
import { lockFolder } from './lock.ts'
import { createLog } from './log.ts'
import { createMeasures } from './measures.ts'
import { type House, openHouse } from './rooms.ts'
import { createServer, type Route, type Server } from './server.ts'
import type { Settings } from './settings.ts'

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

type Undo = (() => Promise<void>)[]

/** Starts what `settings` say. When anything fails, what was started before it is stopped again. */
export async function startNode(settings: Settings, options: Options = {}): Promise<Node> {
  const undo: Undo = []
  try {
    return await start(settings, options, undo)
  } catch (error) {
    await each(undo)
    throw error
  }
}

async function start(settings: Settings, { clock = systemClock, progress }: Options, undo: Undo): Promise<Node> {
  // Others may walk through it (the database runs as another account when started as root); what is inside is closed.
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o711 })
  const { port, url } = await addressOf(settings)
  const connection = await openDatabase(settings, undo)
  const demo = settings.demo ? await openDemo({ settings, url }) : null
  const log = createLog(settings.WAYLEAVE_LOG)
  const oidc = oidcOf(settings) ?? demo?.oidc ?? null
  const house = await openHouse({ settings, connection, clock, url, oidc, log })
  undo.unshift(() => house.close())

  const readiness = { missing: demo ? 'The demo place is still being loaded.' : null }
  const { app, routes } = await openDoors({ settings, house, clock, url, log, demo, readiness })
  await app.listen({ port, host: settings.HOST })
  undo.unshift(() => app.close())

  const loaded = demo ? demo.load(house, clock, progress ?? (() => undefined)) : Promise.resolve()
  loaded.then(
    () => (readiness.missing = null),
    // Told at the start and by /readyz: a demo that did not load must not take the node down.
    (error: unknown) => (readiness.missing = `The demo place could not be loaded: ${(error as Error).message}`),
  )
  return { url, app, routes, house, loaded, stop: () => each(undo) }
}

/** The embedded server is stopped by who holds the folder, and by nobody else. */
async function openDatabase(settings: Settings, undo: Undo): Promise<pg.PoolConfig> {
  if (settings.DATABASE_URL) {
    const connection = { connectionString: settings.DATABASE_URL }
    const lock = await lockFolder(connection, settings.dataFolder)
    undo.unshift(() => lock.end())
    return connection
  }
  const engine = await startPostgres(join(settings.dataFolder, 'database'))
  const lock = await lockFolder(engine.connection, settings.dataFolder)
  undo.unshift(
    () => lock.end(),
    () => engine.stop(),
  )
  return engine.connection
}

type Doors = Readonly<{
  settings: Settings
  house: House
  clock: Clock
  url: string
  log: ReturnType<typeof createLog>
  demo: Demo | null
  readiness: Readonly<{ missing: string | null }>
}>

function openDoors({ settings, house, clock, url, log, demo, readiness }: Doors): Promise<Server> {
  const measures = createMeasures()
  const { exchange } = house
  return createServer({
    settings,
    log,
    measures,
    demo: demo?.provider ?? null,
    api: {
      exchange,
      rooms: house,
      url,
      largestUpload: settings.WAYLEAVE_UPLOAD_MB * 1_000_000,
      notReady: async () => readiness.missing ?? (await databaseAway(house)),
      metrics: async () => ({ type: measures.registry.contentType, text: await measures.registry.metrics() }),
    },
    web: {
      exchange,
      rooms: house,
      clock,
      settings: {
        place: settings.WAYLEAVE_PLACE,
        origin: url,
        demo: settings.demo,
        uploadLimit: settings.WAYLEAVE_UPLOAD_MB * 1_000_000,
      },
    },
  })
}

function oidcOf(settings: Settings): OidcSettings | null {
  const { WAYLEAVE_OIDC_ISSUER: issuer, WAYLEAVE_OIDC_CLIENT_ID: clientId } = settings
  if (!issuer || !clientId) return null
  const clientSecret = settings.WAYLEAVE_OIDC_CLIENT_SECRET
  const label = settings.WAYLEAVE_OIDC_LABEL
  return { issuer, clientId, label, allowInsecure: issuer.startsWith('http:'), ...(clientSecret && { clientSecret }) }
}

async function each(steps: Undo): Promise<void> {
  for (const step of steps) await step().catch(() => undefined)
}

async function databaseAway(house: House): Promise<string | null> {
  return house.database.pool.query('select 1').then(
    () => null,
    () => 'The database does not answer.',
  )
}
