import assert from 'node:assert/strict'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { text as textOf } from 'node:stream/consumers'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { fileBlobs } from '#foundation/blobs.ts'
import { hmacHex } from '#foundation/hash.ts'
import { parse } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import type { Field, FieldType, Version } from '#model/dataset.ts'
import type { Format, Query } from '#model/query.ts'
import type { Permit, PermittedField, PermitTerms, Transform } from '#permit'
import { mint } from '#permit/mint.ts'
import { drained, readCsv } from './decoded-for-tests.ts'
import { startEngine } from './engine.ts'
import { createHoldings } from './holdings.ts'
import type { Table } from './naive-for-tests.ts'
import { storeSnapshot } from './stored-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-holdings-'))
const blobs = await fileBlobs(join(folder, 'blobs'))
const holdings = await createHoldings({ blobs, folder, memoryLimit: '256MB' })
after(async () => {
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

const field = (name: string, type: FieldType, meaning: string | null = null): Field => ({
  name,
  type,
  meaning,
  classification: 'personal',
})
const asIs = (...names: string[]): PermittedField[] => names.map((name) => ({ name, transform: { kind: 'as-is' } }))
const everything: Query = { fields: null, filter: null, order: [], limit: null, offset: 0, format: 'ndjson' }

function permit(terms: Partial<PermitTerms>): Permit {
  return mint(
    Object.freeze({
      dataset: 'northford-council/random',
      action: 'read',
      purpose: null,
      rows: null,
      duties: {},
      clause: { agreement: 'a', clause: 'c1' },
      role: null,
      until: null,
      ...terms,
      fields: Object.freeze([...(terms.fields ?? [])]),
    }),
  )
}

const people: Table = {
  fields: [field('id', 'integer'), field('name', 'text'), field('ward', 'text'), field('secret', 'text')],
  rows: [
    [1n, 'Ada', 'Riverside', 'x1'],
    [2n, 'Grace', 'Hill', 'x2'],
    [3n, 'Mary', 'Riverside', 'x3'],
  ],
}
const version = await storeSnapshot(blobs, people)

const many: Table = {
  fields: [field('id', 'integer'), field('word', 'text')],
  rows: Array.from({ length: 9_000 }, (_, id) => [BigInt(id), `w${(id * 7919) % 9_000}`]),
}
const manyVersion = await storeSnapshot(blobs, many)
const manyPermit = permit({ fields: asIs('id', 'word') })

async function lines(each: Permit, query: Partial<Query> = {}, of: Version = version): Promise<unknown[]> {
  const { bytes } = await drained(await holdings.fetch(each, { ...everything, ...query }, of))
  return bytes
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)
}

async function raw(format: Format, table: Table, terms: Partial<PermitTerms> = {}): Promise<string> {
  const fields = asIs(...table.fields.map(({ name }) => name))
  const fetched = await holdings.fetch(
    permit({ fields, ...terms }),
    { ...everything, format },
    await storeSnapshot(blobs, table),
  )
  return (await drained(fetched)).bytes.toString()
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Problem, String(error))
  return error
}

test('a permit shows its fields of its rows', async () => {
  const riverside = permit({ fields: asIs('id', 'name'), rows: parse("ward = 'Riverside'") })
  assert.deepEqual(await lines(riverside), [
    { id: 1, name: 'Ada' },
    { id: 3, name: 'Mary' },
  ])
  assert.deepEqual(await lines(riverside, { fields: ['name'], order: [{ field: 'id', descending: true }], limit: 1 }), [
    { name: 'Mary' },
  ])
  assert.deepEqual(await lines(riverside, { filter: parse('id > 1') }), [{ id: 3, name: 'Mary' }])
})

