import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AnyWorld, anyRecord, anyRuling, anyWeight, anyWorld, edgesOf } from './arbitraries.ts'
import { clusterRecords } from './cluster-records.ts'
import { type Change, LiveClusters } from './live.ts'

const all = (live: LiveClusters) => Array.from({ length: live.count }, (_, record) => live.clusterOf(record))

/** A change that names records up to `count`; `fitted` makes it fit a world that has fewer by then. */
const anyChange = (count: number): fc.Arbitrary<Change> => {
  const edges = fc
    .array(fc.tuple(anyRecord(count), anyWeight), { maxLength: 6 })
    .map((list) => ({ other: list.map(([other]) => other), weight: list.map(([, weight]) => weight) }))
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('put' as const),
        record: anyRecord(count),
        source: fc.nat({ max: 3 }),
        identifiers: fc.tuple(fc.constantFrom(0, 0, 1, 2)),
        edges,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), record: anyRecord(count) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rule' as const), ruling: anyRuling(count) }) },
  )
}

function fitted(change: Change, count: number): Change {
  const last = count - 1
  if (change.kind === 'remove') return { ...change, record: Math.min(change.record, last) }
  if (change.kind === 'rule') {
    const { left, right, same } = change.ruling
    return { kind: 'rule', ruling: { left: Math.min(left, last), right: Math.min(right, last), same } }
  }
  const other = Array.from(change.edges.other, (each) => Math.min(each, last))
  return { ...change, record: Math.min(change.record, count), edges: { other, weight: change.edges.weight } }
}

const anyHistory = anyWorld.chain((world: AnyWorld) =>
  fc.record({ world: fc.constant(world), changes: fc.array(anyChange(world.count + 3), { maxLength: 12 }) }),
)

test('after any changes the clusters are what a full run gives', () => {
  let moved = 0
  fc.assert(
    fc.property(anyHistory, ({ world, changes }) => {
      const live = new LiveClusters(world.input)
      for (const any of changes) {
        const change = fitted(any, live.count)
        const before = all(live)
        const effect = live.apply(change)
        const after = all(live)
        assert.deepEqual(after, [...clusterRecords(live.input()).cluster])
        // Whoever is in another cluster than before was told of, with the one before.
        for (const [record, name] of before.entries()) {
          const place = effect.touched.indexOf(record)
          if (place >= 0) assert.equal(effect.before[place], name)
          else assert.equal(after[record], name)
          moved += Number(after[record] !== name)
        }
      }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
  assert.ok(moved > 500, `only ${moved} records moved: the generator has lost its bite`)
})

test('changes leave the edges that a list of them would', () => {
  fc.assert(
    fc.property(anyHistory, ({ world, changes }) => {
      const live = new LiveClusters(world.input)
      let list = world.list.filter(({ left, right }) => left !== right)
      for (const any of changes) {
        const change = fitted(any, live.count)
        live.apply(change)
        if (change.kind === 'rule') continue
        const { record } = change
        list = list.filter(({ left, right }) => left !== record && right !== record)
        if (change.kind !== 'put') continue
        for (const [place, other] of Array.from(change.edges.other).entries())
          if (other !== record) list.push({ left: record, right: other, weight: change.edges.weight[place]! })
      }
      const inWords = (edges: Iterable<readonly [number, number, number]>) => [...edges].map(String).toSorted()
      const { left, right, weight } = live.input().edges
      assert.deepEqual(
        inWords(Array.from(left, (one, edge) => [one, right[edge]!, weight[edge]!])),
        inWords(list.map((edge) => [edge.left, edge.right, edge.weight])),
      )
    }),
  )
})

test('a record that bridged two clusters leaves, and they are two; a ruling outlives it', () => {
  const live = new LiveClusters({
    records: { count: 3 },
    edges: edgesOf([
      { left: 0, right: 1, weight: 9 },
      { left: 1, right: 2, weight: 9 },
    ]),
  })
  assert.deepEqual(all(live), [0, 0, 0])
  live.apply({ kind: 'remove', record: 1 })
  assert.deepEqual(all(live), [0, 1, 2])
  live.apply({ kind: 'rule', ruling: { left: 2, right: 0, same: true } })
  live.apply({ kind: 'put', record: 3, edges: { other: [2], weight: [4] } })
  assert.deepEqual(all(live), [0, 1, 0, 0])
})

test('a change touches only its components', () => {
  const pairs = Array.from({ length: 1_000 }, (_, place) => ({ left: 2 * place, right: 2 * place + 1, weight: 5 }))
  const live = new LiveClusters({ records: { count: 2_000 }, edges: edgesOf(pairs) })
  const { touched } = live.apply({ kind: 'put', record: 2_000, edges: { other: [6, 11, 12], weight: [5, 5, -3] } })
  assert.deepEqual(
    [...touched].toSorted((a, b) => a - b),
    [6, 7, 10, 11, 2_000],
  )
})

test('a change that cannot be read is told of and changes nothing', () => {
  const live = new LiveClusters({ records: { count: 2 }, edges: edgesOf([{ left: 0, right: 1, weight: 5 }]) })
  const edges = { other: [0], weight: [1] }
  const wrong: [string, Change][] = [
    ['change-unreadable', { kind: 'put', record: 7, edges }],
    ['change-unreadable', { kind: 'remove', record: 2 }],
    ['change-unreadable', { kind: 'put', record: -1, edges }],
    ['edges-unreadable', { kind: 'put', record: 1, edges: { other: [5], weight: [1] } }],
    ['edges-unreadable', { kind: 'put', record: 1, edges: { other: [0], weight: [Number.NaN] } }],
    ['edges-unreadable', { kind: 'put', record: 1, edges: { other: [0], weight: [] } }],
    ['rulings-unreadable', { kind: 'rule', ruling: { left: 0, right: 9, same: true } }],
  ]
  for (const [code, change] of wrong) {
    assert.throws(
      () => live.apply(change),
      (error: unknown) => (error as { code: string }).code === code,
      JSON.stringify(change),
    )
    assert.deepEqual([live.count, ...all(live)], [2, 0, 0])
  }
})
