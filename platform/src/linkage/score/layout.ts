/** Where each thing stands in a record's words, and what is needed of each feature's dictionary. */
import type { LinkageModel } from '../model/document.ts'
import { type Asks, featuresOf, type Question, questionsIn } from '../model/tests.ts'
import type { Features } from '../features/store.ts'
import type { Need } from './sides.ts'

export type Layout = Readonly<{
  /** Words a record; a multiple of 8, so that a record begins where a half cache line does. */
  stride: number
  /** The word that holds a feature's code. */
  slots: Readonly<Record<string, number>>
  /** The word that holds the block of a rule; null for a rule with several blocks a record. */
  ruleSlots: readonly (number | null)[]
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

/** `severalBlocks` says of each rule whether a record may be in several of its blocks. */
export function layOut(model: LinkageModel, features: Features, severalBlocks: readonly boolean[]): Layout {
  const questions = questionsOf(model)
  const frequencies = model.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ termFrequency }) => termFrequency?.of ?? []),
  )
  const names = [...new Set([...questions.flatMap(featuresOf), ...frequencies])]
  const slots = Object.fromEntries(names.map((name, slot) => [name, slot]))
  let next = names.length
  const ruleSlots = severalBlocks.map((several) => (several ? null : next++))
  const values = [...new Set(names.map((name) => features.columns[name]!.values))]
  const dictionaries = Object.fromEntries(names.map((name) => [name, values.indexOf(features.columns[name]!.values)]))
  const needs = values.map(() => new Set<Need>())
  for (const question of questions)
    for (const name of featuresOf(question))
      for (const need of needOf[question.test]) needs[dictionaries[name]!]!.add(need)
  return { stride: Math.max(8, Math.ceil(next / 8) * 8), slots, ruleSlots, dictionaries, needs }
}

export function questionsOf({ comparisons }: LinkageModel): readonly Question[] {
  return comparisons.flatMap(({ missing, levels }) => [
    ...(missing ? questionsIn(missing) : []),
    ...levels.flatMap(({ when }) => questionsIn(when)),
  ])
}
