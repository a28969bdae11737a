/**
 * A governed read (permit, transforms, row condition, encoding) beside the same rows read straight from the engine: a
 * statement written by hand, on the same file, in the same format, with the same work for each value.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { fileBlobs } from '../platform/src/foundation/blobs.ts'
import { parse } from '../platform/src/foundation/cql2/index.ts'
import { formulaPattern, numberPattern } from '../platform/src/foundation/csv.ts'
import { literal } from '../platform/src/foundation/sql.ts'
import { createHoldings } from '../platform/src/holdings/index.ts'
import { TextBytes } from '../platform/src/holdings/chunk-bytes.ts'
import type { FieldType, Version } from '../platform/src/model/dataset.ts'
import type { Format } from '../platform/src/model/query.ts'
import type { PermitTerms } from '../platform/src/permit/index.ts'
import { mint } from '../platform/src/permit/mint.ts'
import type { Row } from './row.ts'

const rowsHeld = 2_000_000
const columns: readonly (readonly [string, FieldType, string])[] = [
  ['id', 'integer', 'i'],
  ['name', 'text', `'Person ' || i`],
  ['ward', 'text', `CASE WHEN i % 2 = 0 THEN 'Riverside' ELSE 'Hill' END`],
  ['postcode', 'text', `'NF' || (1 + i % 20) || ' ' || (i % 9) || 'AB'`],
  ['date_of_birth', 'date', `DATE '1930-01-01' + CAST(i % 30000 AS INTEGER)`],
  ['visits', 'integer', 'i % 97'],
  ['score', 'number', 'i * 1.25'],
  ['active', 'boolean', 'i % 3 = 0'],
  ['seen', 'datetime', `TIMESTAMP '2026-01-01' + to_seconds(i)`],
]

/** Transforms that cost next to nothing, so that what is measured is the governing, not the arithmetic. */
const terms: PermitTerms = Object.freeze({
  dataset: 'bench/people',
  action: 'read',
  purpose: null,
  fields: Object.freeze(
    columns.map(([name]) => ({
      name,
      transform: name === 'date_of_birth' ? ({ kind: 'year' } as const) : ({ kind: 'as-is' } as const),
    })),
  ),
  rows: parse("ward = 'Riverside'"),
  duties: {},
  clause: { agreement: 'bench', clause: 'c1' },
  role: null,
  until: null,
})

const values: Readonly<Record<'json' | 'csv', string>> = {
  json: `concat(',', json_object('id', id, 'name', name, 'ward', ward, 'postcode', postcode, 'date_of_birth', year(date_of_birth), 'visits', visits,
    'score', CASE WHEN isfinite(score) THEN score END, 'active', active, 'seen', replace(CAST(seen AS VARCHAR), ' ', 'T')))`,
  csv: `concat(CAST(id AS VARCHAR), ',', cell(name), ',', cell(ward), ',', cell(postcode), ',', CAST(year(date_of_birth) AS VARCHAR), ',', CAST(visits AS VARCHAR), ',',
    CASE WHEN isfinite(score) THEN CAST(score AS VARCHAR) END, ',', CAST(active AS VARCHAR), ',', replace(CAST(seen AS VARCHAR), ' ', 'T'), chr(13), chr(10))`,
}

