/**
 * The plain evaluator: what two records answer to a test, which level they come to. Obviously right rather than fast; the
 * kernel is held to it.
 */
import type { Value, DateValue } from '../features/values.ts'
import { textOf } from '../features/values.ts'
import type { Comparison, LinkageModel } from '../model/document.ts'
import { elseLevel, missingLevel, patternOfLevels } from '../model/patterns.ts'
import type { Asks, Question, Test } from '../model/tests.ts'
import { dayMonthSwapped, distanceKm, relativeDifference, secondsIn } from './amounts.ts'
import { dice, hasSimilarMember, inCommon, isSubset, shareAlike } from './sets.ts'
import * as text from './text.ts'

/** One record's features by name; null or absent: no value. */
export type DerivedRecord = Readonly<Record<string, Value | null>>

/** Yes, no, or unknown. */
export type Answer = boolean | undefined

/** 0 when missing, 1 … n for the levels as listed, n + 1 for else. */
export function levelOf(comparison: Comparison, left: DerivedRecord, right: DerivedRecord): number {
  if (comparison.missing && answer(comparison.missing, left, right) === true) return missingLevel
  const taken = comparison.levels.findIndex(({ when }) => answer(when, left, right) === true)
  return taken < 0 ? elseLevel(comparison) : taken + 1
}

export function patternOf(model: Pick<LinkageModel, 'comparisons'>, left: DerivedRecord, right: DerivedRecord): number {
  return patternOfLevels(
    model,
    model.comparisons.map((comparison) => levelOf(comparison, left, right)),
  )
}

export function answer(test: Test, left: DerivedRecord, right: DerivedRecord): Answer {
  switch (test.test) {
    case 'all':
      return every(test.tests.map((one) => answer(one, left, right)))
    case 'any':
      return not(every(test.tests.map((one) => not(answer(one, left, right)))))
    case 'not':
      return not(answer(test.that, left, right))
    case 'missing':
      return [test.of].flat().some((name) => (left[name] ?? null) === null || (right[name] ?? null) === null)
    default:
      return answerQuestion(test, left, right)
  }
}

const not = (answered: Answer): Answer => (answered === undefined ? undefined : !answered)

function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false
  return answers.includes(undefined) ? undefined : true
}

type Ask = Exclude<Asks, 'missing'>
type Of<Test extends Ask> = Extract<Question, { test: Test }>

function answerQuestion(question: Of<Ask>, left: DerivedRecord, right: DerivedRecord): Answer {
  const [ofLeft, ofRight] = typeof question.of === 'string' ? [question.of, question.of] : question.of
  const [a, b] = [left[ofLeft] ?? null, right[ofRight] ?? null]
  if (a === null || b === null) return undefined
  return (answers[question.test] as (question: Of<Ask>, a: Value, b: Value) => boolean)(question, a, b)
}

type Text = string | DateValue
type Members = readonly string[]
type Point = readonly [number, number]
type Answers = {
  [Test in Ask]: (question: Of<Test>, left: never, right: never) => boolean
}

const answers: Answers = {
  exact: (_, a: Value, b: Value) => textOf(a) === textOf(b),
  is: ({ value }, a: string, b: string) => a === value && b === value,
  'jaro-winkler': ({ atLeast }, a: Text, b: Text) => text.jaroWinkler(textOf(a), textOf(b)) >= atLeast,
  jaro: ({ atLeast }, a: Text, b: Text) => text.jaro(textOf(a), textOf(b)) >= atLeast,
  jaccard: ({ atLeast }, a: Text, b: Text) => text.jaccard(textOf(a), textOf(b)) >= atLeast,
  levenshtein: ({ atMost }, a: Text, b: Text) => text.levenshtein(textOf(a), textOf(b)) <= atMost,
  'damerau-levenshtein': ({ atMost }, a: Text, b: Text) => text.damerauLevenshtein(textOf(a), textOf(b)) <= atMost,
  bigrams: ({ atLeast }, a: Text, b: Text) => text.bigramSimilarity(textOf(a), textOf(b)) >= atLeast,
  'starts-with': ({ atLeast }, a: Text, b: Text) => text.sharedStart(textOf(a), textOf(b)) >= atLeast,
  overlap: ({ atLeast }, a: Members, b: Members) => inCommon(a, b) >= atLeast,
  subset: (_, a: Members, b: Members) => isSubset(a, b),
  dice: ({ atLeast }, a: Members, b: Members) => dice(a, b) >= atLeast,
  'similar-member': ({ measure, atLeast }, a: Members, b: Members) =>
    hasSimilarMember(a, b, { measure, limit: atLeast }),
  'members-alike': ({ similar, atLeast }, a: Members, b: Members) => shareAlike(a, b, similar) >= atLeast,
  'date-within': ({ atMost, unit }, a: DateValue, b: DateValue) =>
    Math.abs(a.seconds - b.seconds) <= atMost * secondsIn[unit],
  'day-month-swapped': (_, a: DateValue, b: DateValue) => dayMonthSwapped(a, b),
  'same-day-and-month': (_, a: DateValue, b: DateValue) => a.day === b.day && a.month === b.month && a.year !== b.year,
  'same-year': (_, a: DateValue, b: DateValue) => a.year === b.year,
  difference: ({ atMost }, a: number, b: number) => Math.abs(a - b) <= atMost,
  'relative-difference': ({ below }, a: number, b: number) => relativeDifference(a, b) < below,
  'distance-km': ({ atMost }, a: Point, b: Point) => distanceKm(a, b) <= atMost,
}
