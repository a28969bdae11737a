/** Recognises what kind of value a column holds. Values count before names: a column called `phone` that holds e-mails holds e-mails. */
import { cleanPostcode, readDate } from '../cleaning/index.ts'
import type { Profile } from './profile.ts'

export const columnKinds = [
  'nothing',
  'forename',
  'surname',
  'middle name',
  'full name',
  'date of birth',
  'date',
  'year',
  'month',
  'day',
  'sex',
  'email',
  'telephone',
  'postcode',
  'address',
  'house number',
  'place',
  'identifier',
  'number',
  'category',
  'word',
  'text',
] as const
export type ColumnKind = (typeof columnKinds)[number]

type Clue = Readonly<{ kind: ColumnKind; name?: RegExp; values?: (profile: Profile) => boolean }>

/** `first_name`, `FirstName` and `first name` are one: read in lower case with `_` between words. */
export const plainName = (name: string): string =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '')

const isEmail = (text: string) => /^[^@\s]+@[^@\s]+$/.test(text)
const isNumber = (text: string) => /^[^\d\s.-]{0,3}\s?-?\d[\d,]*(?:\.\d+)?$|^-?\.\d+$/.test(text)
const isBetween = (least: number, most: number) => (text: string) =>
  /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most
const isDate = (text: string) => /\d/.test(text) && readDate(text)?.precision === 'day'
const isPostcode = (text: string) => /\d/.test(text) && cleanPostcode(text) !== null
const digits = (text: string) => text.replaceAll(/\D+/g, '').length
const isDialled = (text: string) =>
  /^[+(\d][\d\s().\-/+]*$/.test(text) &&
  digits(text) >= 8 &&
  digits(text) <= 15 &&
  (/^[+(0]/.test(text) || /\d[^\d]+\d{3,}/.test(text))
const startsWithNumber = (text: string) =>
  /^(?:(?:flat|unit|apartment|apt|suite)\W+\w+\W+)?\d+[a-z]?[\s,]+\p{L}{2,}/iu.test(text)
const mostly = (profile: Profile, passes: (text: string) => boolean, share = 0.8) => profile.share(passes) >= share
const areNumbers = (profile: Profile) => mostly(profile, isNumber, 0.9)

const names = {
  forename: /^(?:given|first|fore|christian)_?names?(?:_c?1)?$|^f_?name(?:_c?1)?$|^(?:given|first|forename|firstname)$/,
  surname: /^(?:sur|last|family|second)_?names?(?:_c?1)?$|^l_?name(?:_c?1)?$|^(?:surname|last|family|lastname)$/,
  middle: /middle|^(?:other|second)_(?:fore|given)?_?names?$|^[fl]_?name_c?2$/,
  full: /^(?:full|display|complete|person|patient|client|customer|applicant|tenant|employee)_?name$|_and_(?:sur|last)_?name$/,
  birth: /(?:^|_)(?:dob|birth|born|birthday|birthdate|d_o_b)(?:_|$)/,
  sex: /(?:^|_)(?:sex|gender)(?:_|$)/,
  telephone: /phone|mobile|(?:^|_)(?:tel|fax|cell)(?:_|$)/,
  postcode: /post_?code|^zip|postal|^pcode/,
  identifier:
    /uprn|nhs|nino|(?:^|_)(?:ssn|passport|sec|sku|isbn|ean|gtin|upc|id|ids|number|no|num|ref|reference|code)(?:_|$)/,
  address: /addr|street|(?:^|_)road(?:_|$)/,
  houseNumber: /^(?:street|house|building|door)_?(?:number|no|num)$/,
  place:
    /(?:^|_)(?:city|town|suburb|village|locality|state|county|region|country|place|parish|district|borough)(?:_|$)/,
} as const

/** In this order; a clue holds when its name and its values do. */
const clues: readonly Clue[] = [
  { kind: 'email', values: (p) => mostly(p, isEmail, 0.6) },
  { kind: 'sex', name: names.sex, values: (p) => p.distinct <= 20 && p.length <= 15 },
  { kind: 'sex', values: (p) => p.distinct <= 6 && mostly(p, (text) => /^(?:m|f|male|female)$/i.test(text), 0.9) },
  { kind: 'date of birth', name: names.birth, values: (p) => mostly(p, isDate, 0.5) },
  { kind: 'date', values: (p) => mostly(p, (text) => isDate(text) && /\D/.test(text.trim())) },
  { kind: 'postcode', values: (p) => mostly(p, isPostcode, 0.6) },
  { kind: 'telephone', name: names.telephone, values: (p) => mostly(p, (text) => digits(text) >= 6, 0.6) },
  { kind: 'telephone', values: (p) => mostly(p, isDialled, 0.85) },
  { kind: 'postcode', name: names.postcode, values: (p) => p.length <= 12 },
  { kind: 'date', values: (p) => mostly(p, (text) => /^(?:18|19|20)\d{6}$/.test(text) && isDate(text), 0.95) },
  { kind: 'year', values: (p) => mostly(p, isBetween(1700, 2100), 0.9) },
  { kind: 'month', name: /month|^bm$|^mm$|^mob$/, values: (p) => mostly(p, isBetween(1, 12), 0.95) },
  { kind: 'day', name: /day|^bd$|^dd$/, values: (p) => mostly(p, isBetween(1, 31), 0.95) },
  { kind: 'house number', name: names.houseNumber },
  { kind: 'identifier', name: names.identifier, values: (p) => p.words < 3 && mostly(p, (text) => /\d/.test(text)) },
  { kind: 'identifier', values: (p) => mostly(p, (text) => /^\d{6,}$/.test(text), 0.9) },
  { kind: 'category', values: (p) => areNumbers(p) && p.distinct <= 20 },
  { kind: 'number', values: areNumbers },
  { kind: 'forename', name: names.forename },
  { kind: 'surname', name: names.surname },
  { kind: 'middle name', name: names.middle },
  { kind: 'full name', name: names.full },
  { kind: 'place', name: names.place, values: (p) => p.words < 5 },
  { kind: 'address', name: names.address },
  { kind: 'address', values: (p) => p.words >= 2.5 && p.words < 15 && mostly(p, startsWithNumber, 0.6) },
  { kind: 'category', values: (p) => p.distinct <= Math.min(30, 0.02 * p.filled) },
  { kind: 'text', values: (p) => p.words >= 3 || p.length > 40 },
  { kind: 'category', values: (p) => p.distinct <= Math.max(30, 0.002 * p.filled) },
  { kind: 'word', values: (p) => p.words <= 1.6 },
]

/** A column of one value, or of none, tells nothing. */
export function kindOf(profile: Profile): ColumnKind {
  if (profile.distinct < 2) return 'nothing'
  const plain = plainName(profile.name)
  const clue = clues.find(({ name, values }) => (name?.test(plain) ?? true) && (values?.(profile) ?? true))
  return clue?.kind ?? 'text'
}

/** A column `name` beside columns of people is a whole name; anywhere else it is the name of anything. */
export function kindsOf(profiles: readonly Profile[]): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map(profiles.map((profile) => [profile.name, kindOf(profile)] as const))
  const found = new Set(kinds.values())
  const isOfPeople = found.has('date of birth') || found.has('sex')
  for (const { name, words } of profiles)
    if (isOfPeople && plainName(name) === 'name' && words >= 1.5 && words < 5 && !found.has('surname'))
      kinds.set(name, 'full name')
  return kinds
}
