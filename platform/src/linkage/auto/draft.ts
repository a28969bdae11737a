/** Parts that a model is put together from, and the short words that they are written in. */
import type { Comparison, LinkageModel, TermFrequency } from '../model/document.ts'
import type { Feature, Step } from '../model/features.ts'
import type { Test } from '../model/tests.ts'

/**
 * A way to block: a feature, and whose it is: two keys of one group are never put together. A part of a value (a start, a sound, a
 * year) survives slips of the pen that the whole does not.
 */
export type Key = Readonly<{ feature: string; groups: readonly string[]; isWhole: boolean; largest?: number }>

/** The first is the whole value, the others parts of it. */
export const keysOf = (group: string, whole: string, ...parts: readonly string[]): readonly Key[] =>
  [whole, ...parts].map((feature, at) => ({ feature, groups: [group], isWhole: at === 0 }))

export type Part = Readonly<{
  features: Readonly<Record<string, Feature>>
  comparisons: readonly Comparison[]
  keys: readonly Key[]
  /** Of the comparisons, those that people of one household have in common. */
  shared?: readonly string[]
  /** How much it tells, in bits: the least telling go first when there are too many. */
  worth: number
}>

/** What is compared character by character is cut: nothing that tells two apart comes later, and time grows with the square. */
export const brief: Step = { first: 100 }

export const text = (
  from: string | readonly string[],
  steps: readonly Step[],
  more: Partial<Feature> = {},
): Feature => ({
  kind: 'text',
  from: typeof from === 'string' ? from : [...from],
  steps: [...steps],
  ...more,
})
export const set = (
  from: string | readonly string[],
  steps: readonly Step[],
  more: Partial<Feature> = {},
): Feature => ({
  ...text(from, steps, more),
  kind: 'set',
})

export type Of = string | readonly [string, string]
const named = (of: Of) => (typeof of === 'string' ? of : ([...of] as [string, string]))
export const exact = (of: Of): Test => ({ test: 'exact', of: named(of) })
export const alike = (of: Of, atLeast: number): Test => ({ test: 'jaro-winkler', of: named(of), atLeast })
export const edits = (of: Of, atMost: number): Test => ({ test: 'damerau-levenshtein', of: named(of), atMost })
export const missing = (of: string): Test => ({ test: 'missing', of })
export const all = (...tests: readonly Test[]): Test => ({ test: 'all', tests })
export const any = (...tests: readonly Test[]): Test => ({ test: 'any', tests })
export const not = (that: Test): Test => ({ test: 'not', that })

/** [in words, test, what m is expected to be, the feature whose rarity counts] */
export type LevelDraft = readonly [label: string, when: Test, m: number, rare?: string]

/** A rare value counts for more and a common one for less, within reason. */
const rarity = (of: string): TermFrequency => ({ of, within: [-6, 8] })

export function comparison(
  name: string,
  saysNothing: Test,
  levels: readonly LevelDraft[],
  otherwise: readonly [label: string, m: number],
): Comparison {
  return {
    name,
    missing: saysNothing,
    levels: levels.map(([label, when, m, rare]) => ({
      label,
      when,
      m,
      u: null,
      ...(rare === undefined ? {} : { termFrequency: rarity(rare) }),
    })),
    else: { label: otherwise[0], m: otherwise[1], u: null },
  }
}

export const clustering: LinkageModel['clustering'] = { method: 'average-link', missingBits: -1, stopBits: 0 }
export const thresholds: LinkageModel['thresholds'] = { link: 0.95, review: 0.5 }
