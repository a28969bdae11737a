/** What the kernel calls: each dictionary's comparisons by code, under the names that `expressions.ts` writes. */
import { distanceKm } from '../compare/amounts.ts'
import { jaroAtMost, winklerAtMost } from './digests.ts'
import { makeDistances } from './distances.ts'
import type { Sets, Sides } from './sides.ts'
import { makeSimilarities } from './similarities.ts'

type Compare = (left: number, right: number, ...more: number[]) => number

/** Functions and arrays by name. */
export function dictionaryOf({
  texts,
  seconds,
  days,
  numbers,
  points,
  sets,
}: Sides): Readonly<Record<string, unknown>> {
  return {
    ...(texts ? { digests: texts.digests, ...makeSimilarities(texts), ...makeDistances(texts) } : {}),
    ...(sets ? setsOf(sets) : {}),
    ...(points ? { kilometres: kilometres(points) } : {}),
    ...(seconds ? { seconds } : {}),
    ...(days ? { days } : {}),
    ...(numbers ? { numbers } : {}),
  }
}

function kilometres(points: Float64Array): Compare {
  return (left, right) =>
    distanceKm([points[2 * left]!, points[2 * left + 1]!], [points[2 * right]!, points[2 * right + 1]!])
}

function setsOf({ members, starts, texts }: Sets): Readonly<Record<string, Compare>> {
  const { jaroWinkler, jaro } = makeSimilarities(texts)
  const { digests } = texts
  const bound = (one: number, other: number): number => {
    const a = 4 * one
    const b = 4 * other
    return winklerAtMost(jaroAtMost(digests[a]!, digests[a + 1]!, digests[b]!, digests[b + 1]!), digests, one, other)
  }
  const { levenshtein, damerau } = makeDistances(texts)
  const size = (code: number): number => starts[code + 1]! - starts[code]!
  const has = (code: number, member: number): boolean => {
    for (let at = starts[code]!; at < starts[code + 1]!; at++) if (members[at] === member) return true
    return false
  }
  const overlap: Compare = (left, right) => {
    let common = 0
    for (let at = starts[left]!; at < starts[left + 1]!; at++) if (has(right, members[at]!)) common++
    return common
  }
  const isSimilar = [
    (one: number, other: number, limit: number) =>
      bound(one, other) >= limit - 1e-9 && jaroWinkler(one, other) >= limit,
    (one: number, other: number, limit: number) => jaro(one, other) >= limit,
    (one: number, other: number, limit: number) => levenshtein(one, other, limit) <= limit,
    (one: number, other: number, limit: number) => damerau(one, other, limit) <= limit,
  ]
  const similarMember: Compare = (left, right, measure = 0, limit = 0) => {
    const within = measure >= 2 ? Math.floor(limit) : limit
    for (let one = starts[left]!; one < starts[left + 1]!; one++)
      for (let other = starts[right]!; other < starts[right + 1]!; other++)
        if (isSimilar[measure]!(members[one]!, members[other]!, within)) return 1
    return 0
  }
  /** Each member of the first takes the most similar that is free in the second, equal ones first. */
  const partnered = (few: number, many: number, similar: number): number => {
    const taken = new Uint8Array(size(many))
    let alike = overlap(few, many)
    for (let at = starts[few]!; at < starts[few + 1]!; at++) {
      if (has(many, members[at]!)) continue
      let best = -1
      let place = -1
      for (let other = 0; other < taken.length; other++) {
        const member = members[starts[many]! + other]!
        if (taken[other] === 1 || has(few, member)) continue
        if (bound(members[at]!, member) < similar - 1e-9) continue
        const alikeness = jaroWinkler(members[at]!, member)
        if (alikeness > best) [best, place] = [alikeness, other]
      }
      if (best < similar || place < 0) continue
      taken[place] = 1
      alike++
    }
    return alike
  }
  return {
    overlap,
    subset: (left, right) => {
      const smaller = Math.min(size(left), size(right))
      return smaller > 0 && overlap(left, right) === smaller ? 1 : 0
    },
    dice: (left, right) =>
      size(left) + size(right) === 0 ? 0 : (2 * overlap(left, right)) / (size(left) + size(right)),
    similarMember,
    membersAlike: (left, right, similar = 1) => {
      const [few, many] = size(left) <= size(right) ? [left, right] : [right, left]
      if (size(few) === 0) return 0
      const alike = partnered(few, many, similar)
      // Of two of one size neither is the smaller: the better way round counts.
      return (size(few) === size(many) ? Math.max(alike, partnered(many, few, similar)) : alike) / size(few)
    },
  }
}
