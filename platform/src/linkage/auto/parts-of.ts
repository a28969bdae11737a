/** From the columns of a table to the parts of a model. */
import { cleanPostcode } from '../cleaning/index.ts'
import type { Feature } from '../model/features.ts'
import type { Part } from './draft.ts'
import { type ColumnKind, kindsOf, plainName } from './kinds.ts'
import { categoryPart, datePart, emailPart, identifierPart, numberPart, textPart, wordPart } from './other-parts.ts'
import { birthPart, furtherNamePart, type NameColumns, namesPart, sexPart } from './people-parts.ts'
import { furtherLinePart, locationPart, placePart, telephonePart } from './place-parts.ts'
import type { Profile } from './profile.ts'

export type Recognised = Readonly<{ column: string; kind: ColumnKind; use: 'compared' | 'left out'; why?: string }>

export type Planned = Readonly<{
  parts: readonly Part[]
  recognised: readonly Recognised[]
  /** Places and what is there: several people may live at one address, several firms use one. */
  areHouseholds: boolean
}>

/** Names that features and comparisons get of themselves. */
const taken = ['forename', 'surname', 'address', 'postcode', 'name']

export function partsOf(profiles: readonly Profile[], isOneSource: boolean): Planned {
  const kinds = kindsOf(profiles)
  const usable = profiles.filter((profile) => isUsable(profile, kinds.get(profile.name)!, isOneSource))
  const names = uniqueNames(usable.map(({ name }) => name))
  const of = (kind: ColumnKind): readonly Profile[] => usable.filter(({ name }) => kinds.get(name) === kind)
  const used = new Set<string>()
  const parts: Part[] = []
  const add = (part: Part, ...columns: readonly Profile[]): void => {
    parts.push(part)
    for (const { name } of columns) used.add(name)
  }
  const people = peopleParts(of, names, add)
  placeParts(of, names, add)
  otherParts(of, names, add)
  for (const profile of usable)
    if (!used.has(profile.name)) {
      const kind = kinds.get(profile.name)!
      if (kind === 'full name' && people) continue
      add(plainPart(profile, kind, names.get(profile.name)!), profile)
    }
  return {
    parts,
    recognised: profiles.map(({ name, distinct }) => {
      const kind = kinds.get(name)!
      if (used.has(name)) return { column: name, kind, use: 'compared' }
      return { column: name, kind, use: 'left out', why: whyLeftOut(name, distinct) }
    }),
    areHouseholds:
      parts.some(({ shared }) => shared?.some((name) => name !== 'surname')) &&
      parts.some(({ shared, comparisons }) => (shared?.length ?? 0) < comparisons.length),
  }
}

type Find = (kind: ColumnKind) => readonly Profile[]
type Names = ReadonlyMap<string, string>
type Add = (part: Part, ...columns: readonly Profile[]) => void

const worthOf = ({ information, filled }: Profile, records = filled): number =>
  information * Math.min(1, filled / Math.max(1, records))

/** What an earlier linkage, or whoever labelled the data, found out: the answer, which must not be taken for evidence. */
const answers =
  /^(?:(?:cluster|entity|group|truth|ground_truth|label)(?:_(?:id|no|number|key))?|(?:true|gold)_(?:id|label|match))$/
const isAnswer = (name: string): boolean => answers.test(plainName(name))

function whyLeftOut(name: string, distinct: number): string {
  if (isAnswer(name)) return 'its name says that it is an answer, and not what was recorded'
  return distinct < 2 ? 'it has not two different values' : 'it says nothing that others do not'
}

/** A column of row numbers cannot agree; nor can one that two sources have nothing in common in. */
function isUsable(profile: Profile, kind: ColumnKind, isOneSource: boolean): boolean {
  if (kind === 'nothing' || profile.name.length === 0 || profile.name.length > 300) return false
  if (isAnswer(profile.name)) return false
  const isExact = kind === 'identifier' || kind === 'number' || kind === 'category'
  if (isExact && isOneSource && profile.distinct === profile.filled) return false
  return !(isExact && !profile.isShared)
}

/** Names for features: short, and each one different from the others and from those that are taken. */
function uniqueNames(columns: readonly string[]): Names {
  const names = new Map<string, string>()
  const seen = new Set(taken)
  for (const column of columns) {
    const plain =
      column
        .replaceAll(/[\s_]+/g, ' ')
        .trim()
        .slice(0, 50) || 'column'
    let name = plain
    for (let more = 2; seen.has(name.toLowerCase()); more++) name = `${plain} ${more}`
    seen.add(name.toLowerCase())
    names.set(column, name)
  }
  return names
}

