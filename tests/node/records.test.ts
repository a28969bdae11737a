/** Records through the doors: defined, loaded, changed, read as of a moment, followed; and nothing beyond the permit. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { agree, agreementOn, council, publish, trust, twoOrganisations } from '../two-organisations.ts'
import type { TestNode } from '../node.ts'

let world: TestNode
before(async () => {
  world = await twoOrganisations()
})
after(() => world.stop())

const officer = `${council}-data-officer`
const reader = `${trust}-practitioner`
const purpose = 'purpose=dpv:ServiceProvision'
const path = (name: string) => `/api/v1/datasets/${council}/${name}`

const fields = [
  { name: 'case id', type: 'text' },
  { name: 'ward', type: 'text' },
  { name: 'born', type: 'date' },
  { name: 'note', type: 'text' },
  { name: 'score', type: 'integer' },
]

async function defined(name: string): Promise<void> {
  const answer = await world.as(officer, path(name), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'records', key: 'case id', fields }),
  })
  assert.equal(answer.status, 200, await answer.clone().text())
  const said = (await answer.json()) as { kind: string; classification: string; records: { sequence: number } }
  assert.deepEqual([said.kind, said.classification, said.records.sequence], ['records', 'personal', 0])
}

type Change = Readonly<Record<string, unknown>>
const upsert = (id: string, ward: string, more: Change = {}): Change => ({
  op: 'upsert',
  record: { 'case id': id, ward, born: '1950-02-03', note: `about ${id}`, score: 1, ...more },
})

function send(name: string, changes: readonly unknown[], who: string | null = officer): Promise<Response> {
  const body = changes.map((change) => (typeof change === 'string' ? change : JSON.stringify(change))).join('\n')
  const headers = { 'content-type': 'application/x-ndjson' }
  return world.as(who, `${path(name)}/changes`, { method: 'POST', headers, body })
}

type Changed = Record<'sequence' | 'inserted' | 'updated' | 'deleted' | 'unchanged' | 'repeated', number> & {
  at: string
}

async function changed(name: string, changes: readonly unknown[]): Promise<Changed> {
  const answer = await send(name, changes)
  assert.equal(answer.status, 200, await answer.clone().text())
  assert.ok(answer.headers.get('wayleave-receipt'))
  return (await answer.json()) as Changed
}

type Rows = Readonly<{ rows: Record<string, unknown>[]; next: string | null; sequence: number; receipt: string }>

async function rows(name: string, query = '', who: string | null = officer): Promise<Rows> {
  const answer = await world.as(who, `${path(name)}/rows?${query}`)
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as Rows
}

const ids = ({ rows: list }: Rows) => list.map((row) => row['case id'])

test('records are upserted and deleted, read as they are and as they were', async () => {
  await defined('cases')
  const first = await changed('cases', [upsert('A', 'North'), upsert('B', 'South'), upsert('A', 'East')])
  assert.deepEqual([first.sequence, first.inserted, first.updated], [1, 2, 0])
  const second = await changed('cases', [
    upsert('B', 'West', { score: 7 }),
    { op: 'delete', key: 'A' },
    upsert('C', 'North'),
  ])
  assert.deepEqual([second.sequence, second.inserted, second.updated, second.deleted], [2, 1, 1, 1])
  const nothing = await changed('cases', [upsert('C', 'North'), { op: 'delete', key: 'A' }])
  assert.deepEqual([nothing.sequence, nothing.unchanged], [2, 2])

  assert.deepEqual(ids(await rows('cases')), ['B', 'C'])
  // In the order in which they first came; of two changes to one key the last counted, and came after B.
  assert.deepEqual(ids(await rows('cases', `asOf=${first.at}`)), ['B', 'A'])
  assert.deepEqual(ids(await rows('cases', 'asOf=2001-01-01T00:00:00Z')), [])
  assert.deepEqual(
    ids(await rows('cases', `filter=${encodeURIComponent(`score > 1 AND ward = 'West'`)}&order=-born`)),
    ['B'],
  )
  const csv = await (await world.as(officer, `${path('cases')}/rows?format=csv&fields="case id",score`)).text()
  assert.equal(csv, 'case id,score\r\nB,7\r\nC,1\r\n')
})

test('an idempotency id makes a change once, in the batch and after it', async () => {
  await defined('once')
  const one = { ...upsert('A', 'North'), id: 'x-1' }
  const first = await changed('once', [one, one])
  assert.deepEqual([first.inserted, first.repeated], [1, 1])
  await changed('once', [upsert('A', 'South')])
  const again = await changed('once', [one])
  assert.deepEqual([again.sequence, again.updated, again.repeated], [2, 0, 1])
  assert.deepEqual(
    (await rows('once')).rows.map(({ ward }) => ward),
    ['South'],
  )
})

test('a batch with a fault changes nothing, and says which lines are at fault', async () => {
  await defined('faults')
  const answer = await send('faults', [
    upsert('A', 'North'),
    '{"op":',
    upsert('B', 'North', { born: '1950-02-30' }),
    upsert('C', 'North', { stranger: 1 }),
    { op: 'delete' },
    upsert('', 'North'),
    { op: 'merge', key: 'A' },
  ])
  assert.equal(answer.status, 422)
  const problem = (await answer.json()) as { code: string; errors: { at: string; detail: string }[] }
  assert.equal(problem.code, 'changes-invalid')
  assert.deepEqual(
    problem.errors.map(({ at }) => at),
    [
      'line 2',
      'line 3, field "born"',
      'line 4, field "stranger"',
      'line 5, field "case id"',
      'line 6, field "case id"',
      'line 7',
    ],
  )
  assert.deepEqual((await rows('faults')).rows, [])
  for (const [body, type, code] of [
    ['', 'application/x-ndjson', 'changes-missing'],
    ['[', 'application/json', 'changes-unreadable'],
    ['x', 'text/csv', 'content-type-unknown'],
    ['\xff\n', 'application/x-ndjson', 'changes-invalid'],
  ] as const) {
    const refused = await world.as(officer, `${path('faults')}/changes`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(body, 'latin1'),
    })
    assert.equal(((await refused.json()) as { code: string }).code, code)
  }
  // Many lines go another way than few, with the same result.
  const many = Array.from({ length: 1_200 }, (_, n) => upsert(`M${n}`, 'North'))
  assert.equal((await send('faults', [...many, upsert('N', 'x', { score: 'seven' })])).status, 422)
  assert.deepEqual((await rows('faults')).rows, [])
  assert.equal((await changed('faults', many)).inserted, 1_200)
})

test('pages of one cursor are of one moment, while the records change', async () => {
  await defined('pages')
  await changed(
    'pages',
    Array.from({ length: 7 }, (_, n) => upsert(`P${n}`, 'North')),
  )
  const first = await rows('pages', 'limit=3')
  await changed('pages', [{ op: 'delete', key: 'P4' }, upsert('P9', 'North'), upsert('P5', 'Changed')])
  const second = await rows('pages', `limit=3&cursor=${first.next}`)
  const third = await rows('pages', `limit=3&cursor=${second.next}`)
  assert.deepEqual([first, second, third].flatMap(ids), ['P0', 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'])
  assert.deepEqual(
    second.rows.map(({ ward }) => ward),
    ['North', 'North', 'North'],
  )
  assert.equal(third.next, null)
  assert.deepEqual(ids(await rows('pages')), ['P0', 'P1', 'P2', 'P3', 'P5', 'P6', 'P9'])
})

test('another organisation reads, follows and looks back within its clause', async () => {
  await defined('shared')
  await agree(
    world,
    agreementOn(`${council}/shared`, {
      fields: { 'case id': 'as-is', ward: 'as-is', born: 'year' },
      rows: `ward <> 'Hidden'`,
    }),
  )
  await changed('shared', [upsert('A', 'North'), upsert('B', 'Hidden'), upsert('C', 'South')])
  const seen = await rows('shared', purpose, reader)
  assert.deepEqual(seen.rows, [
    { 'case id': 'A', ward: 'North', born: 1950 },
    { 'case id': 'C', ward: 'South', born: 1950 },
  ])

  const follow = async (since: number) => {
    const answer = await world.as(reader, `${path('shared')}/changes?since=${since}&${purpose}`)
    assert.equal(answer.status, 200, await answer.clone().text())
    assert.ok(answer.headers.get('wayleave-receipt'))
    return (await answer.json()) as { changes: { op: string; key: string; record?: unknown }[]; sequence: number }
  }
  assert.deepEqual(
    (await follow(0)).changes.map(({ op, key }) => [op, key]),
    [
      ['upsert', 'A'],
      ['upsert', 'C'],
    ],
  )
  // What changes only where the reader may not look is not told: a note, a day of birth in the same year, a hidden record.
  await changed('shared', [
    upsert('A', 'North', { note: 'SECRET', born: '1950-12-31' }),
    upsert('B', 'Hidden', { score: 9 }),
  ])
  assert.deepEqual((await follow(1)).changes, [])
  await changed('shared', [upsert('A', 'Hidden'), upsert('B', 'East'), { op: 'delete', key: 'C' }])
  const { changes, sequence } = await follow(1)
  assert.deepEqual(changes, [
    { op: 'removed', key: 'A' },
    { op: 'upsert', key: 'B', record: { 'case id': 'B', ward: 'East', born: 1950 } },
    { op: 'removed', key: 'C' },
  ])
  assert.equal(sequence, 3)

  const lines = (await (await world.as(reader, `${path('shared')}/changes?since=2&format=ndjson&${purpose}`)).text())
    .trim()
    .split('\n')
  assert.deepEqual(JSON.parse(lines.at(-1)!).op, 'end')
  assert.equal(lines.length, 4)

  const past = await world.as(reader, `${path('shared')}/history?key=A&${purpose}`)
  const { history } = (await past.json()) as {
    history: { from: { sequence: number }; until: { sequence: number }; record: unknown }[]
  }
  assert.deepEqual(
    history.map(({ from, until, record }) => [from.sequence, until.sequence, record]),
    [[1, 3, { 'case id': 'A', ward: 'North', born: 1950 }]],
  )

  for (const denied of [
    'changes?since=0',
    'history?key=A',
    'rows',
    'changes?fields=note',
    `history?key=A&fields=note&${purpose}`,
  ]) {
    const answer = await world.as(denied.includes('purpose') ? reader : null, `${path('shared')}/${denied}`)
    const text = await answer.text()
    assert.equal(answer.status, 403, text)
    assert.ok(!text.includes('SECRET'))
    assert.ok(await world.node.house.receipts.prove(answer.headers.get('wayleave-receipt')!))
  }
  assert.equal((await send('shared', [upsert('A', 'North')], reader)).status, 403)
  assert.equal((await send('shared', [upsert('A', 'North')], null)).status, 403)
  const verified = await world.as(reader, `${path('shared')}/verifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: `ward = 'East'`, purpose: 'dpv:ServiceProvision' }),
  })
  assert.equal(verified.status, 403)
})

test('who may not have the key cannot follow', async () => {
  await defined('keyless')
  await agree(world, agreementOn(`${council}/keyless`, { fields: { ward: 'as-is' } }))
  await changed('keyless', [upsert('A', 'North')])
  const answer = await world.as(reader, `${path('keyless')}/changes?since=0&${purpose}`)
  assert.equal(answer.status, 403)
  assert.ok(answer.headers.get('wayleave-receipt'))
})

test('a file is the first load, later ones replace or upsert, and duplicate keys are set aside', async () => {
  const file = 'Ref,Amount,Start\nR1,5,01/02/2026\nR2,6,02/02/2026\nR1,7,03/02/2026\n,8,04/02/2026\n'
  const first = await publish(world, 'register', file, '&kind=records&key=Ref')
  assert.equal(first.status, 201, await first.clone().text())
  const told = (await first.json()) as {
    changed: Changed
    report: { setAside: { code: string; count: number; rows: number[] }[] }
  }
  assert.equal(told.changed.inserted, 2)
  assert.deepEqual(
    told.report.setAside.map(({ code, count, rows: at }) => [code, count, at]),
    [
      ['row-without-key', 1, [4]],
      ['repeated-key', 1, [1]],
    ],
  )
  assert.deepEqual((await rows('register')).rows, [
    { Ref: 'R2', Amount: 6, Start: '2026-02-02' },
    { Ref: 'R1', Amount: 7, Start: '2026-02-03' },
  ])
  const unsaid = await publish(world, 'register', 'Ref,Amount,Start\nR3,1,05/02/2026\n')
  assert.equal(((await unsaid.json()) as { code: string }).code, 'mode-needed')
  const more = await publish(world, 'register', 'Ref,Amount,Start\nR3,1,05/02/2026\nR2,6,02/02/2026\n', '&mode=upsert')
  assert.deepEqual(pick(((await more.json()) as { changed: Changed }).changed), [1, 0, 0, 1])
  const whole = await publish(world, 'register', 'Ref,Amount,Start\nR3,9,05/02/2026\n', '&mode=replace')
  assert.deepEqual(pick(((await whole.json()) as { changed: Changed }).changed), [0, 1, 2, 0])
  assert.deepEqual((await rows('register')).rows, [{ Ref: 'R3', Amount: 9, Start: '2026-02-05' }])
  const other = await publish(world, 'register', 'Ref,Amount\nR3,9\n', '&mode=replace')
  assert.equal(((await other.json()) as { code: string }).code, 'fields-differ')
  const table = await publish(world, 'register', 'Ref,Amount,Start\nR3,9,05/02/2026\n', '&kind=table')
  assert.equal(((await table.json()) as { code: string }).code, 'kind-fixed')
})

const pick = ({ inserted, updated, deleted, unchanged }: Changed) => [inserted, updated, deleted, unchanged]

test('fields are added and re-typed, now and in the past, and nothing is lost on the way', async () => {
  await defined('typed')
  const first = await changed('typed', [upsert('A', '12'), upsert('B', '7')])
  await changed('typed', [{ op: 'delete', key: 'B' }])
  const json = { headers: { 'content-type': 'application/json' } }
  const added = await world.as(officer, path('typed'), {
    ...json,
    method: 'PUT',
    body: JSON.stringify({ fields: [...fields, { name: 'extra', type: 'number' }] }),
  })
  assert.equal(added.status, 200, await added.clone().text())
  const retype = (types: Record<string, string>) =>
    world.as(officer, `${path('typed')}/fields`, {
      ...json,
      method: 'PATCH',
      body: JSON.stringify({
        fields: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])),
      }),
    })
  assert.equal((await retype({ ward: 'integer', born: 'text' })).status, 200)
  assert.equal(((await (await retype({ note: 'date' })).json()) as { code: string }).code, 'type-unfit')
  await changed('typed', [upsert('A', '12', { ward: 13, extra: 0.5 })])
  assert.deepEqual((await rows('typed', 'fields="case id",ward,born,extra')).rows, [
    { 'case id': 'A', ward: 13, born: '1950-02-03', extra: 0.5 },
  ])
  assert.deepEqual((await rows('typed', `fields="case id",ward&asOf=${first.at}&filter=ward<10`)).rows, [
    { 'case id': 'B', ward: 7 },
  ])
  const gone = await world.as(officer, path('typed'), { ...json, method: 'PUT', body: JSON.stringify({ fields }) })
  assert.equal(((await gone.json()) as { code: string }).code, 'fields-unfit')
})

test('what belongs to tables is not asked of records, nor the other way round', async () => {
  await defined('kinds')
  await publish(world, 'plain', 'a,b\n1,2\n')
  const code = async (answer: Promise<Response>) => ((await (await answer).json()) as { code: string }).code
  assert.equal(await code(world.as(officer, `${path('kinds')}/rows?version=1`)), 'version-unfit')
  assert.equal(await code(world.as(officer, `${path('plain')}/rows?asOf=2026-11-01T00:00:00Z`)), 'not-records')
  assert.equal(await code(world.as(officer, `${path('plain')}/changes`)), 'not-records')
  assert.equal(await code(world.as(officer, `${path('plain')}/history?key=1`)), 'not-records')
  assert.equal(await code(send('plain', [upsert('A', 'x')])), 'not-records')
  assert.equal(await code(world.as(officer, `${path('kinds')}/changes?since=5`)), 'sequence-unknown')
  assert.equal(await code(world.as(officer, `${path('kinds')}/rows?asOf=yesterday`)), 'time-unreadable')
  assert.equal(await code(publish(world, 'plain', 'a,b\n1,3\n', '&mode=upsert')), 'mode-unfit')
})

test('the columnar copy is made after changes, told of, and read when all rows are asked for', async () => {
  await defined('copied')
  await changed(
    'copied',
    Array.from({ length: 50 }, (_, n) => upsert(`K${n}`, 'North')),
  )
  type Told = { records: { sequence: number; copy: { sequence: number } | null } }
  let told: Told
  do told = (await (await world.as(null, path('copied'))).json()) as Told
  while (told.records.copy === null)
  assert.equal(told.records.copy.sequence, 1)
  assert.equal((await rows('copied')).rows.length, 50)
  await changed('copied', [{ op: 'delete', key: 'K1' }])
  assert.equal((await rows('copied')).rows.length, 49)
  const stale = await rows('copied', 'stale=ok')
  // A newer copy may be there already.
  assert.equal(stale.rows.length, stale.sequence === 1 ? 50 : 49)
})
