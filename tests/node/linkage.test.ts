/** A linkage from its definition to the single view, on a real node: nothing of it goes round the corridor. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createEntities, type Clues, type PersonView } from '../../platform/src/entities/index.ts'
import { systemClock } from '../../platform/src/foundation/clock.ts'
import { Problem } from '../../platform/src/foundation/problem.ts'
import {
  canaries,
  careSet,
  definition,
  done,
  linkage,
  linkedRegisters,
  patientSet,
  type Registers,
} from '../linked-registers.ts'
import { council, trust } from '../two-organisations.ts'

let registers: Registers
before(async () => {
  registers = await linkedRegisters()
  await registers.link()
})
after(() => registers?.world.stop())

const entities = () => registers.world.node.house.entities
const ward = () => registers.as(`${trust}-practitioner`)
const analyst = () => registers.as(`${trust}-analyst`)

const search = async (clues: Clues) => done(await entities().search({ credentials: await ward(), linkage, clues }))
const view = async (key: string) => done(await entities().person({ credentials: await ward(), key }))
const find = async (clues: Clues): Promise<PersonView> => view((await search(clues)).results[0]!.key)
const sourceOf = (person: PersonView, dataset: string) => person.sources.find((source) => source.dataset === dataset)!
const factsOf = (person: PersonView) => person.themes.flatMap(({ facts }) => facts)
const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted
const sorted = (lists: readonly string[][]): string[][] => lists.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
const everything: string[] = []
const heard = <T>(value: T): T => {
  everything.push(JSON.stringify(value))
  return value
}

test('a run reads what the permit gives, with a receipt for each holder, and finds who is who', async () => {
  const { current } = done(await entities().linkage({ credentials: await analyst(), linkage }))
  assert.equal(current?.state, 'done')
  for (const source of current.sources) {
    assert.equal(source.outcome, 'read')
    assert.ok(await registers.world.node.house.receipts.prove(source.receipt!))
  }
  assert.deepEqual(
    current.sources.map(({ rows }) => rows),
    [66, 5],
    'the closed case was not read',
  )
  const maggie = heard(await find({ name: 'Magie Thornly' }))
  assert.deepEqual(
    maggie.sources.map(({ records }) => records.map(({ key }) => key)),
    [['H1'], ['C1']],
  )
  const jim = heard(await find({ name: 'Okafor' }))
  assert.deepEqual(
    jim.sources.map(({ outcome }) => outcome),
    ['shown', 'shown'],
    'Jim is James',
  )
})

test('father and son of one name at one address are two, and so are two of one household', async () => {
  const marshes = heard(await search({ name: 'John Marsh' })).results
  const people = await Promise.all(marshes.map(({ key }) => view(key)))
  const keys = people.map(({ sources }) => sources.flatMap(({ records }) => records.map(({ key }) => String(key))))
  assert.deepEqual(sorted(keys), [['H5', 'C5'], ['H6']])
  const maggie = await find({ name: 'Maggie Thornley' })
  assert.deepEqual(
    maggie.household?.others.map(({ name }) => name),
    ['Rose Thornley'],
  )
})

test('each fact has its source, age and receipt; conflicts are told; what is withheld is, and whose rule that is', async () => {
  const ann = heard(await find({ nhsNumber: '9990000239' }))
  const surname = factsOf(ann).find(({ field, dataset }) => field === 'surname' && dataset === patientSet)
  assert.deepEqual([surname?.value, surname?.conflictsWith, surname?.agreesWith], ['LEIGH', [careSet], []])
  const given = factsOf(ann).find(({ field }) => field === 'forename')
  assert.deepEqual(given?.agreesWith, [careSet])
  const receipts = new Set(factsOf(ann).map(({ receipt }) => receipt))
  assert.equal(receipts.size, 2)
  const care = sourceOf(ann, careSet)
  assert.deepEqual(care.withheld, [{ field: 'private_note', meaning: null }])
  assert.deepEqual(
    care.withheldBecause.map(({ code: reason, whose }) => [reason, whose]),
    [['fields-not-covered', council]],
  )
  for (const fact of factsOf(ann)) assert.match(fact.asOf, /^\d{4}-\d{2}-\d{2}/)
})

test('a row that no clause shows is not there: in no view, search or count', async () => {
  const hidden = heard(await find({ name: `Peter ${canaries.row}` }))
  assert.deepEqual(
    hidden.sources.map(({ outcome }) => outcome),
    ['shown', 'no-record'],
  )
  assert.ok(!JSON.stringify(hidden).includes('"C4"'))
})

for (const [clues, because] of [
  [{ name: 'Thornly Magie', age: 85 }, /sounds like “thornley”.*about that age/],
  [{ name: 'Okafor', dateOfBirth: '21/07/1950' }, /same date of birth/],
  [{ dateOfBirth: '1950-07-12', name: 'James' }, /differ|another day/],
  [{ nhsNumber: '999 000 0123' }, /same NHS number/],
  [{ telephone: '+44 1632 960003' }, /same telephone/],
  [{ name: 'Anne Leigh', postcode: 'NF9' }, /same postcode district/],
] as const)
  test(`found by ${JSON.stringify(clues)}`, async () => {
    const answer = heard(await search(clues))
    assert.equal(answer.outcome, 'found', JSON.stringify(answer))
    assert.ok(answer.results.length <= 10)
    assert.match(answer.results[0]!.because.join('; '), because)
  })

test('a town is not listed, nobody is told of kindly, and too little is said to be so', async () => {
  const many = heard(await search({ name: 'Smithson' }))
  assert.deepEqual([many.outcome, many.results], ['too-many', []])
  assert.match(many.hint!, /Add something/)
  assert.equal(heard(await search({ name: 'Nebuchadnezzar' })).outcome, 'nobody')
  await assert.rejects(search({ postcode: 'NF1 2AB' }), code('clues-missing'))
  await assert.rejects(search({ name: '  ' }), code('clues-missing'))
  await assert.rejects(search({ dateOfBirth: 'yesterday' }), code('clue-unreadable'))
})

test('a look is receipted, also an empty one', async () => {
  const empty = await entities().search({ credentials: await ward(), linkage, clues: { name: 'Nebuchadnezzar' } })
  assert.ok(empty.kind === 'done' && empty.receipt)
  assert.equal(empty.receipt.action, 'search-people')
  assert.ok(!JSON.stringify(empty.receipt).toLowerCase().includes('nebuchadnezzar'))
})

test('nothing outside the permit was in any answer', () => {
  assert.ok(everything.length > 8)
  for (const text of everything) assert.ok(!text.includes(canaries.field))
})

test('another organisation has neither the linkage nor its people; a role that no clause covers sees nothing of the holder', async () => {
  const { key } = await find({ name: 'Okafor' })
  const credentials = await registers.as(`${council}-analyst`)
  await assert.rejects(entities().person({ credentials, key }), code('entity-unknown'))
  await assert.rejects(entities().linkage({ credentials, linkage }), code('linkage-unknown'))
  await assert.rejects(entities().search({ credentials, linkage, clues: { name: 'Okafor' } }), code('linkage-unknown'))
  assert.deepEqual(await entities().linkages(credentials), [])
  const anonymous = await entities().person({ credentials: {}, key })
  assert.equal(anonymous.kind, 'refusal')

  const officer = await registers.as(`${trust}-data-officer`)
  const seen = done(await entities().person({ credentials: officer, key }))
  assert.equal(sourceOf(seen, careSet).outcome, 'refused')
  assert.ok(sourceOf(seen, careSet).reasons.length > 0)
  assert.equal(sourceOf(seen, patientSet).outcome, 'shown')
  const found = done(await entities().search({ credentials: officer, linkage, clues: { name: 'Rose Thornley' } }))
  assert.ok(
    found.results.every(({ datasets }) => !datasets.includes(careSet)),
    'what may not be read may not be searched',
  )
})

test('who is refused sees the same whether or not there is a record', async () => {
  const officer = await registers.as(`${trust}-data-officer`)
  const [withRecord, without] = await Promise.all(
    [await find({ name: 'Okafor' }), await find({ name: 'John Marsh', age: 67 })].map(async ({ key }) =>
      sourceOf(done(await entities().person({ credentials: officer, key })), careSet),
    ),
  )
  assert.deepEqual({ ...withRecord, receipt: '' }, { ...without, receipt: '' })
})

test('two runs at once do not mix, and keys stay the same from run to run', async () => {
  const before = await find({ name: 'Okafor' })
  const credentials = await analyst()
  const starts = await Promise.allSettled([1, 2, 3].map(() => entities().run({ credentials, linkage })))
  assert.deepEqual(starts.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected'])
  for (const start of starts) if (start.status === 'rejected') assert.ok(code('already-running')(start.reason))
  // The old result serves until the new one is whole.
  assert.equal((await view(before.key)).key, before.key)
  await entities().settled({ credentials, linkage })
  const { current } = done(await entities().linkage({ credentials, linkage }))
  assert.equal(current?.number, 2)
  assert.deepEqual(
    (await find({ name: 'Okafor' })).sources.map(({ records }) => records),
    before.sources.map(({ records }) => records),
  )
  const { rows } = await registers.world.node.house.database.pool.query<{ run: number }>(
    'select distinct run from entities.records',
  )
  assert.deepEqual(rows, [{ run: 2 }])
})

test('each person may look only so often', async () => {
  const { database, exchange, catalogue, governance, identity } = registers.world.node.house
  const slow = await createEntities({
    database,
    clock: systemClock,
    exchange,
    rooms: { catalogue, governance, identity },
    keysFolder: join(registers.world.folder, 'keys'),
    searchesPerMinute: 2,
  })
  const look = async (client: string) =>
    slow.search({ credentials: await registers.as(client), linkage, clues: { name: 'Okafor' } })
  done(await look(`${trust}-practitioner`))
  done(await look(`${trust}-practitioner`))
  await assert.rejects(look(`${trust}-practitioner`), code('too-many-searches'))
  done(await look(`${trust}-analyst`))
  await slow.close()
})

test('a run that its process did not end is interrupted at the next start, and leaves nothing', async () => {
  const { database, exchange, catalogue, governance, identity } = registers.world.node.house
  const { rows } = await database.pool.query<{ ref: string }>('select ref from entities.linkages where id = $1', [
    linkage,
  ])
  const { ref } = rows[0]!
  await database.pool.query(
    `insert into entities.runs (linkage, number, state, step, started_at) values ($1, 77, 'running', 'keeping', now())`,
    [ref],
  )
  await database.pool.query(
    `insert into entities.records (linkage, run, token, entity, sealed) select $1, 77, 'half', 'e', ''::bytea`,
    [ref],
  )
  const next = await createEntities({
    database,
    clock: systemClock,
    exchange,
    rooms: { catalogue, governance, identity },
    keysFolder: join(registers.world.folder, 'keys'),
  })
  const credentials = await analyst()
  const seen = done(await next.linkage({ credentials, linkage }))
  assert.deepEqual([seen.latest?.state, seen.running, seen.current?.number], ['interrupted', null, 2])
  const left = await database.pool.query('select from entities.records where run = 77')
  assert.equal(left.rowCount, 0)
  assert.equal((await view((await find({ name: 'Okafor' })).key)).name, 'James Okafor')
  await next.close()
  await database.pool.query('delete from entities.runs where number = 77')
})

/** Everything but small numbers, which mean nothing by themselves. */
function valuesIn(row: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(row).flatMap(([column, value]) => {
    const text = Buffer.isBuffer(value) ? value.toString('hex') : String(value)
    return ['run', 'number', 'id'].includes(column) && text.length <= 8 ? [] : [text]
  })
}

