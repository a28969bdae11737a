import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Condition } from '#foundation/cql2/index.ts'
import type { Blobs } from '#foundation/blobs.ts'
import type { Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import type { Look } from '#model/records.ts'
import { isGenuine, type Permit } from '#permit'
import { compile, compileExists, type Source } from './compile.ts'
import { startEngine } from './engine.ts'
import { closable, type Fetched } from './fetched.ts'
import { linesOf } from './lines.ts'
import { original } from './original.ts'
import { fileBatches, writeParquet } from './parquet.ts'
import { noRecords, openRecords, type OpenRecords, type Records, type RecordsSettings } from './records/records.ts'
import { parquetSource, soundSnapshots } from './snapshot.ts'
import { textBatches } from './text-batches.ts'

export type Holdings = Readonly<{
  /**
   * Starts reading what a permit to read (or export) covers of a version. Throws a TypeError without a genuine permit
   * for this dataset; a 400 problem for a query that mentions a field which the permit does not show (`field-unknown`),
   * compares it with the wrong kind of value (`filter-type`) or wants GeoJSON of what is nowhere; 409 `rule-unusable`;
   * 503 `snapshot-unreadable`, `read-too-long`, `engine-busy`. Of records, `look` says which moment or what of them.
   */
  fetch(permit: Permit, query: Query, version: Version, look?: Look | null): Promise<Fetched>
  /** Whether any permitted row meets the condition, over the values as disclosed. Needs a permit to verify. */
  verify(permit: Permit, condition: Condition, version: Version, look?: Look | null): Promise<boolean>
  /** The uploaded file. Needs a permit to export every field as it is. */
  original(permit: Permit, version: Version): Promise<Readable>
  /** Where records are written, and nothing is read. */
  records: Records
  close(): Promise<void>
}>

export type HoldingsSettings = Readonly<{
  blobs: Blobs
  /** For scratch: what the engine spills, and answers in the making. Emptied at the start. */
  folder: string
  /** The engine's, such as `1GB`. */
  memoryLimit: string
  timeLimitSeconds?: number
  /** Left out: only tables, and no database. */
  records?: RecordsSettings
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

  async function fetchSnapshot(permit: Permit, query: Query, version: Version): Promise<Fetched> {
    const { format, ...wanted } = query
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
  }

  const engineSettings = { folder, reads, memoryLimit }
  const records: OpenRecords = settings.records
    ? await openRecords({
        settings: settings.records,
        blobs,
        engine,
        engineSettings,
        folder: answers,
        timeLimitSeconds,
        fetchSnapshot,
      })
    : noRecords

  return {
    async fetch(permit, query, version, look = null) {
      needs(permit, ['read', 'export'])
      return look ? records.fetch(permit, query, version, look) : fetchSnapshot(permit, query, version)
    },
    async verify(permit, condition, version, look = null) {
      needs(permit, ['verify'])
      if (look) return records.verify(permit, condition, version, look)
      compileExists(permit, condition, version, nowhere)
      const { sql, parameters } = compileExists(permit, condition, version, await sourceOf(version))
      return Number(await engine.run(`SELECT count(*) FROM (${sql}) AS found`, parameters)) > 0
    },
    original: (permit, version) => original(permit, version, blobs),
    records,
    async close() {
      await records.close()
      await engine.close()
    },
  }
}

const nowhere: Source = { from: 'nowhere', place: 'place' }

function needs(permit: Permit, actions: readonly string[]): void {
  if (!isGenuine(permit)) throw new TypeError('not a permit')
  if (!actions.includes(permit.terms.action)) throw new TypeError(`a permit to ${permit.terms.action} is none for this`)
}
