import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { exactToken, type IdentifierKind } from './exact-token.ts'

const key = 'the key of one project'

test('is what anybody with the key and this sentence can compute', () => {
  const text = 'wayleave/exact-token/1\nnhs-number\n9434765919\n1957-07-05'
  assert.equal(
    exactToken('nhs-number', '943 476 5919', '1957-07-05', key),
    createHmac('sha256', key).update(text).digest('hex'),
  )
})

test('is the same however the number is written, and another for another day, kind or key', () => {
  const token = exactToken('nino', 'AB 12 34 56 C', '1957-07-05', key)
  assert.ok(token)
  assert.equal(exactToken('nino', 'ab-123456-c', '1957-07-05', key), token)
  assert.notEqual(exactToken('nino', 'AB123456C', '1957-07-06', key), token)
  assert.notEqual(exactToken('nino', 'AB123456C', '1957-07-05', `${key}!`), token)
})

for (const [what, kind, identifier, born] of [
  ['a wrong check digit', 'nhs-number', '9434765918', '1957-07-05'],
  ['one digit repeated', 'nhs-number', '0000000000', '1957-07-05'],
  ['too few digits', 'nhs-number', '943476591', '1957-07-05'],
  ['nothing', 'nhs-number', '', '1957-07-05'],
  ['a prefix that is never issued', 'nino', 'GB123456A', '1957-07-05'],
  ['a suffix that is none', 'nino', 'AB123456E', '1957-07-05'],
  ['no such day', 'nino', 'AB123456C', '1957-02-30'],
  ['a day written otherwise', 'nino', 'AB123456C', '05/07/1957'],
  ['no day', 'nino', 'AB123456C', ''],
] as const satisfies (readonly [string, IdentifierKind, string, string])[])
  test(`makes no token of ${what}`, () => assert.equal(exactToken(kind, identifier, born, key), undefined))

test('makes no token without a key', () => assert.equal(exactToken('nino', 'AB123456C', '1957-07-05', ''), undefined))
