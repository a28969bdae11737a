import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sayBits, sideBySide } from './side-by-side.ts'

const one = (field: string, meaning: string | null, value: string | number | boolean | null) => ({
  field,
  meaning,
  value,
})

test('what both say of one thing stands in one row, names first', () => {
  assert.deepEqual(
    sideBySide(
      [one('pc', 'postcode', 'NF8 0AE'), one('name', 'person-name', 'Steven Millor'), one('nhs', 'nhs-number', null)],
      [
        one('surname', 'person-name', 'Miller'),
        one('first_name', 'person-name', 'Steven'),
        one('postcode', 'postcode', 'NF8 0AE'),
        one('lives_alone', null, false),
      ],
    ),
    [
      { what: 'Name', left: ['Steven Millor'], right: ['Steven Miller'] },
      { what: 'Postcode', left: ['NF8 0AE'], right: ['NF8 0AE'] },
      { what: 'NHS number', left: [], right: [] },
      { what: 'Lives alone', left: [], right: [false] },
    ],
  )
})

test('no value of either record is lost, and none crosses over', () => {
  const values = fc.array(
    fc.record({
      field: fc.constantFrom('a', 'b', 'phone', 'Carer Phone'),
      meaning: fc.constantFrom('telephone', 'postcode', null),
      value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    }),
  )
  fc.assert(
    fc.property(values, values, (left, right) => {
      const rows = sideBySide(left, right)
      const there = (of: typeof left) => of.flatMap(({ value }) => (value === null || value === '' ? [] : [value]))
      const sorted = (of: readonly unknown[]) => of.map((value) => JSON.stringify(value)).toSorted()
      assert.deepEqual(sorted(rows.flatMap((row) => row.left)), sorted(there(left)))
      assert.deepEqual(sorted(rows.flatMap((row) => row.right)), sorted(there(right)))
    }),
  )
})

for (const [bits, says] of [
  [10, 'very strongly for it'],
  [3.6, 'strongly for it'],
  [1.6, 'for it'],
  [0.7, 'a little for it'],
  [0.5, 'says nothing'],
  [0, 'says nothing'],
  [-0.7, 'a little against it'],
  [-5.6, 'strongly against it'],
  [-Infinity, 'very strongly against it'],
] as const)
  test(`${bits} bits: ${says}`, () => assert.equal(sayBits(bits), says))
