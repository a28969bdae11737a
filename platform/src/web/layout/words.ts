/** The words and shapes that mean the same on every page. */
import { licences } from '#governance'
import type { Classification, Field, FieldType } from '#model/dataset.ts'
import type { Remedy } from '#model/refusal.ts'
import type { Role } from '#model/request.ts'

/** One shape and one colour each, always with the word beside it. */
export const classificationWords: Readonly<Record<Classification, Readonly<{ word: string; says: string }>>> = {
  open: { word: 'Open', says: 'Anyone may use it, under its licence.' },
  shared: { word: 'Shared', says: 'For partners who have agreed what they use it for.' },
  personal: { word: 'Personal', says: 'About people. Only under an agreement, for a stated purpose.' },
  special: {
    word: 'Special',
    says: 'Sensitive facts about people, such as health. Only under an agreement with extra safeguards.',
  },
}

export const roleWords: Readonly<Record<Role, string>> = {
  'data-officer': 'data officer',
  approver: 'approver',
  guardian: 'Caldicott guardian',
  practitioner: 'practitioner',
  analyst: 'analyst',
  developer: 'developer',
  operator: 'operator',
  citizen: 'citizen',
}

export const typeWords: Readonly<Record<FieldType, string>> = {
  text: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  time: 'Time of day',
  datetime: 'Date and time',
  geometry: 'Place on a map',
}

const meaningWords: Readonly<Record<string, string>> = {
  uprn: 'Property reference (UPRN)',
  usrn: 'Street reference (USRN)',
  postcode: 'Postcode',
  'nhs-number': 'NHS number',
  lsoa: 'Small area (LSOA)',
  ward: 'Ward',
  easting: 'Easting',
  northing: 'Northing',
  latitude: 'Latitude',
  longitude: 'Longitude',
  email: 'E-mail address',
  telephone: 'Telephone number',
  'date-of-birth': 'Date of birth',
  'person-name': 'Name of a person',
}

/** A meaning in words: `nhs-number` → “NHS number”. An unknown one reads as its own name. */
export function sayMeaning(meaning: Field['meaning']): string {
  if (meaning === null) return ''
  return meaningWords[meaning] ?? sentence(meaning.replaceAll('-', ' '))
}

/** What is done to a value on its way, in words that finish “… passes”. */
export function sayTransform(transform: Readonly<{ kind: string; to?: number }>): string {
  switch (transform.kind) {
    case 'year':
      return 'year only'
    case 'outward-postcode':
      return 'first half of the postcode'
    case 'masked':
      return 'masked'
    case 'pseudonym':
      return 'as a code instead'
    case 'yes-no':
      return 'yes or no only'
    case 'rounded':
      return `rounded to ${transform.to ?? 'a step'}`
    default:
      return 'as it is'
  }
}

const licenceAsks: Readonly<Record<string, string>> = {
  'ogl-3': 'Say where it comes from. Then use it for anything, also for money.',
  'cc-by-4': 'Name the source, link the licence, and say whether you changed anything.',
  'cc-by-sa-4': 'Name the source, and share what you make of it under the same licence.',
  cc0: 'Nothing. Use it as you like.',
  odbl: 'Name the source, and share databases made of it under the same licence.',
  'odc-by': 'Name the source.',
}

export function sayLicence(id: string): Readonly<{ title: string; url: string | null; asks: string }> {
  const known = licences.find((licence) => licence.id === id)
  return {
    title: known?.title ?? id,
    url: known?.url ?? null,
    asks: licenceAsks[id] ?? 'Read its terms before you use the data.',
  }
}

/** “An approver of Northford City Council can add the field to the agreement.” */
export function sayRemedy({ who, can }: Remedy): string {
  const text = sentence(`${who} can ${can}`)
  return text.endsWith('.') ? text : `${text}.`
}

/** “1,234 rows”, “1 row”. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}

/** A share of 0 to 1: “99.6 of 100”, and never all or none unless it is. */
export function sayShare(share: number): string {
  const rounded = Math.round(share * 1_000) / 10
  if (rounded === 100 && share < 1) return 'more than 99.9 of 100'
  if (rounded === 0 && share > 0) return 'less than 0.1 of 100'
  return `${rounded} of 100`
}

/** “4.2 MB”, in thousands as operators' tools count. */
export function saySize(bytes: number): string {
  if (bytes < 1_000) return sayCount(bytes, 'byte')
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000).toLocaleString('en-GB')} kB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/** “a, b and c”. */
export function sayList(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `distinctCounts` → “distinct counts”; `UPRN` and `Contact Name` stay what they are. */
export function sayName(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll(/[-_]/g, ' ')
}
