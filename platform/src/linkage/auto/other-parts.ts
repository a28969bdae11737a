/** How everything that is not of a person or a place is compared, by its kind of value. */
import { derivations } from '../features/derivations.ts'
import type { Step } from '../model/features.ts'
import {
  all,
  alike,
  any,
  brief,
  comparison,
  edits,
  exact,
  keysOf,
  type LevelDraft,
  missing,
  type Part,
  set,
  text,
} from './draft.ts'
import { similar } from './people-parts.ts'
import { type Profile, wordsIn } from './profile.ts'

export function emailPart(name: string, column: string, worth: number): Part {
  const user = `${name} user`
  const levels: readonly LevelDraft[] = [
    ['same address', exact(name), 0.6, name],
    ['same name before the @', exact(user), 0.1, user],
    ['similar name before the @', any(edits(user, 2), alike(user, 0.93)), 0.07],
    ['somewhat similar name before the @', alike(user, 0.85), 0.04],
  ]
  return {
    features: {
      [name]: text(column, ['trim', 'lower', brief]),
      [user]: text(column, ['trim', 'lower', 'email-user', brief]),
      [`${name} start`]: text(column, ['trim', 'lower', { first: 5 }]),
    },
    comparisons: [comparison(name, missing(name), levels, ['another address', 0.2])],
    keys: keysOf(name, name, user, `${name} start`),
    worth,
  }
}

export function identifierPart(
  name: string,
  column: string,
  { length, worth }: Readonly<{ length: number; worth: number }>,
): Part {
  const plain: readonly Step[] = ['lower', 'alphanumeric', brief]
  const half = Math.max(2, Math.floor(length / 2))
  const levels: readonly LevelDraft[] = [
    ['same', exact(name), 0.85, name],
    ['one character off, or two exchanged', edits(name, 1), 0.06],
    ...(length >= 6 ? ([['two characters off', edits(name, 2), 0.03]] as const) : []),
  ]
  return {
    features: {
      [name]: text(column, plain),
      [`${name} start`]: text(column, [...plain, { first: half }]),
      [`${name} end`]: text(column, [...plain, { last: half }]),
    },
    comparisons: [comparison(name, missing(name), levels, ['another', 0.06])],
    keys: keysOf(name, name, ...(length >= 6 ? [`${name} start`, `${name} end`] : [])),
    worth,
  }
}

export function datePart(name: string, column: string, worth: number): Part {
  const day = `${name} day`
  const within = (atMost: number) => ({ test: 'date-within', of: day, atMost, unit: 'day' }) as const
  const levels: readonly LevelDraft[] = [
    ['same date', exact(name), 0.6, name],
    ['a day apart', within(1), 0.1],
    ['three days apart', within(3), 0.08],
    ['a week apart', within(7), 0.08],
    ['a month apart', within(31), 0.08],
  ]
  return {
    features: {
      [name]: text(column, ['date-digits']),
      [day]: { kind: 'date', from: column, steps: ['clean-date'] },
      [`${name} week`]: text(column, ['date-digits', 'week']),
      [`${name} month`]: text(column, ['date-digits', { first: 6 }]),
    },
    comparisons: [comparison(name, missing(name), levels, ['further apart', 0.06])],
    keys: keysOf(name, name, `${name} week`, `${name} month`),
    worth,
  }
}

export function numberPart(
  name: string,
  column: string,
  { isYear, worth }: Readonly<{ isYear: boolean; worth: number }>,
): Part {
  const amount = `${name} amount`
  const below = (share: number) => ({ test: 'relative-difference', of: amount, below: share }) as const
  const apart = (atMost: number) => ({ test: 'difference', of: amount, atMost }) as const
  const levels: readonly LevelDraft[] = isYear
    ? [
        ['same year', exact(name), 0.8, name],
        ['a year apart', apart(1), 0.08],
        ['three years apart', apart(3), 0.04],
      ]
    : [
        ['same', exact(name), 0.6, name],
        ['less than 1 % apart', below(0.011), 0.1],
        ['less than 5 % apart', below(0.05), 0.05],
        ['less than 20 % apart', below(0.2), 0.05],
        ['less than half apart', below(0.5), 0.05],
      ]
  return {
    features: {
      [name]: text(column, ['amount']),
      [amount]: { kind: 'number', from: column, steps: ['amount'] },
      [`${name} rounded`]: text(column, ['amount', 'two-digits']),
    },
    comparisons: [comparison(name, missing(name), levels, ['further apart', isYear ? 0.08 : 0.15])],
    keys: keysOf(name, name, ...(isYear ? [] : [`${name} rounded`])),
    worth,
  }
}

