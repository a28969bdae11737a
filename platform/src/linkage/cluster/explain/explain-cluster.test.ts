import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AnyEdge, anyWorld, edgesOf } from '../arbitraries.ts'
import { clusterRecords } from '../cluster-records.ts'
import type { ClusterInput } from '../input.ts'
import { LiveClusters } from '../live.ts'
import { clusterPart } from '../part.ts'
import { drawCluster } from './draw-cluster.ts'
import { explainCluster } from './explain-cluster.ts'
import { tabulateCluster } from './tabulate-cluster.ts'
import { clusterInWords } from './words.ts'

const input = (count: number, list: readonly AnyEdge[], more: Partial<ClusterInput> = {}): ClusterInput => ({
  records: { count },
  edges: edgesOf(list),
  ...more,
})
const names = ['Ann Lee, council tax', 'Anne Lee, library', 'A. Lea, housing', 'Anna Leigh, schools']

/** Two and two, held together by one link. */
const four = input(4, [
  { left: 0, right: 1, weight: 12 },
  { left: 2, right: 3, weight: 10 },
  { left: 1, right: 2, weight: 7 },
  { left: 0, right: 3, weight: -2 },
])

test('a cluster is explained by its links, its weakest link and where it would split', () => {
  const { links, cut, notCompared, doubts } = explainCluster(four, names)
  assert.deepEqual(
    links.map(({ left, right, bits, isWeakest, isBridge }) => [left, right, bits, isWeakest, isBridge]),
    [
      [0, 1, 12, false, true],
      [2, 3, 10, false, true],
      [1, 2, 7, true, true],
      [0, 3, -2, false, false],
    ],
  )
  assert.equal(notCompared, 2)
  // 7 − 2 and twice −1, over four pairs.
  assert.deepEqual(cut, { one: [0, 1], other: [2, 3], mean: 0.75, pairs: 4, notCompared: 2, margin: 3 })
  assert.deepEqual(doubts, ['bridge'])
})

test('and in words', () => {
  assert.deepEqual(clusterInWords(explainCluster(four, names)), [
    '4 records are held to be one: “Ann Lee, council tax”, “Anne Lee, library”, “A. Lea, housing” and “Anna Leigh, schools”.',
    '4 pairs of them were compared; 2 were not, and each such pair counts −1.0 bits.',
    'The weakest link that it hangs on is “Anne Lee, library” with “A. Lea, housing” (+7.0 bits, 99.2 % likely).',
    'It would split first with “Ann Lee, council tax” and “Anne Lee, library” on one side and “A. Lea, housing” and “Anna Leigh, schools” on the other, which hang together by one link alone, “Anne Lee, library” with “A. Lea, housing” (+7.0 bits, 99.2 % likely). Over the 4 pairs between them, 2 not compared, the mean is +0.8 bits; with 3.0 bits less in all they would be two.',
  ])
})

test('rulings are told of, and what only they hold together has no cut', () => {
  const ruled = input(2, [{ left: 0, right: 1, weight: -4 }], { rulings: [{ left: 1, right: 0, same: true }] })
  const explanation = explainCluster(ruled, names)
  assert.deepEqual([explanation.cut, explanation.links[0]?.ruled], [null, 'same'])
  assert.match(clusterInWords(explanation).join(' '), /A reviewer ruled .* are the same\. Rulings hold it together/)
  assert.deepEqual(clusterInWords(explainCluster(input(1, []), ['Ann'])), ['“Ann” is alone.'])
})

test('the margin is what it takes: with so much less evidence, and a hair, the halves are two', () => {
  let splits = 0
  fc.assert(
    fc.property(anyWorld, ({ input: whole }) => {
      const { cluster } = clusterRecords(whole)
      for (const name of new Set(cluster)) {
        const part = clusterPart(whole, cluster, name)
        const { cut } = explainCluster(part.input, [])
        if (!cut) continue
        const { edges } = part.input
        const isOne = new Set(cut.one)
        const crosses = (edge: number) => isOne.has(edges.left[edge]!) !== isOne.has(edges.right[edge]!)
        const crossing = [...edges.left.keys()].filter(crosses)
        const pairs = new Set(
          crossing.map((edge) => [edges.left[edge]!, edges.right[edge]!].toSorted((a, b) => a - b).join()),
        )
        // Repeated pairs count once, so that taking from each would take too much: leave those to the other tests.
        if (pairs.size !== crossing.length) continue
        splits++
        const less = (cut.margin + 0.01) / crossing.length
        const weight = edges.weight.map((bits, edge) => (crosses(edge) ? bits - less : bits))
        const again = clusterRecords({ ...part.input, edges: { ...edges, weight } }).cluster
        assert.notEqual(new Set(again).size, 1)
      }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 500) },
  )
  assert.ok(splits > 200, `only ${splits} cuts`)
})

test('a cluster by itself is the cluster that it was in the whole, and kept up to date it is explained alike', () => {
  fc.assert(
    fc.property(anyWorld, ({ input: whole }) => {
      const { cluster } = clusterRecords(whole)
      const live = new LiveClusters(whole)
      for (const name of new Set(cluster)) {
        const part = clusterPart(whole, cluster, name)
        const explanation = explainCluster(part.input, [])
        const rulingsAlone = (part.input.rulings ?? []).some(({ same }) => same)
        assert.ok(part.members.length === 1 || explanation.cut !== null || rulingsAlone)
        const { cut } = explanation
        if (cut) assert.equal(cut.one.length * cut.other.length, cut.pairs)
        assert.deepEqual(explainCluster(live.part(name).input, []), explanation)
      }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 500) },
  )
})

test('the picture says in words what it shows, and nothing of a label is taken for markup', () => {
  const svg = drawCluster(explainCluster(four, ['<script>', '"&', 'A. Lea', 'x'.repeat(60)]))
  assert.match(svg, /^<svg [^>]*role="img"/)
  assert.match(
    svg,
    /<title>How 4 records hang together<\/title>\n<desc>4 records are held to be one: “&lt;script&gt;”, “&quot;&amp;”/,
  )
  assert.match(svg, />\+7\.0 bits, weakest</)
  assert.equal(svg.match(/<line /g)?.length, 4)
  assert.equal(svg.match(/<circle /g)?.length, 4)
  assert.equal(svg.includes('<script'), false)
})

test('of many records some are drawn, those at the weakest link among them', () => {
  const chain = Array.from({ length: 60 }, (_, left) => ({ left, right: left + 1, weight: left === 50 ? 15 : 40 }))
  const rulings = chain.map(({ left, right }) => ({ left, right, same: true })).filter(({ left }) => left !== 50)
  const svg = drawCluster(explainCluster(input(61, chain, { rulings, settings: { missingBits: -0.001 } }), []))
  assert.match(svg, />and 37 more</)
  assert.match(svg, /\+15\.0 bits, weakest/)
})

test('the table has every link, with the same facts', () => {
  const explanation = explainCluster(four, names)
  const table = tabulateCluster(explanation)
  assert.equal(table.match(/<tr><td>/g)?.length, explanation.links.length)
  assert.match(
    table,
    /<td>Anne Lee, library<\/td><td>A\. Lea, housing<\/td><td>\+7\.0 bits<\/td><td>99\.2 %<\/td><td>weakest link; alone holds two parts together<\/td>/,
  )
  assert.match(table, /<caption>Pairs of the 4 records, the strongest first; 2 not compared<\/caption>/)
})
