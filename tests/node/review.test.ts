/** Review, corrections and “this is not me”, on a real node: what people decide binds, survives runs, and can be taken back. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { ReviewItem } from '../../platform/src/entities/index.ts'
import { Problem } from '../../platform/src/foundation/problem.ts'
import { canaries, careSet, done, linkage, linkedRegisters, type Registers } from '../linked-registers.ts'
import { council, trust } from '../two-organisations.ts'

let registers: Registers
before(async () => {
  registers = await linkedRegisters()
  // More reviewers than one of a role, and a citizen.
  for (const [clientId, organisation, roles] of [
    ['second-reviewer', trust, ['practitioner']],
    ['third-reviewer', trust, ['practitioner']],
    ['citizen', null, ['citizen']],
  ] as const)
    await registers.addClient(clientId, organisation, roles)
})
after(() => registers?.world.stop())

const entities = () => registers.world.node.house.entities
const on = async (client: string) => ({ credentials: await registers.as(client), linkage })
const ward = () => on(`${trust}-practitioner`)
const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted

/** Which records are together: keys of the holders, by entity. */
async function together(...names: string[]): Promise<string[][]> {
  const found = await Promise.all(
    names.map(async (name) => done(await entities().search({ ...(await ward()), clues: { name } })).results),
  )
  const keys = [
    ...new Set(
      found
        .flat()
        .filter(({ fit }) => fit > 0.9)
        .map(({ key }) => key),
    ),
  ]
  return Promise.all(keys.map(recordsOf)).then(sorted)
}

/** By their first record. */
const sorted = (lists: readonly string[][]): string[][] => lists.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))

async function recordsOf(key: string): Promise<string[]> {
  const { sources } = done(await entities().person({ ...(await ward()), key }))
  return sources.flatMap(({ records }) => records.map((record) => String(record.key)))
}

async function handlesOf(key: string): Promise<Map<string, string>> {
  const { sources } = done(await entities().person({ ...(await ward()), key }))
  return new Map(
    sources.flatMap(({ records }) => records.map((record) => [String(record.key), record.record] as const)),
  )
}

const keyOf = async (name: string) =>
  done(await entities().search({ ...(await ward()), clues: { name } })).results[0]!.key

/** The pair of these two records, wherever it is in the queue. */
async function pairOf(one: string, other: string): Promise<ReviewItem> {
  for (let tries = 0; tries < 200; tries++) {
    const { next } = done(await entities().reviews(await on('third-reviewer')))
    assert.ok(next, `${one} and ${other} are not in the queue`)
    const keys = [String(next.left.key), String(next.right.key)]
    if (keys.includes(one) && keys.includes(other)) return next
    done(await entities().decide({ ...(await on('third-reviewer')), id: next.id, answer: 'defer' }))
  }
  assert.fail('the queue does not end')
}

beforeEach(async () => {
  await registers.forget()
  await registers.link()
})

test('a merge stands whatever later runs find, and an undo takes it back', async () => {
  assert.deepEqual(await together('Maggie Thornley', 'Okafor'), [
    ['H1', 'C1'],
    ['H2', 'C2'],
  ])
  const keys = [await keyOf('Maggie Thornley'), await keyOf('Okafor')]
  const merged = done(await entities().merge({ ...(await ward()), keys, reason: 'One person under two names' }))
  assert.equal(merged.kind, 'merge')
  const [kept] = merged.to
  assert.deepEqual((await recordsOf(kept!)).toSorted(), ['C1', 'C2', 'H1', 'H2'])
  const gone = keys.find((key) => key !== kept)!
  await assert.rejects(recordsOf(gone), (error) => error instanceof Problem && error.mend!.includes(kept!))
  await registers.link()
  assert.deepEqual(
    (await recordsOf(kept!)).toSorted(),
    ['C1', 'C2', 'H1', 'H2'],
    'the run keeps it, under the same key',
  )

  const undone = done(
    await entities().undo({ ...(await ward()), correction: merged.id, reason: 'They are two after all' }),
  )
  assert.equal(undone.undoes, merged.id)
  assert.deepEqual(await together('Maggie Thornley', 'Okafor'), [
    ['H1', 'C1'],
    ['H2', 'C2'],
  ])
  await assert.rejects(
    entities().undo({ ...(await ward()), correction: merged.id, reason: 'again' }),
    code('undone-already'),
  )
  await registers.link()
  assert.deepEqual(await together('Maggie Thornley', 'Okafor'), [
    ['H1', 'C1'],
    ['H2', 'C2'],
  ])

  const history = done(await entities().history({ ...(await ward()), key: kept! }))
  assert.deepEqual(
    history.map(({ kind, reason, undone: isUndone }) => [kind, reason, isUndone]),
    [
      ['undo', 'They are two after all', false],
      ['merge', 'One person under two names', true],
    ],
  )
  for (const { by, role } of history) {
    assert.equal(role, 'practitioner')
    assert.match(by!, /^[0-9a-f]{24}$/)
  }
})

