import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { slipsBetween } from './distance.ts'

const table: readonly (readonly [string, string, number])[] = [
  ['mill', 'mill', 0],
  ['mill', 'mil', 1],
  ['mill', 'milll', 1],
  ['mill', 'mlil', 1],
  ['mill', 'mall', 1],
  ['mill', 'hall', 2],
  ['abbey', '', 5],
]
for (const [one, other, slips] of table)
  test(`${one} and ${other || 'nothing'} are ${slips} slips apart`, () =>
    assert.equal(slipsBetween(one, other, 9), slips))

/** By its definition, without bounds or rows that are used again. */
function plainly(one: string, other: string): number {
  const cost = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j
    const same = one[i - 1] === other[j - 1]
    const least = Math.min(cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + (same ? 0 : 1))
    const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
    return isSwap ? Math.min(least, cost(i - 2, j - 2) + 1) : least
  }
  return cost(one.length, other.length)
}

test('it is what the definition says, and more than `most` is `most + 1`', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'é'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 6 }), (one, other, most) => {
      assert.equal(slipsBetween(one, other, most), Math.min(plainly(one, other), most + 1))
    }),
  )
})
