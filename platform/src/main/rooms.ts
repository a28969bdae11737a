/** Makes every room, from the ground up, and puts them together. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type pg from 'pg'
import { type Catalogue, createCatalogue } from '#catalogue'
import { createEntities, type Entities } from '#entities'
import { createExchange, type Exchange } from '#exchange'
import { fileBlobs } from '#foundation/blobs.ts'
import type { Clock } from '#foundation/clock.ts'
import { type Database, openDatabase } from '#foundation/database.ts'
import { createGovernance, type Governance } from '#governance'
import { createHoldings, type Holdings } from '#holdings'
import { createIdentity, type Identity, type OidcSettings } from '#identity'
import { createIntake, type Intake } from '#intake'
import { createReceipts, type Receipts } from '#receipts'
import type { Settings } from './settings.ts'

export type House = Readonly<{
  database: Database
  catalogue: Catalogue
  governance: Governance
  identity: Identity
  intake: Intake
  receipts: Receipts
  exchange: Exchange
  entities: Entities
  close(): Promise<void>
}>

type Ground = Readonly<{
  settings: Settings
  connection: pg.PoolConfig
  clock: Clock
  url: string
  oidc: OidcSettings | null
  log: FastifyBaseLogger
}>

export async function openHouse({ settings, connection, clock, url, oidc, log }: Ground): Promise<House> {
  const folder = (name: string) => join(settings.dataFolder, name)
  for (const name of ['keys', 'blobs', 'scratch', 'log']) await mkdir(folder(name), { recursive: true, mode: 0o700 })
  const database = openDatabase(connection)
  const keysFolder = folder('keys')
  const blobs = await fileBlobs(folder('blobs'))

  const catalogue = await createCatalogue(database, clock)
  const identity = await createIdentity({
    database,
    clock,
    issuer: url,
    keysFolder,
    oidc,
    trouble: (what, code) => log.warn({ what, code }, 'sign-in'),
  })
  const governance: Governance = await createGovernance({
    database,
    clock,
    catalogue,
    pseudonym: (caller) => identity.pseudonym(caller),
  })
  const memoryLimit = `${settings.WAYLEAVE_ENGINE_MB}MB`
  const holdings: Holdings = await createHoldings({ blobs, folder: folder('scratch'), memoryLimit })
  const receipts = await createReceipts({ database, clock, folder: folder('log'), keysFolder, origin: logOrigin(url) })
  const limits = { bytes: settings.WAYLEAVE_UPLOAD_MB * 1_000_000, memoryLimit }
  const intake = await createIntake({
    catalogue,
    governance,
    blobs,
    database,
    clock,
    folder: folder('scratch'),
    limits,
  })
  const exchange = createExchange({ identity, catalogue, governance, holdings, receipts, clock })
  const entities = await createEntities({
    database,
    clock,
    exchange,
    rooms: { catalogue, governance, identity },
    keysFolder,
    searchesPerMinute: settings.WAYLEAVE_SEARCHES_PER_MINUTE,
    memoryMb: settings.WAYLEAVE_LINKAGE_MB,
  })

  return {
    database,
    catalogue,
    governance,
    identity,
    intake,
    receipts,
    exchange,
    entities,
    async close() {
      await entities.close()
      await intake.close()
      await receipts.close()
      await governance.close()
      await holdings.close()
      await database.close()
    },
  }
}

/** A log's name (C2SP tlog-checkpoint): its address without the scheme. */
const logOrigin = (url: string): string => `${new URL(url).host}/log`
