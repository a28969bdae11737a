/** Where each thing stands in a record's words, and what is needed of each feature's dictionary. */
import type { LinkageModel } from '../model/document.ts'
import { type Asks, featuresOf, type Question, questionsIn } from '../model/tests.ts'
import type { Features } from '../features/store.ts'
import type { Need } from './sides.ts'

export type Layout = Readonly<{
  /** Words a record; a power of two, so that a record does not straddle cache lines. */
  stride: number
  /** The word that holds a feature's code. */
  slots: Readonly<Record<string, number>>
  /** The word that holds the block of a rule; null for a rule with several blocks a record. */
  ruleSlots: readonly (number | null)[]
  /** Where there is room: the first of two words that hold the digest of a feature's text (`sides.ts`). */
  digestSlots: Readonly<Record<string, number>>
  /** Which dictionary a feature uses. */
  dictionaries: Readonly<Record<string, number>>
  /** What is needed of each dictionary. */
  needs: readonly ReadonlySet<Need>[]
}>

const needOf: Readonly<Record<Asks, readonly Need[]>> = {
  missing: [],
  exact: [],
  is: [],
  'jaro-winkler': ['texts'],
  jaro: ['texts'],
  jaccard: ['texts'],
  levenshtein: ['texts'],
  'damerau-levenshtein': ['texts'],
  bigrams: ['texts'],
  'starts-with': ['texts'],
  overlap: ['sets'],
  subset: ['sets'],
  dice: ['sets'],
  'similar-member': ['sets'],
  'members-alike': ['sets'],
  'date-within': ['seconds'],
  'day-month-swapped': ['days'],
  'same-day-and-month': ['days'],
  'same-year': ['days'],
  difference: ['numbers'],
  'relative-difference': ['numbers'],
  'distance-km': ['points'],
}

/** A rule's blocks as the layout sees them: `asFeature` when a record's block is its code of that feature. */
export type RuleShape = Readonly<{ severalBlocks: boolean; asFeature: string | null }>

export function layOut(model: LinkageModel, features: Features, rules: readonly RuleShape[]): Layout {
  const questions = questionsOf(model)
  const frequencies = model.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ termFrequency }) => termFrequency?.of ?? []),
  )
  const names = [...new Set([...questions.flatMap(featuresOf), ...frequencies])]
  const slots = Object.fromEntries(names.map((name, slot) => [name, slot]))
  let next = names.length
  const ruleSlots = rules.map(({ severalBlocks, asFeature }, rule) => {
    // Nothing comes after the last rule that would have to know its blocks.
    if (severalBlocks || rule === rules.length - 1) return null
    return asFeature !== null && asFeature in slots ? slots[asFeature]! : next++
  })
  const stride = 2 ** Math.ceil(Math.log2(Math.max(8, next)))
  const digestSlots: Record<string, number> = {}
  for (const name of digested(questions)) {
    if (next + 2 > stride) break
    digestSlots[name] = next
    next += 2
  }
  const values = [...new Set(names.map((name) => features.columns[name]!.values))]
  const dictionaries = Object.fromEntries(names.map((name) => [name, values.indexOf(features.columns[name]!.values)]))
  const needs = values.map(() => new Set<Need>())
  for (const question of questions)
    for (const name of featuresOf(question))
      for (const need of needOf[question.test]) needs[dictionaries[name]!]!.add(need)
  return { stride, slots, ruleSlots, digestSlots, dictionaries, needs }
}

/** Features whose digests are looked at, as the model lists them. */
function digested(questions: readonly Question[]): readonly string[] {
  const similar = questions.filter(({ test }) => test === 'jaro-winkler' || test === 'jaro')
  return [...new Set(similar.flatMap(featuresOf))]
}

export function questionsOf({ comparisons }: LinkageModel): readonly Question[] {
  return comparisons.flatMap(({ missing, levels }) => [
    ...(missing ? questionsIn(missing) : []),
    ...levels.flatMap(({ when }) => questionsIn(when)),
  ])
}
