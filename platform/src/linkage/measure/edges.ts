import type { Edges } from '../cluster/index.ts'
import { bitsOf, probabilityOf } from '../odds.ts'
import { type Rates, ratesOf } from './rates.ts'
import { is, notKnown, type Truth, verdictsOn } from './truth.ts'

/** How good edges are when those of at least a probability are taken for links. */
export type AtThreshold = Rates & Readonly<{ probability: number; bits: number }>

export type EdgeMeasures = Readonly<{
  /** One for each threshold asked for. */
  at: readonly AtThreshold[]
  /** The threshold with the highest F1: the lowest weight that is taken. Null without a true edge. */
  best: AtThreshold | null
  /** The part of all true pairs that is among the edges at all: what was not scored cannot be found. */
  blockingRecall: number | null
}>

/**
 * Precision, recall and F1 of edges by threshold (probabilities). The denominator of recall is *all* true pairs, those that blocking
 * missed too; labelled pairs stand for themselves alone, and edges without a label are left out. Each pair may be among the edges once.
 */
export function measureEdges(edges: Edges, truth: Truth, thresholds: readonly number[]): EdgeMeasures {
  const { of, real } = verdictsOn(edges, truth)
  const right = weightsWhere(edges, of, (verdict) => verdict === is)
  const all = weightsWhere(edges, of, (verdict) => verdict !== notKnown)
  const at = (bits: number): AtThreshold => ({
    ...ratesOf({ found: countFrom(right, bits), claimed: countFrom(all, bits), real }),
    probability: probabilityOf(bits),
    bits,
  })
  const best = bestBits(right, all, real)
  return {
    at: thresholds.map((probability) => ({ ...at(bitsOf(probability)), probability })),
    best: best === null ? null : at(best),
    blockingRecall: real === 0 ? null : right.length / real,
  }
}

/** Rising. */
function weightsWhere({ weight, count }: Edges, of: Uint8Array, wanted: (verdict: number) => boolean): Float64Array {
  let kept = 0
  for (let edge = 0; edge < count; edge++) kept += Number(wanted(of[edge]!))
  const weights = new Float64Array(kept)
  for (let edge = 0, place = 0; edge < count; edge++) if (wanted(of[edge]!)) weights[place++] = weight[edge]!
  return weights.sort()
}

/** How many of rising weights are at least this. */
function countFrom(weights: Float64Array, bits: number): number {
  let [from, to] = [0, weights.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (weights[middle]! < bits) from = middle + 1
    else to = middle
  }
  return weights.length - from
}

/** F1 can only be highest where a true edge is the last to be taken. */
function bestBits(right: Float64Array, all: Float64Array, real: number): number | null {
  let best: number | null = null
  let bestF1 = -1
  for (let place = right.length - 1, claimed = all.length; place >= 0; place--) {
    const bits = right[place]!
    if (place > 0 && right[place - 1] === bits) continue
    while (claimed > 0 && all[claimed - 1]! >= bits) claimed--
    const f1 = (2 * (right.length - place)) / (all.length - claimed + real)
    if (f1 <= bestF1) continue
    best = bits
    bestF1 = f1
  }
  return best
}
