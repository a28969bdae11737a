/** How people's names, births and sexes are compared. */
import {
  all,
  alike,
  any,
  brief,
  comparison,
  edits,
  exact,
  type Key,
  keysOf,
  type LevelDraft,
  missing,
  not,
  type Part,
  text,
} from './draft.ts'
import type { Feature } from '../model/features.ts'
import type { Test } from '../model/tests.ts'

/** Where the parts of a name come from: columns of their own, or one with the whole name. */
export type NameColumns = Readonly<{ forename: string; surname: string }> | Readonly<{ full: string }>

export function namesPart(columns: NameColumns): Part {
  const { forename, surname } = nameFeatures(columns)
  const of = (feature: Feature, ...more: readonly string[]): Feature => ({
    ...feature,
    steps: [...(feature.steps ?? []), ...more],
  })
  const features: Record<string, Feature> = {
    forename,
    'forename kin': { ...of(forename, 'name-classes'), kind: 'set' },
    'forename parts': { ...of(forename, 'words'), kind: 'set' },
    'forename start': { ...forename, steps: [...forename.steps!, { first: 3 }] },
    'forename initial': { ...forename, steps: [...forename.steps!, { first: 1 }] },
    'forename sound': of(forename, 'sound'),
    surname,
    'surname parts': { ...of(surname, 'words'), kind: 'set' },
    'surname start': { ...surname, steps: [...surname.steps!, { first: 4 }] },
    'surname end': { ...surname, steps: [...surname.steps!, { last: 4 }] },
    'surname initial': { ...surname, steps: [...surname.steps!, { first: 1 }] },
    'surname sound': of(surname, 'sound'),
    'name in any order': bothNames(columns),
  }
  return {
    features,
    comparisons: [forenameComparison(), surnameComparison()],
    keys: nameKeys,
    shared: ['surname'],
    worth: 99,
  }
}

function nameFeatures(columns: NameColumns): Readonly<Record<'forename' | 'surname', Feature>> {
  return 'full' in columns
    ? {
        forename: text(columns.full, ['full-name-given', brief]),
        surname: text(columns.full, ['full-name-surname', brief]),
      }
    : {
        forename: text(columns.forename, ['clean-given-name', brief]),
        surname: text(columns.surname, ['clean-surname', brief]),
      }
}

const bothNames = (columns: NameColumns): Feature =>
  text('full' in columns ? columns.full : [columns.forename, columns.surname], ['clean-text'], {
    whole: ['sorted-words'],
  })

const nameKeys: readonly Key[] = [
  ...keysOf('forename', 'forename', 'forename start', 'forename initial', 'forename sound'),
  ...keysOf('surname', 'surname', 'surname start', 'surname end', 'surname initial', 'surname sound'),
  { feature: 'name in any order', groups: ['forename', 'surname'], isWhole: true },
]

/** Forename and surname have changed places, and neither is like its own. */
const exchanged: Test = all(
  alike(['forename', 'surname'], 0.85),
  alike(['surname', 'forename'], 0.85),
  not(alike('forename', 0.85)),
  not(alike('surname', 0.85)),
)
const halfExchanged = (across: readonly [string, string]): Test =>
  all(missing('surname'), exact(across), not(alike('forename', 0.85)))

function forenameComparison() {
  const levels: readonly LevelDraft[] = [
    ['same forename', exact('forename'), 0.73, 'forename'],
    [
      'forename and surname exchanged',
      any(exchanged, halfExchanged(['forename', 'surname']), halfExchanged(['surname', 'forename'])),
      0.02,
    ],
    ['short form, other spelling or part of the forename', kinOf('forename'), 0.06],
    ['similar forename', similar('forename'), 0.08],
    ['initial of the forename', { test: 'starts-with', of: 'forename', atLeast: 1 }, 0.03],
    ['somewhat similar forename', alike('forename', 0.8), 0.02],
  ]
  return comparison('forename', missing('forename'), levels, ['another forename', 0.06])
}

