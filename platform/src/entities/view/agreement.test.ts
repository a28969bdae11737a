import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { slots } from '../reading/slots.ts'
import { agreement } from './agreement.ts'

for (const [slot, one, other, says] of [
  ['surname', 'O’NEILL', "O'Neill", 'agrees'],
  ['surname', 'Thornley', 'Thornly', 'conflicts'],
  ['given-name', 'Elizabeth', 'Liz', 'agrees'],
  ['given-name', 'M', 'Margaret', 'agrees'],
  ['given-name', 'John', 'Peter', 'conflicts'],
  ['full-name', 'SMITH, John', 'Mr John Smith', 'agrees'],
  ['full-name', 'John Smith', 'John Jones', 'conflicts'],
  ['date-of-birth', '1950-03-04', '04/03/1950', 'agrees'],
  ['date-of-birth', '1950', '1950-03-04', 'agrees'],
  ['date-of-birth', '1950-03-04', '1950-04-03', 'conflicts'],
  ['date-of-birth', '1900-01-01', '1950-04-03', null],
  ['postcode', 'nf1 2ab', 'NF1 2AB', 'agrees'],
  ['postcode', 'NF1', 'NF1 2AB', 'agrees'],
  ['postcode', 'NF2 2AB', 'NF1 2AB', 'conflicts'],
  ['address', '12 Mill Rd', '12 Mill Road', 'agrees'],
  ['address', '12 Mill Road', '14 Mill Road', 'conflicts'],
  ['address', 'Rose Cottage, Mill Road', '14 Mill Road', null],
  ['telephone', '01632 960123', '+44 1632 960 123', 'agrees'],
  ['sex', 'Female', 'F', 'agrees'],
  ['uprn', 'unknown', '10001', null],
] as const)
  test(`${slot}: ${one} and ${other}: ${says}`, () => assert.equal(agreement(slot, one, other), says))

test('it does not matter which comes first, and a value never conflicts with itself', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('12 Mill Road', '1950-03-04', 'Ann Lee', 'NF1'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...slots), text, text, (slot, one, other) => {
      assert.equal(agreement(slot, one, other), agreement(slot, other, one))
      assert.notEqual(agreement(slot, one, one), 'conflicts')
    }),
  )
})
