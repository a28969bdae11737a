/** Rows that are alike often enough to meet, and a model that asks every question there is. */
import fc from 'fast-check'
import type { Row } from '../features/record.ts'
import { peopleModel } from './model-for-tests.ts'
import type { LinkageModel } from './document.ts'
import type { Test } from './tests.ts'

const names = [
  'ann',
  'anne',
  'anna',
  'nan',
  'lee',
  'leigh',
  'ann lee',
  'lee ann',
  'jo-ann',
  'zoë',
  'zoe',
  '',
  '😀',
  'maria de la cruz gonzalez y fernandez',
  'o',
]
const dates = [
  '1990-05-04',
  '1990-04-05',
  '1990-05-14',
  '1991-05-04',
  '1990-50-04',
  '1990-5-4',
  '0900-05-04',
  '1990-05-05',
  '2009-05-04',
  '1990-05-40',
  '199-05-04',
  '1909-05-04',
]
const cell = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { freq: 6 })
const text = fc.oneof(
  { weight: 4, arbitrary: cell(names) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)

const row: fc.Arbitrary<Row> = fc.record({
  first_name: text,
  surname: text,
  dob: fc.oneof(
    { weight: 4, arbitrary: cell(dates) },
    { weight: 1, arbitrary: fc.stringMatching(/^19[0-9]{2}-[01][0-9]-[0-3][0-9]$/) },
  ),
  postcode: cell(['sr1 3ab', 'sr1 3az', 'sr1 3ba', 'sr13 ab', 'ne1 1aa', '']),
  lat: cell(['54.9', '54.91', '55.5', 'north', '-54.9']),
  long: cell(['-1.38', '-1.4', '0', 'NaN']),
  age: cell(['3', '30', '36', '-1', '1e3', 'Infinity', '0']),
})

export const rowsOfPeople: fc.Arbitrary<readonly Row[]> = fc.array(row, { minLength: 1, maxLength: 24 })

const texts: readonly Test[] = [
  { test: 'jaro', of: 'forename', atLeast: 0.9 },
  { test: 'jaro-winkler', of: ['forename', 'surname'], atLeast: 0.9 },
  { test: 'jaccard', of: 'forename', atLeast: 0.8 },
  { test: 'bigrams', of: 'forename', atLeast: 0.6 },
  { test: 'starts-with', of: 'forename', atLeast: 1 },
  { test: 'levenshtein', of: 'forename', atMost: 2 },
  { test: 'damerau-levenshtein', of: 'forename', atMost: 3 },
  { test: 'not', that: { test: 'jaro-winkler', of: 'surname', atLeast: 0.4 } },
]
const sets: readonly Test[] = [
  {
    test: 'all',
    tests: [
      { test: 'subset', of: 'parts' },
      { test: 'overlap', of: 'parts', atLeast: 2 },
    ],
  },
  { test: 'dice', of: 'parts', atLeast: 0.6 },
  { test: 'members-alike', of: 'parts', similar: 0.85, atLeast: 0.5 },
  { test: 'similar-member', of: 'parts', measure: 'jaro-winkler', atLeast: 0.9 },
  { test: 'similar-member', of: 'parts', measure: 'damerau-levenshtein', atLeast: 1 },
  { test: 'similar-member', of: 'parts', measure: 'levenshtein', atLeast: 2 },
  { test: 'similar-member', of: 'parts', measure: 'jaro', atLeast: 0.6 },
  { test: 'is', of: 'surname', value: 'lee' },
  {
    test: 'not',
    that: {
      test: 'any',
      tests: [
        { test: 'is', of: 'surname', value: 'nobody' },
        { test: 'missing', of: ['age', 'place'] },
      ],
    },
  },
]
const amounts: readonly Test[] = [
  { test: 'damerau-levenshtein', of: 'dobText', atMost: 1 },
  { test: 'levenshtein', of: 'dob', atMost: 1 },
  { test: 'date-within', of: 'dob', atMost: 1, unit: 'month' },
  { test: 'same-day-and-month', of: 'dob' },
  { test: 'same-year', of: 'dob' },
  { test: 'difference', of: 'age', atMost: 6 },
  { test: 'relative-difference', of: 'age', below: 0.2 },
  {
    test: 'all',
    tests: [
      { test: 'not', that: { test: 'distance-km', of: 'place', atMost: 3 } },
      { test: 'exact', of: 'dob' },
    ],
  },
  { test: 'day-month-swapped', of: 'dob' },
]

const levels = (tests: readonly Test[], from: number) =>
  tests.map((when, at) => ({ when, m: 0.9 / (at + from), u: 0.02 * (at + 1) }))

export const everyQuestionModel: LinkageModel = {
  ...peopleModel,
  id: 'every-question',
  comparisons: [
    { name: 'text', levels: levels(texts, 2), else: { m: 0.1, u: 0.8 } },
    { name: 'set', missing: { test: 'missing', of: 'parts' }, levels: levels(sets, 1), else: { m: 0.2, u: 0.9 } },
    { name: 'amount', levels: levels(amounts, 3), else: { m: 0.001, u: 0.9 } },
  ],
  blocking: [{ keys: ['parts'] }, { keys: ['dob'] }, { keys: ['sector', 'parts'] }, { keys: ['age', 'sector'] }],
  household: { share: 0.2, shared: ['text', 'set'] },
}
