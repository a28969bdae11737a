/** What somebody has in hand, read and cleaned. */
import { cleaners, readDate, readFullName, readPostcode } from '#linkage'
import { cluesMissing, clueUnreadable } from '../faults.ts'
import type { Clues } from './search.ts'

export type ReadClues = Readonly<{
  /** Words of the name, in the order given. */
  name: readonly string[] | null
  /** yyyymmdd, with 00 for what is not told. */
  born: Readonly<{ packed: number; precision: 'day' | 'month' | 'year' }> | null
  age: number | null
  postcode: string | null
  address: readonly string[] | null
  nhsNumber: string | null
  telephone: string | null
  email: string | null
}>

export type Clue = keyof Clues

/** Problem 400 `clues-missing` or `clue-unreadable`. */
export function readClues(clues: Clues): ReadClues {
  const born = clues.dateOfBirth === undefined ? null : readDate(clues.dateOfBirth)
  const read = {
    name: wordsOfName(clues.name),
    born: born && born.placeholder !== 'never' ? { packed: born.packed, precision: born.precision } : null,
    age: clues.age ?? null,
    postcode: clues.postcode === undefined ? null : (readPostcode(clues.postcode)?.text ?? null),
    address: wordsOf(clues.address),
    nhsNumber: digits(clues.nhsNumber, 10),
    telephone: clues.telephone === undefined ? null : cleaners.telephone(clues.telephone),
    email: clues.email === undefined ? null : cleaners.email(clues.email),
  }
  const unreadable: readonly (readonly [Clue, unknown, string])[] = [
    ['dateOfBirth', read.born, 'Write a date as 1950-04-01, or a year.'],
    ['postcode', read.postcode, 'Write it as NF1 2AB, or its first half.'],
    ['nhsNumber', read.nhsNumber, 'An NHS number has ten digits.'],
    ['telephone', read.telephone, 'Write all of its digits.'],
    ['email', read.email, 'Write all of it.'],
  ]
  for (const [clue, value, mend] of unreadable)
    if (clues[clue] !== undefined && value === null) throw clueUnreadable(clue, mend)
  const isEnough = [read.name, read.born, read.nhsNumber, read.telephone, read.email].some((clue) => clue !== null)
  if (!isEnough) throw cluesMissing()
  return read
}

/** A mistyped NHS number is still worth looking for: its check digit is not asked for. */
function digits(text: string | undefined, count: number): string | null {
  const found = text?.replaceAll(/\D/g, '') ?? ''
  return found.length === count ? found : null
}

function wordsOfName(text: string | undefined): string[] | null {
  if (text === undefined) return null
  const read = readFullName(text)
  if (!read) return null
  const words = [read.given, read.middle, read.surname, ...read.also].flatMap((part) => part?.split(' ') ?? [])
  return words.length === 0 ? null : words
}

export function wordsOf(text: string | undefined): string[] | null {
  const words = (text === undefined ? null : cleaners.text(text))?.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words && words.length > 0 ? words : null
}