test('without a genuine permit for this very dataset nothing is read', async () => {
  const lookalike = { outcome: 'permit', terms: permit({ fields: asIs('secret') }).terms } as Permit
  await assert.rejects(holdings.fetch(lookalike, everything, version), TypeError)
  await assert.rejects(holdings.verify(lookalike, parse('id = 1'), version), TypeError)
  await assert.rejects(holdings.original(lookalike, version), TypeError)
  await assert.rejects(holdings.fetch(permit({ dataset: 'a/b', fields: asIs('id') }), everything, version), TypeError)
  await assert.rejects(holdings.fetch(permit({ action: 'verify', fields: asIs('id') }), everything, version), TypeError)
  await assert.rejects(holdings.verify(permit({ fields: asIs('id') }), parse('id = 1'), version), TypeError)
})

test('a field that is forbidden and one that is not there are told of in the same words', async () => {
  const some = permit({ fields: asIs('id') })
  const words = async (query: Partial<Query>) => {
    const { status, code, title, detail, at, mend } = await problemOf(
      holdings.fetch(some, { ...everything, ...query }, version),
    )
    return { status, code, title, detail, at, mend }
  }
  for (const ask of [
    (name: string) => ({ fields: [name] }),
    (name: string) => ({ filter: parse(`${name} = 'x1'`) }),
    (name: string) => ({ filter: parse(`id = 1 OR NOT ${name} > 5`) }),
    (name: string) => ({ order: [{ field: name, descending: false }] }),
  ]) {
    const [forbidden, absent] = [await words(ask('secret')), await words(ask('absent'))]
    assert.deepEqual(forbidden, { ...absent, at: 'field "secret"' })
    assert.equal(forbidden.code, 'field-unknown')
  }
})

test('an empty list of fields is not all of them', async () => {
  assert.equal(
    (await problemOf(holdings.fetch(permit({ fields: asIs('id') }), { ...everything, fields: [] }, version))).code,
    'fields-empty',
  )
  assert.equal((await problemOf(holdings.fetch(permit({ fields: [] }), everything, version))).code, 'fields-empty')
})

test('a rule about a field that this version lacks permits nothing', async () => {
  for (const rows of [parse('opted_out = FALSE'), parse('ward > 5')]) {
    assert.equal(
      (await problemOf(holdings.fetch(permit({ fields: asIs('id'), rows }), everything, version))).code,
      'rule-unusable',
    )
  }
})

test('a yes-no about a field that this version lacks permits nothing', async () => {
  const terms = { fields: [{ name: 'id', transform: { kind: 'yes-no', when: parse('age >= 65') } }] } as const
  assert.equal((await problemOf(holdings.fetch(permit(terms), everything, version))).code, 'rule-unusable')
})

test('a value of the wrong kind is told before any engine hears of it', async () => {
  const all = permit({ fields: asIs('id', 'name') })
  for (const filter of [
    "id = '1'",
    'name = 1',
    "name = DATE('2026-01-01')",
    'id = TRUE',
    "id LIKE '1%'",
    'S_INTERSECTS(name, BBOX(0,0,1,1))',
  ]) {
    const problem = await problemOf(holdings.fetch(all, { ...everything, filter: parse(filter) }, version))
    assert.deepEqual([problem.status, problem.code], [400, 'filter-type'], filter)
  }
})

test('verify says yes or no over what is disclosed', async () => {
  const some = permit({
    action: 'verify',
    fields: [...asIs('id'), { name: 'name', transform: { kind: 'masked' } }],
    rows: parse("ward = 'Riverside'"),
  })
  assert.equal(await holdings.verify(some, parse('id = 1'), version), true)
  assert.equal(await holdings.verify(some, parse('id = 2'), version), false)
  assert.equal(await holdings.verify(some, parse("name = 'Ada'"), version), false)
  assert.equal(await holdings.verify(some, parse("name LIKE 'A•%'"), version), true)
  assert.equal((await problemOf(holdings.verify(some, parse("ward = 'Hill'"), version))).code, 'field-unknown')
})