test('a split stands too, and history cannot be written over', async () => {
  const key = await keyOf('Okafor')
  const handles = await handlesOf(key)
  const split = done(
    await entities().split({ ...(await ward()), key, records: [handles.get('C2')!], reason: 'Another James' }),
  )
  assert.deepEqual(split.records, [handles.get('C2')])
  await registers.link()
  assert.deepEqual(await together('James Okafor', 'Jim Okafor'), [['C2'], ['H2']])
  const { pool } = registers.world.node.house.database
  await assert.rejects(pool.query(`update entities.corrections set kind = 'merge'`), /append-only/)
})

test('a correction that makes no sense is refused in words', async () => {
  const key = await keyOf('Okafor')
  const handles = await handlesOf(key)
  const other = [...(await handlesOf(await keyOf('Maggie Thornley'))).values()]
  const split = async (records: readonly string[]) =>
    entities().split({ ...(await ward()), key, records, reason: 'test' })
  await assert.rejects(split([...handles.values()]), code('correction-impossible'))
  await assert.rejects(split(other), code('correction-impossible'))
  await assert.rejects(
    entities().merge({ ...(await ward()), keys: [key, key], reason: 'test' }),
    code('correction-impossible'),
  )
  await assert.rejects(
    entities().merge({ ...(await ward()), keys: [key, `e${'a'.repeat(26)}`], reason: 'test' }),
    code('entity-unknown'),
  )
  await assert.rejects(
    entities().undo({ ...(await ward()), correction: 9_999, reason: 'test' }),
    code('correction-unknown'),
  )
  const others = await on(`${council}-practitioner`)
  await assert.rejects(entities().merge({ ...others, keys: [key, key], reason: 'test' }), code('linkage-unknown'))
})

test('a pair is shown with the weights of what the reviewer may see; the answer binds', async () => {
  const item = await pairOf('H5', 'H6')
  assert.ok(!JSON.stringify(item).includes(canaries.field))
  const bits = new Map(item.comparisons.map((each) => [each.name, each.bits]))
  assert.ok(bits.get('surname')! > 3 && bits.get('date-of-birth')! < -3)
  const sum = item.comparisons.reduce((total, each) => total + each.bits, 0)
  assert.ok(Math.abs(1 / (1 + 2 ** -sum) - item.probability!) < 0.05, 'the weights add up to the probability')
  assert.match(item.says, /^For one person speak: .*surname.* Against it: date of birth/)
  const outcome = done(
    await entities().decide({ ...(await ward()), id: item.id, answer: 'different', comment: 'Father and son' }),
  )
  assert.deepEqual([outcome.state, outcome.settled], ['settled', 'different'])
  await assert.rejects(
    entities().decide({ ...(await on('second-reviewer')), id: item.id, answer: 'same' }),
    code('settled-already'),
  )
  await registers.link()
  assert.deepEqual(await together('John Marsh'), [['H5', 'C5'], ['H6']])
  const { current } = done(await entities().linkage(await ward()))
  assert.equal(current?.facts?.quality.measured?.labels, 1)
})

