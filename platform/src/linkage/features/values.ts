/** What a feature's value is, once derived, and how one is made. */
import type { Feature, Kind } from '../model/features.ts'
import { runSteps } from './steps.ts'

export type DateValue = Readonly<{
  text: string
  /** Since 1970-01-01, in UTC. */
  seconds: number
  year: number
  month: number
  day: number
}>

/** A value by kind: text; date; number; set (distinct, sorted); point (latitude, longitude). */
export type Value = string | DateValue | number | readonly string[] | readonly [number, number]

/** Makes a feature's value of its columns' texts, given in the feature's order; null for none. Never throws. */
export function deriveValue(feature: Feature, texts: readonly (string | null)[]): Value | null {
  const [only] = texts
  // The most common case by far: a column as it is.
  if (feature.kind === 'text' && texts.length === 1 && !feature.steps && !feature.whole) return only ?? null
  const parts = partsOf(feature, texts)
  const present = parts.filter((part) => part.length > 0)
  if (present.length === 0 && !isGivenList(feature, texts)) return null
  if (present.length < parts.length && feature.needs !== 'any') return isGivenList(feature, texts) ? [] : null
  const { whole = [] } = feature
  if (feature.kind === 'set') return setOf(present.flat().flatMap((part) => runSteps(whole, part)))
  if (feature.kind === 'point') return pointOf(parts)
  const text = runSteps(whole, present.map((part) => part.join(' ')).join(feature.join ?? ' '))[0]
  return text === undefined ? null : makers[feature.kind](text)
}

/** Each column's texts after the steps, without the words of the columns that the feature is `without`. */
function partsOf({ steps = [], without }: Feature, texts: readonly (string | null)[]): readonly (readonly string[])[] {
  const all = texts.map((text) => (text === null ? [] : runSteps(steps, text)))
  if (!without) return all
  const kept = all.slice(0, -without.length)
  const left = new Set(all.slice(-without.length).flatMap((part) => part.flatMap((text) => text.split(' '))))
  return kept.map((part) =>
    part.flatMap((text) => {
      const words = text.split(' ').filter((word) => !left.has(word))
      return words.length > 0 ? [words.join(' ')] : []
    }),
  )
}

/** An empty list that was given as a list is a value: it overlaps with nothing, but it is not missing. */
function isGivenList({ kind, steps = [] }: Feature, texts: readonly (string | null)[]): boolean {
  return kind === 'set' && steps.includes('json-list') && texts.every((text) => text !== null && /^\s*\[/.test(text))
}

const makers: Readonly<Record<Exclude<Kind, 'set' | 'point'>, (text: string) => Value | null>> = {
  text: (text) => text,
  date: dateOf,
  number: (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text)
    // Minus nothing is nothing: one value, one number.
    return Number.isFinite(number) ? number + 0 : null
  },
}

const setOf = (members: readonly string[]): readonly string[] => [...new Set(members)].toSorted()

function pointOf([latitude = [], longitude = []]: readonly (readonly string[])[]): readonly [number, number] | null {
  const [lat, long] = [makers.number(latitude[0] ?? ''), makers.number(longitude[0] ?? '')]
  return typeof lat === 'number' && typeof long === 'number' ? [lat, long] : null
}

const isoDate =
  /^(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+]00(?::?00)?)?)?$/

/** ISO 8601, single digits allowed as DuckDB's `try_strptime` allows them; a day that does not exist is null. */
function dateOf(written: string): DateValue | null {
  const text = written.trim()
  const match = isoDate.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCHours() !== hour) return null
  return { text, seconds: date.getTime() / 1000, year, month, day }
}

/** The text by which two values are the same. */
export function identityOf(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return 'text' in value ? value.text : JSON.stringify(value)
}

/** What a similarity of texts is taken of. */
export const textOf = (value: Value): string => identityOf(value)