test('the uploaded file leaves whole, for whom nothing is held back', async () => {
  const { address } = await blobs.put(Readable.from([Buffer.from('a,b\n1,2\n')]))
  const uploaded = { ...version, original: address }
  const all = asIs('id', 'name', 'ward', 'secret')
  assert.equal(await textOf(await holdings.original(permit({ action: 'export', fields: all }), uploaded)), 'a,b\n1,2\n')
  const year: Transform = { kind: 'year' }
  for (const terms of [
    { action: 'read', fields: all },
    { action: 'export', fields: asIs('id', 'name', 'ward') },
    { action: 'export', fields: all, rows: parse('id = 1') },
    { action: 'export', fields: [...asIs('id', 'name', 'ward'), { name: 'secret', transform: year }] },
  ] as const) {
    assert.equal((await problemOf(holdings.original(permit(terms), uploaded))).code, 'original-not-covered')
  }
})

test('a damaged upload breaks off', async () => {
  const { address } = await blobs.put(Readable.from([Buffer.from('whole')]))
  chmodSync(blobs.path(address), 0o600)
  writeFileSync(blobs.path(address), 'hole')
  const content = await holdings.original(permit({ action: 'export', fields: asIs('id', 'name', 'ward', 'secret') }), {
    ...version,
    original: address,
  })
  await assert.rejects(textOf(content), (error) => error instanceof Problem && error.code === 'snapshot-unreadable')
})

test('a missing or damaged snapshot is a plain problem, and is never served', async () => {
  const all = permit({ fields: asIs('id', 'name') })
  const missing = { ...version, snapshot: 'f'.repeat(64) }
  assert.equal((await problemOf(holdings.fetch(all, everything, missing))).code, 'snapshot-unreadable')
  const damages: readonly ((path: string, content: Buffer) => void)[] = [
    (path) => appendFileSync(path, 'x'),
    (path, content) => writeFileSync(path, content.subarray(0, content.length - 9)),
    (path, content) =>
      writeFileSync(
        path,
        content.map((byte, index) => (index === 20 ? byte ^ 1 : byte)),
      ),
    (path) => writeFileSync(path, ''),
    (path) => writeFileSync(path, 'PAR1 not a table PAR1'),
  ]
  for (const [index, damage] of damages.entries()) {
    const fresh = await storeSnapshot(blobs, { ...people, rows: [[BigInt(index), 'x', 'y', 'z']] })
    assert.equal((await lines(all, {}, fresh)).length, 1)
    const path = blobs.path(fresh.snapshot)
    const content = readFileSync(path)
    damage(path, content)
    const problem = await problemOf(holdings.fetch(all, everything, fresh))
    assert.deepEqual([problem.status, problem.code], [503, 'snapshot-unreadable'])
    assert.ok(
      !JSON.stringify([
        problem.message,
        problem.title,
        problem.detail,
        problem.at,
        problem.mend,
        String(problem.cause),
      ]).includes(folder),
    )
    writeFileSync(path, content)
    assert.equal((await lines(all, {}, fresh)).length, 1)
  }
})

test('a snapshot that is not what its version says is a problem, not a guess', async () => {
  const all = permit({ fields: asIs('id', 'Name') })
  const renamed = { ...version, fields: [field('id', 'integer'), field('Nome', 'text')] }
  assert.equal(
    (await problemOf(holdings.fetch(permit({ fields: asIs('id', 'Nome') }), everything, renamed))).code,
    'snapshot-unreadable',
  )
  // The engine would read the one for the other.
  const alike = { ...version, fields: [field('id', 'integer'), field('name', 'text'), field('Name', 'text')] }
  assert.equal((await problemOf(holdings.fetch(all, everything, alike))).code, 'snapshot-unreadable')
})

test('pages by offset meet without gap or overlap, in any order', async () => {
  const orders: Query['order'][] = [[], [{ field: 'word', descending: true }]]
  for (const order of orders) {
    for (const filter of [null, parse('id >= 10')]) {
      const whole = await lines(manyPermit, { order, filter }, manyVersion)
      const pages: unknown[] = []
      for (let offset = 0; offset < 9_000; offset += 2_500)
        pages.push(...(await lines(manyPermit, { order, filter, offset, limit: 2_500 }, manyVersion)))
      assert.deepEqual(pages, whole)
    }
  }
})

