import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { buildFeatures } from '../features/store.ts'
import { tableOf } from '../features/table.ts'
import { modelHash } from '../model/hash.ts'
import { patternSpace } from '../model/patterns.ts'
import { inventPeople } from '../train/people-for-tests.ts'
import { trainModel } from '../train/train-model.ts'
import { autoModel } from './auto-model.ts'

type Rows = readonly Readonly<Record<string, string | null>>[]
const times = (count: number, row: (at: number) => Record<string, string | null>): Rows =>
  Array.from({ length: count }, (_, at) => row(at))

/** A model that trains, or a Problem that says why not. */
function made(rows: Rows): string {
  const table = tableOf(rows)
  try {
    const { model } = autoModel(table)
    const { model: trained } = trainModel(model, buildFeatures(model, table), { randomPairs: 2_000 })
    for (const { levels, else: otherwise } of trained.comparisons)
      for (const { m, u } of [...levels, otherwise]) assert.ok(m! > 0 && m! <= 1 && u! > 0 && u! <= 1)
    assert.ok(trained.prior! > 0 && trained.prior! < 1)
    return 'model'
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return error.code
  }
}

const name = (at: number) => `name${String.fromCharCode(97 + (at % 17), 97 + (at % 23))}`

const hostile: readonly (readonly [what: string, rows: Rows, outcome: string])[] = [
  ['no rows', [], 'columns-unusable'],
  ['no columns', times(5, () => ({})), 'columns-unusable'],
  ['nothing but nulls', times(50, () => ({ a: null, b: null })), 'columns-unusable'],
  ['nothing but white space', times(50, () => ({ a: ' ', b: '\t' })), 'columns-unusable'],
  ['constants', times(50, () => ({ a: 'x', b: 'y' })), 'columns-unusable'],
  ['row numbers', times(50, (at) => ({ number: String(1_000_000 + at) })), 'columns-unusable'],
  ['one row', times(1, () => ({ first_name: 'ada' })), 'columns-unusable'],
  ['one column', times(60, (at) => ({ surname: name(at) })), 'model'],
  ['all duplicates but one', times(60, (at) => ({ first_name: at === 0 ? 'bob' : 'ada', surname: 'king' })), 'model'],
  ['empty and constant columns beside a name', times(60, (at) => ({ surname: name(at), a: null, b: 'x', '': 'y' })), 'model'],
  ['dates that are all the same default', times(60, (at) => ({ surname: name(at), dob: at % 2 ? '01/01/1900' : '1900-01-01' })), 'model'],
  ['very long names', times(40, (at) => ({ first_name: name(at).repeat(2_000), surname: 'é'.repeat(10_000 + at) })), 'model'],
  ['mixed scripts', times(60, (at) => ({ first_name: ['Иван', '美玲', 'محمد', 'Zoë'][at % 4]!, surname: name(at) })), 'model'],
  ['columns named as features are', times(60, (at) => ({ address: name(at), Surname: name(at + 1), surname: name(at), forename: name(at), 'forename kin': name(at) })), 'model'],
  ['a column named __proto__', times(60, (at) => ({ ['__proto__']: 'x', constructor: name(at), toString: name(at + 3) })), 'model'],
  ['two hundred columns', times(60, (at) => Object.fromEntries(Array.from({ length: 200 }, (_, c) => [`c${c}`, name(at * (c + 1))]))), 'model'],
] // prettier-ignore

for (const [what, rows, outcome] of hostile)
  test(`of ${what}: ${outcome}`, () => {
    assert.equal(made(rows), outcome)
  })

test('of any small table: a model, or a Problem', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('ada', 'king', '1985-02-12', 'SW1A 1AA', '12', 'ada@example.org', '0', ' '),
  )
  const rows = fc.array(fc.dictionary(fc.string({ maxLength: 6 }), cell, { maxKeys: 6 }), { maxLength: 12 })
  fc.assert(
    fc.property(rows, (list) => {
      made(list)
    }),
    { numRuns: 60 },
  )
})

test('the same table gives the same model, whatever the order of its rows', () => {
  const { table } = inventPeople({ people: 60, perHousehold: 2, seed: 1 })
  assert.equal(modelHash(autoModel(table).model), modelHash(autoModel(table).model))
  const { model } = autoModel(table)
  assert.ok(patternSpace(model) <= 2 ** 53)
  assert.deepEqual(
    model.comparisons.map((comparison) => comparison.name),
    ['forename', 'surname', 'dob', 'address'],
  )
  assert.deepEqual(model.household?.shared, ['surname', 'address'])
})
