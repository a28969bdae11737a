/** The records that this room keeps: written from the uses, read with a permit, copied for analysis. */
import type pg from 'pg'
import type { Blobs } from '#foundation/blobs.ts'
import type { Clock } from '#foundation/clock.ts'
import { type Database, openDatabase } from '#foundation/database.ts'
import type { DatasetRef, FieldType } from '#model/dataset.ts'
import type { Changed, ChangeLine, Loaded, LoadMode, Look, LookAsked, RecordsState } from '#model/records.ts'
import type { Engine, EngineSettings } from '../engine.ts'
import { functions } from '../functions.ts'
import { change } from './commit.ts'
import { createCopies } from './copies.ts'
import { makeCopy } from './copy.ts'
import { define, type Definition, dropUnused, retype } from './define.ts'
import { notRecords } from './faults.ts'
import { load } from './load.ts'
import { type FetchSnapshot, type RecordsReading, recordsReading } from './reading.ts'
import { statesOf } from './register.ts'

/** Writing, and looking at what is no content. Whoever writes was authorised; reading takes a permit, through `Holdings`. */
export type Records = Readonly<{
  /** Makes a records dataset, or adds fields to it. Problem 422 `key-unfit`, `fields-unfit`. */
  define(definition: Definition): Promise<void>
  /** Reads fields as other types. Problem 422 `type-unfit` when a value would be lost. */
  retype(dataset: DatasetRef, types: Readonly<Record<string, FieldType>>): Promise<void>
  /** Takes in a file's snapshot (its blob's address) as one commit. */
  load(file: Readonly<{ dataset: DatasetRef; mode: LoadMode; snapshot: string }>): Promise<Loaded>
  /** Takes in a batch of changes as one commit, whole or not at all. Problem 422 `changes-invalid`, 409 `not-records`. */
  change(dataset: DatasetRef, lines: AsyncIterable<ChangeLine>): Promise<Changed>
  /** How far those of the datasets have come that hold records. */
  states(datasets: readonly DatasetRef[]): Promise<ReadonlyMap<DatasetRef, RecordsState>>
  /** Settles which moment is looked at. Problem 409 `not-records`, 400 `sequence-unknown`. */
  look(dataset: DatasetRef, asked: LookAsked): Promise<Look>
  /** Makes the columnar copy now, unless it is up to date. */
  copy(dataset: DatasetRef): Promise<void>
}>

export type RecordsSettings = Readonly<{
  /** Where the records lie; sessions of this room's own are opened beside its pool. */
  database: Database
  clock: Clock
  /** Told of a columnar copy that could not be made. */
  trouble?: (error: unknown) => void
  /** Milliseconds of quiet before a columnar copy is made. */
  pause?: number
}>

type Needs = Readonly<{
  settings: RecordsSettings
  blobs: Blobs
  engine: Engine
  engineSettings: Omit<EngineSettings, 'atOnce' | 'workers' | 'timeLimitSeconds'>
  /** Scratch for answers in the making. */
  folder: string
  timeLimitSeconds: number
  fetchSnapshot: FetchSnapshot
}>

/** What this room does with records, for `holdings.ts`. */
export type OpenRecords = Records & Omit<RecordsReading, 'look'> & Readonly<{ close(): Promise<void> }>

/** How every session here is: one spelling of values, no waiting for a plan that a few rows do not need. */
const session = (seconds: number) =>
  `-c search_path=holdings -c datestyle=ISO -c timezone=UTC -c extra_float_digits=1 -c jit=off -c cursor_tuple_fraction=1 -c statement_timeout=${seconds * 1_000} -c idle_in_transaction_session_timeout=600000`

export async function openRecords(needs: Needs): Promise<OpenRecords> {
  const { settings, blobs, engine, engineSettings, folder, timeLimitSeconds, fetchSnapshot } = needs
  const { clock, trouble = () => undefined, pause = 2_000 } = settings
  const { connection, migrate } = settings.database
  await migrate('holdings', new URL('../sql/', import.meta.url))
  const options = session(timeLimitSeconds)
  // Apart, so that readers who take their time never keep a change waiting.
  const reading = openDatabase({ ...connection, max: 20, options })
  const writing = openDatabase({ ...connection, max: 6, options })
  const { pool } = writing
  await teach(pool)
  await dropUnused(pool)
  const copying = { pool, reading: reading.pool, blobs, folder, engine: engineSettings }
  const copies = createCopies({ pool, make: (dataset) => makeCopy(copying, dataset), trouble, pause })
  await copies.sweep()
  const forgetting = forgetIds(pool, clock, trouble)
  const writer = { pool, clock }

  return {
    define: (definition) => define(pool, definition),
    async retype(dataset, types) {
      await retype(pool, dataset, types)
      copies.changed(dataset)
    },
    async load({ dataset, mode, snapshot }) {
      const loaded = await load(writer, engine, { dataset, mode, path: blobs.path(snapshot) })
      copies.changed(dataset)
      return loaded
    },
    async change(dataset, lines) {
      const changed = await change(writer, dataset, lines)
      copies.changed(dataset)
      return changed
    },
    states: (datasets) => statesOf(pool, datasets),
    copy: (dataset) => makeCopy(copying, dataset),
    ...recordsReading({ pool: reading.pool, engine, folder, timeLimitSeconds, fetchSnapshot }),
    async close() {
      clearInterval(forgetting)
      await copies.close()
      await reading.close()
      await writing.close()
    },
  }
}

/** Days for which an idempotency id is remembered. */
const daysRemembered = 30

function forgetIds(pool: pg.Pool, clock: Clock, trouble: (error: unknown) => void): NodeJS.Timeout {
  const forget = (): void => {
    const before = new Date(clock().getTime() - daysRemembered * 86_400_000)
    pool.query('delete from holdings.change_ids where at < $1', [before]).catch(trouble)
  }
  forget()
  return setInterval(forget, 3_600_000).unref()
}

/** Gives the database the functions that compiled queries use. Several nodes may start together. */
async function teach(pool: pg.Pool): Promise<void> {
  const lock = `select pg_advisory_xact_lock(hashtextextended('wayleave.migrate', 0))`
  await pool.query(['begin', lock, ...functions.postgresql, 'commit'].join(';\n'))
}

const none = () => Promise.reject(notRecords())

/** Where no database was given: every dataset is a table. */
export const noRecords: OpenRecords = {
  define: none,
  retype: none,
  load: none,
  change: none,
  states: async () => new Map(),
  look: none,
  copy: none,
  fetch: none,
  verify: none,
  close: async () => undefined,
}
