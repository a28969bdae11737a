import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sayValue } from './values.ts'

for (const [value, says] of [
  [true, 'Yes'],
  [false, 'No'],
  [0, '0'],
  [6.5, '6.5'],
  ['1988-03-29', '29 March 1988'],
  ['2000-02-29', '29 February 2000'],
  ['1957-02-31', '1957-02-31'],
  ['1957-00-00', '1957-00-00'],
  ['1957', '1957'],
  ['1957-03', '1957-03'],
  ['0115 496 0934', '0115 496 0934'],
  ['', ''],
] as const)
  test(`${JSON.stringify(value)} reads “${says}”`, () => assert.equal(sayValue(value), says))

test('text that is no day stays as its holder wrote it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/^\d{4}-\d{2}-\d{2}$/.test(text))
      assert.equal(sayValue(text), text)
    }),
  )
})