test('who may not see both records is shown neither, and may not decide', async () => {
  const waiting = done(await entities().reviews(await ward())).waiting
  assert.ok(waiting > 0)
  const officer = done(await entities().reviews(await on(`${trust}-data-officer`)))
  if (officer.next) assert.ok(officer.next.left.dataset !== careSet && officer.next.right.dataset !== careSet)
  assert.equal((await entities().reviews(await on(`${trust}-developer`))).kind, 'refusal')
})

test('a second opinion is somebody else’s; two who disagree are decided by a third', async () => {
  const { id } = await pairOf('H5', 'H6')
  const decide = async (client: string, answer: 'same' | 'different', secondOpinion = false) =>
    entities().decide({ ...(await on(client)), id, answer, secondOpinion })
  assert.equal(done(await decide(`${trust}-practitioner`, 'different', true)).state, 'waiting-for-another')
  await assert.rejects(decide(`${trust}-practitioner`, 'different'), code('already-answered'))
  assert.equal(done(await decide('second-reviewer', 'same')).state, 'waiting-for-another')
  const third = done(await entities().review({ ...(await on('third-reviewer')), id }))
  assert.deepEqual(
    third.opinions.filter(({ answer }) => answer !== 'defer').map(({ answer }) => answer),
    ['different', 'same'],
  )
  assert.deepEqual(
    [done(await decide('third-reviewer', 'same')).settled, (await together('John Marsh')).length],
    ['same', 1],
  )
  const measures = done(await entities().reviewMeasures(await ward()))
  assert.deepEqual([measures.decided, measures.twice, measures.same], [1, 1, 1])
})

test('“this is not me”: to the head of the queue, seen by its number, and upheld it takes the record out', async () => {
  const key = await keyOf('Maggie Thornley')
  const credentials = await registers.as('citizen')
  const report = { credentials, key, dataset: careSet, reason: 'I never had home care' }
  const { reference, state } = done(await entities().dispute(report))
  assert.equal(state, 'open')
  const queue = done(await entities().reviews(await ward()))
  assert.deepEqual([queue.next?.why, queue.next?.reported, queue.next?.left.key], ['dispute', report.reason, 'C1'])
  done(await entities().decide({ ...(await ward()), id: queue.next!.id, answer: 'different' }))
  const seen = done(await entities().disputed({ credentials, reference }))
  assert.equal(seen.state, 'upheld')
  assert.ok(!JSON.stringify(seen).includes('Thornley'))
  await registers.link()
  assert.deepEqual(await recordsOf(key), ['H1'])
})

test('a report needs a key that is there, and a citizen sees nothing else by it', async () => {
  const credentials = await registers.as('citizen')
  const key = await keyOf('Okafor')
  const report = (changes: object) => entities().dispute({ credentials, key, reason: 'not mine', ...changes })
  await assert.rejects(report({ key: `e${'b'.repeat(26)}` }), code('entity-unknown'))
  await assert.rejects(report({ dataset: 'alpha-council/nothing' }), code('correction-impossible'))
  await assert.rejects(report({ key: await keyOf('Rose Thornley') }), code('correction-impossible'))
  await assert.rejects(entities().disputed({ credentials, reference: `n${'b'.repeat(26)}` }), code('dispute-unknown'))
  assert.equal((await entities().person({ credentials, key })).kind, 'refusal')
  assert.equal((await entities().dispute({ credentials: {}, key, reason: 'not mine' })).kind, 'refusal')
  const others = { credentials: await registers.as(`${council}-practitioner`), key, reason: 'not mine' }
  await assert.rejects(entities().dispute(others), code('entity-unknown'))
  const own = done(await entities().dispute({ ...others, credentials: await registers.as(`${trust}-practitioner`) }))
  const { next } = done(await entities().reviews(await ward()))
  done(await entities().decide({ ...(await ward()), id: next!.id, answer: 'same' }))
  assert.equal(done(await entities().disputed({ credentials, reference: own.reference })).state, 'not-upheld')
})
