/** Steps that clean, and steps that take a cleaned value apart: names into kin and sounds, dates into digits, codes out of prose. */
import {
  cleaners,
  fold,
  nicknameClasses,
  phoneticKey,
  readDate,
  readFullName,
  saysNothing,
  spellingClasses,
  wordsOf,
} from '../cleaning/index.ts'

type Step = (text: string) => string | null | readonly string[]

const cleaning = Object.fromEntries(
  Object.entries(cleaners).map(([name, clean]) => [`clean-${name}`, clean] as const),
) as Readonly<Record<string, Step>>

const hasDigit = /\p{N}/u
const listOrNull = (words: readonly string[], by: string): string | null => (words.length > 0 ? words.join(by) : null)

export const cleaningSteps: Readonly<Record<string, Step>> = {
  /** `clean-given-name`, `clean-postcode` and so on: the cleaner of that name (`cleaning/cleaners.ts`). */
  ...cleaning,
  /** The parts of a whole name in one cell. */
  'full-name-given': (text) => readFullName(text)?.given ?? null,
  'full-name-middle': (text) => readFullName(text)?.middle ?? null,
  'full-name-surname': (text) => readFullName(text)?.surname ?? null,
  /** What the words of a cleaned name are kin to: two names are kin when they share a class. Nothing for a name without kin. */
  'name-classes': (text) =>
    text
      .split(' ')
      .flatMap((word) => [
        ...nicknameClasses(word).map((id) => `n${id}`),
        ...spellingClasses(word).map((id) => `s${id}`),
      ]),
  /** How the first word sounds. */
  sound: (text) => phoneticKey(text.split(' ')[0]!) || null,
  /**
   * A date as eight digits, yyyymmdd, also one that the calendar does not have: slips of the pen are compared digit by digit. Null for
   * part of a date, and for one that stands for none.
   */
  'date-digits': (text) => digitsOfDate(text),
  /** Eight digits of a date with day and month in rising order, so that exchanging them changes nothing. */
  'date-any-order': (text) => text.slice(0, 4) + [text.slice(4, 6), text.slice(6)].toSorted().join(''),
  /** Year and day, without the month, of eight digits of a date. */
  'year-and-day': (text) => text.slice(0, 4) + text.slice(6),
  /** The number of the week, counted from 1970, of eight digits of a date. */
  week: (text) => weekOf(text),
  /** The words that hold a digit, and those that do not. */
  'words-with-digits': (text) =>
    listOrNull(
      text.split(' ').filter((word) => hasDigit.test(word)),
      ' ',
    ),
  'words-without-digits': (text) =>
    listOrNull(
      text.split(' ').filter((word) => word && !hasDigit.test(word)),
      ' ',
    ),
  /** The letters and digits of each written word that holds both, or five digits and more: “KX-TG5776S” is `kxtg5776s`. */
  codes: (text) => codesIn(text),
  /** The words of any text, folded. */
  'plain-words': (text) => wordsOf(fold(text)),
  /** A number as written with currency signs, units, and commas between thousands. */
  amount: (text) => /-?\d[\d,]*(?:\.\d+)?|-?\.\d+/.exec(text)?.[0].replaceAll(',', '') ?? null,
  /** Two significant digits of a number. */
  'two-digits': (text) => (Number.isFinite(Number(text)) ? Number(text).toPrecision(2) : null),
  /** One and the same for any text that says something: everything in one block. */
  anything: (text) => (saysNothing(text) ? null : '*'),
}

function digitsOfDate(text: string): string | null {
  const read = readDate(text)
  if (read)
    return read.placeholder === 'never' || read.precision !== 'day' ? null : String(read.packed).padStart(8, '0')
  const parts = text.trim().match(/\d+/g) ?? []
  const [first = '', second = '', third = ''] = parts
  if (parts.length === 1 && first.length === 8) return first
  if (parts.length !== 3) return null
  const [year, month, day] = first.length === 4 ? [first, second, third] : [third, second, first]
  const digits = year + month.padStart(2, '0') + day.padStart(2, '0')
  return digits.length === 8 && !/^0{4}|0{2}$/.test(digits) ? digits : null
}

function weekOf(digits: string): string | null {
  const at = Date.UTC(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)) - 1, Number(digits.slice(6, 8)))
  return Number.isNaN(at) ? null : String(Math.floor(at / (7 * 86_400_000)))
}

function codesIn(text: string): readonly string[] {
  const written = fold(text).split(/[\s/,;()]+/)
  const plain = written.map((word) => word.replaceAll(/[^\p{L}\p{N}]+/gu, ''))
  return plain.filter((word) => word.length >= 4 && hasDigit.test(word) && (/\p{L}/u.test(word) || word.length >= 5))
}