/** What is left of a whole name without the parts that have columns of their own. */
function restOf(whole: string, { forename, surname }: Extract<NameColumns, { forename: string }>): Feature {
  return { kind: 'text', from: whole, without: [forename, surname], steps: ['clean-text'], needs: 'any' }
}

/** Whether there are names of people. */
function peopleParts(of: Find, names: Names, add: Add): boolean {
  const [forename, ...otherForenames] = of('forename')
  const [surname, ...otherSurnames] = of('surname')
  const [full] = of('full name')
  const columns: NameColumns | null =
    forename && surname ? { forename: forename.name, surname: surname.name } : full ? { full: full.name } : null
  const further = (...profiles: readonly Profile[]): void => {
    for (const profile of profiles)
      add(furtherNamePart(names.get(profile.name)!, furtherName(profile.name), worthOf(profile)), profile)
  }
  if (columns === null) further(...of('forename'), ...of('surname'), ...of('middle name'))
  else if ('full' in columns) {
    add(namesPart(columns), full!)
    const middle: Feature = { kind: 'text', from: columns.full, steps: ['full-name-middle'] }
    add(furtherNamePart('middle names', middle, worthOf(full!) / 2), full!)
    further(...of('middle name'))
  } else {
    add(namesPart(columns), forename!, surname!)
    further(...otherForenames, ...otherSurnames, ...of('middle name'))
    // What a whole name holds beyond the two. Of several whole names the longest holds most.
    const [whole] = of('full name').toSorted((a, b) => b.words - a.words)
    if (whole && whole.words > 2.1)
      add(furtherNamePart(names.get(whole.name)!, restOf(whole.name, columns), worthOf(whole) / 2), whole)
  }
  for (const profile of of('date of birth'))
    add(birthPart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  const [year, month, day] = [of('year'), of('month'), of('day')].map((list) =>
    list.length === 1 ? list[0] : undefined,
  )
  if (year && month && day)
    add(
      birthPart('date', [year.name, month.name, day.name], worthOf(year) + worthOf(month) + worthOf(day)),
      year,
      month,
      day,
    )
  for (const profile of of('sex')) add(sexPart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  return columns !== null
}

const furtherName = (from: string): Feature => ({ kind: 'text', from, steps: ['clean-given-name'] })

function placeParts(of: Find, names: Names, add: Add): void {
  const [line, ...furtherLines] = of('address')
  const numbers = of('house number')
  const [postcode] = of('postcode')
  if (line || postcode) {
    const first = [...(line ? numbers : []), ...(line ? [line] : [])]
    const columns = {
      line: first.map(({ name }) => name),
      lines: line ? [...first, ...furtherLines].map(({ name }) => name) : [],
      postcode: postcode?.name ?? null,
      isUk: (postcode?.share((text) => cleanPostcode(text) !== null) ?? 0) > 0.5,
    }
    const worth = (line ? worthOf(line) : 0) + (postcode ? worthOf(postcode) : 0)
    add(locationPart(columns, worth), ...first, ...(postcode ? [postcode] : []))
    for (const profile of furtherLines)
      add(furtherLinePart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  }
  for (const profile of of('place'))
    add(
      placePart(names.get(profile.name)!, profile.name, {
        hasPostcode: postcode !== undefined,
        worth: worthOf(profile),
      }),
      profile,
    )
  for (const profile of of('telephone'))
    add(telephonePart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
}

function otherParts(of: Find, names: Names, add: Add): void {
  for (const profile of of('email')) add(emailPart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  for (const profile of of('date')) {
    const name = names.get(profile.name)!
    const worth = worthOf(profile)
    add(isOfLives(profile) ? birthPart(name, profile.name, worth) : datePart(name, profile.name, worth), profile)
  }
}

/** Dates spread over decades are of lives: compared digit by digit, not by distance. */
function isOfLives({ values }: Profile): boolean {
  const years = values
    .flatMap(([text]) => /(?:1[5-9]|20)\d\d/.exec(text)?.[0] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
  return (years[Math.floor(0.95 * years.length)] ?? 0) - (years[Math.floor(0.05 * years.length)] ?? 0) > 15
}

function plainPart(profile: Profile, kind: ColumnKind, name: string): Part {
  const { name: column, length, filled } = profile
  const worth = worthOf(profile)
  if (kind === 'identifier' || kind === 'house number') return identifierPart(name, column, { length, worth })
  if (kind === 'number' || kind === 'year') return numberPart(name, column, { isYear: kind === 'year', worth })
  if (kind === 'category' || kind === 'month' || kind === 'day') return categoryPart(name, column, worth)
  if (kind === 'word') return wordPart(name, column, worth)
  return textPart(profile, { name, records: filled, worth })
}
