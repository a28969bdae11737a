import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stableNames } from './stable-names.ts'

const names = (headers: string[], earlier: string[]) =>
  stableNames(
    headers,
    earlier.map((name) => ({ name })),
  ).names

test('a field keeps its name, however its header is spelt this time', () => {
  assert.deepEqual(names(['DATE_PAID', 'Net amount (£)', 'New'], ['Date paid', 'NetAmount']), [
    'Date paid',
    'NetAmount',
    'New',
  ])
  assert.deepEqual(names(['net amount', 'NET_AMOUNT'], ['Net Amount']), ['Net Amount', 'NET_AMOUNT'])
})

test('the same spelling comes before a similar one', () => {
  assert.deepEqual(names(['ward', 'Ward'], ['Ward']), ['ward_2', 'Ward'])
})

test('names differ in more than their case, which engines ignore', () => {
  assert.deepEqual(names(['Name', 'name', 'NAME'], []), ['Name', 'name_2', 'NAME_3'])
})

test('what was done is said', () => {
  const { lines } = stableNames(['WARD', 'ward'], [{ name: 'Ward' }])
  assert.deepEqual(
    lines.map(({ code, field }) => [code, field]),
    [
      ['field-name-kept', 'Ward'],
      ['header-repeated', 'ward_2'],
    ],
  )
})
