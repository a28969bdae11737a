import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { agglomerate } from './agglomerate.ts'
import { anyWorld } from './arbitraries.ts'
import { DenseGroups } from './dense-groups.ts'
import type { Groups, Rules } from './groups.ts'
import { type ClusterInput, settingsOf } from './input.ts'
import { Limits } from './limits.ts'
import { SparseGroups } from './sparse-groups.ts'
import { unitsOf } from './units.ts'

/** Everything that happened: joinings in the order of their names, what was held apart, and the groups. */
function history(groups: Groups, { edges, records, rulings = [] }: ClusterInput) {
  groups.begin(Uint32Array.from({ length: records.count }, (_, record) => record))
  for (let edge = 0; edge < edges.count; edge++)
    groups.addEdge(edges.left[edge]!, edges.right[edge]!, unitsOf(edges.weight[edge]!))
  groups.finish()
  for (const { left, right, same } of rulings)
    if (same && groups.nameOf(left) !== groups.nameOf(right)) groups.join(groups.nameOf(left), groups.nameOf(right))
  const happened: unknown[] = []
  agglomerate(groups, records.count, (...joining) => happened.push(joining))
  const apart: string[] = []
  groups.heldApart((...held) => apart.push(String(held)))
  return {
    happened,
    apart: apart.toSorted(),
    names: Array.from({ length: records.count }, (_, at) => groups.nameOf(at)),
  }
}

test('lists of edges and cells of pairs give the same groups, whatever they were used for before', () => {
  fc.assert(
    fc.property(fc.array(anyWorld, { minLength: 1, maxLength: 3 }), (worlds) => {
      const settings = settingsOf(worlds[0]!.input.settings)
      const rules = (input: ClusterInput): Rules => ({
        stop: unitsOf(settings.stopBits),
        missing: unitsOf(settings.missingBits),
        limits: new Limits(input.records, settings),
      })
      const count = Math.max(...worlds.map((world) => world.count))
      const facts = worlds.find((world) => world.count === count)!.input
      const [dense, sparse] = [new DenseGroups(rules(facts)), new SparseGroups(rules(facts))]
      for (const { input } of worlds) assert.deepEqual(history(sparse, input), history(dense, input))
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
})
