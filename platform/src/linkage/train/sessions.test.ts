import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withMissing } from './parameters.ts'
import { runSession, sharesOf } from './sessions.ts'

const sizes = [4, 3, 5]
const chances = (size: number) =>
  fc.array(fc.integer({ min: 1, max: 100 }), { minLength: size - 1, maxLength: size - 1 }).map(withMissing)
const allChances = fc.tuple(...sizes.map(chances))
const patterns = fc.array(
  fc.record({
    levels: fc
      .tuple(...sizes.map((size) => fc.integer({ min: 0, max: size - 1 })))
      .map((levels) => Uint8Array.from(levels)),
    count: fc.integer({ min: 1, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 40 },
)
const sharing = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())

test('the likelihood never falls, whatever the pairs', () => {
  fc.assert(
    fc.property(patterns, allChances, allChances, sharing, (found, expected, u, shared) => {
      const { likelihood, same, household, m } = runSession(found, [0, 1, 2], { expected, u, shared, strength: 20 })
      for (const [round, now] of likelihood.slice(1).entries())
        assert.ok(now >= likelihood[round]! - 1e-6 * Math.abs(now), `round ${round}: ${likelihood[round]} ${now}`)
      assert.ok(same >= 0 && household >= 0 && same + household <= 1 + 1e-9)
      for (const chance of m.flatMap((own) => [...own])) assert.ok(chance > 0 && chance <= 1)
    }),
  )
})

test('the shares found are those that the pairs were made with', () => {
  const m = [withMissing([0.9, 0.08, 0.02]), withMissing([0.8, 0.2]), withMissing([0.7, 0.1, 0.1, 0.1])]
  const u = [withMissing([0.01, 0.04, 0.95]), withMissing([0.1, 0.9]), withMissing([0.002, 0.003, 0.005, 0.99])]
  const shared = [false, true, true]
  const [same, household, all] = [0.001, 0.004, 1e7]
  const made = []
  for (let a = 1; a < 4; a++)
    for (let b = 1; b < 3; b++)
      for (let c = 1; c < 5; c++) {
        const others = u[1]![b]! * u[2]![c]!
        const alike = m[1]![b]! * m[2]![c]!
        const share = same * m[0]![a]! * alike + u[0]![a]! * (household * alike + (1 - same - household) * others)
        made.push({ levels: Uint8Array.of(a, b, c), count: all * share })
      }
  const found = sharesOf(made, { m, u, shared }, { all, records: 5_000, most: 1 })
  assert.ok(Math.abs(found.same / same - 1) < 0.02, String(found.same))
  assert.ok(Math.abs(found.household / household - 1) < 0.02, String(found.household))
})
