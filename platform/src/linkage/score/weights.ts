/** Match weights, in bits (log2), and the probability that they come to. */
import type { Comparison, LinkageModel, TermFrequency } from '../model/document.ts'
import { Problem } from '#foundation/problem.ts'

/** log2 of the odds: 0 bits is one half. */
export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability))
export const probabilityOf = (bits: number): number => (bits >= 0 ? 1 / (1 + 2 ** -bits) : 2 ** bits / (1 + 2 ** bits))

/** The weight of every level: 0 for missing, then as listed, then else. Throws `model-untrained` on an m or u of null. */
export function weightsOf(comparison: Comparison): readonly number[] {
  const outcomes = [...comparison.levels, comparison.else]
  return [
    0,
    ...outcomes.map(({ m, u }) => {
      if (m === null || u === null) throw untrained(`The comparison “${comparison.name}”`)
      return Math.log2(m / u)
    }),
  ]
}

export function priorBits({ prior }: LinkageModel): number {
  if (prior === null) throw untrained('The prior')
  return bitsOf(prior)
}

/**
 * What the commonness of a value adds to a level's weight, in bits: positive when it is rarer than the level's u says.
 * The frequencies are the left and the right value's; of two, the commoner counts, and one that is not known is left out.
 */
export function termFrequencyBits(
  { weight = 1, minimum = 0, base, within }: TermFrequency,
  u: number,
  frequencies: readonly [number | undefined, number | undefined],
): number {
  const known = frequencies.filter((frequency) => frequency !== undefined)
  if (known.length === 0) return 0
  const bits = weight * (Math.log2(base ?? u) - Math.log2(Math.max(...known, minimum)))
  return within ? Math.min(within[1], Math.max(within[0], bits)) : bits
}

/**
 * What “they are of one household” takes away, in bits: at most 0 but for `-log2(1 - share)`, and the lower the better the
 * shared comparisons agree. `sharedBits` is the sum of their weights.
 */
export function householdBits(share: number, sharedBits: number): number {
  return share === 0 ? 0 : -Math.log2(1 - share + share * 2 ** sharedBits)
}

function untrained(what: string): Problem {
  return new Problem(422, 'model-untrained', {
    title: 'The model is not trained',
    detail: `${what} has no m or u yet.`,
    mend: 'Train the model on your data first, or give it probabilities.',
  })
}
