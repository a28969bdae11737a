/** From the columns of a table to the parts of a model. */
import { cleanPostcode } from '../cleaning/index.ts'
import type { Feature } from '../model/features.ts'
import type { Part } from './draft.ts'
import { type ColumnKind, kindsOf, plainName } from './kinds.ts'
import { categoryPart, datePart, emailPart, identifierPart, numberPart, textPart, wordPart } from './other-parts.ts'
import { birthPart, furtherNamePart, namesPart, sexPart } from './people-parts.ts'
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
    const words = column.replaceAll(/[\s_]+/g, ' ').trim()
    const short = words.slice(0, 50) || 'column'
    // “surname start” might be what a part of “surname” is called.
    const isLikePart = [...seen].some((one) => short.toLowerCase().startsWith(`${one} `)) && !/ \d+$/.test(short)
    const plain = isLikePart ? `column ${short}` : short
    let name = plain
    for (let more = 2; seen.has(name.toLowerCase()); more++) name = `${plain} ${more}`
    seen.add(name.toLowerCase())
    names.set(column, name)
  }
  return names
}

/** Names, births and sexes; whether there are names of people. */
function peopleParts(of: Find, names: Names, add: Add): boolean {
  const [forename, ...otherForenames] = of('forename')
  const [surname, ...otherSurnames] = of('surname')
  const [full] = of('full name')
  const addFurther = (profile: Profile): void =>
    add(furtherNamePart(names.get(profile.name)!, furtherName(profile.name), worthOf(profile)), profile)
  if (forename && surname) {
    const columns = { forename: forename.name, surname: surname.name }
    add(namesPart(columns), forename, surname)
    restOfNames(of, names, { add, columns })
    for (const profile of [...otherForenames, ...otherSurnames]) addFurther(profile)
  } else if (full) {
    add(namesPart({ full: full.name }), full)
    const middle: Feature = { kind: 'text', from: full.name, steps: ['full-name-middle'] }
    add(furtherNamePart('middle names', middle, worthOf(full) / 2), full)
  } else for (const profile of [...of('forename'), ...of('surname')]) addFurther(profile)
  for (const profile of of('middle name')) addFurther(profile)
  birthParts(of, names, add)
  for (const profile of of('sex')) add(sexPart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  return (forename !== undefined && surname !== undefined) || full !== undefined
}

/** What a whole name holds beyond forename and surname. Of several whole names the longest holds most. */
function restOfNames(
  of: Find,
  names: Names,
  { add, columns }: Readonly<{ add: Add; columns: Readonly<{ forename: string; surname: string }> }>,
): void {
  const [whole] = of('full name').toSorted((a, b) => b.words - a.words)
  if (!whole || whole.words <= 2.1) return
  const rest: Feature = {
    kind: 'text',
    from: whole.name,
    without: [columns.forename, columns.surname],
    steps: ['clean-text'],
    needs: 'any',
  }
  add(furtherNamePart(names.get(whole.name)!, rest, worthOf(whole) / 2), whole)
}

function birthParts(of: Find, names: Names, add: Add): void {
  for (const profile of of('date of birth'))
    add(birthPart(names.get(profile.name)!, profile.name, worthOf(profile)), profile)
  const [year, month, day] = [of('year'), of('month'), of('day')].map((list) =>
    list.length === 1 ? list[0] : undefined,
  )
  if (!year || !month || !day) return
  const worth = worthOf(year) + worthOf(month) + worthOf(day)
  add(birthPart('date', [year.name, month.name, day.name], worth), year, month, day)
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
