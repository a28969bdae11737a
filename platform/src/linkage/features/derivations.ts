/**
 * Named ways to make one text into another, into several, or into none. Data elsewhere: a model names them, and cannot bring
 * code or patterns of its own. Each is linear in its input and never throws.
 */
import { cleaningSteps } from './cleaning-steps.ts'

export type Derivation = (text: string) => string | null | readonly string[]

const marks = /\p{M}+/gu
const firstOf = (pattern: RegExp) => (text: string) => pattern.exec(text)?.[0] || null

export const derivations: Readonly<Record<string, Derivation>> = {
  trim: (text) => text.trim() || null,
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  /** Without accents and in one width: NFKD, marks removed. */
  fold: (text) => text.normalize('NFKD').replaceAll(marks, ''),
  /** Runs of white space become one space. */
  squash: (text) => text.replaceAll(/\s+/gu, ' ').trim() || null,
  letters: (text) => text.replaceAll(/\P{L}+/gu, '') || null,
  digits: (text) => text.replaceAll(/[^0-9]+/g, '') || null,
  alphanumeric: (text) => text.replaceAll(/[^\p{L}\p{N}]+/gu, '') || null,
  /** Words, split at white space. */
  words: (text) => text.split(/\s+/u).filter(Boolean),
  /** The parts of a name: split at white space, hyphens and full stops. */
  'name-parts': (text) => text.split(/[\s.\-–—]+/u).filter(Boolean),
  /** Words in alphabetical order, so that their order does not matter. */
  'sorted-words': (text) => text.split(/\s+/u).filter(Boolean).toSorted().join(' ') || null,
  /** Neighbouring characters, two at a time. */
  bigrams: (text) => neighbours(text, 2),
  trigrams: (text) => neighbours(text, 3),
  /** A list that is written as JSON. */
  'json-list': (text) => jsonList(text),
  // The parts of a UK postcode as Splink takes them, by its own patterns, so that its models give the same answers here.
  'postcode-valid': firstOf(/^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}$/),
  'postcode-sector': firstOf(/^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]/),
  'postcode-district': firstOf(/^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?/),
  'postcode-area': firstOf(/^[A-Za-z]{1,2}/),
  // Dates written otherwise, as ISO 8601; null when they are not written so.
  'date-ymd': (text) => isoOf(/^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/, text),
  'date-dmy': (text) => isoOf(/^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/, text),
  'date-mdy': (text) => isoOf(/^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/, text),
  'email-user': firstOf(/^[^@]+/),
  'email-domain': (text) => text.slice(text.lastIndexOf('@') + 1) || null,
  ...cleaningSteps,
}

function isoOf(pattern: RegExp, text: string): string | null {
  const { year, month, day } = pattern.exec(text.trim())?.groups ?? {}
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null
}

function neighbours(text: string, size: number): readonly string[] {
  const points = Array.from(text)
  if (points.length < size) return points.length > 0 ? [text] : []
  return points.slice(size - 1).map((_, at) => points.slice(at, at + size).join(''))
}

function jsonList(text: string): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((one) => one !== null).map(String) : null
  } catch {
    return null
  }
}
