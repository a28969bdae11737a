/** How addresses, postcodes and places are compared, and what else a household has in common. */
import type { Feature, Step } from '../model/features.ts'
import type { Test } from '../model/tests.ts'
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
  not,
  type Part,
  set,
  text,
} from './draft.ts'

export type LocationColumns = Readonly<{
  /** The columns that the first line is of: its number may stand apart. */
  line: readonly string[]
  /** All lines, in which the first may have ended up. */
  lines: readonly string[]
  postcode: string | null
  /** Whether postcodes are those of the United Kingdom, with their sectors and districts. */
  isUk: boolean
}>

/**
 * Address and postcode as one comparison with ordered levels: who has the same address has the same postcode too, and as two
 * comparisons that one fact would count twice.
 */
export function locationPart({ line, lines, postcode, isUk }: LocationColumns, worth: number): Part {
  const hasLine = line.length > 0
  const parts = [hasLine ? linePart(line, lines) : null, postcode ? postcodePart(postcode, isUk) : null].filter(
    (part) => part !== null,
  )
  const sameLine = hasLine ? addressAlike : null
  const levels: LevelDraft[] = []
  if (postcode && sameLine)
    levels.push(['same address and postcode', all(exact('postcode'), sameLine), 0.45, 'postcode'])
  if (postcode) levels.push(['same postcode', exact('postcode'), sameLine ? 0.12 : 0.7, 'postcode'])
  if (sameLine) {
    levels.push(['same address', exact('address'), postcode ? 0.08 : 0.6, 'address'])
    levels.push(['similar address', sameLine, postcode ? 0.04 : 0.15])
  }
  if (lines.length > 1) levels.push(['the same words in the lines of the address', sameWords, 0.03])
  if (postcode) {
    levels.push(['postcode one character off', edits('postcode', 1), 0.06])
    levels.push(['same postcode sector', exact('postcode sector'), 0.05])
    levels.push(['same postcode district', exact('postcode district'), 0.04])
  }
  const nothing =
    parts.length === 2 ? all(missing('postcode'), missing('address')) : missing(hasLine ? 'address' : 'postcode')
  return {
    features: Object.assign({}, ...parts.map(({ features }) => features)) as Part['features'],
    comparisons: [comparison('address', nothing, levels, ['another address', 0.15])],
    keys: parts.flatMap(({ keys }) => keys),
    shared: ['address'],
    worth,
  }
}

const sameWords: Test = { test: 'members-alike', of: 'address words', similar: 0.9, atLeast: 0.8 }

const addressAlike: Test = any(
  exact('address'),
  all(any(exact('address numbers'), missing('address numbers')), alike('address street', 0.9)),
)

type Piece = Pick<Part, 'features' | 'keys'>

function linePart(line: readonly string[], lines: readonly string[]): Piece {
  const joined = (...steps: readonly Step[]): Feature =>
    text(line, [], { needs: 'any', whole: ['clean-text', brief, ...steps] })
  return {
    features: {
      address: joined(),
      'address numbers': joined('words-with-digits'),
      'address street': joined('words-without-digits'),
      'address start': joined({ first: 7 }),
      ...(lines.length > 1 ? { 'address words': set(lines, ['plain-words'], { needs: 'any' }) } : {}),
    },
    keys: keysOf('address', 'address', 'address start', 'address numbers'),
  }
}

function postcodePart(column: string, isUk: boolean): Piece {
  const plain: readonly Step[] = ['lower', 'alphanumeric', { first: 20 }]
  return {
    features: {
      postcode: text(column, plain),
      'postcode sector': text(column, isUk ? ['clean-postcode', 'postcode-sector'] : [...plain, { first: 3 }]),
      'postcode district': text(column, isUk ? ['clean-postcode', 'postcode-district'] : [...plain, { first: 2 }]),
    },
    keys: keysOf('postcode', 'postcode', 'postcode sector', 'postcode district'),
  }
}

/** A town, county or country. Where the postcode is the same, so is the town, which then says nothing more. */
export function placePart(
  name: string,
  column: string,
  { hasPostcode, worth }: Readonly<{ hasPostcode: boolean; worth: number }>,
): Part {
  const levels: readonly LevelDraft[] = [
    ['same place', exact(name), 0.8, name],
    ['similarly written place', any(alike(name, 0.9), all(alike(name, 0.8), edits(name, 1))), 0.06],
  ]
  const nothing = hasPostcode ? any(missing(name), exact('postcode')) : missing(name)
  return {
    features: {
      [name]: text(column, ['clean-text', brief]),
      [`${name} start`]: text(column, ['clean-text', { first: 4 }]),
    },
    comparisons: [comparison(name, nothing, levels, ['another place', 0.14])],
    keys: keysOf(name, name, `${name} start`),
    shared: [name],
    worth,
  }
}

/** A further line of an address. */
export function furtherLinePart(name: string, column: string, worth: number): Part {
  // Where the lines hold the same words in another order, this line has been compared already.
  const levels: readonly LevelDraft[] = [
    ['same', exact(name), 0.75, name],
    ['similar', any(alike(name, 0.92), all(alike(name, 0.8), edits(name, 1))), 0.1],
    ['somewhat similar', alike(name, 0.8), 0.05],
  ]
  return {
    features: {
      [name]: text(column, ['clean-text', brief]),
      [`${name} start`]: text(column, ['clean-text', { first: 4 }]),
    },
    comparisons: [
      comparison(name, any(missing(name), all(sameWords, not(alike(name, 0.8)))), levels, ['another', 0.1]),
    ],
    keys: keysOf(name, name, `${name} start`),
    shared: [name],
    worth,
  }
}

export function telephonePart(name: string, column: string, worth: number): Part {
  const steps: readonly Step[] = ['digits']
  const levels: readonly LevelDraft[] = [
    ['same number', exact(name), 0.6, name],
    ['same last six digits', exact(`${name} end`), 0.06],
    ['two digits off', edits(name, 2), 0.04],
  ]
  return {
    features: {
      // With or without the country's code.
      [name]: text(column, [...steps, { last: 10 }]),
      [`${name} end`]: text(column, [...steps, { last: 6 }]),
      [`${name} start`]: text(column, [...steps, { last: 10 }, { first: 6 }]),
    },
    comparisons: [comparison(name, missing(name), levels, ['another number', 0.3])],
    keys: keysOf(name, name, `${name} end`, `${name} start`),
    shared: [name],
    worth,
  }
}
