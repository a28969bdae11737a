/**
 * The questions that a level of a comparison may ask of two records, as data.
 *
 * `of` names a feature, or two: `["forename", "surname"]` compares the left record's forename with the right record's
 * surname. A question about a missing value is *unknown*: `not` keeps unknown unknown, `all` and `any` follow Kleene (as SQL
 * does), and a level is taken only when its answer is yes. Texts are compared by code point.
 */
import { type Static, type TProperties, Type } from '@sinclair/typebox'
import type { Kind } from './features.ts'

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: 100 })
const of = Type.Union([name, Type.Tuple([name, name])])
const share = Type.Number({ minimum: 0, maximum: 1 })
const edits = Type.Integer({ minimum: 0, maximum: 100 })
const howMany = Type.Integer({ minimum: 1, maximum: 1_000 })
const amount = Type.Number({ minimum: 0 })
const words = <const Word extends string>(list: readonly Word[]) => Type.Unsafe<Word>(Type.String({ enum: list }))

const question = <Test extends string, More extends TProperties>(test: Test, more: More) =>
  Type.Object({ test: Type.Literal(test), ...more }, closed)

export const dateUnits = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const
export const memberMeasures = ['jaro-winkler', 'jaro', 'levenshtein', 'damerau-levenshtein'] as const

/** One entry a plain question; one that is not here cannot be asked. Its meaning stands beside it. */
export const questions = {
  /** Either record lacks the value; of several features: of any of them. Always known. */
  missing: question('missing', {
    of: Type.Union([name, Type.Array(name, { minItems: 1, maxItems: 20 })]),
  }),
  /** The same value. */
  exact: question('exact', { of }),
  /** Both have exactly this value. */
  is: question('is', { of: name, value: Type.String({ maxLength: 1_000 }) }),
  /** Jaro–Winkler similarity, prefix of at most 4 at 0.1 each, only above a Jaro of 0.7; as DuckDB 2. */
  'jaro-winkler': question('jaro-winkler', { of, atLeast: share }),
  jaro: question('jaro', { of, atLeast: share }),
  /** Characters in common by all characters, each counted once; as DuckDB. */
  jaccard: question('jaccard', { of, atLeast: share }),
  levenshtein: question('levenshtein', { of, atMost: edits }),
  /** The unrestricted kind, as DuckDB: “ca” and “abc” are 2 apart. */
  'damerau-levenshtein': question('damerau-levenshtein', { of, atMost: edits }),
  /** Twice the pairs of neighbouring characters in common by all pairs (Dice, as multisets). */
  bigrams: question('bigrams', { of, atLeast: share }),
  /** One begins with the other, which has at least so many characters; `1` is an initial. */
  'starts-with': question('starts-with', { of, atLeast: howMany }),
  /** Members in common. */
  overlap: question('overlap', { of, atLeast: howMany }),
  /** The smaller is part of the larger, and not empty. */
  subset: question('subset', { of }),
  /** Twice the members in common by all members. */
  dice: question('dice', { of, atLeast: share }),
  /** Some member of one and some member of the other are so similar (edits: so few apart). */
  'similar-member': question('similar-member', { of, measure: words(memberMeasures), atLeast: amount }),
  /** At least this share of the smaller one's members has a partner of its own in the other, so similar by Jaro–Winkler. */
  'members-alike': question('members-alike', { of, similar: share, atLeast: share }),
  /** At most so many apart. A month is 30.4375 days, a year 365.25, as in Splink. */
  'date-within': question('date-within', { of, atMost: amount, unit: words(dateUnits) }),
  /** The same year, day and month exchanged, and not the same date. */
  'day-month-swapped': question('day-month-swapped', { of }),
  /** The same day and month, another year. */
  'same-day-and-month': question('same-day-and-month', { of }),
  'same-year': question('same-year', { of }),
  /** Absolute difference of numbers. */
  difference: question('difference', { of, atMost: amount }),
  /** Difference by the greater of the two, below this share; as Splink. */
  'relative-difference': question('relative-difference', { of, below: share }),
  /** Great-circle distance on a sphere of 6,371 km. */
  'distance-km': question('distance-km', { of, atMost: amount }),
} as const

export type Asks = keyof typeof questions
/** A question about a feature. */
export type Question = { [Test in Asks]: Static<(typeof questions)[Test]> }[Asks]
/** A question, or several put together. */
export type Test =
  | Question
  | Readonly<{ test: 'all'; tests: readonly Test[] }>
  | Readonly<{ test: 'any'; tests: readonly Test[] }>
  | Readonly<{ test: 'not'; that: Test }>

const any: readonly Kind[] = ['text', 'date', 'number', 'set', 'point']
const text: readonly Kind[] = ['text', 'date']

/** Of what kind of value a question can be asked. */
export const kindsAsked: Readonly<Record<Asks, readonly Kind[]>> = {
  missing: any,
  exact: any,
  is: ['text'],
  'jaro-winkler': text,
  jaro: text,
  jaccard: text,
  levenshtein: text,
  'damerau-levenshtein': text,
  bigrams: text,
  'starts-with': text,
  overlap: ['set'],
  subset: ['set'],
  dice: ['set'],
  'similar-member': ['set'],
  'members-alike': ['set'],
  'date-within': ['date'],
  'day-month-swapped': ['date'],
  'same-day-and-month': ['date'],
  'same-year': ['date'],
  difference: ['number'],
  'relative-difference': ['number'],
  'distance-km': ['point'],
}

/** Every plain question within a test, in order. */
export function questionsIn(test: Test): readonly Question[] {
  if (test.test === 'all' || test.test === 'any') return test.tests.flatMap(questionsIn)
  if (test.test === 'not') return questionsIn(test.that)
  return [test]
}

/** The features that a question names; the left one first when it compares two. */
export function featuresOf(question: Question): readonly string[] {
  return typeof question.of === 'string' ? [question.of] : question.of
}