test('a batch is made when it is asked for, and none after closing', async () => {
  for (const format of ['ndjson', 'parquet'] as const) {
    const fetched = await holdings.fetch(manyPermit, { ...everything, format }, manyVersion)
    const reading = fetched.batches[Symbol.asyncIterator]()
    const first = await reading.next()
    assert.ok(!first.done && first.value.rows > 0)
    fetched.close()
    const rest = await reading.next().then(
      (step) => step.done === true,
      (error: unknown) => error instanceof Problem || error instanceof TypeError,
    )
    assert.ok(rest)
  }
  const unread = await holdings.fetch(manyPermit, { ...everything, format: 'parquet' }, manyVersion)
  unread.close()
  for (let wait = 0; wait < 100 && answersLeft() > 0; wait++) await new Promise((done) => setTimeout(done, 10))
  assert.equal(answersLeft(), 0)
})

function answersLeft(): number {
  return readdirSync(join(folder, 'holdings', 'answers')).length
}

test('answers abandoned by the hundred leave the engine free for the next', async () => {
  for (let turn = 0; turn < 100; turn++) {
    const fetched = await holdings.fetch(manyPermit, everything, manyVersion)
    if (turn % 2 === 0) await fetched.batches[Symbol.asyncIterator]().next()
    fetched.close()
  }
  assert.equal((await lines(manyPermit, { limit: 3 }, manyVersion)).length, 3)
})

test('two callers at once get each their own', async () => {
  const permits = ['Riverside', 'Hill'].map((ward) =>
    permit({
      fields: [{ name: 'name', transform: { kind: 'pseudonym', key: ward } }],
      rows: parse(`ward = '${ward}'`),
    }),
  )
  const answers = await Promise.all(Array.from({ length: 40 }, (_, turn) => lines(permits[turn % 2]!)))
  const expected = [
    ['Ada', 'Mary'].map((name) => ({ name: hmacHex('Riverside', name).slice(0, 32) })),
    ['Grace'].map((name) => ({ name: hmacHex('Hill', name).slice(0, 32) })),
  ]
  answers.forEach((answer, turn) => assert.deepEqual(answer, expected[turn % 2]))
})

test('a plan that runs again has nothing of whoever ran it before, finished or not', async () => {
  const anyone = permit({ fields: asIs('id', 'word') })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ least: fc.integer({ min: -5, max: 9_005 }), leaves: fc.boolean() }), { maxLength: 12 }),
      async (askers) => {
        const counted = await Promise.all(
          askers.map(async ({ least, leaves }) => {
            const query = { ...everything, filter: parse(`id >= ${least}`) }
            const { batches, close } = await holdings.fetch(anyone, query, manyVersion)
            let rows = 0
            for await (const batch of batches) {
              rows += batch.rows
              if (leaves) break
            }
            close()
            return rows
          }),
        )
        askers.forEach(({ least, leaves }, turn) => {
          const all = 9_000 - Math.min(9_000, Math.max(0, least))
          if (leaves) assert.ok(counted[turn]! <= all)
          else assert.equal(counted[turn], all)
        })
      },
    ),
    { numRuns: 20 },
  )
})

test('work without end is stopped', async () => {
  const engine = await startEngine({
    folder: join(folder, 'small'),
    reads: [],
    memoryLimit: '256MB',
    timeLimitSeconds: 0.2,
    atOnce: 2,
    workers: 2,
  })
  const endless = 'SELECT count(*) FROM range(100000000000) AS r(i) WHERE hash(i) = 3'
  assert.equal((await problemOf(engine.run(endless, []))).code, 'read-too-long')
  assert.equal(await engine.run('SELECT 7::INTEGER', []), 7)
  const closing = engine.run(endless, [])
  await engine.close()
  assert.ok(['read-interrupted', 'read-too-long', 'engine-busy'].includes((await problemOf(closing)).code))
})

