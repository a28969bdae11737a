/** Values planted outside a permit appear in no byte of any answer or error, whatever is asked. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { fileBlobs } from '#foundation/blobs.ts'
import { condition } from '#foundation/cql2/arbitraries.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { type Condition, parse } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import type { Field, FieldType } from '#model/dataset.ts'
import { formats, type Query } from '#model/query.ts'
import type { PermitTerms, Transform } from '#permit'
import { mint } from '#permit/mint.ts'
import { compile } from './compile.ts'
import { drained, readParquet } from './decoded-for-tests.ts'
import { createHoldings } from './holdings.ts'
import type { Table } from './naive-for-tests.ts'
import { storeSnapshot } from './stored-for-tests.ts'

const field = (name: string, type: FieldType): Field => ({ name, type, meaning: null, classification: 'special' })

/** What the permit does to each field; null: it is not in the permit at all. */
const treatment: readonly (readonly [string, FieldType, Transform | null])[] = [
  ['id', 'integer', { kind: 'as-is' }],
  ['ward', 'text', { kind: 'as-is' }],
  ['name', 'text', { kind: 'masked' }],
  ['nhs', 'text', { kind: 'pseudonym', key: 'zanzy key' }],
  ['postcode', 'text', { kind: 'outward-postcode' }],
  ['born', 'date', { kind: 'year' }],
  ['income', 'integer', { kind: 'rounded', to: 10_000 }],
  ['note', 'text', { kind: 'yes-no', when: null }],
  ['ill', 'text', { kind: 'yes-no', when: parse("secret LIKE 'Q%'") }],
  ['secret', 'text', null],
  ['salary', 'integer', null],
  ['weight', 'number', null],
  ['died', 'date', null],
  ['admitted', 'datetime', null],
  ['home', 'geometry', null],
]

/** A row whose every value is a canary but its id and ward; `mark` keeps the canaries of rows apart. */
function plantedRow(id: number, ward: string, mark: string): Cell[] {
  return [
    BigInt(id),
    ward,
    `Qzanzy${mark}name`,
    `Qzanzy${mark}nhs`,
    `NF16 7Q${mark}`,
    `19${50 + id}-07-19`,
    BigInt(731_940 + id),
    `Qzanzy${mark}note`,
    `Qzanzy${mark}ill`,
    `Qzanzy${mark}secret`,
    BigInt(918_273_640 + id),
    64_731.25 + id,
    `2011-1${id % 3}-27`,
    `2013-08-23T04:1${id % 10}:37`,
    `{"type":"Point","coordinates":[-1.73194${id},54.83917${id}]}`,
  ]
}

const wards = ['Riverside', 'Hill']
const table: Table = {
  fields: treatment.map(([name, type]) => field(name, type)),
  rows: Array.from({ length: 8 }, (_, id) => {
    const inside = id % 2 === 0
    const row = plantedRow(id, wards[id % 2]!, 'ABCDEFGH'[id]!)
    // Rows outside the permit hold canaries in the fields that are shown as they are, too.
    return inside ? row : [BigInt(555_000_111 + id), `Hill${'ABCDEFGH'[id]}Qzanzy`, ...row.slice(2)]
  }),
}

const terms: PermitTerms = Object.freeze({
  dataset: 'northford-council/random',
  action: 'read',
  purpose: null,
  fields: Object.freeze(treatment.flatMap(([name, , transform]) => (transform ? [{ name, transform }] : []))),
  rows: parse("ward = 'Riverside' AND secret IS NOT NULL"),
  duties: {},
  clause: { agreement: 'a', clause: 'c1' },
  role: null,
  until: null,
})
const permit = mint(terms)

/** Everything that must never be seen: of forbidden fields, of other rows, and originals of what is transformed. */
const canaries = [
  'zanzy',
  'zanzy key',
  ...table.rows.flatMap((row) => [
    '7QA',
    '7QB',
    String(row[5]),
    String(row[6]),
    String(row[10]),
    String(row[11]),
    String(row[12]),
    String(row[13]).slice(5),
  ]),
  ...table.rows.filter((_, id) => id % 2 === 1).map((row) => String(row[0])),
  '1.73194',
  '54.83917',
]

