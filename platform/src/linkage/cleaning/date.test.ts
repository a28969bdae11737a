import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanDate, readDate } from './date.ts'

const table: readonly (readonly [string, string | null])[] = [
  ['1985-02-12', '1985-02-12'],
  ['1985-02-12T00:00:00Z', '1985-02-12'],
  ['1985-02-12 00:00:00.000', '1985-02-12'],
  ['12/02/1985', '1985-02-12'],
  ['12.2.85', '1985-02-12'],
  ['12-2-1985 09:30', '1985-02-12'],
  ['19850212', '1985-02-12'],
  ['12021985', '1985-02-12'],
  ['12 Feb 1985', '1985-02-12'],
  ['12-FEB-85', '1985-02-12'],
  ['Feb 12, 1985', '1985-02-12'],
  ['Tuesday 12th February 1985', '1985-02-12'],
  ['12th of Sept 1985', '1985-09-12'],
  ['1985 February 12', '1985-02-12'],
  ['February 1985', '1985-02'],
  ['02/1985', '1985-02'],
  ['1985-02', '1985-02'],
  ['1985', '1985'],
  ['12/25/1985', '1985-12-25'],
  ['01/01/30', '1930-01-01'],
  ['01/02/29', '2029-02-01'],
  ['29/02/1984', '1984-02-29'],
  ['29/02/1985', null],
  ['31/04/1985', null],
  ['00/00/0000', null],
  ['9999-12-31', null],
  ['1900-01-01', null],
  ['99/99/9999', null],
  ['12/02', null],
  ['5', null],
  ['not known', null],
  ['12 Feb', null],
  ['3 000 1985', null],
]
for (const [text, expected] of table) test(`${text} → ${expected}`, () => assert.equal(cleanDate(text), expected))

test('a pivot may be given', () => assert.equal(cleanDate('1/2/30', { twoDigitYearsTo: 2035 }), '2030-02-01'))

test('stand-ins are told apart from the days they look like', () => {
  assert.equal(readDate('01/01/1985')?.placeholder, 'usual')
  assert.equal(readDate('01/01/1970')?.placeholder, 'usual')
  assert.equal(readDate('1900-01-01')?.placeholder, 'never')
  assert.equal(readDate('9999-12-31')?.placeholder, 'never')
  assert.equal(readDate('02/01/1985')?.placeholder, null)
})

test('a date that the calendar lacks is kept for comparing, as not real', () => {
  assert.deepEqual(readDate('31/02/1985'), { packed: 19850231, precision: 'day', isReal: false, placeholder: null })
  assert.deepEqual(readDate('Feb 1985'), { packed: 19850200, precision: 'month', isReal: true, placeholder: null })
})
