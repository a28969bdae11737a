/** What is estimated: per comparison the chance of every level, among the same and among others. */
import type { LinkageModel } from '../model/document.ts'
import { levelCount } from '../model/patterns.ts'

/** Per comparison, by level as in `model/patterns.ts`. Level 0 (missing) says nothing and stands at 1; the others sum to 1. */
export type Chances = readonly Float64Array[]

export type Parameters = Readonly<{
  m: Chances
  u: Chances
  /** By feature whose rarity counts, the chance that others agree on it: what a value's own frequency is measured against. */
  agreements: Readonly<Record<string, number>>
  /** Of all pairs, the share that are the same, and the share that are others of one household. */
  same: number
  household: number
}>

/** Chances this small are not told apart from none; bits stay finite. */
export const leastChance = 1e-9

/**
 * What is believed of m before the data is seen: the document's own m where it has one; otherwise that the first level is the usual
 * one and the others share the rest.
 */
export function expectedOf(model: LinkageModel): Chances {
  return model.comparisons.map(({ levels, else: otherwise }) => {
    const given = [...levels, otherwise].map(({ m }) => m)
    const others = levels.length
    return withMissing(given.map((m, at) => m ?? (at === 0 ? 0.7 : 0.3 / Math.max(1, others))))
  })
}

/** Made to sum to one, with nothing quite impossible, and level 0 in front. */
export function withMissing(chances: readonly number[]): Float64Array {
  const floored = chances.map((chance) => Math.max(leastChance, chance))
  const sum = floored.reduce((total, chance) => total + chance, 0)
  return Float64Array.of(1, ...floored.map((chance) => chance / sum))
}

/** As `counts` say, with `expected` counting as if it had been seen `strength` times: so no level is ever untrained. */
export function smoothed(counts: Float64Array, expected: Float64Array, strength: number): Float64Array {
  return withMissing(Array.from(expected.subarray(1), (chance, at) => counts[at + 1]! + strength * chance))
}

export const noCounts = (model: LinkageModel): Float64Array[] =>
  model.comparisons.map((comparison) => new Float64Array(levelCount(comparison)))

/** By comparison, whether it agrees within a household as within a person. */
export function sharedOf({ comparisons, household }: LinkageModel): readonly boolean[] {
  return comparisons.map(({ name }) => household?.shared.includes(name) ?? false)
}

/** The model with the parameters written into it, rounded to nine digits so that a document reads and hashes well. */
export function withParameters(model: LinkageModel, { m, u, agreements, same, household }: Parameters): LinkageModel {
  const written = (chance: number): number => Number(Math.max(leastChance, chance).toPrecision(9))
  return {
    ...model,
    comparisons: model.comparisons.map((comparison, at) => ({
      ...comparison,
      levels: comparison.levels.map((level, index) => ({
        ...level,
        m: written(m[at]![index + 1]!),
        u: written(u[at]![index + 1]!),
        ...(level.termFrequency
          ? { termFrequency: { ...level.termFrequency, base: written(agreements[level.termFrequency.of]!) } }
          : {}),
      })),
      else: { ...comparison.else, m: written(m[at]!.at(-1)!), u: written(u[at]!.at(-1)!) },
    })),
    prior: written(same),
    household: model.household && {
      ...model.household,
      share: household > 0 ? Math.min(0.999, written(household / (1 - same))) : 0,
    },
  }
}
