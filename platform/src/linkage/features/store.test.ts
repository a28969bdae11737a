import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { answer } from '../compare/answer.ts'
import { peopleModel } from '../model/model-for-tests.ts'
import { derivations } from './derivations.ts'
import { deriveRecord, recordAt } from './record.ts'
import { buildFeatures, frequenciesOf } from './store.ts'
import { tableOf } from './table.ts'
import { deriveValue } from './values.ts'

const names = ['first_name', 'surname', 'dob', 'postcode', 'lat', 'long', 'age']
const cell = fc.option(
  fc.oneof(
    fc.constantFrom(
      'ann',
      'anne',
      'lee',
      '1990-05-04',
      '1990-04-05',
      '1990-13-01',
      'sr1 3ab',
      'sr1 3zz',
      '54.9',
      'NaN',
      '',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  ),
)
const row = fc.record(Object.fromEntries(names.map((name) => [name, cell])))

test('the store holds for each record what deriving its row alone gives', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const table = tableOf([...rows, Object.fromEntries(names.map((name) => [name, null]))])
      const features = buildFeatures(peopleModel, table)
      for (const [record, one] of rows.entries())
        assert.deepEqual(recordAt(features, record), deriveRecord(peopleModel, one as never))
    }),
  )
})

test('codes are equal exactly when values are, across features that are compared', () => {
  fc.assert(
    fc.property(row, row, (left, right) => {
      const { columns } = buildFeatures(peopleModel, tableOf([left, right] as never))
      const [a, b] = [deriveRecord(peopleModel, left as never), deriveRecord(peopleModel, right as never)]
      for (const of of [
        ['forename', 'surname'],
        ['surname', 'forename'],
        ['dob', 'dob'],
        ['place', 'place'],
        ['age', 'age'],
      ] as const) {
        const [codeLeft, codeRight] = [columns[of[0]]!.codes[0]!, columns[of[1]]!.codes[1]!]
        const same = codeLeft === 0 || codeRight === 0 ? undefined : codeLeft === codeRight
        assert.equal(same, answer({ test: 'exact', of: [...of] }, a, b))
      }
    }),
  )
})

test('a value is as frequent as the share of the records with a value that have it', () => {
  const rows = ['lee', 'lee', null, 'kay', 'lee'].map((surname) => ({ surname }))
  const table = tableOf(rows)
  const { surname } = buildFeatures(peopleModel, table, ['surname']).columns
  assert.deepEqual([...frequenciesOf(surname!)], [0, 3 / 4, 1 / 4])
})

test('a column that is not there is named', () => {
  assert.throws(
    () => buildFeatures(peopleModel, tableOf([{ surname: 'lee' }])),
    (error) => error instanceof Problem && error.code === 'column-missing' && error.at === 'first_name',
  )
})

test('no derivation throws or takes long, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => void Object.values(derivations).map((derive) => derive(text))),
  )
  for (const text of ['a'.repeat(100_000), ' '.repeat(100_000), '-@'.repeat(50_000), '['.repeat(100_000)])
    for (const derive of Object.values(derivations)) derive(text)
})

for (const [text, seconds] of [
  ['1970-01-02', 86_400],
  ['1970-1-2', 86_400],
  [' 1970-01-02 ', 86_400],
  ['1970-01-01T00:01:00Z', 60],
  ['1969-12-31', -86_400],
  ['0050-01-01', -60_589_296_000],
  ['1970-02-30', null],
  ['1970-13-01', null],
  ['01/02/1970', null],
  ['', null],
] as const)
  test(`the date ${JSON.stringify(text)} is ${seconds} seconds`, () => {
    const value = deriveValue({ kind: 'date', from: 'dob' }, [text]) as { seconds: number } | null
    assert.equal(value?.seconds ?? null, seconds)
  })
