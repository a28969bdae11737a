/** Under which heading a fact is shown: by what the field means, else by words of its name. Data. */
import type { Field } from '#model/dataset.ts'
import type { Theme } from './person.ts'

const byMeaning: Readonly<Record<string, Theme>> = {
  'nhs-number': 'identity',
  'national-insurance-number': 'identity',
  'person-reference': 'identity',
  'person-name': 'identity',
  'date-of-birth': 'identity',
  'year-of-birth': 'identity',
  gender: 'identity',
  age: 'identity',
  email: 'contact',
  telephone: 'contact',
  address: 'address',
  postcode: 'address',
  uprn: 'address',
  usrn: 'address',
  'lsoa-code': 'address',
  'msoa-code': 'address',
  'ward-code': 'address',
  health: 'health',
}

/** The first that fits, in this order. */
const byWords: readonly (readonly [RegExp, Theme])[] = [
  [/\b(title|alias|known as|died|death|born)\b/, 'identity'],
  [/\b(phone|mobile|contact|e ?mail|language|interpreter)\b/, 'contact'],
  [
    /\b(care|package|hours|team|support|carer|pathway|equipment|lives alone|social|visits?|assist|caseload|review(ed)?|safeguarding|discharge|expected discharge)\b/,
    'care',
  ],
  [
    /\b(diagnos|health|medic|clinical|specialty|admitted|admission|stay|method|need|needs|nurs|frail|disab|eligibility|risk)/,
    'health',
  ],
  [/\b(address|street|town|postcode|ward|area|district|property|home|heating)\b/, 'address'],
  [/\b(amount|award(ed)?|balance|charge|benefit|income|rent|debt|tax|payment|band|discount|claim)\b/, 'money'],
]

/** What a hospital's register has beside a ward; elsewhere a ward is where somebody lives and votes. */
const hospitalWords = /\b(admitted|admission|discharge|specialty|consultant|spell|bed|bay)\b/

type Named = Pick<Field, 'name' | 'meaning'>

/** `beside`: the fields of the same dataset. */
export function themeOf({ name, meaning }: Named, beside: readonly Named[]): Theme {
  const known = meaning === null ? undefined : byMeaning[meaning]
  if (known) return known
  const words = wordsOf(name)
  if (/\bward\b/.test(words) && beside.some((field) => hospitalWords.test(wordsOf(field.name)))) return 'health'
  return byWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
}

/** Dates that say how fresh a row is, the most telling first. */
const freshness = [
  /\b(last )?(updated|modified|changed)\b/,
  /\b(last )?review(ed)?\b/,
  /\b(last )?(seen|visited|contact(ed)?)\b/,
  /\bas (at|of)\b/,
  /\brecorded\b/,
  /\b(admitted|registered|referred|opened|issued|awarded)\b/,
]

/** The field whose date says when the row was last true; null: the day of publication has to do. */
export function freshnessField<F extends Pick<Field, 'name' | 'type'>>(fields: readonly F[]): F | null {
  const dates = fields.filter(({ type }) => type === 'date' || type === 'datetime')
  for (const pattern of freshness) {
    const found = dates.find(({ name }) => pattern.test(wordsOf(name)))
    if (found) return found
  }
  return null
}

const wordsOf = (name: string): string =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
