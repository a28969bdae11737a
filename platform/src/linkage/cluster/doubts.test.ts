import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AnyEdge, anyWorld, edgesOf } from './arbitraries.ts'
import { clusterRecords } from './cluster-records.ts'
import { doubtsIn, doubtsOf } from './doubts.ts'
import type { ClusterInput } from './input.ts'
import { settle } from './rulings.ts'
import { unitsOf } from './units.ts'

const none = 0xffffffff
const doubtful = (input: ClusterInput) => {
  const clustering = clusterRecords(input)
  return { ...doubtsOf(input, clustering), clustering }
}
const world = (
  count: number,
  list: readonly (readonly [number, number, number])[],
  more: Partial<ClusterInput> = {},
) => ({
  records: { count },
  edges: edgesOf(list.map(([left, right, weight]) => ({ left, right, weight }))),
  ...more,
})

const families: [number, number, number][] = [
  [0, 1, 12],
  [0, 2, 12],
  [1, 2, 12],
  [3, 4, 12],
  [3, 5, 12],
  [4, 5, 12],
]

test('one edge between two families is a bridge, and the weakest link', () => {
  const input = world(7, [...families, [2, 3, 10], [0, 6, 30]])
  const { cluster, size, weakest, bridge, bridged, flags } = doubtful(input)
  assert.deepEqual(
    [[...cluster], [...size]],
    [
      [0, 3],
      [4, 3],
    ],
  )
  const joined = doubtful(world(6, [...families, [2, 3, 10]]))
  assert.deepEqual(
    [[...joined.cluster], [...joined.weakest], [...joined.bridge], [...joined.bridged]],
    [[0], [6], [6], [3]],
  )
  assert.deepEqual(doubtsIn(joined.flags[0]!), ['bridge'])
  assert.deepEqual(doubtsIn(doubtsOf(world(6, [...families, [2, 3, 10]]), joined.clustering, { weakBits: 11, large: 5 }).flags[0]!), ['weak-link', 'bridge', 'large']) // prettier-ignore
  // A single record on one edge is nothing unusual: the edge is told of and no flag set.
  assert.deepEqual([weakest[0], bridge[0], bridged[0], doubtsIn(flags[0]!)], [1, 7, 1, []])
})

test('two edges between two families are no bridge', () => {
  const { bridge, weakest } = doubtful(world(6, [...families, [2, 3, 10], [1, 4, 9]]))
  assert.deepEqual([[...bridge], [...weakest]], [[none], [6]])
})

test('a pair that is given twice is one edge', () => {
  const { bridge } = doubtful(world(6, [...families, [2, 3, 10], [3, 2, 10]]))
  assert.equal(bridge[0], 6)
})

test('what rulings did against the evidence is told', () => {
  const same = [{ left: 0, right: 1, same: true }]
  const flagsOf = (more: Partial<ClusterInput>, list: [number, number, number][] = []) =>
    doubtsIn(doubtful(world(2, list, { rulings: same, ...more })).flags[0]!)
  assert.deepEqual(flagsOf({}), [])
  assert.deepEqual(flagsOf({}, [[0, 1, -Infinity]]), ['against-evidence'])
  assert.deepEqual(flagsOf({ records: { count: 2, identifiers: [Uint32Array.of(3, 4)] } }), ['against-evidence'])
  const records = { count: 2, source: Uint8Array.of(3, 3) }
  assert.deepEqual(flagsOf({ records, settings: { oncePerSource: [3] } }), ['against-evidence'])
  assert.equal(doubtful(world(2, [], { rulings: same })).weakest[0], none)
})

test('a cluster that a limit keeps from another, and one of a component that was broken up', () => {
  const records = { count: 3, source: Uint8Array.of(1, 2, 1) }
  const list: [number, number, number][] = [
    [0, 1, 9],
    [1, 2, 8],
  ]
  assert.deepEqual(doubtsIn(doubtful(world(3, list, { records, settings: { oncePerSource: [1] } })).flags[0]!), [
    'held-apart',
  ])
  const crowd = Array.from({ length: 20 }, (_, left) =>
    Array.from({ length: left }, (__, right) => [left, right, 5] as const),
  )
  const broken = doubtful(world(20, [...crowd.flat(), [3, 4, 9]], { settings: { edgesAtOnce: 20 } }))
  assert.deepEqual([[...broken.cluster], doubtsIn(broken.flags[0]!)], [[3], ['broken-up']])
})

