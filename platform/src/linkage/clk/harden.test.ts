import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { drawing } from './drawing.ts'
import { encode } from './encode.ts'
import { countsOf, type Encodings, joined, rowOf, strideOf } from './encodings.ts'
import { balanced, flipped, folded } from './harden.ts'
import { readSchema } from './schema.ts'

const encodings = fc
  .tuple(fc.constantFrom(8, 64, 96, 1024), fc.integer({ min: 1, max: 4 }), fc.string({ maxLength: 4 }))
  .map(([bits, count, seed]): Encodings => {
    const draw = drawing(seed, 'rows')
    const row = () => {
      const bytes = new Uint8Array(strideOf(bits))
      for (let byte = 0; byte < bits / 8; byte++) bytes[byte] = draw(256)
      return bytes
    }
    return joined(bits, Array.from({ length: count }, row))
  })

const difference = (left: Encodings, right: Encodings) =>
  countsOf({ ...left, rows: left.rows.map((byte, at) => byte ^ (right.rows[at] ?? 0)) })

test('folding an encoding is what the schema’s folding makes', () => {
  const schema = (l: number, folds: number) =>
    readSchema({
      version: 3,
      clkConfig: { l, xor_folds: folds, kdf: { type: 'HKDF' } },
      features: [
        {
          identifier: 'name',
          format: { type: 'string' },
          hashing: { comparison: { type: 'ngram', n: 2 }, strategy: { bitsPerToken: 20 } },
        },
      ],
    })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(3), (name, folds) => {
      const [whole, less] = [
        encode([[name]], schema(1024, 0), 'key'),
        encode([[name]], schema(1024 / 2 ** folds, folds), 'key'),
      ]
      assert.deepEqual(folded(whole, folds), less)
    }),
  )
})

test('flips come at the chance given, are repeatable, and differ by key, label and row', () => {
  const zeros = joined(
    1024,
    Array.from({ length: 200 }, () => new Uint8Array(128)),
  )
  const noise = flipped(zeros, { chance: 0.1, key: 'k', label: 'a' })
  const share = countsOf(noise).reduce((sum, count) => sum + count, 0) / (200 * 1024)
  // 204,800 draws: five deviations are 0.0033.
  assert.ok(Math.abs(share - 0.1) < 0.0034, `${share} of the bits were flipped`)
  assert.deepEqual(flipped(zeros, { chance: 0.1, key: 'k', label: 'a' }), noise)
  assert.notDeepEqual(rowOf(noise, 0), rowOf(noise, 1))
  for (const other of [
    { chance: 0.1, key: 'l', label: 'a' },
    { chance: 0.1, key: 'k', label: 'b' },
  ])
    assert.notDeepEqual(flipped(zeros, other).rows, noise.rows)
})

test('flips leave what is over in a row alone, and flipped twice is as it was', () => {
  fc.assert(
    fc.property(encodings, (some) => {
      const noise = { chance: 0.2, key: 'k', label: 'a' }
      assert.deepEqual(flipped(flipped(some, noise), noise), some)
    }),
  )
})

test('balanced codes have half of their bits set, and twice the distance', () => {
  fc.assert(
    fc.property(encodings, encodings, (some, others) => {
      const made = balanced(some, 'k')
      assert.deepEqual([...new Set(countsOf(made))], [some.bits])
      if (some.bits !== others.bits || some.count !== others.count) return
      const [before, after] = [difference(some, others), difference(made, balanced(others, 'k'))]
      assert.deepEqual(
        after,
        before.map((bits) => 2 * bits),
      )
    }),
  )
})

test('what cannot be done is said', () => {
  const row = joined(100, [new Uint8Array(16)])
  for (const work of [
    () => folded(row, 3),
    () => folded(row, -1),
    () => flipped(row, { chance: 0.5, key: 'k', label: '' }),
    () => flipped(row, { chance: NaN, key: 'k', label: '' }),
  ])
    assert.throws(work, (error) => error instanceof Problem && error.code === 'clk-hardening-invalid')
})
