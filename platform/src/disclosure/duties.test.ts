import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attribution, dutiesInWords } from './duties.ts'
import { withoutFormula } from './index.ts'

test('every duty is one plain sentence', () => {
  const words = dutiesInWords({
    retainUntil: '2027-06-30',
    suppressBelow: 5,
    attribute: 'Northford  City Council,\n2026',
    notify: 'the holder, of any breach within 24 hours',
    deleteAndProve: true,
  })
  assert.deepEqual(words, [
    'Keep it no longer than 30 June 2027.',
    'Delete it when its time is over, and confirm to the holder that it is deleted.',
    'Answers with fewer than 5 rows are withheld; publish no smaller number made from it.',
    'Say where it comes from: “Northford City Council, 2026”.',
    'Notify: the holder, of any breach within 24 hours.',
  ])
})

test('without duties there are no words', () => {
  assert.deepEqual(dutiesInWords({}), [])
  assert.equal(attribution({}), null)
  assert.deepEqual(dutiesInWords({ deleteAndProve: false }), [])
})

for (const [text, safe] of [
  ['=1+1', "'=1+1"],
  ['  =cmd()', "'  =cmd()"],
  ['\t1', "'\t1"],
  ['\r', "'\r"],
  ['\u200b\ufeff＝A1', "'\u200b\ufeff＝A1"],
  ['\u00a0＠SUM', "'\u00a0＠SUM"],
  ['-1+cmd', "'-1+cmd"],
  ['+44 7700', "'+44 7700"],
  ['-3.2', '-3.2'],
  ['+1e5', '+1e5'],
  ['a=b', 'a=b'],
  ['', ''],
] as const) {
  test(`a spreadsheet shows ${JSON.stringify(text)} and does not run it`, () =>
    assert.equal(withoutFormula(text), safe))
}