/** Records that each hang on an earlier one, and a few links more: bridges are common. */
const anyTree: fc.Arbitrary<{ input: ClusterInput }> = fc
  .record({
    above: fc.array(fc.nat(), { minLength: 3, maxLength: 9 }),
    more: fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 2 }),
    weights: fc.array(fc.integer({ min: 6, max: 40 }), { minLength: 11, maxLength: 11 }),
  })
  .map(({ above, more, weights }) => {
    const count = above.length + 1
    const tree = above.map((place, record) => [place % (record + 1), record + 1] as const)
    const list = [...tree, ...more.map(([left, right]) => [left % count, right % count] as const)]
    const edges = list.map(([left, right], place) => [left, right, weights[place % weights.length]!] as const)
    return { input: { ...world(count, edges), rulings: [], settings: { stopBits: 0 } } }
  })

test('weakest links and bridges are what taking edges away one by one shows', () => {
  let [bridges, clusters] = [0, 0]
  fc.assert(
    fc.property(fc.oneof(anyWorld, anyTree), ({ input }) => {
      const { cluster: names, size, weakest, bridge, bridged, clustering } = doubtful(input)
      const { left, right, weight } = input.edges
      const ruled = settle(input.rulings ?? []).standing.filter(({ same }) => same)
      for (const [place, name] of names.entries()) {
        clusters++
        const members = [...clustering.cluster.keys()].filter((record) => clustering.cluster[record] === name)
        assert.equal(members.length, size[place])
        const links = [...left.keys()]
          .filter(
            (edge) => members.includes(left[edge]!) && members.includes(right[edge]!) && left[edge] !== right[edge],
          )
          .filter((edge) => unitsOf(weight[edge]!) >= unitsOf(input.settings!.stopBits!))
        const reached = (kept: readonly number[]) => {
          const group = [members[0]!]
          const pairs = [
            ...kept.map((edge) => [left[edge]!, right[edge]!]),
            ...ruled.map((each) => [each.left, each.right]),
          ]
          for (const record of group)
            for (const [one, other] of [...pairs, ...pairs.map((pair) => pair.toReversed())])
              if (one === record && !group.includes(other!)) group.push(other!)
          return group.length
        }
        assert.equal(reached(links), members.length, 'links and rulings hold a cluster together')
        const levels = [...new Set(links.map((edge) => unitsOf(weight[edge]!)))].toSorted((a, b) => b - a)
        const holds = (level: number) =>
          reached(links.filter((edge) => unitsOf(weight[edge]!) >= level)) === members.length
        if (reached([]) === members.length) assert.equal(weakest[place], none)
        else assert.equal(unitsOf(weight[weakest[place]!]!), levels.find(holds))
        const pairOf = (edge: number) => [left[edge]!, right[edge]!].toSorted((a, b) => a - b).join()
        const splits = links.map((edge) => {
          const side = reached(links.filter((each) => pairOf(each) !== pairOf(edge)))
          return Math.min(side, members.length - side)
        })
        assert.equal(bridged[place], Math.max(0, ...splits))
        bridges += Number(bridged[place]! > 1)
        if (bridge[place] === none) assert.equal(bridged[place], 0)
        else assert.equal(splits[links.indexOf(bridge[place]!)], bridged[place])
      }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
  assert.ok(bridges > clusters / 50, `only ${bridges} bridges in ${clusters} clusters`)
})

test('neither the order of edges nor that of their records changes what is told', () => {
  fc.assert(
    fc.property(anyWorld, ({ input, list }) => {
      const told = (edges: readonly AnyEdge[]) => {
        const { cluster, weakest, bridge, bridged, flags } = doubtful({ ...input, edges: edgesOf(edges) })
        const pairs = (numbers: Uint32Array) =>
          Array.from(numbers, (edge) => {
            const { left, right, weight } = edges[edge] ?? { left: 0, right: 0, weight: 0 }
            return [Math.min(left, right), Math.max(left, right), unitsOf(weight)]
          })
        return { cluster, weakest: pairs(weakest), bridge: pairs(bridge), bridged, flags }
      }
      const turned = list.toReversed().map((edge) => ({ ...edge, left: edge.right, right: edge.left }))
      assert.deepEqual(told(turned), told(list))
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
})
