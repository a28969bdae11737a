/**
 * m by expectation maximisation, one session a blocking rule: what the rule looks at cannot be learnt from its own pairs, so the
 * rules take turns. u stays as it is, and of a household only its share is estimated: freed, either drifts to another class than
 * the same person (tried and set aside).
 */
import type { Compared } from './compared.ts'
import { type Chances, noCounts, type Parameters, smoothed } from './parameters.ts'
import type { LinkageModel } from '../model/document.ts'
import { levelCount } from '../model/patterns.ts'

/** Pairs of one pattern over the comparisons that a session looks at. */
export type Pattern = Readonly<{ levels: Uint8Array; count: number }>

export type Session = Readonly<{
  rule: number
  pairs: number
  /** Of the rule's pairs, the share found to be the same; others of one household. */
  same: number
  household: number
  /** The comparisons looked at, and their m in this order. */
  active: readonly number[]
  m: Chances
  /** Log-likelihood after each round, in nats, what was expected of m included: it never falls. */
  likelihood: readonly number[]
}>

type Classes = Readonly<{ expected: Chances; u: Chances; shared: readonly boolean[]; strength: number }>

export function runSession(
  patterns: readonly Pattern[],
  active: readonly number[],
  { expected, u, shared, strength }: Classes,
): Omit<Session, 'rule' | 'pairs'> {
  const total = patterns.reduce((sum, { count }) => sum + count, 0)
  let m = active.map((c) => expected[c]!)
  let [same, household] = [0.3, shared.some(Boolean) ? 0.05 : 0]
  const likelihood: number[] = []
  for (let round = 0; round < 60; round++) {
    const counts = active.map((c) => new Float64Array(expected[c]!.length))
    let [asSame, asHousehold] = [0, 0]
    let found = active.reduce(
      (sum, c, at) => sum + strength * expected[c]!.reduce((own, chance, l) => own + chance * Math.log(m[at]![l]!), 0),
      0,
    )
    for (const { levels, count } of patterns) {
      let [p, h, r] = [same, household, Math.max(0, 1 - same - household)]
      for (const [at, c] of active.entries()) {
        const level = levels[at]!
        p *= m[at]![level]!
        h *= shared[c] ? m[at]![level]! : u[c]![level]!
        r *= u[c]![level]!
      }
      const all = p + h + r
      if (all <= 0) continue
      found += count * Math.log(all)
      const [ofSame, ofHousehold] = [(count * p) / all, (count * h) / all]
      asSame += ofSame
      asHousehold += ofHousehold
      for (const [at, c] of active.entries()) counts[at]![levels[at]!]! += ofSame + (shared[c] ? ofHousehold : 0)
    }
    likelihood.push(found)
    same = asSame / total
    household = asHousehold / total
    m = active.map((c, at) => smoothed(counts[at]!, expected[c]!, strength))
    const before = likelihood.at(-2)
    if (before !== undefined && found - before < 1e-7 * Math.abs(found)) break
  }
  return { same, household, active, m, likelihood }
}

/** The pairs of a rule counted by pattern over the comparisons that are active. */
function patternsOf(
  { levels, width, count, rules }: Compared,
  active: readonly number[],
  { sizes, rule }: Readonly<{ sizes: readonly number[]; rule: number }>,
): readonly Pattern[] {
  const found = new Map<number, { levels: Uint8Array; count: number }>()
  for (let pair = 0; pair < count; pair++) {
    if (((rules[pair]! >>> rule) & 1) === 0) continue
    let key = 0
    for (const c of active) key = key * sizes[c]! + levels[pair * width + c]!
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { levels: Uint8Array.from(active, (c) => levels[pair * width + c]!), count: 1 })
  }
  return [...found.values()]
}

/** All pairs counted by pattern over all comparisons, and the place of each pair's pattern. */
export type Patterned = Readonly<{ patterns: readonly Pattern[]; placeOf: Uint32Array }>

