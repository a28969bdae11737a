import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld, edgesOf } from './arbitraries.ts'
import { clusterRecords } from './cluster-records.ts'
import type { ClusterInput } from './input.ts'
import { likely, type ReviewSettings } from './question.ts'
import { reviewQueue } from './review.ts'

const world = (
  count: number,
  list: readonly (readonly [number, number, number])[],
  more: Partial<ClusterInput> = {},
) => ({
  records: { count },
  edges: edgesOf(list.map(([left, right, weight]) => ({ left, right, weight }))),
  ...more,
})
const asked = (input: ClusterInput, settings: Partial<ReviewSettings> = {}) =>
  reviewQueue(input, clusterRecords(input, { withJoinings: true }), settings)
const brief = (input: ClusterInput) => asked(input).map(({ now, left, right, pairs }) => [now, left, right, pairs])

// Two families of three that one edge joins with a mean of (10 − 8) / 9 bits, and a seventh record that is nearly one of them.
const families: [number, number, number][] = [
  [0, 1, 12],
  [0, 2, 12],
  [1, 2, 12],
  [3, 4, 12],
  [3, 5, 12],
  [4, 5, 12],
  [2, 3, 10],
  [6, 5, 1.5],
]

test('the most valuable question comes first, and one stands for many pairs', () => {
  assert.deepEqual(brief(world(7, families)).slice(0, 2), [
    ['joined', 2, 3, 9],
    ['apart', 6, 5, 6],
  ])
  const [first, second] = asked(world(7, families))
  assert.deepEqual([first?.probability, first?.sizes], [likely(2 / 9, 9), [3, 3]])
  assert.equal(first?.value, 9 * (1 - likely(2 / 9, 9)))
  assert.equal(second?.value, 6 * likely((1.5 - 5) / 6, 6))
})

test('what is ruled on, impossible or hopeless is not asked', () => {
  const edges: [number, number, number][] = [[0, 1, -1]]
  assert.deepEqual(brief(world(2, edges)), [['apart', 0, 1, 1]])
  assert.deepEqual(brief(world(2, edges, { rulings: [{ left: 1, right: 0, same: false }] })), [])
  assert.deepEqual(brief(world(2, edges, { rulings: [{ left: 1, right: 0, same: true }] })), [])
  const records = { count: 2, source: Uint8Array.of(4, 4) }
  assert.deepEqual(brief(world(2, edges, { records, settings: { oncePerSource: [4] } })), [])
  assert.deepEqual(brief(world(2, [[0, 1, -Infinity]])), [])
  assert.deepEqual(asked(world(2, edges), { leastBits: 0 }), [])
})

test('the queue is as long as asked for, and has the best', () => {
  const pairs = Array.from(
    { length: 3_000 },
    (_, place) => [2 * place, 2 * place + 1, -1 - (place % 1_500) / 200] as const,
  )
  const queue = asked(world(6_000, pairs), { most: 4 })
  assert.deepEqual(
    queue.map(({ left }) => left),
    [0, 3_000, 2, 3_002],
  )
})

test('asked to the end, a truthful reviewer leaves clusters as true as the edges can show, and is never asked twice', () => {
  let questions = 0
  fc.assert(
    fc.property(anyWorld, fc.infiniteStream(fc.nat({ max: 4 })), ({ input, count }, entities) => {
      const truth = Array.from({ length: count }, () => entities.next().value ?? 0)
      const settings = { ...input.settings, oncePerSource: [], largest: 1_000 }
      let now: ClusterInput = { ...input, records: { count }, settings, rulings: [] }
      const seen = new Set<string>()
      for (;;) {
        const [question] = asked(now, { leastBits: -30 })
        if (!question) break
        questions++
        const { left, right } = question
        const pair = [left, right].toSorted((a, b) => a - b).join()
        assert.equal(seen.has(pair), false, `asked twice: ${pair}`)
        seen.add(pair)
        now = { ...now, rulings: [...now.rulings!, { left, right, same: truth[left] === truth[right] }] }
      }
      const { cluster } = clusterRecords(now)
      for (const [record, name] of cluster.entries()) assert.equal(truth[record], truth[name])
      const { edges } = now
      for (let edge = 0; edge < edges.count; edge++) {
        const [left, right] = [edges.left[edge]!, edges.right[edge]!]
        if (truth[left] !== truth[right] || cluster[left] === cluster[right]) continue
        // Two clusters of one entity: only hard evidence between them kept the question from being asked.
        const names = new Set([cluster[left], cluster[right]])
        const between = edges.weight.filter(
          (_, each) =>
            new Set([cluster[edges.left[each]!], cluster[edges.right[each]!]]).symmetricDifference(names).size === 0,
        )
        assert.ok(between.includes(-Infinity))
      }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 200) },
  )
  assert.ok(questions > 200, `only ${questions} questions`)
})