test('the tables of two linkages of the same people share no value, and their keys are for the node alone', async () => {
  const credentials = await analyst()
  done(await entities().define({ credentials, document: { ...definition, id: 'second' } }))
  done(await entities().run({ credentials, linkage: 'second' }))
  await entities().settled({ credentials, linkage: 'second' })
  const { pool } = registers.world.node.house.database
  const { rows: linkages } = await pool.query<{ ref: string; id: string }>('select ref, id from entities.linkages')
  const values = new Map<string, Set<string>>()
  for (const { ref } of linkages) {
    const found = new Set<string>()
    for (const table of ['records', 'pairs', 'corrections', 'rulings', 'opinions', 'disputes']) {
      const { rows } = await pool.query<Record<string, unknown>>(`select * from entities.${table} where linkage = $1`, [
        ref,
      ])
      for (const value of rows.flatMap(valuesIn)) found.add(value)
    }
    assert.ok(found.size > 200)
    values.set(ref, found)
    const file = join(registers.world.folder, 'keys', 'linkages', `${ref}.key`)
    assert.equal(statSync(file).mode & 0o777, 0o600)
  }
  const [one, other] = [...values.values()]
  assert.deepEqual(
    [...one!].filter((value) => other!.has(value)),
    [],
  )
  const people = ['Thornley', 'Okafor', 'Maggie', '9990000123', 'NF1 2AB', 'H1', 'C1']
  for (const found of values.values()) for (const person of people) assert.ok(!found.has(person))

  done(await entities().remove({ credentials, linkage: 'second' }))
  const second = linkages.find(({ id }) => id === 'second')!.ref
  assert.ok(!readdirSync(join(registers.world.folder, 'keys', 'linkages')).includes(`${second}.key`))
  assert.equal((await pool.query('select from entities.records where linkage = $1', [second])).rowCount, 0)
})

