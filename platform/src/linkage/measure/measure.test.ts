import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitsOf, probabilityOf } from '../odds.ts'
import {
  agreementOf,
  biasOf,
  calibrationOf,
  estimateRates,
  type LabelledPairs,
  measureClusters,
  measureClustersByPairs,
  measureEdges,
  numbered,
  unknownEntity,
} from './index.ts'

type Pair = readonly [left: number, right: number, weight: number]

const edgesOf = (pairs: readonly Pair[]) => ({
  left: Uint32Array.from(pairs, ([left]) => left),
  right: Uint32Array.from(pairs, ([, right]) => right),
  weight: Float64Array.from(pairs, ([, , weight]) => weight),
  count: pairs.length,
})
const labelsOf = (pairs: readonly Pair[]): LabelledPairs => {
  const { weight, ...ends } = edgesOf(pairs)
  return { ...ends, score: weight }
}
const near = (is: number | null | undefined, wanted: number) =>
  assert.ok(is !== null && is !== undefined && Math.abs(is - wanted) < 1e-9, `${is} is not ${wanted}`)
const runs = Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 500)

// Two entities of three and two, and one alone: four true pairs, of which 2–1 was not scored.
const truth = Uint32Array.of(0, 0, 0, 1, 1, 2)
const edges = edgesOf([
  [0, 1, 8],
  [2, 0, 3],
  [3, 4, 5],
  [2, 3, 4],
  [4, 5, -2],
])

test('edges by threshold, against all true pairs', () => {
  const { at, best, blockingRecall } = measureEdges(edges, { clusters: truth }, [0.5, 1 / (1 + 2 ** -4), 0.999_999])
  assert.deepEqual(
    at.map(({ found, claimed, real }) => [found, claimed, real]),
    [
      [3, 4, 4],
      [2, 3, 4],
      [0, 0, 4],
    ],
  )
  assert.deepEqual([at[0]?.precision, at[0]?.recall, at[0]?.f1], [3 / 4, 3 / 4, 3 / 4])
  assert.deepEqual([at[2]?.precision, at[2]?.recall, at[2]?.f1], [null, 0, 0])
  assert.deepEqual([best?.bits, best?.f1], [3, 3 / 4])
  assert.equal(blockingRecall, 3 / 4)
})

test('edges against labelled pairs: what has no label is left out', () => {
  const pairs = labelsOf([
    [1, 0, 1],
    [1, 2, 0.9],
    [3, 2, 0],
    [5, 0, 0.1],
  ])
  const { at, blockingRecall } = measureEdges(edges, { pairs }, [0.5])
  assert.deepEqual([at[0]?.found, at[0]?.claimed, at[0]?.real], [1, 2, 2])
  assert.equal(blockingRecall, 1 / 2)
})