test('many at once without end are all stopped, and the engine lives on', async () => {
  const settings = { folder: join(folder, 'crowded'), reads: [], memoryLimit: '256MB', timeLimitSeconds: 0.1 }
  const engine = await startEngine({ ...settings, atOnce: 12, workers: 3 })
  const endless = 'SELECT count(*) FROM range(100000000000) AS r(i) WHERE hash(i) = 3'
  const problems = await Promise.all(Array.from({ length: 12 }, () => problemOf(engine.run(endless, []))))
  assert.deepEqual(new Set(problems.map(({ code }) => code)), new Set(['read-too-long']))
  assert.equal(await engine.run('SELECT 7::INTEGER', []), 7)
  await engine.close()
})

test('the engine opens no file, network or setting but its own', async () => {
  const outside = join(folder, 'outside.csv')
  writeFileSync(outside, 'a\n1\n')
  const engine = await startEngine({
    folder: join(folder, 'shut'),
    reads: [join(folder, 'blobs')],
    memoryLimit: '256MB',
    timeLimitSeconds: 5,
    atOnce: 2,
    workers: 2,
  })
  for (const sql of [
    `SELECT * FROM read_csv('${outside}')`,
    `SELECT * FROM read_text('/etc/hostname')`,
    `COPY (SELECT 1) TO '${outside}'`,
    `ATTACH '${join(folder, 'x.db')}'`,
    'INSTALL httpfs',
    "SET memory_limit = '8GB'",
    'SET enable_external_access = true',
    "SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')",
  ]) {
    await problemOf(engine.run(sql, []))
  }
  await engine.close()
})

test('an engine error keeps its kind and none of its words', async () => {
  const engine = await startEngine({
    folder: join(folder, 'quiet'),
    reads: [],
    memoryLimit: '256MB',
    timeLimitSeconds: 5,
    atOnce: 2,
    workers: 2,
  })
  const problem = await problemOf(engine.run(`SELECT CAST('CANARY' AS INTEGER)`, []))
  assert.ok(!JSON.stringify([problem.message, problem.detail, problem.stack, String(problem.cause)]).includes('CANARY'))
  assert.equal(problem.cause, 'engine: Conversion Error')
  await engine.close()
})

test('values that JSON or CSV find hard', async () => {
  const table: Table = {
    fields: [
      field('n', 'integer'),
      field('x', 'number'),
      field('t', 'text'),
      field('d', 'datetime'),
      field('h', 'time'),
    ],
    rows: [
      [9007199254740993n, Number.NaN, 'two\r\nlines, "quoted"', '2026-01-31T10:00:00', '09:05:00'],
      [-1n, -3.2, '-3.2', '2026-01-31T10:00:00.5', '23:59:59.25'],
      [0n, 1e300, '=cmd|x', null, null],
      [null, null, '', null, null],
      [null, null, null, null, null],
      [null, null, '\u2003＝1+1', null, null],
      [null, null, '-1+cmd', null, null],
      [null, null, 'Ünder', null, null],
    ],
  }
  assert.equal(
    await raw('csv', table),
    [
      'n,x,t,d,h',
      '9007199254740993,,"two\r\nlines, ""quoted""",2026-01-31T10:00:00,09:05:00',
      '-1,-3.2,-3.2,2026-01-31T10:00:00.5,23:59:59.25',
      `0,1e+300,"'=cmd|x",,`,
      ',,"",,',
      ',,,,',
      ',,"\'\u2003＝1+1",,',
      `,,"'-1+cmd",,`,
      ',,"Ünder",,',
      '',
    ].join('\r\n'),
  )
  const [first, second] = JSON.parse(`[${await raw('json', table)}]`) as unknown[]
  assert.deepEqual(first, {
    n: '9007199254740993',
    x: null,
    t: 'two\r\nlines, "quoted"',
    d: '2026-01-31T10:00:00',
    h: '09:05:00',
  })
  assert.deepEqual(second, { n: -1, x: -3.2, t: '-3.2', d: '2026-01-31T10:00:00.5', h: '23:59:59.25' })
})

test('a header that a spreadsheet might run is made harmless', async () => {
  const table: Table = { fields: [field('=1+1', 'text'), field('a,"b"', 'text')], rows: [['x', 'y']] }
  assert.deepEqual(readCsv(await raw('csv', table)), [
    ["'=1+1", 'a,"b"'],
    ['x', 'y'],
  ])
})

