/** Trains a model from pairs that people have judged, or from records whose entities are known. */
import { Problem } from '#foundation/problem.ts'
import type { Sources } from '../block/blocks.ts'
import type { Features } from '../features/store.ts'
import { recordAt } from '../features/record.ts'
import { levelOf } from '../compare/answer.ts'
import { type Truth, unknownEntity } from '../measure/index.ts'
import type { LinkageModel } from '../model/document.ts'
import { agreementsBy, chanceOfLevels } from './chance.ts'
import { drawPairs } from './compared.ts'
import { expectedOf, noCounts, sharedOf, smoothed, withParameters } from './parameters.ts'
import { sampleOf } from './random.ts'
import { allPairs } from './train-model.ts'

export type LabelledTraining = Readonly<{
  sources?: Sources | undefined
  strength?: number
  randomPairs?: number
  seed?: number
  /** Of the pairs known to be the same, at most so many are looked at. */
  most?: number
}>

type Pair = readonly [left: number, right: number]

/**
 * m counted among the labelled pairs that are the same. u comes from all records, as in training without labels: labelled pairs
 * that are not the same were chosen for being hard, and are not like other pairs. The prior is counted when entities are known of all
 * records; otherwise the model's own stays. Throws a 422 `labels-missing` when no label says “the same”.
 */
export function trainFromLabels(
  model: LinkageModel,
  features: Features,
  truth: Truth,
  { sources, strength = 20, randomPairs = 300_000, seed = 1, most = 100_000 }: LabelledTraining = {},
): LinkageModel {
  const { pairs, all } =
    'pairs' in truth ? fromPairs(truth.pairs) : fromClusters(truth.clusters, { sources, most, seed })
  if (pairs.length === 0)
    throw new Problem(422, 'labels-missing', {
      title: 'There is nothing to learn from',
      detail: 'None of the labels says that two records are the same.',
      mend: 'Give labels of pairs that are the same, or train without labels.',
    })
  const expected = expectedOf(model)
  const counts = noCounts(model)
  for (const [left, right] of pairs) {
    const [one, other] = [recordAt(features, left), recordAt(features, right)]
    for (const [c, comparison] of model.comparisons.entries()) counts[c]![levelOf(comparison, one, other)]!++
  }
  const possible = allPairs(features.count, sources)
  const given = { features, sources, drawn: drawPairs(model, features, { pairs: randomPairs, seed, sources }) }
  return withParameters(model, {
    agreements: agreementsBy(model, given),
    m: counts.map((own, c) => smoothed(own, expected[c]!, strength)),
    u: chanceOfLevels(model, given),
    same: all === null ? (model.prior ?? 1 / Math.max(2, features.count)) : all / Math.max(1, possible),
    household: sharedOf(model).some(Boolean) ? (model.household?.share ?? 0) : 0,
  })
}

/** As likely as not is not yet the same. */
function fromPairs({ left, right, score, count }: Extract<Truth, { pairs: unknown }>['pairs']): {
  pairs: readonly Pair[]
  all: null
} {
  const pairs = Array.from(left.subarray(0, count), (one, at): Pair => [one, right[at]!]).filter(
    (_, at) => score[at]! > 0.5,
  )
  return { pairs, all: null }
}

function fromClusters(
  clusters: Uint32Array,
  { sources, most, seed }: Readonly<{ sources: Sources | undefined; most: number; seed: number }>,
): { pairs: readonly Pair[]; all: number } {
  const members = Map.groupBy(
    clusters.keys().filter((record) => clusters[record] !== unknownEntity),
    (record) => clusters[record]!,
  )
  const pairs: Pair[] = []
  const isWanted = (left: number, right: number): boolean =>
    !sources ||
    sources.mode === 'all' ||
    (sources.sourceOf[left] === sources.sourceOf[right]) === (sources.mode === 'within')
  for (const records of members.values())
    for (const [at, left] of records.entries())
      for (const right of records.slice(at + 1)) if (isWanted(left, right)) pairs.push([left, right])
  return { pairs: Array.from(sampleOf(pairs.length, most, seed), (at) => pairs[at]!), all: pairs.length }
}
