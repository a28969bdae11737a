/** The compiled query returns exactly what a naive reading of the same permit and query returns, in both engines and every format. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { fileBlobs } from '#foundation/blobs.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { testDatabaseConnection } from '#foundation/database-for-tests.ts'
import type { Version } from '#model/dataset.ts'
import type { Permit, PermitTerms } from '#permit'
import { mint } from '#permit/mint.ts'
import { table, terms, wanted } from './arbitraries.ts'
import { compile, type Wanted } from './compile.ts'
import { asCsv, asJson, drained, readCell, readCsv, readParquet } from './decoded-for-tests.ts'
import { functions } from './functions.ts'
import { createHoldings, type Holdings } from './holdings.ts'
import { type Answer, naiveAnswer, type Table } from './naive-for-tests.ts'
import { rowsOf, storeSnapshot, storeTable } from './stored-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-compile-'))
const blobs = await fileBlobs(join(folder, 'blobs'))
let holdings: Holdings
let client: pg.Client
let drop: () => Promise<void>

before(async () => {
  holdings = await createHoldings({ blobs, folder, memoryLimit: '512MB' })
  const database = await testDatabaseConnection()
  client = new pg.Client(database.connection)
  drop = database.drop
  await client.connect()
  for (const statement of functions.postgresql) await client.query(statement)
})

after(async () => {
  await client.end()
  await drop()
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

type Case = Readonly<{ table: Table; asked: readonly Readonly<{ terms: PermitTerms; wanted: Wanted }>[] }>

const cases: fc.Arbitrary<Case> = table.chain((each) => {
  const asked = terms(each).chain((permit) => wanted(permit, each).map((query) => ({ terms: permit, wanted: query })))
  return fc.array(asked, { minLength: 1, maxLength: 6 }).map((list) => ({ table: each, asked: list }))
})

test('PostgreSQL and DuckDB answer as the naive reading does', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ table: each, asked }) => {
      const version = await storeSnapshot(blobs, each)
      const source = await storeTable(client, each)
      for (const { terms: permitted, wanted: query } of asked) {
        const permit = mint(permitted)
        const expected = naiveAnswer(permitted, query, each)
        const compiled = compile(permit, query, version, source)
        assert.deepEqual(
          compiled.shown.map(({ name, type }) => ({ name, type })),
          expected.fields,
        )
        assert.deepEqual(plain(await rowsOf(client, compiled)), plain(expected.rows), 'PostgreSQL')
        await checkFormats(permit, query, version, expected)
      }
    }),
    { numRuns: process.env['WAYLEAVE_TEST_QUICK'] ? 30 : 120 },
  )
})

/** Without the sign of nought, which no format promises to keep. */
function plain(rows: readonly (readonly Cell[])[]): Cell[][] {
  return rows.map((row) => row.map((cell) => (cell === 0 ? 0 : cell)))
}

async function checkFormats(permit: Permit, query: Wanted, version: Version, { fields, rows }: Answer): Promise<void> {
  const fetch = async (format: 'json' | 'ndjson' | 'csv' | 'parquet') => {
    const fetched = await holdings.fetch(permit, { ...query, format }, version)
    assert.deepEqual(fetched.fields, fields)
    const answer = await drained(fetched)
    assert.equal(answer.rows, rows.length)
    return answer.bytes
  }
  const objects = rows.map((row) => row.map((cell, index) => [fields[index]!.name, asJson(fields[index]!.type, cell)]))
  const entries = (parsed: unknown[]) => parsed.map((each) => Object.entries(each as object))
  const sorted = (list: unknown[][][]) =>
    list.map((each) => each.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
  const json = JSON.parse(`[${(await fetch('json')).toString()}]`) as unknown[]
  assert.deepEqual(sorted(entries(json)), sorted(objects), 'json')
  const lines = (await fetch('ndjson')).toString().split('\n')
  assert.equal(lines.pop(), '')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    json,
    'ndjson',
  )

  const [, ...records] = readCsv((await fetch('csv')).toString())
  const numeric = records.map((record) =>
    record.map((text, index) => (fields[index]!.type === 'number' && text ? Number(text) + 0 : text)),
  )
  const cells = rows.map((row) => row.map((cell, index) => asCsv(fields[index]!.type, cell)))
  assert.deepEqual(numeric, fields.length === 1 ? cells.map(([cell]) => [cell ?? '']) : cells, 'csv')

  const parquet = await readParquet(await fetch('parquet'))
  assert.deepEqual(
    parquet.names,
    fields.map(({ name }) => name),
  )
  const read = parquet.rows.map((row) => row.map((text, index) => readCell(fields[index]!.type, text)))
  assert.deepEqual(plain(read), plain(rows), 'parquet')
}