test('a definition says what is wrong with it, and where', async () => {
  const credentials = await analyst()
  const define = (changes: object) => entities().define({ credentials, document: { ...definition, ...changes } })
  for (const [changes, at] of [
    [{ purpose: 'northford:nothing' }, '/purpose'],
    [{ datasets: [{ dataset: `${trust}/nothing` }] }, '/datasets/0'],
    [{ datasets: [{ dataset: patientSet, key: 'nothing' }] }, '/datasets/0/key'],
    [{ datasets: [{ dataset: patientSet }, { dataset: patientSet }] }, '/datasets/1'],
    [{ model: 'guesswork' }, '/model'],
    [{ thresholds: { link: 2, review: 0.1 } }, '/thresholds/link'],
    [{ more: 1 }, '/more'],
    [{ secondOpinion: 'never' }, '/secondOpinion'],
  ] as const)
    await assert.rejects(
      define(changes),
      (error) => error instanceof Problem && error.code === 'linkage-faulty' && error.at === at,
    )
  for (const document of [null, 'text', [], {}])
    await assert.rejects(entities().define({ credentials, document }), code('linkage-faulty'))
  const others = await entities().define({ credentials, document: { ...definition, organisation: council } })
  assert.equal(others.kind, 'refusal')
  const practitioner = await entities().define({ credentials: await ward(), document: definition })
  assert.equal(practitioner.kind, 'refusal')
})

