import type { Edges } from '../cluster/index.ts'
import { bitsOf, probabilityOf } from '../odds.ts'

/** What precision and recall are expected to be, without any label. */
export type Estimate = Readonly<{
  probability: number
  /** Edges of at least this probability, and how many of them are expected to be true. */
  claimed: number
  found: number
  /** True pairs expected in all. */
  real: number
  precision: number | null
  recall: number | null
}>

/**
 * Precision and recall by threshold from the probabilities alone: of edges that are each p likely, p are expected to be true. As good as
 * the calibration and as `blockingRecall`, the part of true pairs believed to be among the edges; with edges left out that
 * scored low, recall comes out too high by what they would have added.
 */
export function estimateRates(edges: Edges, thresholds: readonly number[], blockingRecall = 1): Estimate[] {
  let expected = 0
  for (let edge = 0; edge < edges.count; edge++) expected += probabilityOf(edges.weight[edge]!)
  const real = expected / blockingRecall
  return thresholds.map((probability) => {
    const bits = bitsOf(probability)
    let [claimed, found] = [0, 0]
    for (let edge = 0; edge < edges.count; edge++) {
      if (edges.weight[edge]! < bits) continue
      claimed++
      found += probabilityOf(edges.weight[edge]!)
    }
    return {
      probability,
      claimed,
      found,
      real,
      precision: claimed === 0 ? null : found / claimed,
      recall: real === 0 ? null : found / real,
    }
  })
}
