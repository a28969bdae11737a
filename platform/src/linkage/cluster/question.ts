import { probabilityOf } from '../odds.ts'

/** Are these two records about one entity? The answer, kept as a ruling, settles it for the two groups that they stand for. */
export type Question = Readonly<{
  /** How it is now: `joined` groups are in one cluster, those `apart` are a cluster each. */
  now: 'joined' | 'apart'
  /** The two records to be shown: those with the strongest edge between the groups, where a yes and a no both tell most. */
  left: number
  right: number
  /** The smallest records of the two groups, and how many each has. */
  one: number
  other: number
  sizes: readonly [number, number]
  /** How likely it is that the groups are one (`likely`). */
  probability: number
  /** Pairs of records whose being in one cluster hangs on the answer. */
  pairs: number
  /** How many of them are expected to change: `pairs` times the probability of an answer other than how it is now. */
  value: number
}>

export type ReviewSettings = Readonly<{
  /** Questions. */
  most: number
  /** Bits: two clusters are asked about when an edge of at least this is between them. */
  leastBits: number
}>

export const defaultReview: ReviewSettings = { most: 100, leastBits: -10 }

/** A question before its two records are found. */
export type Asked = Omit<Question, 'left' | 'right' | 'sizes'>

/** Equal values in the order of records, so that the same state always asks the same. */
export function byValue(a: Asked, b: Asked): number {
  return b.value - a.value || a.one - b.one || a.other - b.other
}

/**
 * How likely it is that two groups are one, given the mean over all pairs between them. Many pairs say more than one, but less than as many
 * witnesses who had not heard of each other: they count as the square root of their number.
 */
export function likely(meanBits: number, pairs: number): number {
  return probabilityOf(meanBits * Math.sqrt(pairs))
}