test('an answer without rows is empty, with its header where there is one', async () => {
  const none: Table = { fields: people.fields, rows: [] }
  assert.equal(await raw('json', none), '')
  assert.equal(await raw('ndjson', none), '')
  assert.equal(await raw('csv', none), 'id,name,ward,secret\r\n')
  assert.equal((await raw('parquet', none)).slice(0, 4), 'PAR1')
})

test('GeoJSON from a geometry, from latitude and longitude, and from neither', async () => {
  const point = '{"type":"Point","coordinates":[-1.5,54.9]}'
  const shapes: Table = {
    fields: [field('name', 'text'), field('shape', 'geometry')],
    rows: [
      ['a', point],
      ['b', null],
      ['c', 'no shape'],
    ],
  }
  assert.deepEqual(JSON.parse(`[${await raw('geojson', shapes)}]`), [
    { type: 'Feature', geometry: JSON.parse(point) as unknown, properties: { name: 'a' } },
    { type: 'Feature', geometry: null, properties: { name: 'b' } },
    { type: 'Feature', geometry: null, properties: { name: 'c' } },
  ])
  const points: Table = {
    fields: [field('y', 'number', 'latitude'), field('Longitude', 'number')],
    rows: [
      [54.9, -1.5],
      [null, 1],
      [91, 1],
    ],
  }
  assert.deepEqual(JSON.parse(`[${await raw('geojson', points)}]`), [
    { type: 'Feature', geometry: JSON.parse(point) as unknown, properties: {} },
    { type: 'Feature', geometry: null, properties: {} },
    { type: 'Feature', geometry: null, properties: {} },
  ])
  await assert.rejects(
    raw('geojson', people),
    (error) => error instanceof Problem && error.code === 'format-unsuitable',
  )
})

test('a wide table of hostile names comes back under its names', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `${index} "a" 'b'; -- ${'x'.repeat(180)}\n`)
  const wide: Table = {
    fields: [...names, '__proto__', 'file_row_number', 'place'].map((name) => field(name, 'text')),
    rows: [[...names.map((_, index) => `v${index}`), 'p', 'q', 'r']],
  }
  const [row] = JSON.parse(`[${await raw('json', wide)}]`) as object[]
  assert.deepEqual(
    Object.entries(row!),
    wide.fields.map(({ name }, index) => [name, wide.rows[0]![index]]),
  )
})

test('what a crash left in the scratch folder is cleared at the start', async () => {
  const own = join(folder, 'restarted')
  const earlier = await createHoldings({ blobs, folder: own, memoryLimit: '256MB' })
  await earlier.close()
  copyFileSync(blobs.path(version.snapshot), join(own, 'holdings', 'answers', 'left.parquet'))
  const later = await createHoldings({ blobs, folder: own, memoryLimit: '256MB' })
  assert.deepEqual(readdirSync(join(own, 'holdings', 'answers')), [])
  await later.close()
})

test('a large sorted answer keeps its order all the way', async () => {
  const path = join(folder, 'large.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT (i * 7919) % 300007 AS id, 'w' || i AS word FROM range(300007) AS r(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 20000)`,
  )
  connection.closeSync()
  const { address } = await blobs.adopt(path)
  const large = { ...manyVersion, snapshot: address, rows: 300_007 }
  const ids = async (query: Partial<Query>) =>
    (await lines(manyPermit, { fields: ['id'], ...query }, large)).map((each) => (each as { id: number }).id)
  const held = Array.from({ length: 300_007 }, (_, index) => (index * 7919) % 300_007)
  assert.deepEqual(await ids({}), held)
  assert.deepEqual(
    await ids({ filter: parse('id < 200000') }),
    held.filter((id) => id < 200_000),
  )
  assert.deepEqual(
    await ids({ order: [{ field: 'id', descending: false }] }),
    held.map((_, index) => index),
  )
  assert.deepEqual(
    await ids({ order: [{ field: 'id', descending: true }], offset: 5, limit: 150_000 }),
    held.map((_, index) => 300_006 - index).slice(5, 150_005),
  )
})