const folder = mkdtempSync(join(tmpdir(), 'wayleave-canary-'))
const blobs = await fileBlobs(join(folder, 'blobs'))
const holdings = await createHoldings({ blobs, folder, memoryLimit: '256MB' })
const version = await storeSnapshot(blobs, table)
after(async () => {
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

function assertClean(said: string, where: string): void {
  for (const canary of canaries) assert.ok(!said.includes(canary), `${canary} in ${where}`)
}

/** Everything that an answer, or an error in its place, says to the outside. */
async function said(query: Query): Promise<string> {
  try {
    const { bytes } = await drained(await holdings.fetch(permit, query, version))
    return (
      bytes.toString('latin1') +
      bytes.toString() +
      (query.format === 'parquet' ? JSON.stringify(await readParquet(bytes)) : '')
    )
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    assert.ok(error.status < 500, error.message)
    return JSON.stringify([
      error.message,
      error.title,
      error.detail,
      error.at,
      error.mend,
      error.stack,
      String(error.cause),
    ])
  }
}

const names = treatment.map(([name]) => name)
/** Over every column, permitted or not, with values of any kind, fitting or not. */
const anyFilter = fc.oneof(
  condition(treatment.map(([name, type]) => ({ name, type }))),
  condition(names.map((name) => ({ name, type: 'text' as const }))),
  condition(names.map((name) => ({ name, type: 'integer' as const }))),
  condition(treatment.flatMap(([name, type, transform]) => (transform?.kind === 'as-is' ? [{ name, type }] : []))),
)
const anyFields = fc.option(fc.subarray([...names, 'shoe_size'], { minLength: 1 }), { nil: null })
const anyOrder = fc.array(fc.record({ field: fc.constantFrom(...names), descending: fc.boolean() }), { maxLength: 2 })

test('no canary leaves by any query', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.option(anyFilter, { nil: null }),
      anyFields,
      anyOrder,
      fc.constantFrom(...formats),
      async (filter, fields, order, format) => {
        const query: Query = { filter, fields, order, format, limit: null, offset: 0 }
        assertClean(await said(query), JSON.stringify(query))
      },
    ),
    { numRuns: process.env['WAYLEAVE_TEST_QUICK'] ? 150 : 600 },
  )
})

const hostile = [
  '1/0 = 1',
  'id / 0 = 1',
  'CAST(secret AS INTEGER) = 1',
  "secret LIKE 'Q%' AND id = 0",
  'id = secret',
  "id = 'x'",
  "name > 'Q' AND name < 'R'",
  "(SELECT secret FROM held) = 'x'",
  'id IN (SELECT salary FROM held)',
  "'x' = 'x'",
  'id = 1 OR 1 = 1',
  'id = 1; SELECT 1',
  '"id" = 1) OR (1=1',
  '"secret" IS NULL',
  '"held.secret" IS NULL',
  '"c9" IS NULL',
  'c10 = 1',
  'place >= 0',
  'file_row_number = 1',
  'rowid = 1',
  "filename LIKE '%'",
  'permitted IS NULL',
  '"id"" , secret , """ = 1',
  'note = TRUE AND weight > 64731',
  'S_INTERSECTS(home, BBOX(-2,54,-1,55))',
]

test('no canary leaves by a hostile filter', async () => {
  for (const text of hostile) {
    let filter: Condition
    try {
      filter = parse(text)
    } catch (error) {
      assert.ok(error instanceof Problem)
      continue
    }
    for (const format of ['json', 'csv'] as const) {
      assertClean(await said({ filter, fields: null, order: [], format, limit: null, offset: 0 }), text)
    }
  }
})

test('a filter over what is disclosed cannot tell what lies beneath', async () => {
  const count = async (text: string) => {
    const answer = await said({
      filter: parse(text),
      fields: ['id'],
      order: [],
      format: 'ndjson',
      limit: null,
      offset: 0,
    })
    return answer.startsWith('[') ? answer : answer.length > 0
  }
  // Both true of the values as held, and neither of those disclosed.
  assert.equal(await count("name = 'QzanzyAname'"), false)
  assert.equal(await count("nhs LIKE 'Q%'"), false)
  assert.equal(await count("postcode LIKE '%7Q%'"), false)
  assert.equal(await count('income = 731940'), false)
  // Other rows are not there for any filter.
  assert.equal(await count('id > 100'), false)
  assert.equal(await count("ward LIKE 'Hill%'"), false)
})

test('the statement names no column that is neither mentioned nor part of the rule', () => {
  const { sql } = compile(
    permit,
    { fields: ['id'], filter: parse('income > 5'), order: [], limit: null, offset: 0 },
    version,
    { from: 'somewhere', place: 'place' },
  )
  const read = new Set([...sql.matchAll(/held\."([^"]+)"/g)].map((match) => match[1]))
  assert.deepEqual(
    [...read].toSorted((a = '', b = '') => (a < b ? -1 : 1)),
    ['id', 'income', 'place', 'secret', 'ward'],
  )
  assert.ok(!/Riverside|canary/.test(sql))
})
