import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AnyEdge, anyWorld, edgesOf } from './arbitraries.ts'
import { clusterRecords } from './cluster-records.ts'
import { bitsOf, probabilityOf } from '../odds.ts'
import type { ClusterSettings, Records, Ruling } from './input.ts'
import { clusteredSlowly } from './slowly-for-tests.ts'

const runs = Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000)

type Extra = Readonly<{ records?: Partial<Records>; rulings?: readonly Ruling[]; settings?: Partial<ClusterSettings> }>

const clusters = (count: number, list: readonly (readonly [number, number, number])[], extra: Extra = {}) => [
  ...clusterRecords({
    records: { count, ...extra.records },
    edges: edgesOf(list.map(([left, right, weight]) => ({ left, right, weight }))),
    rulings: extra.rulings ?? [],
    settings: extra.settings ?? {},
  }).cluster,
]

test('two families that one bad edge joins stay two', () => {
  const families: [number, number, number][] = [
    [0, 1, 12],
    [0, 2, 12],
    [1, 2, 12],
    [3, 4, 12],
    [3, 5, 12],
    [4, 5, 12],
    [2, 3, 7],
  ]
  // Between them: 7 bits for, 8 pairs without an edge against.
  assert.deepEqual(clusters(6, families), [0, 0, 0, 3, 3, 3])
  assert.deepEqual(clusters(6, families.with(-1, [2, 3, 9])), [0, 0, 0, 0, 0, 0])
})

test('groups are joined while the mean is at least stop', () => {
  // 0–1 joined at 5; then record 2 has 3 bits to one of them and none to the other: (3 − 1) / 2 = 1.
  const list: [number, number, number][] = [
    [0, 1, 5],
    [1, 2, 3],
  ]
  assert.deepEqual(clusters(3, list, { settings: { stopBits: 1 } }), [0, 0, 0])
  assert.deepEqual(clusters(3, list, { settings: { stopBits: 1.01 } }), [0, 0, 2])
  assert.deepEqual(clusters(3, list, { settings: { thresholdBits: 4 } }), [0, 0, 2])
})

test('a register without duplicates has at most one record in a cluster', () => {
  const list: [number, number, number][] = [
    [0, 1, 9],
    [0, 2, 8],
    [1, 2, 8],
  ]
  const records = { source: Uint8Array.of(7, 5, 5) }
  assert.deepEqual(clusters(3, list, { records }), [0, 0, 0])
  assert.deepEqual(clusters(3, list, { records, settings: { oncePerSource: [5] } }), [0, 0, 2])
  assert.deepEqual(clusters(3, list, { records, settings: { oncePerSource: [7] } }), [0, 0, 0])
})

test('two identifiers never share a cluster, not even through a record that has none', () => {
  const list: [number, number, number][] = [
    [0, 1, 20],
    [1, 2, 30],
  ]
  assert.deepEqual(clusters(3, list, { records: { identifiers: [Uint32Array.of(11, 0, 12)] } }), [0, 1, 1])
  assert.deepEqual(clusters(3, list, { records: { identifiers: [Uint32Array.of(11, 0, 11)] } }), [0, 0, 0])
})

test('hard evidence against a pair keeps their groups apart', () => {
  const list: [number, number, number][] = [
    [0, 1, 30],
    [2, 3, 30],
    [1, 2, 25],
    [0, 3, -Infinity],
  ]
  assert.deepEqual(clusters(4, list), [0, 0, 2, 2])
})

test('rulings outweigh evidence and limits, and the newest of two that contradict stands', () => {
  const list: [number, number, number][] = [[0, 1, 30]]
  const apart = { left: 1, right: 0, same: false }
  const same = { left: 0, right: 1, same: true }
  assert.deepEqual(clusters(2, list, { rulings: [apart] }), [0, 1])
  assert.deepEqual(clusters(2, list, { rulings: [apart, same] }), [0, 0])
  assert.deepEqual(clusters(2, list, { rulings: [same, apart] }), [0, 1])
  assert.deepEqual(clusters(2, [[0, 1, -Infinity]], { rulings: [same] }), [0, 0])
  assert.deepEqual(clusters(3, [], { rulings: [same], settings: { largest: 1 } }), [0, 0, 2])
})

test('what was set aside and held apart is told', () => {
  const told = clusterRecords({
    records: { count: 3, source: Uint8Array.of(1, 1, 2) },
    edges: edgesOf([{ left: 0, right: 1, weight: 9 }]),
    rulings: [
      { left: 0, right: 2, same: true },
      { left: 0, right: 2, same: false },
    ],
    settings: { oncePerSource: [1] },
  })
  assert.deepEqual(told.setAside, [{ left: 0, right: 2, same: true }])
  assert.deepEqual(told.heldApart, [{ one: 0, other: 1, limit: 'source' }])
})

test('clusters are what the definition says', () => {
  let joined = 0
  fc.assert(
    fc.property(anyWorld, ({ input, count }) => {
      const { cluster } = clusterRecords(input)
      assert.deepEqual([...cluster], clusteredSlowly(input))
      joined += count - new Set(cluster).size
    }),
    { numRuns: runs },
  )
  assert.ok(joined > runs, `only ${joined} joinings: the generator has lost its bite`)
})

test('neither the order of edges nor that of the two records of an edge matters', () => {
  fc.assert(
    fc.property(anyWorld, fc.infiniteStream(fc.nat()), ({ input, list }, keys) => {
      const shuffled = list
        .map((edge) => ({ edge, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ edge, key }): AnyEdge => (key % 2 ? { ...edge, left: edge.right, right: edge.left } : edge))
      assert.deepEqual(clusterRecords({ ...input, edges: edgesOf(shuffled) }).cluster, clusterRecords(input).cluster)
    }),
    { numRuns: runs },
  )
})

