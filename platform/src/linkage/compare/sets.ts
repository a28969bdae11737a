/** Questions about two sets of texts, each distinct and sorted. */
import { jaro, damerauLevenshtein, jaroWinkler, levenshtein } from './text.ts'
import type { memberMeasures } from '../model/tests.ts'

type Members = readonly string[]

export function inCommon(left: Members, right: Members): number {
  const others = new Set(right)
  return left.filter((member) => others.has(member)).length
}

export function isSubset(left: Members, right: Members): boolean {
  const smaller = Math.min(left.length, right.length)
  return smaller > 0 && inCommon(left, right) === smaller
}

export const dice = (left: Members, right: Members): number =>
  left.length + right.length === 0 ? 0 : (2 * inCommon(left, right)) / (left.length + right.length)

const measures: Readonly<
  Record<(typeof memberMeasures)[number], (left: string, right: string, limit: number) => boolean>
> = {
  'jaro-winkler': (left, right, limit) => jaroWinkler(left, right) >= limit,
  jaro: (left, right, limit) => jaro(left, right) >= limit,
  levenshtein: (left, right, limit) => levenshtein(left, right) <= limit,
  'damerau-levenshtein': (left, right, limit) => damerauLevenshtein(left, right) <= limit,
}

export function hasSimilarMember(
  left: Members,
  right: Members,
  { measure, limit }: Readonly<{ measure: (typeof memberMeasures)[number]; limit: number }>,
): boolean {
  return left.some((one) => right.some((other) => measures[measure](one, other, limit)))
}

/**
 * The share of the smaller set's members with a partner of its own in the larger. Equal members first, then each takes the
 * most similar that is left, in order; of two sets of one size, the first in alphabetical order is “the smaller”, so that left
 * and right do not matter.
 */
export function shareAlike(left: Members, right: Members, similar: number): number {
  const isFirst = left.length < right.length || (left.length === right.length && left.join(' ') <= right.join(' '))
  const [few, many] = isFirst ? [left, right] : [right, left]
  if (few.length === 0) return 0
  const equal = new Set(few.filter((member) => many.includes(member)))
  const free = many.filter((member) => !equal.has(member))
  let alike = equal.size
  for (const member of few) {
    if (equal.has(member)) continue
    const best = free.map((other) => jaroWinkler(member, other)).reduce((a, b) => Math.max(a, b), 0)
    if (best < similar) continue
    free.splice(
      free.findIndex((other) => jaroWinkler(member, other) === best),
      1,
    )
    alike++
  }
  return alike / few.length
}