function surnameComparison() {
  const levels: readonly LevelDraft[] = [
    ['same surname', exact('surname'), 0.76, 'surname'],
    ['similar surname', similar('surname'), 0.1],
    ['part of the surname', { test: 'overlap', of: 'surname parts', atLeast: 1 }, 0.03],
    ['somewhat similar surname', alike('surname', 0.8), 0.03],
  ]
  return comparison('surname', any(missing('surname'), exchanged), levels, ['another surname', 0.08])
}

/** A slip or two of the pen. */
export const similar = (of: string): Test => any(alike(of, 0.92), all(alike(of, 0.8), edits(of, 1)))

const kinOf = (name: string): Test =>
  any(
    { test: 'overlap', of: `${name} kin`, atLeast: 1 },
    { test: 'overlap', of: `${name} parts`, atLeast: 1 },
    { test: 'starts-with', of: name, atLeast: 3 },
  )

/** A middle name, or what a full name holds beyond forename and surname. */
export function furtherNamePart(name: string, feature: Feature, worth: number): Part {
  const steps = feature.steps ?? []
  const levels: readonly LevelDraft[] = [
    ['same', exact(name), 0.7, name],
    ['short form, other spelling or part of it', kinOf(name), 0.08],
    ['similar', similar(name), 0.08],
    ['initial', { test: 'starts-with', of: name, atLeast: 1 }, 0.05],
    ['somewhat similar', alike(name, 0.8), 0.02],
  ]
  return {
    features: {
      [name]: { ...feature, whole: [brief] },
      [`${name} kin`]: { ...feature, kind: 'set', whole: ['name-classes'], steps: [...steps] },
      [`${name} parts`]: { ...feature, kind: 'set', whole: ['words'] },
    },
    comparisons: [comparison(name, missing(name), levels, ['another', 0.07])],
    keys: keysOf(name, name),
    worth,
  }
}

/** A date of birth out of columns: one with the whole date, or year, month and day. */
export function birthPart(name: string, from: string | readonly string[], worth: number): Part {
  const isWhole = typeof from === 'string'
  const part = (...steps: NonNullable<Feature['steps']>): Feature =>
    isWhole ? text(from, ['date-digits', ...steps]) : text(from, [], { join: '-', whole: ['date-digits', ...steps] })
  const [digits, year, yearAndMonth, day] = [name, `${name} year`, `${name} year and month`, `${name} day`]
  const number = `${name} year as number`
  const levels: readonly LevelDraft[] = [
    ['same date', exact(digits), 0.74, digits],
    ['one digit off, or two exchanged', edits(digits, 1), 0.08],
    ['day and month exchanged', exact(`${name} in any order`), 0.02],
    ['same year, and 1 January once', all(exact(year), missing(day)), 0.02],
    ['two of day, month and year the same', any(exact(yearAndMonth), exact(day), exact(`${name} year and day`)), 0.03],
    ['same year', exact(year), 0.03],
    ['two digits off, or a year apart', any(edits(digits, 2), { test: 'difference', of: number, atMost: 1 }), 0.03],
  ]
  return {
    features: {
      [digits]: part(),
      [`${name} in any order`]: part('date-any-order'),
      [year]: part({ first: 4 }),
      [number]: { ...part({ first: 4 }), kind: 'number' },
      [yearAndMonth]: part({ first: 6 }),
      [`${name} year and day`]: part('year-and-day'),
      // 1 January is what is put where no day is known.
      [day]: part({ last: 4 }, { nullIf: ['0101'] }),
    },
    comparisons: [comparison(name, missing(digits), levels, ['another date', 0.05])],
    keys: keysOf(name, `${name} in any order`, year, yearAndMonth, day, `${name} year and day`),
    worth,
  }
}

export function sexPart(name: string, column: string, worth: number): Part {
  return {
    features: { [name]: text(column, ['clean-sex']) },
    comparisons: [comparison(name, missing(name), [['same sex', exact(name), 0.97]], ['another sex', 0.03])],
    keys: keysOf(name, name),
    worth,
  }
}
