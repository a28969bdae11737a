/**
 * u: how often two records that are not the same come to each level. Equality from how common each value is, without looking at
 * pairs; every other level from pairs drawn at random. What is already known to be the same is taken out of both.
 */
import type { Sources } from '../block/blocks.ts'
import type { Features } from '../features/store.ts'
import type { Comparison, LinkageModel } from '../model/document.ts'
import type { Compared } from './compared.ts'
import { type Chances, leastChance, noCounts, withMissing } from './parameters.ts'

/** Who is the same as far as is known: what each record counts, one over how often its person is there; probabilities of pairs. */
export type Known = Readonly<{ weights: Float64Array; compared: Compared; probability: Float64Array }>

export type Drawn = Readonly<{
  features: Features
  /** Pairs drawn at random. */
  drawn: Compared
  sources?: Sources | undefined
  known?: Known | undefined
}>

export function chanceOfLevels(model: LinkageModel, given: Drawn): Chances {
  const { features } = given
  const counts = countLevels(model, given)
  return model.comparisons.map((comparison, c) => {
    const levels = counts[c]!.subarray(1)
    const seen = levels.reduce((sum, count) => sum + count, 0)
    // Half a pair each: what never came up may still come up.
    const half = 0.5 * meanWeight(counts[c]!, given.drawn.count) + leastChance
    const chances = Array.from(levels, (count) => (count + half) / (seen + half * levels.length))
    const equality = plainEquality(comparison)
    if (equality === null) return withMissing(chances)
    const agree = chanceOfAgreement(features, equality, given)
    const rest = 1 - chances[0]!
    return withMissing(chances.map((chance, at) => (at === 0 ? agree : (chance * (1 - agree)) / Math.max(1e-12, rest))))
  })
}

const meanWeight = (counts: Float64Array, drawn: number): number =>
  drawn === 0 ? 1 : counts.reduce((sum, count) => sum + count, 0) / drawn

/** The feature whose equality is the first level, when that is all it asks. */
export function plainEquality({ levels }: Comparison): string | null {
  const when = levels[0]!.when
  return when.test === 'exact' && typeof when.of === 'string' ? when.of : null
}

/** Pairs of people who are there often count less, so that everybody counts once. */
function countLevels(model: LinkageModel, { features, drawn, known }: Drawn): Float64Array[] {
  const counts = noCounts(model)
  const { levels, width, count, left, right } = drawn
  const isKnown = known ? knownPairs(known, features.count) : () => false
  for (let pair = 0; pair < count; pair++) {
    const [one, other] = [left[pair]!, right[pair]!]
    if (isKnown(one, other)) continue
    const weight = known ? known.weights[one]! * known.weights[other]! : 1
    for (let c = 0; c < width; c++) counts[c]![levels[pair * width + c]!]! += weight
  }
  return counts
}

/** Whether a pair is known to be the same: drawn by chance, it says nothing of those that are not. */
function knownPairs({ compared, probability }: Known, records: number): (left: number, right: number) => boolean {
  const known = new Set<number>()
  const key = (left: number, right: number): number => Math.min(left, right) * records + Math.max(left, right)
  for (let pair = 0; pair < compared.count; pair++)
    if (probability[pair]! >= 0.5) known.add(key(compared.left[pair]!, compared.right[pair]!))
  return (left, right) => known.has(key(left, right))
}

/** By feature whose rarity counts, the chance that two records that are not the same agree on it. */
export function agreementsBy(model: LinkageModel, given: Omit<Drawn, 'drawn'>): Readonly<Record<string, number>> {
  const names = new Set(
    model.comparisons.flatMap(({ levels }) => levels.flatMap(({ termFrequency }) => termFrequency?.of ?? [])),
  )
  return Object.fromEntries([...names].map((name) => [name, chanceOfAgreement(given.features, name, given)]))
}

/** P(two records that are not the same have one value of a feature | both have any). */
export function chanceOfAgreement(
  features: Features,
  feature: string,
  { sources, known }: Pick<Drawn, 'sources' | 'known'>,
): number {
  const { codes, values } = features.columns[feature]!
  const places = sources?.mode === 'across' ? sources.sourceOf.reduce((most, place) => Math.max(most, place), 0) + 1 : 1
  const weight = (record: number): number => known?.weights[record] ?? 1
  // Summed by value, and by source within a value.
  const sums = new Float64Array(values.length * places)
  const own = new Float64Array(places)
  let squares = 0
  for (let record = 0; record < codes.length; record++) {
    const code = codes[record]!
    if (code === 0) continue
    const place = places > 1 ? sources!.sourceOf[record]! : 0
    sums[code * places + place]! += weight(record)
    own[place]! += weight(record)
    squares += weight(record) ** 2
  }
  const pairs = (from: Float64Array, at: number): number => {
    let [total, each] = [0, 0]
    for (let place = 0; place < places; place++) {
      total += from[at + place]!
      each += from[at + place]! ** 2
    }
    return places > 1 ? total * total - each : total * total
  }
  let agree = 0
  for (let code = 1; code < values.length; code++) agree += pairs(sums, code * places)
  let all = pairs(own, 0)
  if (places === 1) {
    agree -= squares
    all -= squares
  }
  const before = agree
  if (known) {
    const { left, right, count } = known.compared
    for (let pair = 0; pair < count; pair++) {
      const [a, b] = [codes[left[pair]!]!, codes[right[pair]!]!]
      if (known.probability[pair]! < 0.5 || a === 0 || b === 0) continue
      const share = 2 * known.probability[pair]! * weight(left[pair]!) * weight(right[pair]!)
      all -= share
      if (a === b) agree -= share
    }
  }
  // What has never agreed may still do so: half a pair.
  return all <= 0 ? 0 : Math.min(1, Math.max(0.02 * before, agree, 0.5) / all)
}