test('clusters against the truth', () => {
  const { pairs, bCubed, exact } = measureClusters(Uint32Array.of(0, 0, 2, 2, 4, 5), truth)
  assert.deepEqual([pairs.found, pairs.claimed, pairs.real], [1, 2, 4])
  near(bCubed?.precision, (1 + 1 + 1 / 2 + 1 / 2 + 1 + 1) / 6)
  near(bCubed?.recall, (2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6)
  assert.deepEqual([exact.found, exact.claimed, exact.real], [1, 4, 3])
  assert.equal(
    measureClusters(
      truth.map((_, record) => [0, 0, 0, 3, 3, 5][record]!),
      truth,
    ).exact.f1,
    1,
  )
})

test('records whose truth is not known are left out', () => {
  const partly = Uint32Array.of(0, 0, unknownEntity, 1, 1, unknownEntity)
  const { pairs, exact } = measureClusters(Uint32Array.of(0, 0, 0, 0, 4, 4), partly)
  assert.deepEqual([pairs.found, pairs.claimed, pairs.real], [1, 3, 2])
  assert.deepEqual([exact.found, exact.claimed, exact.real], [0, 2, 2])
  assert.equal(measureEdges(edges, { clusters: partly }, [0.5]).at[0]?.claimed, 2)
})

test('nothing measured is null, not a number that looks good', () => {
  const none = measureClusters(new Uint32Array(0), new Uint32Array(0))
  assert.deepEqual([none.pairs.f1, none.bCubed, none.exact.precision], [null, null, null])
  const { best, blockingRecall } = measureEdges(edgesOf([]), { clusters: new Uint32Array(0) }, [])
  assert.deepEqual([best, blockingRecall], [null, null])
  assert.equal(calibrationOf(edgesOf([]), { clusters: truth }).error, null)
})

const anyPartition = (count: number) => fc.array(fc.nat({ max: count - 1 }), { minLength: count, maxLength: count })

/** The same groups, each named by its smallest record, as clusters are. */
const named = (labels: readonly number[]) => Uint32Array.from(labels, (label) => labels.indexOf(label))

test('cluster measures are what counting pairs and sets one by one gives', () => {
  const anyTwo = fc.integer({ min: 1, max: 12 }).chain((count) => fc.tuple(anyPartition(count), anyPartition(count)))
  fc.assert(
    fc.property(anyTwo, ([labels, entities]) => {
      const records = labels.map((_, record) => record)
      const { pairs, bCubed, exact } = measureClusters(named(labels), Uint32Array.from(entities))
      const all = records.flatMap((left) => records.slice(left + 1).map((right) => [left, right] as const))
      const claimed = all.filter(([left, right]) => labels[left] === labels[right])
      const real = all.filter(([left, right]) => entities[left] === entities[right])
      const found = claimed.filter(([left, right]) => entities[left] === entities[right])
      assert.deepEqual([pairs.found, pairs.claimed, pairs.real], [found.length, claimed.length, real.length])
      const alike = (of: readonly number[], record: number) =>
        new Set(records.filter((each) => of[each] === of[record]))
      const mean = (part: (record: number) => number) =>
        records.reduce((sum, each) => sum + part(each), 0) / records.length
      near(
        bCubed?.precision,
        mean((each) => alike(labels, each).intersection(alike(entities, each)).size / alike(labels, each).size),
      )
      near(
        bCubed?.recall,
        mean((each) => alike(labels, each).intersection(alike(entities, each)).size / alike(entities, each).size),
      )
      const sets = (of: readonly number[]) => new Set(records.map((record) => [...alike(of, record)].join()))
      assert.deepEqual(
        [exact.found, exact.claimed, exact.real],
        [sets(labels).intersection(sets(entities)).size, sets(labels).size, sets(entities).size],
      )
    }),
    { numRuns: runs },
  )
})

const anyScored = fc.integer({ min: 2, max: 9 }).chain((count) =>
  fc.record({
    entities: anyPartition(count),
    pairs: fc.uniqueArray(
      fc
        .tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 }), fc.integer({ min: -3, max: 3 }))
        .filter(([left, right]) => left !== right),
      { selector: ([left, right]) => `${Math.min(left, right)} ${Math.max(left, right)}` },
    ),
  }),
)

test('edge measures are what counting edges one by one gives, and no threshold is better than the best', () => {
  fc.assert(
    fc.property(anyScored, fc.integer({ min: -4, max: 4 }), ({ entities, pairs }, bits) => {
      const records = entities.map((_, record) => record)
      const isSame = (left: number, right: number) => entities[left] === entities[right]
      const real = records.flatMap((left) => records.slice(left + 1).filter((right) => isSame(left, right))).length
      const { at, best } = measureEdges(edgesOf(pairs), { clusters: Uint32Array.from(entities) }, [probabilityOf(bits)])
      const taken = pairs.filter(([, , weight]) => weight >= bitsOf(probabilityOf(bits)))
      const right = taken.filter(([one, other]) => isSame(one, other))
      assert.deepEqual([at[0]?.found, at[0]?.claimed, at[0]?.real], [right.length, taken.length, real])
      assert.ok((best?.f1 ?? 0) >= (at[0]?.f1 ?? 0))
      // All pairs labelled by the truth say the same as the truth itself.
      const label = (left: number) =>
        records.slice(left + 1).map((other): Pair => [other, left, Number(isSame(left, other))])
      const labelled = measureEdges(edgesOf(pairs), { pairs: labelsOf(records.flatMap(label)) }, [probabilityOf(bits)])
      assert.deepEqual(
        labelled,
        measureEdges(edgesOf(pairs), { clusters: Uint32Array.from(entities) }, [probabilityOf(bits)]),
      )
      assert.deepEqual(
        measureClustersByPairs(named(entities), labelsOf(records.flatMap(label))),
        measureClusters(named(entities), Uint32Array.from(entities)).pairs,
      )
    }),
    { numRuns: runs },
  )
})

test('calibration: what was said beside what is true', () => {
  // Said to be 0.75: three of four are. Said to be 0.95: one of two is.
  const said = [0.75, 0.75, 0.75, 0.75, 0.95, 0.95]
  const scored = edgesOf(said.map((probability, place): Pair => [2 * place, 2 * place + 1, bitsOf(probability)]))
  const entities = Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 4, 5, 5, 6, 7)
  const { error, worst, table } = calibrationOf(scored, { clusters: entities })
  near(error, (4 * 0 + 2 * 0.45) / 6)
  near(worst, 0.45)
  assert.deepEqual(
    table.map(({ from, edges: count, true: right }) => [from, count, right]),
    [
      [0.7, 4, 0.75],
      [0.9, 2, 0.5],
    ],
  )
  // Wilson's interval for three of four, worked out by hand.
  near(Math.round(table[0]!.interval[0] * 1e4), 3_006)
  near(Math.round(table[0]!.interval[1] * 1e4), 9_544)
})

