import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyRuling, anyWorld } from './arbitraries.ts'
import { clusterRecords } from './cluster-records.ts'
import type { Ruling } from './input.ts'
import { LiveClusters } from './live.ts'
import { mergedByHand, settle, unmergedByHand } from './rulings.ts'

const runs = Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000)

/** Whether some assignment of records to entities keeps all of these. */
function agree(rulings: readonly Ruling[]): boolean {
  const entity = new Map(rulings.flatMap(({ left, right }) => [left, right]).map((record) => [record, record]))
  for (const _ of rulings)
    for (const { left, right, same } of rulings) {
      const lowest = Math.min(entity.get(left)!, entity.get(right)!)
      if (same) entity.set(left, lowest).set(right, lowest)
    }
  return rulings.every(({ left, right, same }) => same || entity.get(left) !== entity.get(right))
}

test('from the newest on, a ruling stands unless it contradicts those that stand', () => {
  let aside = 0
  fc.assert(
    fc.property(fc.array(anyRuling(6), { maxLength: 12 }), (rulings) => {
      const { standing, setAside } = settle(rulings)
      const slowly: Ruling[] = []
      for (const ruling of rulings.toReversed()) if (agree([ruling, ...slowly])) slowly.unshift(ruling)
      assert.deepEqual(standing, slowly)
      assert.equal(standing.length + setAside.length, rulings.length)
      aside += setAside.length
    }),
    { numRuns: runs },
  )
  assert.ok(aside > runs / 3, `only ${aside} rulings set aside`)
})

test('what was merged or taken apart by hand stays so, whatever the evidence, the limits and older rulings say', () => {
  const anyParts = anyWorld.chain((world) =>
    fc.record({
      world: fc.constant(world),
      labels: fc.array(fc.nat({ max: 3 }), { minLength: world.count, maxLength: world.count }),
    }),
  )
  fc.assert(
    fc.property(anyParts, ({ world: { input, count }, labels }) => {
      const parts = [0, 1, 2].map((label) => [...labels.keys()].filter((record) => labels[record] === label))
      const rulings = [...(input.rulings ?? []), ...unmergedByHand(parts)]
      const { cluster } = clusterRecords({ ...input, rulings })
      for (const [one, first] of labels.entries())
        for (const [other, second] of labels.entries())
          if (first < 3 && second < 3) assert.equal(cluster[one] === cluster[other], first === second)
      // And merged again.
      const live = new LiveClusters({ ...input, rulings })
      const all = parts.flat()
      for (const ruling of mergedByHand(all)) live.apply({ kind: 'rule', ruling })
      assert.equal(new Set(all.map((record) => live.clusterOf(record))).size, Math.min(1, all.length))
      assert.equal(live.count, count)
    }),
    { numRuns: runs },
  )
})