test('nothing of a person is in a receipt or in the public log', async () => {
  const log = readdirSync(join(registers.world.folder, 'log'), { recursive: true, withFileTypes: true })
  for (const entry of log.filter((each) => each.isFile()))
    assert.ok(!readFileSync(join(entry.parentPath, entry.name), 'latin1').includes('Thornley'))
  const { rows } = await registers.world.node.house.database.pool.query<{ text: string }>(
    `select string_agg(r::text, ' ') as text from receipts.entries r`,
  )
  for (const word of ['Thornley', 'THORNLEY', 'Okafor', '9990000123']) assert.ok(!rows[0]!.text.includes(word), word)
})

test('a suspended agreement takes its holder out of the view at once, and says so; a run then goes on without', async () => {
  const { key } = await find({ name: 'Okafor' })
  const suspended = await registers.world.as(
    `${council}-approver`,
    `/api/v1/agreements/${registers.agreement}/suspension`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    },
  )
  assert.equal(suspended.status, 200)
  const seen = await view(key)
  const care = sourceOf(seen, careSet)
  assert.equal(care.outcome, 'refused')
  assert.match(care.reasons.map(({ because }) => because).join(' '), /suspended/i)
  assert.ok(!factsOf(seen).some(({ dataset }) => dataset === careSet))
  assert.equal(
    (await search({ name: 'Rose Thornley' })).results.some(({ datasets }) => datasets.includes(careSet)),
    false,
  )
  await registers.link()
  const { current } = done(await entities().linkage({ credentials: await analyst(), linkage }))
  assert.deepEqual(
    current?.sources.map(({ outcome }) => outcome),
    ['read', 'refused'],
  )
  assert.ok(current.sources[1]!.reasons.length > 0 && current.sources[1]!.receipt)
})
