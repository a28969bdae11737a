/** Why two records are linked, or not: the sum of match weights, one part a comparison, by the plain evaluator. */
import { type DerivedRecord, levelOf } from '../compare/answer.ts'
import { recordAt } from '../features/record.ts'
import type { Features } from '../features/store.ts'
import type { Comparison, LinkageModel } from '../model/document.ts'
import { elseLevel, missingLevel, patternOfLevels } from '../model/patterns.ts'
import { householdBits, priorBits, probabilityOf, termFrequencyBits, weightsOf } from '../score/weights.ts'
import { levelInWords } from './words.ts'

export type ExplainedPart = Readonly<{
  comparison: string
  /** 0 missing, 1 … n as listed, n + 1 else. */
  level: number
  /** In words: “same surname”. */
  label: string
  m: number | null
  u: number | null
  /** log2(m / u); 0 when missing. */
  bits: number
  /** What the value's rarity adds; 0 without a term frequency. */
  termFrequencyBits: number
}>

export type Explanation = Readonly<{
  priorBits: number
  parts: readonly ExplainedPart[]
  /** What “they are of one household” takes away; 0 without a household class. */
  householdBits: number
  /** The sum of all. */
  weight: number
  probability: number
  pattern: number
}>

/** How common a record's value of a feature is, of all that have one; undefined: not known. */
export type FrequencyOf = (feature: string, side: 'left' | 'right') => number | undefined

export function explainRecords(
  model: LinkageModel,
  left: DerivedRecord,
  right: DerivedRecord,
  frequencyOf: FrequencyOf = () => undefined,
): Explanation {
  const parts = model.comparisons.map((comparison) =>
    explainPart(comparison, levelOf(comparison, left, right), frequencyOf),
  )
  const { household } = model
  const prior = priorBits(model)
  const total = (of: readonly ExplainedPart[]): number =>
    of.reduce((sum, part) => sum + part.bits + part.termFrequencyBits, 0)
  const sharedParts = parts.filter(({ comparison }) => household?.shared.includes(comparison))
  const takenAway = household ? householdBits(household.share, total(sharedParts)) : 0
  const weight = prior + total(parts) + takenAway
  return {
    priorBits: prior,
    parts,
    householdBits: takenAway,
    weight,
    probability: probabilityOf(weight),
    pattern: patternOfLevels(
      model,
      parts.map(({ level }) => level),
    ),
  }
}

/** Two records of a store. */
export function explainPair(model: LinkageModel, features: Features, left: number, right: number): Explanation {
  const frequencyOf: FrequencyOf = (feature, side) => {
    const { codes, counts, present } = features.columns[feature]!
    const count = counts[codes[side === 'left' ? left : right]!]!
    return count === 0 ? undefined : count / present
  }
  return explainRecords(model, recordAt(features, left), recordAt(features, right), frequencyOf)
}

function explainPart(comparison: Comparison, level: number, frequencyOf: FrequencyOf): ExplainedPart {
  const taken = level === elseLevel(comparison) ? comparison.else : comparison.levels[level - 1]
  const frequency = comparison.levels[level - 1]?.termFrequency
  const bits =
    frequency && taken?.u
      ? termFrequencyBits(frequency, taken.u, [frequencyOf(frequency.of, 'left'), frequencyOf(frequency.of, 'right')])
      : 0
  return {
    comparison: comparison.name,
    level,
    label: level === missingLevel ? 'not known' : (taken?.label ?? levelInWords(comparison, level)),
    m: taken?.m ?? null,
    u: taken?.u ?? null,
    bits: weightsOf(comparison)[level]!,
    termFrequencyBits: bits,
  }
}
