import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Condition } from '#foundation/cql2/index.ts'
import type { Blobs } from '#foundation/blobs.ts'
import { ident, literal } from '#foundation/sql.ts'
import type { Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import { isGenuine, type Permit } from '#permit'
import { asTheEngineReads, compile, compileExists, type Source } from './compile.ts'
import { startEngine } from './engine.ts'
import type { Batch, Fetched } from './fetched.ts'
import { linesOf } from './lines.ts'
import { original } from './original.ts'
import { fileBatches, writeParquet } from './parquet.ts'
import { soundSnapshots } from './snapshot.ts'
import { textBatches } from './text-batches.ts'

export type Holdings = Readonly<{
  /**
   * Starts reading what a permit to read (or export) covers of a version. Throws a TypeError without a genuine permit
   * for this dataset; a 400 problem for a query that mentions a field which the permit does not show (`field-unknown`),
   * compares it with the wrong kind of value (`filter-type`) or wants GeoJSON of what is nowhere; 409 `rule-unusable`;
   * 503 `snapshot-unreadable`, `read-too-long`, `engine-busy`.
   */
  fetch(permit: Permit, query: Query, version: Version): Promise<Fetched>
  /** Whether any permitted row meets the condition, over the values as disclosed. Needs a permit to verify. */
  verify(permit: Permit, condition: Condition, version: Version): Promise<boolean>
  /** The uploaded file. Needs a permit to export every field as it is. */
  original(permit: Permit, version: Version): Promise<Readable>
  close(): Promise<void>
}>

export type HoldingsSettings = Readonly<{
  blobs: Blobs
  /** For scratch: what the engine spills, and answers in the making. Emptied at the start. */
  folder: string
  /** The engine's, such as `1GB`. */
  memoryLimit: string
  timeLimitSeconds?: number
}>

export async function createHoldings(settings: HoldingsSettings): Promise<Holdings> {
  const { blobs, memoryLimit, timeLimitSeconds = 30 } = settings
  const folder = join(settings.folder, 'holdings')
  const answers = join(folder, 'answers')
  await rm(folder, { recursive: true, force: true })
  await mkdir(answers, { recursive: true, mode: 0o700 })
  const reads = [dirname(dirname(blobs.path('0'.repeat(64))))]
  const engine = await startEngine({ folder, reads, memoryLimit, timeLimitSeconds, atOnce: 64, workers: 3 })
  const soundPath = soundSnapshots(blobs)
  const sourceOf = async (version: Version) => parquetSource(await soundPath(version.snapshot), version)

  return {
    async fetch(permit, query, version) {
      const { format, ...wanted } = query
      needs(permit, ['read', 'export'])
      // Compiled first: what may not be asked is told before the file is so much as looked for.
      compile(permit, wanted, version, nowhere)
      const compiled = compile(permit, wanted, version, await sourceOf(version))
      const fields = compiled.shown.map(({ name, type }) => ({ name, type }))
      if (format === 'parquet') {
        const file = await writeParquet(compiled, engine, answers)
        return closable(fields, fileBatches(file), () => void rm(file.path, { force: true }))
      }
      const lines = linesOf(format, compiled.shown, version)
      const running = await engine.start(
        `SELECT ${lines.expression} FROM (${compiled.sql}) AS answer`,
        compiled.parameters,
      )
      return closable(fields, textBatches(running, lines), running.close.bind(running))
    },
    async verify(permit, condition, version) {
      needs(permit, ['verify'])
      compileExists(permit, condition, version, nowhere)
      const { sql, parameters } = compileExists(permit, condition, version, await sourceOf(version))
      return Number(await engine.run(`SELECT count(*) FROM (${sql}) AS found`, parameters)) > 0
    },
    original: (permit, version) => original(permit, version, blobs),
    close: () => engine.close(),
  }
}

const nowhere: Source = { from: 'nowhere', place: 'place' }

function needs(permit: Permit, actions: readonly string[]): void {
  if (!isGenuine(permit)) throw new TypeError('not a permit')
  if (!actions.includes(permit.terms.action)) throw new TypeError(`a permit to ${permit.terms.action} is none for this`)
}

/** A Parquet file with its row numbers, which it yields in their order. */
export function parquetSource(path: string, version: Version): Source {
  const file = `read_parquet(${literal(path)})`
  const names = new Set(version.fields.map(({ name }) => asTheEngineReads(name)))
  if (!names.has('file_row_number')) return { from: file, place: 'file_row_number' }
  // A file with a field of that very name hides the engine's own numbers.
  let place = 'place'
  while (names.has(place)) place += '_'
  return { from: `(SELECT *, row_number() OVER () - 1 AS ${ident(place)} FROM ${file})`, place }
}

function closable(fields: Fetched['fields'], batches: AsyncGenerator<Batch>, release: () => void): Fetched {
  return {
    fields,
    batches,
    close() {
      release()
      // Whoever waits for the next batch hears of it there.
      batches.return(undefined).catch(() => undefined)
    },
  }
}
