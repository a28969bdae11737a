/** Levels and explanations in plain English. */
import type { Comparison } from '../model/document.ts'
import { elseLevel } from '../model/patterns.ts'
import type { Asks, Question, Test } from '../model/tests.ts'
import type { Explanation } from './explain.ts'

/** A level that has no label of its own. */
export function levelInWords(comparison: Comparison, level: number): string {
  const title = comparison.title ?? comparison.name
  if (level === elseLevel(comparison)) return `${title} does not agree`
  return testInWords(comparison.levels[level - 1]!.when)
}

export function testInWords(test: Test): string {
  if (test.test === 'all') return test.tests.map(testInWords).join(' and ')
  if (test.test === 'any') return test.tests.map(testInWords).join(' or ')
  if (test.test === 'not') return `not: ${testInWords(test.that)}`
  const of = typeof test.of === 'string' ? test.of : test.of.join(' and ')
  return (phrases[test.test] as (question: Question, of: string) => string)(test, of)
}

const phrases: { [Name in Asks]: (question: Extract<Question, { test: Name }>, of: string) => string } = {
  missing: (_, of) => `${of} is not known`,
  exact: ({ of }, words) => (typeof of === 'string' ? `same ${words}` : `${of[0]} of one is ${of[1]} of the other`),
  is: ({ value }, of) => `both have “${value}” as ${of}`,
  'jaro-winkler': ({ atLeast }, of) => `similar ${of} (Jaro–Winkler at least ${atLeast})`,
  jaro: ({ atLeast }, of) => `similar ${of} (Jaro at least ${atLeast})`,
  jaccard: ({ atLeast }, of) => `similar ${of} (characters in common at least ${atLeast})`,
  levenshtein: ({ atMost }, of) => `${of} within ${edits(atMost)}`,
  'damerau-levenshtein': ({ atMost }, of) => `${of} within ${edits(atMost)} or exchanges`,
  bigrams: ({ atLeast }, of) => `similar ${of} (pairs of letters in common at least ${atLeast})`,
  'starts-with': (_, of) => `one ${of} begins with the other`,
  overlap: ({ atLeast }, of) => `at least ${atLeast} of ${of} in common`,
  subset: (_, of) => `${of} of one is part of the other’s`,
  dice: ({ atLeast }, of) => `${of} in common at least ${atLeast}`,
  'similar-member': (_, of) => `some ${of} is similar`,
  'members-alike': ({ atLeast }, of) => `${Math.round(atLeast * 100)} % of ${of} alike`,
  'date-within': ({ atMost, unit }, of) => `${of} within ${atMost} ${unit}${atMost === 1 ? '' : 's'}`,
  'day-month-swapped': (_, of) => `day and month of ${of} exchanged`,
  'same-day-and-month': (_, of) => `${of} on the same day and month of another year`,
  'same-year': (_, of) => `${of} in the same year`,
  difference: ({ atMost }, of) => `${of} at most ${atMost} apart`,
  'relative-difference': ({ below }, of) => `${of} less than ${below * 100} % apart`,
  'distance-km': ({ atMost }, of) => `${of} within ${atMost} km`,
}

const edits = (count: number): string => (count === 1 ? 'one edit' : `${count} edits`)

/** One sentence for a caseworker: what speaks for it, what against, and what it comes to. */
export function explanationInWords(explanation: Explanation): string {
  const worth = ({ bits, termFrequencyBits }: Explanation['parts'][number]): number => bits + termFrequencyBits
  const ordered = explanation.parts.toSorted((one, other) => Math.abs(worth(other)) - Math.abs(worth(one)))
  const speaks = (sign: number): string =>
    ordered
      .filter((part) => Math.sign(worth(part)) === sign)
      .map(({ label, ...part }) => `${label} (${signed(worth({ label, ...part }))})`)
      .join(', ')
  const [pro, contra] = [speaks(1), speaks(-1)]
  const household =
    explanation.householdBits < -0.05
      ? `; people of one household agree so too (${signed(explanation.householdBits)})`
      : ''
  const unknown = explanation.parts.filter(({ level }) => level === 0).map(({ comparison }) => comparison)
  return [
    `${percent(explanation.probability)} likely the same: `,
    pro ? `for it: ${pro}` : 'nothing for it',
    contra ? `; against it: ${contra}` : '',
    household,
    unknown.length > 0 ? `; not known: ${unknown.join(', ')}` : '',
    `; to begin with ${signed(explanation.priorBits)}; in all ${signed(explanation.weight)} bits.`,
  ].join('')
}

export const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`

/** Never “100 %” of what is not certain. */
export function percent(probability: number): string {
  const rounded = (probability * 100).toFixed(1)
  if (rounded === '100.0') return 'over 99.9 %'
  return rounded === '0.0' ? 'under 0.1 %' : `${rounded} %`
}
