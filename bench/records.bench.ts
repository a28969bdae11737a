/**
 * Records: a first load of a million rows beside PostgreSQL's own `COPY` of the same rows into a table with the same key, then what a
 * register lives on: one upsert, one record read, a hundred thousand changes at once, all rows, and the columnar copy.
 */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type pg from 'pg'
import { fileBlobs } from '../platform/src/foundation/blobs.ts'
import { copyIn } from '../platform/src/foundation/copy-in.ts'
import { openDatabase } from '../platform/src/foundation/database.ts'
import { startPostgres } from '../platform/src/foundation/postgres.ts'
import { createHoldings, type Holdings } from '../platform/src/holdings/index.ts'
import { versionOf } from '../platform/src/holdings/records/world-for-tests.ts'
import type { Field } from '../platform/src/model/dataset.ts'
import type { Query } from '../platform/src/model/query.ts'
import type { ChangeLine } from '../platform/src/model/records.ts'
import { mint } from '../platform/src/permit/mint.ts'
import type { Row } from './row.ts'

const rows = Number(process.env['WAYLEAVE_BENCH_ROWS'] ?? 1_000_000)
const dataset = 'northford-council/cases'

/** Ten columns of a made-up register of people. */
const made = `SELECT 'C' || lpad((i * 7919 % ${rows})::VARCHAR, 9, '0') AS case_id,
    ['Ann', 'Bob', 'Caz', 'Dee', 'Eli'][1 + i % 5] || ' ' || (i % 971) AS name,
    DATE '1930-01-01' + (i * 31 % 30000)::INTEGER AS born,
    'NF' || (i % 30) || ' ' || (i % 9) || 'AB' AS postcode,
    100000000000 + i AS uprn,
    round((i * 104729 % 100003) / 7, 2) AS score,
    i % 3 = 0 AS active,
    TIMESTAMP '2026-01-01 00:00:00' + INTERVAL (i % 100000) MINUTE AS seen,
    'Ward ' || (i % 40) AS ward,
    CASE WHEN i % 4 = 0 THEN NULL ELSE 'A note of some words, with a comma, no. ' || i END AS note
  FROM range(${rows}) t(i)`

const types: Readonly<Record<string, Field['type']>> = {
  case_id: 'text',
  name: 'text',
  born: 'date',
  postcode: 'text',
  uprn: 'integer',
  score: 'number',
  active: 'boolean',
  seen: 'datetime',
  ward: 'text',
  note: 'text',
}
const fields = Object.entries(types).map(([name, type]): Field => ({
  name,
  type,
  meaning: null,
  classification: 'personal',
}))
const version = versionOf(dataset, fields)
const permit = mint(
  Object.freeze({
    dataset,
    action: 'read',
    purpose: null,
    fields: Object.freeze(fields.map(({ name }) => Object.freeze({ name, transform: { kind: 'as-is' } as const }))),
    rows: null,
    duties: {},
    clause: { agreement: 'a', clause: 'c' },
    role: null,
    until: null,
  } as const),
)

async function* changes(from: number, count: number): AsyncGenerator<ChangeLine> {
  for (let n = 0; n < count; n++) {
    const record = { case_id: `C${String(from + n).padStart(9, '0')}`, name: 'Changed', uprn: n, ward: 'Ward 1' }
    yield { line: n + 1, value: { op: 'upsert', record } }
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

async function median(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let n = 0; n < times; n++) all.push(1_000 * (await seconds(() => work(n))))
  return all.toSorted((a, b) => a - b)[Math.floor(times / 2)]!
}

async function read(holdings: Holdings, query: Partial<Query>): Promise<number> {
  const whole: Query = { fields: null, filter: null, order: [], limit: null, offset: 0, format: 'json', ...query }
  const look = await holdings.records.look(dataset, { kind: 'rows', when: {} })
  const { batches } = await holdings.fetch(permit, whole, version, look)
  let count = 0
  for await (const batch of batches) count += batch.rows
  return count
}

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-records-'))
  const server = await startPostgres(join(folder, 'database'))
  const database = openDatabase(server.connection)
  const blobs = await fileBlobs(join(folder, 'blobs'))
  const records = { database, clock: () => new Date(), pause: 3_600_000 }
  const holdings = await createHoldings({ blobs, folder, memoryLimit: '1GB', records })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const [parquet, csv] = [join(folder, 'made.parquet'), join(folder, 'made.csv')]
    await connection.run(`COPY (${made}) TO '${parquet}' (FORMAT parquet)`)
    await connection.run(`COPY (FROM '${parquet}') TO '${csv}' (HEADER false)`)
    const peer = await seconds(() => plainLoad(database.pool, csv))
    const { address } = await blobs.adopt(parquet)
    await holdings.records.define({ dataset, key: 'case_id', fields, isFirst: true })
    const ours = await seconds(() => holdings.records.load({ dataset, mode: 'replace', snapshot: address }))
    const again = await seconds(() => holdings.records.load({ dataset, mode: 'replace', snapshot: address }))
    const filter = (n: number) =>
      ({ op: '=', property: 'case_id', value: { kind: 'text', value: `C${String(n).padStart(9, '0')}` } }) as const
    const one = await median(200, (n) => holdings.records.change(dataset, changes(n * 13, 1)))
    const found = await median(200, (n) => read(holdings, { filter: filter(n * 17), limit: 1 }))
    const page = await median(50, () => read(holdings, { limit: 1_000 }))
    const batch = await seconds(() =>
      holdings.records.change(dataset, changes(Math.floor(rows / 2), Math.min(rows / 2, 100_000))),
    )
    const whole = await seconds(() => read(holdings, {}))
    const copy = await seconds(() => holdings.records.copy(dataset))
    const copied = await seconds(() => read(holdings, {}))
    const line = (what: string, value: number, unit: string, budget = '–'): Row => ({
      what,
      ours: value,
      peer: null,
      ratio: null,
      budget,
      unit,
    })
    const many = `${rows / 1e6} M rows of ten fields`
    return [
      { ...line(`first load of ${many}`, ours, 's', '≤ 60 s a million'), peer, ratio: ours / peer },
      line(`the same file again: nothing differs`, again, 's'),
      line('one upsert, durable (median)', one, 'ms', 'a few ms'),
      line('one record by its key (median)', found, 'ms'),
      line('first page of 1,000 (median)', page, 'ms'),
      line('100,000 upserts in one batch', batch, 's'),
      line('all rows as JSON, from the rows', whole, 's'),
      line('columnar copy', copy, 's'),
      line('all rows as JSON, from the copy', copied, 's'),
    ]
  } finally {
    connection.closeSync()
    instance.closeSync()
    await holdings.close()
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The peer: the same rows into a plain table with a key, by PostgreSQL's own hand. */
async function plainLoad(pool: pg.Pool, csv: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(
      'create table plain (case_id text primary key, name text, born date, postcode text, uprn bigint, score double precision, active boolean, seen timestamp, ward text, note text)',
    )
    await copyIn(client, 'copy plain from stdin (format csv)', createReadStream(csv, { highWaterMark: 1 << 18 }))
  } finally {
    client.release()
  }
}
