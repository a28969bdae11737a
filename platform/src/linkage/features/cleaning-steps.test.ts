import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Feature } from '../model/features.ts'
import { derivations } from './derivations.ts'
import { deriveValue } from './values.ts'

const table: readonly (readonly [step: string, text: string, made: string | null | readonly string[]])[] = [
  ['clean-surname', 'Mc Donald', 'mcdonald'],
  ['full-name-given', 'O’NEILL, Mary Ann (Mrs)', 'mary'],
  ['full-name-surname', 'O’NEILL, Mary Ann (Mrs)', 'oneill'],
  ['date-digits', '12/02/1985', '19850212'],
  ['date-digits', '1985-02-31', '19850231'],
  ['date-digits', '19851902', '19851902'],
  ['date-digits', '1900-01-01', null],
  ['date-digits', 'soon', null],
  ['date-any-order', '19850212', '19850212'],
  ['date-any-order', '19851202', '19850212'],
  ['codes', 'Panasonic 5.8GHz phone - KX-TG5776S (black)', ['58ghz', 'kxtg5776s']],
  ['words-with-digits', 'flat 2 17a high street', '2 17a'],
  ['words-without-digits', 'flat 2 17a high street', 'flat high street'],
  ['amount', '£1,234.50', '1234.50'],
  ['anything', 'n/a', null],
]

test('steps make what their names say', () => {
  for (const [step, text, made] of table) assert.deepEqual(derivations[step]!(text), made, `${step} of ${text}`)
})

test('kin names share a class, and others do not', () => {
  const classes = (name: string) => derivations['name-classes']!(name) as readonly string[]
  const kin = (one: string, other: string) => classes(one).some((id) => classes(other).includes(id))
  assert.ok(kin('elizabeth', 'liz'))
  assert.ok(kin('yusuf', 'yousef'))
  assert.ok(!kin('john', 'mary'))
})

test('a feature is without the words of other columns', () => {
  const rest: Feature = {
    kind: 'text',
    from: 'full',
    without: ['given', 'family'],
    steps: ['lower', 'squash'],
    needs: 'any',
  }
  assert.equal(deriveValue(rest, ['Ada King Lovelace', 'Ada', 'Lovelace']), 'king')
  assert.equal(deriveValue(rest, ['Ada Lovelace', 'Ada', 'Lovelace']), null)
  assert.equal(deriveValue(rest, ['Ada Lovelace', null, null]), 'ada lovelace')
  assert.equal(deriveValue(rest, [null, 'Ada', 'Lovelace']), null)
})