export function categoryPart(name: string, column: string, worth: number): Part {
  return {
    features: { [name]: text(column, ['clean-text', brief]) },
    comparisons: [
      comparison(
        name,
        missing(name),
        [
          ['same', exact(name), 0.8, name],
          ['similarly written', any(alike(name, 0.9), all(alike(name, 0.8), edits(name, 1))), 0.05],
        ],
        ['another', 0.15],
      ),
    ],
    keys: keysOf(name, name),
    worth,
  }
}

export function wordPart(name: string, column: string, worth: number): Part {
  const levels: readonly LevelDraft[] = [
    ['same', exact(name), 0.75, name],
    ['similar', similar(name), 0.1],
    ['part of it', { test: 'overlap', of: `${name} parts`, atLeast: 1 }, 0.03],
    ['somewhat similar', alike(name, 0.8), 0.03],
  ]
  return {
    features: {
      [name]: text(column, ['clean-text', brief]),
      [`${name} parts`]: set(column, ['clean-text', 'words']),
      [`${name} start`]: text(column, ['clean-text', { first: 4 }]),
      [`${name} sound`]: text(column, ['clean-text', 'sound']),
    },
    comparisons: [comparison(name, missing(name), levels, ['another', 0.09])],
    keys: keysOf(name, name, `${name} start`, `${name} sound`),
    worth,
  }
}

/** Blocks by a word, or a code, that more records than these have say little. */
const rareEnough = 60

/** Prose: by its words, without those that so many values have that they say nothing. */
export function textPart(
  profile: Profile,
  { name, records, worth }: Readonly<{ name: string; records: number; worth: number }>,
): Part {
  const { name: column } = profile
  const [words, codes] = [`${name} words`, `${name} codes`]
  const common = profile.words >= 3 ? commonWords(profile) : []
  const hasCodes = profile.share((value) => wordsIn(value).some((word) => /\d/.test(word) && word.length >= 4)) > 0.2
  const dice = (atLeast: number) => ({ test: 'dice', of: words, atLeast }) as const
  const levels: LevelDraft[] = [['same', exact(name), 0.3, name]]
  if (hasCodes) levels.push(['a code in common', { test: 'overlap', of: codes, atLeast: 1 }, 0.14])
  levels.push(['nearly all words in common', dice(0.8), 0.12])
  if (profile.words <= 12)
    levels.push([
      'most words alike',
      all(
        { test: 'members-alike', of: words, similar: 0.92, atLeast: 0.8 },
        { test: 'overlap', of: words, atLeast: 1 },
      ),
      0.1,
    ])
  levels.push(['most words in common', dice(0.6), 0.1])
  levels.push(['many words in common', dice(0.4), 0.08])
  levels.push(['some words in common', dice(0.25), 0.06])
  levels.push(['a word in common', { test: 'overlap', of: words, atLeast: 1 }, 0.05])
  return {
    features: {
      [name]: text(column, ['clean-text']),
      [words]: set(column, ['plain-words', ...without(common)]),
      ...(hasCodes ? { [codes]: set(column, ['codes', ...without(commonCodes(profile))]) } : {}),
      [`${name} start`]: text(column, ['clean-text', { first: 30 }]),
    },
    comparisons: [comparison(name, missing(name), levels, ['other words', 0.05])],
    keys: [
      ...keysOf(name, name, `${name} start`),
      { feature: words, groups: [name], isWhole: false, largest: Math.max(rareEnough, Math.ceil(records / 500)) },
      ...(hasCodes ? [{ feature: codes, groups: [name], isWhole: false, largest: rareEnough }] : []),
    ],
    worth,
  }
}

const without = (members: readonly string[]): readonly Step[] => (members.length > 0 ? [{ nullIf: [...members] }] : [])

/** The words that more than one value in a hundred holds, the commonest first. */
const commonWords = (profile: Profile): readonly string[] => commonIn(profile, wordsIn, 0.01)

/** A code that more than a few records hold is a size or a class, and names nothing. */
const commonCodes = (profile: Profile): readonly string[] =>
  commonIn(profile, (value) => derivations['codes']!(value) as readonly string[], 0.002)

function commonIn(
  { values }: Profile,
  membersOf: (value: string) => readonly string[],
  share: number,
): readonly string[] {
  const counts = new Map<string, number>()
  let records = 0
  for (const [value, count] of values) {
    records += count
    for (const member of new Set(membersOf(value))) counts.set(member, (counts.get(member) ?? 0) + count)
  }
  return [...counts]
    .filter(([, count]) => count > Math.max(3, share * records))
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, 1_000)
    .map(([member]) => member)
}
