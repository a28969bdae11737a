import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldsBySlot, slotOf } from './slots.ts'

for (const [name, meaning, slot] of [
  ['surname', 'person-name', 'surname'],
  ['legal_surname', 'person-name', 'surname'],
  ['LastName', 'person-name', 'surname'],
  ['forename', 'person-name', 'given-name'],
  ['First Name', 'person-name', 'given-name'],
  ['middle_name', 'person-name', 'middle-name'],
  ['customer_name', 'person-name', 'full-name'],
  ['Contact Name', 'person-name', 'full-name'],
  ['maiden_surname', 'person-name', null],
  ['Second Liable Person', 'person-name', null],
  ['referrer_name', 'person-name', null],
  ['next_of_kin_telephone', 'telephone', null],
  ['contact_telephone', 'telephone', 'telephone'],
  ['DOB', 'date-of-birth', 'date-of-birth'],
  ['sex', 'gender', 'sex'],
  ['ward', null, null],
  ['diagnosis_code', 'health', null],
] as const)
  test(`${name} (${meaning}) is ${slot}`, () => assert.equal(slotOf({ name, meaning }), slot))

test('of each slot the first, and no full name beside its parts', () => {
  const field = (name: string, meaning = 'person-name') => ({ name, meaning })
  const found = fieldsBySlot([field('name'), field('surname'), field('forename'), field('surname_at_birth_old')])
  assert.deepEqual(
    [...found].map(([slot, { name }]) => [slot, name]),
    [
      ['surname', 'surname'],
      ['given-name', 'forename'],
    ],
  )
})