test('the joinings told of make the clusters', () => {
  fc.assert(
    fc.property(anyWorld, ({ input, count }) => {
      const { cluster, joinings } = clusterRecords({ ...input, rulings: [] }, { withJoinings: true })
      const group = Array.from({ length: count }, (_, record) => record)
      for (const { one, other, pairs } of joinings) {
        const sizeOf = (name: number) => group.filter((each) => each === name).length
        assert.equal(sizeOf(one) * sizeOf(other), pairs)
        for (const [record, name] of group.entries()) if (name === other) group[record] = one
      }
      assert.deepEqual([...cluster], group)
    }),
    { numRuns: runs },
  )
})

/** Everybody linked with everybody: a placeholder that many records share. */
function clique(count: number, weight: number): AnyEdge[] {
  return Array.from({ length: count }, (_, left) =>
    Array.from({ length: left }, (__, right): AnyEdge => ({ left, right, weight })),
  ).flat()
}

test('a component with too many edges is broken up, into the same parts whatever the order of edges', () => {
  const list = [...clique(40, 10), { left: 3, right: 7, weight: 12 }]
  const settings = { edgesAtOnce: 50 }
  const first = clusterRecords({ records: { count: 40 }, edges: edgesOf(list), settings })
  assert.deepEqual(first.brokenUp, [0])
  assert.deepEqual(clusterRecords({ records: { count: 40 }, edges: edgesOf(list.toReversed()), settings }), first)
  // What cannot be told apart and is too much to be looked at closely is not taken for one.
  assert.deepEqual(
    [...first.cluster],
    Array.from({ length: 40 }, (_, record) => (record === 7 ? 3 : record)),
  )
  assert.deepEqual(new Set(clusterRecords({ records: { count: 40 }, edges: edgesOf(list) }).cluster), new Set([0]))
})

test('breaking up keeps what the strongest edges hold together', () => {
  const triangle = (first: number) => [
    { left: first, right: first + 1, weight: 20 },
    { left: first, right: first + 2, weight: 20 },
    { left: first + 1, right: first + 2, weight: 18 },
  ]
  const triangles = Array.from({ length: 20 }, (_, place) => triangle(3 * place)).flat()
  const list = [...clique(60, 1), ...triangles]
  const { cluster, brokenUp } = clusterRecords({
    records: { count: 60 },
    edges: edgesOf(list),
    settings: { edgesAtOnce: 300 },
  })
  assert.deepEqual(brokenUp, [0])
  assert.deepEqual(
    [...cluster],
    Array.from({ length: 60 }, (_, record) => record - (record % 3)),
  )
})

test('a ruling holds across the parts of a component that is broken up', () => {
  const rulings = [{ left: 0, right: 39, same: true }]
  const edges = edgesOf(clique(40, 10))
  const { cluster } = clusterRecords({ records: { count: 40 }, edges, rulings, settings: { edgesAtOnce: 50 } })
  assert.equal(cluster[39], cluster[0])
})

test('a star of a hundred thousand records, a long chain and a clique are clustered', () => {
  const count = 100_000
  const records = Array.from({ length: count - 1 }, (_, place) => place + 1)
  const star = clusters(
    count,
    records.map((record) => [0, record, 20]),
  )
  // The n-th leaf joins while 20 − (n − 1) is at least 0.
  assert.equal(star.filter((name) => name === 0).length, 22)
  // Ever stronger links: pairs form from the far end, and no third record reaches a mean of 0.
  const links = records.slice(0, 39_999).map((record) => [record - 1, record, 0.2 + record / 60_000] as const)
  assert.equal(new Set(clusters(40_000, links)).size, 20_000)
  const { cluster } = clusterRecords({
    records: { count: 1_000 },
    edges: edgesOf(clique(1_000, 5)),
  })
  assert.deepEqual(new Set(cluster), new Set([0]))
})

test('input that cannot be read is told of, with its place', () => {
  const problem = (code: string, at: string) => (error: unknown) => {
    const { code: is, at: where } = error as { code: string; at: string }
    assert.deepEqual([is, where], [code, at])
    return true
  }
  assert.throws(() => clusters(2, [[0, 2, 1]]), problem('edges-unreadable', 'edge 0'))
  assert.throws(() => clusters(2, [[0, 1, 1], [0, 1, Number.NaN]]), problem('edges-unreadable', 'edge 1')) // prettier-ignore
  assert.throws(() => clusters(2, [[0, 1, Infinity]]), problem('edges-unreadable', 'edge 0'))
  assert.throws(
    () => clusters(2, [], { rulings: [{ left: 0, right: 5, same: true }] }),
    problem('rulings-unreadable', 'ruling 0'),
  )
  assert.throws(
    () => clusters(2, [], { records: { source: Uint8Array.of(1) } }),
    problem('records-unreadable', 'source or identifiers'),
  )
  for (const [setting, value] of Object.entries({ missingBits: 0, stopBits: NaN, largest: 0, thresholdBits: NaN }))
    assert.throws(() => clusters(2, [], { settings: { [setting]: value } }), problem('setting-unusable', setting))
})

test('nothing, and nobody linked, is fine', () => {
  assert.deepEqual(clusters(0, []), [])
  assert.deepEqual(clusters(3, [[1, 1, 50]]), [0, 1, 2])
})

test('bits and probabilities are two faces of one thing', () => {
  assert.equal(bitsOf(0.5), 0)
  assert.equal(probabilityOf(0), 0.5)
  assert.ok(Math.abs(bitsOf(probabilityOf(7)) - 7) < 1e-12)
  assert.equal(probabilityOf(-Infinity), 0)
})
