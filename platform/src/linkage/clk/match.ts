/** Which encodings of two sides are of the same person, by how many bits they have in common. */
import { Problem } from '#foundation/problem.ts'
import { type Blocking, scanBlocks } from './blocking.ts'
import type { Encodings } from './encodings.ts'
import { createPairList, oneToOne, ordered, type Pairs } from './pairs.ts'
import { scan } from './scan.ts'
import { chooseThreshold, type Estimate } from './threshold.ts'

export type MatchOptions = Readonly<{
  /** The least Dice coefficient of a link, over 0 and up to 1; estimated from the encodings when left out, for one-to-one only. */
  threshold?: number
  /** `one-to-one` (the default) supposes that each side has a person once; `many-to-many` keeps every pair that reaches the threshold. */
  pairing?: 'one-to-one' | 'many-to-many'
  /** The share of false links that an estimated threshold may let through; 0.01 when left out. */
  mostFalse?: number
  /** Compare only pairs that agree on some samples of bits; all pairs when left out. */
  blocking?: Blocking
  /** The most pairs to hold in memory; 20 million when left out. */
  mostPairs?: number
}>

export type Matched = Readonly<{
  pairs: Pairs
  threshold: number
  /** How an estimated threshold came about; null when it was given. */
  estimate: Estimate | null
  /** Pairs whose bits were compared; the others could not reach the threshold, or were not in one block. */
  comparisons: number
}>

/**
 * Throws a 422: `clk-lengths-differ`, `clk-threshold-invalid`, `clk-threshold-needed` for many-to-many without a threshold, and
 * `clk-pairs-too-many`.
 */
export function match(left: Encodings, right: Encodings, options: MatchOptions = {}): Matched {
  const { pairing = 'one-to-one', mostFalse = 0.01, mostPairs = 20_000_000, blocking } = options
  refuseOddThreshold(options.threshold, pairing)
  const estimate = options.threshold === undefined ? chooseThreshold(left, right, mostFalse) : null
  const threshold = options.threshold ?? estimate?.threshold ?? 1
  const list = createPairList(mostPairs)
  const scanning = { threshold: () => threshold, found: list.add }
  const comparisons = blocking
    ? scanBlocks(left, right, blocking, { threshold, found: list.add })
    : scan(left, right, scanning)
  const all = list.pairs()
  return { pairs: pairing === 'one-to-one' ? oneToOne(all) : ordered(all), threshold, estimate, comparisons }
}

function refuseOddThreshold(threshold: number | undefined, pairing: 'one-to-one' | 'many-to-many'): void {
  if (threshold === undefined) {
    if (pairing === 'one-to-one') return
    throw new Problem(422, 'clk-threshold-needed', {
      title: 'A threshold is needed',
      detail: 'A threshold can be estimated only where each side has a person once.',
      mend: 'Give a threshold, or match one to one.',
    })
  }
  if (threshold > 0 && threshold <= 1) return
  throw new Problem(422, 'clk-threshold-invalid', {
    title: 'This is no threshold',
    detail: 'A threshold is a Dice coefficient: more than 0, at most 1.',
    mend: 'Try 0.7, or leave it out to have it estimated.',
  })
}