/** A CSV cell that a spreadsheet shows and does not run, as a careful hand would write it: the same rule, in a macro. */
const cellMacro = `CREATE MACRO cell(t) AS CASE
  WHEN NOT (contains(t, ',') OR contains(t, '"') OR contains(t, chr(10)) OR contains(t, chr(13)))
    AND (t >= '0' AND t < ':' OR t >= 'A' AND t < '[' OR t >= 'a' AND t < '{') THEN t
  WHEN regexp_matches(t, ${literal(numberPattern)}) THEN t
  ELSE concat('"', CASE WHEN regexp_matches(t, ${literal(formulaPattern)}) THEN '''' END, replace(t, '"', '""'), '"') END`

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-read-'))
  const blobs = await fileBlobs(join(folder, 'blobs'))
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' })
  const connection = await instance.connect()
  await connection.run(cellMacro)
  await connection.run('SET parquet_metadata_cache = true')
  const file = join(folder, 'people.parquet')
  const select = columns.map(([name, , expression]) => `${expression} AS ${name}`).join(', ')
  await connection.run(
    `COPY (SELECT ${select} FROM range(${rowsHeld}) AS r(i)) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  )
  const { address } = await blobs.adopt(file)
  const holdings = await createHoldings({ blobs, folder, memoryLimit: '1GB' })
  const permit = mint(terms)
  const version = versionOf(address)

  const governed = async (format: Format, limit: number | null) => {
    const fetched = await holdings.fetch(
      permit,
      { fields: null, filter: null, order: [], limit, offset: 0, format },
      version,
    )
    let bytes = 0
    for await (const batch of fetched.batches) bytes += batch.bytes.length
    return bytes
  }
  const straight = async (format: 'json' | 'csv', limit: number | null) => {
    const from = `read_parquet('${blobs.path(address)}') WHERE ward = 'Riverside'${limit === null ? '' : ` LIMIT ${limit}`}`
    const result = await connection.stream(`SELECT ${values[format]} FROM (SELECT * FROM ${from})`)
    let bytes = 0
    const gathered = new TextBytes()
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      gathered.add(chunk)
      if (gathered.rows >= 2_048) bytes += gathered.take().bytes.length
    }
    return bytes + gathered.take().bytes.length
  }
  try {
    const rows: Row[] = []
    for (const limit of [1, 1_000, 100_000, 1_000_000]) {
      for (const format of ['json', 'csv'] as const) {
        const repetitions = limit === 1 ? 201 : limit === 1_000 ? 101 : limit === 100_000 ? 21 : 7
        const { ours, peer } = await sideBySide(
          () => governed(format, limit),
          () => straight(format, limit),
          repetitions,
        )
        const what = `governed read, ${limit.toLocaleString('en-GB')} ${limit === 1 ? 'row' : 'rows'}, ${format}`
        const budget = limit === 1 ? 'adds ≤ 2 ms' : '≤ 1.10 ×'
        rows.push({ what, ours, peer, ratio: ours / peer, budget, unit: 'ms' })
      }
    }
    return rows
  } finally {
    await holdings.close()
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Medians of runs that take turns, so that whatever else the machine does falls on both. */
async function sideBySide(ours: () => Promise<number>, peer: () => Promise<number>, repetitions: number) {
  const times = { ours: [] as number[], peer: [] as number[] }
  const bytes = [await ours(), await peer()]
  // CSV has a header line more.
  if (Math.abs(bytes[0]! - bytes[1]!) > 100) throw new Error(`the two answers differ: ${bytes.join(' and ')} bytes`)
  for (let turn = 0; turn < repetitions; turn++) {
    for (const who of turn % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      const start = performance.now()
      await (who === 'ours' ? ours() : peer())
      times[who].push(performance.now() - start)
    }
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!
  return { ours: median(times.ours), peer: median(times.peer) }
}

function versionOf(snapshot: string): Version {
  return {
    dataset: 'bench/people',
    number: 1,
    original: snapshot,
    originalName: 'people.csv',
    mediaType: 'text/csv',
    bytes: 0,
    snapshot,
    rows: rowsHeld,
    fields: columns.map(([name, type]) => ({ name, type, meaning: null, classification: 'personal' })),
    profile: [
      { name: 'id', nulls: 0, distinct: rowsHeld, minimum: '0', maximum: String(rowsHeld - 1) },
      { name: 'visits', nulls: 0, distinct: 97, minimum: '0', maximum: '96' },
    ],
    report: { recognised: {}, repaired: [], setAside: [] },
    note: null,
    publishedAt: '2026-11-22T10:00:00Z',
    publishedBy: 'bench',
  }
}
