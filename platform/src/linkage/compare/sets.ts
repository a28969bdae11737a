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
 * most similar that is left, in order; of two sets of one size, the better way round counts.
 */
export function shareAlike(left: Members, right: Members, similar: number): number {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left]
  if (few.length === 0) return 0
  const alike = partnered(few, many, similar)
  return (few.length === many.length ? Math.max(alike, partnered(many, few, similar)) : alike) / few.length
}

function partnered(few: Members, many: Members, similar: number): number {
  const equal = new Set(few.filter((member) => many.includes(member)))
  const free = many.filter((member) => !equal.has(member))
  let alike = equal.size
  for (const member of few) {
    if (equal.has(member) || free.length === 0) continue
    const found = free.map((other) => jaroWinkler(member, other))
    const best = Math.max(...found)
    if (best < similar) continue
    free.splice(found.indexOf(best), 1)
    alike++
  }
  return alike
}
