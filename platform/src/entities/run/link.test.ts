import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { linkageKey } from '../keys.ts'
import { openRecord } from '../store/records.ts'
import type { Job } from './job.ts'
import { linkRows } from './link.ts'
import { linesOf } from './table.ts'

const secret = randomBytes(32)
const key = linkageKey(secret)
const fields = [
  ['surname', 'surname'],
  ['given-name', 'forename'],
  ['date-of-birth', 'dob'],
  ['postcode', 'postcode'],
] as const
const source = (dataset: string) => ({ dataset, key: 'id', once: false, fields })
const job: Job = {
  secret,
  sources: [source('a/one'), source('b/two')],
  previous: { tokens: [], entities: [] },
  rulings: [],
  model: 'auto',
  year: 2026,
  thresholds: null,
}
type Row = Readonly<Record<string, string | number | null>>
const bytes = (rows: readonly Row[]) => [Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))]

function link(one: readonly Row[], two: readonly Row[], changes: Partial<Job> = {}) {
  const { records, pairs, linked } = linkRows([bytes(one), bytes(two)], { ...job, ...changes }, () => undefined)
  const kept = [...records()].flatMap(({ tokens, entities, sealed }) =>
    tokens.map((token, at) => ({ token, entity: entities[at]!, ...openRecord(key, token, sealed[at]!) })),
  )
  return { kept, linked, pairs: [...pairs()].flatMap(({ ids }) => ids) }
}

const person = (id: string | number | null, more: Row = {}): Row => ({
  id,
  surname: 'Thornley',
  forename: 'Maggie',
  dob: '1941-03-09',
  postcode: 'NF1 2AB',
  ...more,
})

test('rows without a key, and with one that repeats, are left out and counted', () => {
  const { kept, linked } = link([person('1'), person('1'), person(null), person('')], [person(7), person(7)])
  assert.deepEqual(
    kept.map((record) => [record.dataset, record.key]),
    [
      ['a/one', '1'],
      ['b/two', '7'],
    ],
  )
  assert.equal(linked.facts.leftOut, 4)
  assert.equal(linked.facts.entities, 1)
})

test('nothing at all is said to be nothing', () => {
  assert.throws(
    () => link([], []),
    (error) => error instanceof Problem && error.code === 'nothing-to-link',
  )
  assert.throws(
    () => link([person(null)], []),
    (error) => error instanceof Problem && error.code === 'nothing-to-link',
  )
})

test('what people ruled stands against all evidence', () => {
  const [one, two] = [key.token('a/one', '1'), key.token('b/two', '1')]
  const apart = link([person('1')], [person('1')], { rulings: [{ left: one, right: two, same: false }] })
  assert.equal(apart.linked.facts.entities, 2)
  const other = person('1', { surname: 'Okafor', forename: 'James', dob: '1950-01-02', postcode: 'NF9 9ZZ' })
  const joined = link([person('1')], [other], { rulings: [{ left: one, right: two, same: true }] })
  assert.equal(joined.linked.facts.entities, 1)
})

test('the next run keeps the keys of those who stay', () => {
  const first = link([person('1')], [person('1')])
  const previous = { tokens: first.kept.map(({ token }) => token), entities: first.kept.map(({ entity }) => entity) }
  const again = link(
    [person('1'), person('2', { surname: 'Okafor', forename: 'James', dob: '1950-01-02' })],
    [person('1')],
    { previous },
  )
  assert.equal(again.kept.find((record) => record.key === '1')?.entity, first.kept[0]!.entity)
  assert.deepEqual(again.linked.moves.records, [])
})

const cell = fc.oneof(
  fc.constantFrom(
    'Thornley',
    'Maggie',
    '1941-03-09',
    '1900-01-01',
    'NF1 2AB',
    'unknown',
    '',
    'x'.repeat(10_000),
    'Ńguyễn',
    '😀',
    'NaN',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.integer(),
  fc.constant(null),
)
const anyRow = fc.record({
  id: fc.oneof(fc.nat(9).map(String), fc.constant(null)),
  surname: cell,
  forename: cell,
  dob: cell,
  postcode: cell,
})

test('whatever registers hold, each record is in one entity, once, and sealed as it came', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), fc.array(anyRow, { maxLength: 12 }), (one, two) => {
      const ids = [one, two].map((rows) => new Set(rows.flatMap(({ id }) => id ?? [])))
      if (ids.every(({ size }) => size === 0)) return
      const { kept, linked } = link(one, two)
      assert.equal(kept.length, ids[0]!.size + ids[1]!.size)
      assert.equal(new Set(kept.map(({ token }) => token)).size, kept.length)
      assert.equal(new Set(kept.map(({ entity }) => entity)).size, linked.facts.entities)
      assert.equal(kept.length + linked.facts.leftOut, one.length + two.length)
    }),
    { numRuns: 60 },
  )
})

test('lines are the same wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\n'))),
      fc.array(fc.nat()),
      (lines, cuts) => {
        const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length]
        const pieces = places.slice(1).map((to, at) => whole.subarray(places[at], to))
        assert.deepEqual([...linesOf(pieces)], lines)
      },
    ),
  )
})