export function patternedPairs({ levels, width, count }: Compared, sizes: readonly number[]): Patterned {
  const places = new Map<number, number>()
  const patterns: { levels: Uint8Array; count: number }[] = []
  const placeOf = new Uint32Array(count)
  for (let pair = 0; pair < count; pair++) {
    let key = 0
    for (let c = 0; c < width; c++) key = key * sizes[c]! + levels[pair * width + c]!
    let place = places.get(key)
    if (place === undefined) {
      place = patterns.length
      places.set(key, place)
      patterns.push({ levels: levels.slice(pair * width, (pair + 1) * width), count: 0 })
    }
    patterns[place]!.count++
    placeOf[pair] = place
  }
  return { patterns, placeOf }
}

/** Fewer pairs teach nothing. */
const leastPairs = 20

/** What one rule's pairs can teach: its patterns over the comparisons that look at none of its columns. */
export type Lesson = Readonly<{ rule: number; active: readonly number[]; patterns: readonly Pattern[]; pairs: number }>

export function lessonsOf(
  model: LinkageModel,
  compared: Compared,
  teachers: Uint32Array,
  rules: number,
): readonly Lesson[] {
  const sizes = model.comparisons.map(levelCount)
  return Array.from({ length: rules }, (_, rule) => rule).flatMap((rule) => {
    const active = [...sizes.keys()].filter((c) => ((teachers[c]! >>> rule) & 1) === 1)
    if (active.length < 2) return []
    const patterns = patternsOf(compared, active, { sizes, rule })
    const pairs = patterns.reduce((sum, { count }) => sum + count, 0)
    return pairs < leastPairs ? [] : [{ rule, active, patterns, pairs }]
  })
}

export function runSessions(lessons: readonly Lesson[], classes: Classes): readonly Session[] {
  return lessons.map(({ rule, active, patterns, pairs }) => ({ rule, pairs, ...runSession(patterns, active, classes) }))
}

/**
 * One m from all sessions. A session counts by how many of the same it found, and by the cube of how pure they were: where most
 * pairs are others, whatever those others have in common can pass for being the same.
 */
export function pooled(model: LinkageModel, sessions: readonly Session[], expected: Chances): Chances {
  const sums = noCounts(model)
  const weights = new Float64Array(sums.length)
  for (const { pairs, same, active, m } of sessions) {
    const weight = same > 0.01 ? pairs * same ** 4 : 0
    for (const [at, c] of active.entries()) {
      weights[c]! += weight
      for (let level = 1; level < sums[c]!.length; level++) sums[c]![level]! += weight * m[at]![level]!
    }
  }
  return sums.map((sum, c) => (weights[c]! > 0 ? smoothed(sum, expected[c]!, 0) : expected[c]!))
}

/** How many of all pairs are the same, and how many others of one household, by EM over the patterns of all candidates. */
export function sharesOf(
  patterns: readonly Pattern[],
  { m, u, shared }: Readonly<{ m: Chances; u: Chances; shared: readonly boolean[] }>,
  { all, records, most }: Readonly<{ all: number; records: number; most: number }>,
): Pick<Parameters, 'same' | 'household'> {
  let [same, household] = [1 / records, shared.some(Boolean) ? 1 / records : 0]
  const ratios = patterns.map(({ levels, count }) => {
    let [p, h] = [1, 1]
    for (let c = 0; c < levels.length; c++) {
      const ratio = m[c]![levels[c]!]! / u[c]![levels[c]!]!
      p *= ratio
      if (shared[c]) h *= ratio
    }
    return [p, h, count] as const
  })
  for (let round = 0; round < 200; round++) {
    let [asSame, asHousehold] = [0, 0]
    for (const [p, h, count] of ratios) {
      const sum = same * p + household * h + (1 - same - household)
      asSame += (count * same * p) / sum
      asHousehold += (count * household * h) / sum
    }
    const next = Math.min(most, asSame / all)
    const isSettled = Math.abs(next - same) < 1e-6 * same
    same = next
    household = asHousehold / all
    if (isSettled) break
  }
  return { same, household }
}