test('without labels, edges that are each p likely are expected to be true p of the time', () => {
  const scored = edgesOf([0.9, 0.8, 0.3].map((probability, place): Pair => [place, place + 1, bitsOf(probability)]))
  const [half, all] = estimateRates(scored, [0.5, 0.1], 0.8)
  near(half?.precision, 0.85)
  near(half?.recall, 1.7 / (2 / 0.8))
  near(all?.recall, 0.8)
})

test('what is expected is what comes out, when the probabilities are true', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0.1, 0.25, 0.5, 0.75, 0.9), { minLength: 1, maxLength: 5 }), (chances) => {
      // Each probability n times over, and true in exactly that part of the cases.
      const cases = chances.flatMap((chance) =>
        Array.from({ length: 20 }, (_, place) => ({ chance, same: place < 20 * chance })),
      )
      const scored = edgesOf(cases.map(({ chance }, place): Pair => [2 * place, 2 * place + 1, bitsOf(chance)]))
      const entities = numbered(
        cases.flatMap(({ same }, place) => [place, same ? place : -1 - place]),
        2 * cases.length,
      )
      const measured = measureEdges(scored, { clusters: entities }, [0.5]).at[0]!
      const expected = estimateRates(scored, [0.5])[0]!
      near(expected.real, measured.real)
      near(expected.found, measured.found)
      near(calibrationOf(scored, { clusters: entities }, 100).error, 0)
    }),
    { numRuns: runs },
  )
})

test('linkage bias: recall by group, in words, with an interval', () => {
  // 200 entities of two records; of the first 100 all are linked, of the second every other one.
  const entities = Uint32Array.from({ length: 400 }, (_, record) => record >> 1)
  const cluster = entities.map((entity, record) => (entity < 100 || entity % 2 === 0 ? record - (record % 2) : record))
  const of = Uint8Array.from(entities, (entity) => Number(entity >= 100))
  const { groups, inWords } = biasOf(cluster, entities, { name: 'sex', labels: ['female', 'male'], of })
  assert.deepEqual(
    groups.map(({ label, records, recall, precision }) => [label, records, recall, precision]),
    [
      ['female', 200, 1, 1],
      ['male', 200, 0.5, 1],
    ],
  )
  assert.equal(
    inWords[0],
    'By sex: 50.0 % of 200 true links are found for “male”, 100.0 % of 200 for the others, 50.0 points fewer (95 % interval 43.1 to 56.9).',
  )
  assert.match(inWords[1]!, /chance alone/)
  const even = biasOf(cluster, entities, {
    name: 'age',
    labels: ['odd', 'even'],
    of: of.map((_, record) => record % 2),
  })
  assert.match(even.inWords[0]!, /chance alone/)
  const tiny = biasOf(cluster, entities, { name: 'area', labels: ['all'], of: new Uint8Array(400) })
  assert.match(tiny.inWords[0]!, /too few/)
})

test('agreement of reviewers, beyond chance', () => {
  // Cohen's own kind of table: 20 both yes, 5 and 10 apart, 15 both no: (0.7 − 0.5) / 0.5.
  const answers = (counts: readonly number[], values: readonly string[]) =>
    counts.flatMap((count, place) => Array<string>(count).fill(values[place]!))
  const one = answers([20, 5, 10, 15], ['yes', 'yes', 'no', 'no'])
  const other = answers([20, 5, 10, 15], ['yes', 'no', 'yes', 'no'])
  near(agreementOf(one, other).kappa, 0.4)
  near(agreementOf(one, other).alike, 0.7)
  assert.equal(agreementOf(one, one).kappa, 1)
  assert.equal(agreementOf(['yes'], ['yes']).kappa, null)
  assert.equal(agreementOf([], []).kappa, null)
  assert.throws(() => agreementOf(['yes'], []))
})

test('a truth that cannot be read is told of', () => {
  const code = (error: unknown) => (error as { code: string }).code === 'truth-unreadable'
  assert.throws(() => measureEdges(edges, { clusters: Uint32Array.of(0, 0) }, []), code)
  assert.throws(() => measureClusters(Uint32Array.of(0), Uint32Array.of(7)), code)
})
