/** From rows as holders have them to the columns that a model of people compares: cleaned, one for each slot. */
import { cleaners, nicknameClasses, readDate, readFullName, spellingClasses } from '#linkage'
import { type Slot, slots } from '../reading/slots.ts'

export type Values = Readonly<Partial<Record<Slot, string>>>
export type PersonColumns = Readonly<Record<(typeof columnNames)[number], string | null>>

/** `kin`: classes of short forms and spellings of the first given name, as a JSON list. */
export const columnNames = [...slots.filter((slot) => slot !== 'full-name'), 'kin'] as const

/** A name in one cell is taken apart; what tells nothing is null. */
export function personColumns(values: Values): PersonColumns {
  const clean = (slot: Slot, by: keyof typeof cleaners) => {
    const value = values[slot]
    return value === undefined ? null : cleaners[by](value)
  }
  return {
    ...nameColumns(values, clean),
    'nhs-number': clean('nhs-number', 'nhs-number'),
    'national-insurance-number': clean('national-insurance-number', 'national-insurance-number'),
    'date-of-birth': isoDate(values['date-of-birth']),
    sex: clean('sex', 'sex'),
    postcode: clean('postcode', 'postcode'),
    address: clean('address', 'text'),
    uprn: clean('uprn', 'uprn'),
    telephone: clean('telephone', 'telephone'),
    email: clean('email', 'email'),
  }
}

type NameColumns = Pick<PersonColumns, 'surname' | 'given-name' | 'middle-name' | 'kin'>

function nameColumns(values: Values, clean: (slot: Slot, by: keyof typeof cleaners) => string | null): NameColumns {
  const full = values['full-name'] === undefined ? null : readFullName(values['full-name'])
  // “Mary Ann” in the field of first names has a middle name as well.
  const [given = null, ...more] = (clean('given-name', 'given-name') ?? full?.given)?.split(' ') ?? []
  const kin = given === null ? [] : kinOf(given)
  return {
    surname: clean('surname', 'surname') ?? full?.surname ?? null,
    'given-name': given,
    'middle-name': clean('middle-name', 'given-name') ?? full?.middle ?? (more.join(' ') || null),
    kin: kin.length === 0 ? null : JSON.stringify(kin),
  }
}

/** By which two people are certainly two; null when it is missing or fails its check. */
export const cleanNhs = ({ 'nhs-number': text }: Values): string | null =>
  text === undefined ? null : cleaners['nhs-number'](text)

/** The classes of short forms and of spellings that a word of a name is in. */
export const kinOf = (word: string): string[] => [
  ...nicknameClasses(word).map((id) => `n${id}`),
  ...spellingClasses(word).map((id) => `s${id}`),
]

/** A whole, real day; null for a placeholder, a part of one, or none. */
function isoDate(text: string | undefined): string | null {
  const date = text === undefined ? null : readDate(text)
  if (!date || date.precision !== 'day' || !date.isReal || date.placeholder === 'never') return null
  const digits = String(date.packed).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
