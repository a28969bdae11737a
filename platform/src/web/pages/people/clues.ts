/** What was typed into the search form, read as clues; or what is wrong with it, field by field. */
import type { Clues } from '#entities'
import type { Problem } from '#foundation/problem.ts'
import { word } from '../../asked.ts'

const fields = ['name', 'day', 'month', 'year', 'age', 'postcode', 'address', 'nhs', 'telephone', 'email'] as const
type FormField = (typeof fields)[number]
export type Typed = Readonly<Partial<Record<FormField, string>>>
export type Mistake = Readonly<{ field: FormField; href: string; text: string }>

export function typedIn(form: unknown): Typed {
  return Object.fromEntries(fields.map((name) => [name, word(form, name).slice(0, 200)]))
}

/** Mistakes stand in the order of the form. What nobody could know here, such as an unreadable postcode, `entities` says. */
export function cluesIn(typed: Typed): Readonly<{ clues: Clues; errors: readonly Mistake[] }> {
  const { age, nhs, postcode, address } = typed
  const dateOfBirth = dateIn(typed)
  const isAge = !age || (/^[0-9]{1,3}$/.test(age) && Number(age) <= 120)
  const telling = { name: typed.name, nhsNumber: nhs, telephone: typed.telephone, email: typed.email }
  const given = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => value))
  const errors = [
    ...(dateOfBirth === null
      ? [mistake('year', 'Date of birth must be a real date, or a month and a year, or a year, like 27 3 1957')]
      : []),
    ...(isAge ? [] : [mistake('age', 'Age must be a whole number from 0 to 120')]),
  ]
  const isEnough = dateOfBirth !== undefined || Object.values(telling).some(Boolean)
  return {
    clues: {
      ...given({ ...telling, postcode, address }),
      ...(dateOfBirth && { dateOfBirth }),
      ...(age && isAge && { age: Number(age) }),
    },
    errors: isEnough || errors.length > 0 ? errors : [nothingTold],
  }
}

const mistake = (field: FormField, text: string): Mistake => ({ field, href: `#${field}`, text })

const nothingTold = mistake(
  'name',
  'Enter a name, a date of birth, an NHS number, a telephone number or an e-mail address',
)

/** ISO, as much of it as was typed; undefined when nothing was, null when it is no date. */
function dateIn({ day = '', month = '', year = '' }: Typed): string | null | undefined {
  if (!day && !month && !year) return undefined
  if (!/^(18|19|20)[0-9]{2}$/.test(year) || (day !== '' && month === '')) return null
  if (!month) return year
  if (!/^(0?[1-9]|1[0-2])$/.test(month)) return null
  const start = `${year}-${month.padStart(2, '0')}`
  if (!day) return start
  if (!/^[0-9]{1,2}$/.test(day)) return null
  const whole = `${start}-${day.padStart(2, '0')}`
  const date = new Date(`${whole}T00:00:00Z`)
  // 31 February is read as a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(whole) ? whole : null
}

const unreadable: Readonly<Record<string, Mistake>> = {
  dateOfBirth: mistake('year', 'Date of birth must be a date that people are born on, like 27 3 1957'),
  postcode: mistake('postcode', 'Enter a postcode, like NF1 2AB, or its first half'),
  nhsNumber: mistake('nhs', 'An NHS number has ten digits'),
  telephone: mistake('telephone', 'Enter a telephone number with all its digits'),
  email: mistake('email', 'Enter all of the e-mail address, like name@example.com'),
}

/** The mistake that a search was turned away for; null when it was for something else. */
export function mistakeOf({ code, at }: Problem): Mistake | null {
  if (code === 'clues-missing') return nothingTold
  return code === 'clue-unreadable' ? (unreadable[at ?? ''] ?? nothingTold) : null
}

export const clueWords: Readonly<Record<keyof Clues, string>> = {
  name: 'name',
  dateOfBirth: 'date of birth',
  age: 'age',
  postcode: 'postcode',
  address: 'address',
  nhsNumber: 'NHS number',
  telephone: 'telephone number',
  email: 'e-mail address',
}
