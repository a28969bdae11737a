/** SQL that reads a text cell as a date, a time or both, by a list of formats that were seen in the column. */
import { literal } from '#foundation/sql.ts'
import { trimmed } from './null-markers.ts'

/** Which number comes first in 03/04/2020. */
export type Order = 'day-first' | 'month-first'

type Format = Readonly<{ text: string; order?: Order }>

const separators = ['/', '-', '.']
const wordSeparators = [...separators, ' ']

/** strptime formats of dates: those that mean the same in any order of reading, then each order's own. */
export const dateFormats: readonly Format[] = [
  ...['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d'].map((text) => ({ text })),
  ...wordSeparators
    .flatMap((s) => [`%d${s}%b${s}%y`, `%d${s}%B${s}%y`, `%d${s}%b${s}%Y`, `%d${s}%B${s}%Y`])
    .map((text) => ({ text })),
  ...['%b %d, %Y', '%B %d, %Y', '%b %d %Y', '%B %d %Y', '%d %b, %Y', '%d %B, %Y'].map((text) => ({ text })),
  ...['%a %d %b %Y', '%A %d %B %Y', '%a, %d %b %Y', '%A, %d %B %Y', '%a %d %B %Y'].map((text) => ({ text })),
  // With points and a short year it may be the number of a version or a paragraph.
  ...['%d/%m/%y', '%d-%m-%y', ...separators.map((s) => `%d${s}%m${s}%Y`)].map((text) => ({
    text,
    order: 'day-first' as const,
  })),
  ...['%m/%d/%y', '%m-%d-%y', ...separators.map((s) => `%m${s}%d${s}%Y`)].map((text) => ({
    text,
    order: 'month-first' as const,
  })),
]

/** Only when an owner says so: eight digits are a number to everybody else. */
export const compactDates: readonly string[] = ['%Y%m%d']

export const timeFormats: readonly string[] = [
  '%H:%M',
  '%H:%M:%S',
  '%H:%M:%S.%f',
  '%I:%M %p',
  '%I:%M%p',
  '%I:%M:%S %p',
  '%I:%M:%S%p',
  '%I %p',
  '%I%p',
]

const clock = String.raw`(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?|[0-9]{1,2} ?[AaPp][Mm])`
const zone = String.raw`(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))`
const ending = String.raw`(?:T|,? +)?(${clock})${zone}?$`

/** Cells worth trying as dates or times: cheap, and true for everything that the formats read. */
export function looksDated(cell: string): string {
  return String.raw`regexp_matches(${cell}, '[0-9] ?([-/. :,]|st|nd|rd|th|[AaPp][Mm]|[A-Za-z]{3})') AND strlen(${cell}) BETWEEN 3 AND 48`
}

/** The cell without “st”, “nd” …, with “Sept” as strptime knows it, single spaces, and no zone (times are kept as written). */
export function plainer(cell: string): string {
  const ordinals = String.raw`regexp_replace(${trimmed(cell)}, '([0-9])(st|nd|rd|th)\b', '\1', 'i')`
  const months = String.raw`regexp_replace(${ordinals}, '\bSept\b', 'Sep', 'i')`
  const points = String.raw`regexp_replace(${months}, '([ap])\.m\.?', '\1m', 'i')`
  return `regexp_replace(${points}, '(${clock})${zone}$', '\\1')`
}

export function hasZone(cell: string): string {
  return `regexp_matches(${trimmed(cell)}, '${clock}${zone}$')`
}

/** What stands before a time of day, and the time of day itself; the whole cell and '' when there is none. */
export const dayPart = (cell: string) => `regexp_replace(${cell}, '${ending}', '')`
export const clockPart = (cell: string) => `regexp_extract(${cell}, '${ending}', 1)`

/** Whatever the formats make of it: %Y takes years of any length. */
export function anyMoment(cell: string, formats: readonly string[]): string {
  const [first = ''] = formats
  return `try_strptime(${cell}, ${formats.length === 1 ? literal(first) : `[${formats.map(literal).join(', ')}]`})`
}

/**
 * Two-digit years as spreadsheets read them: 00–29 are 2000–2029, 30–99 are 1930–1999. Years before 1000 are
 * misreadings of short numbers. Null when no format fits.
 */
export function moment(cell: string, formats: readonly string[]): string {
  const short = formats.filter((format) => format.includes('%y'))
  const long = formats.filter((format) => !format.includes('%y'))
  const read = (list: readonly string[]) => anyMoment(cell, list)
  const parts: string[] = []
  if (short.length > 0) {
    const value = read(short)
    const century = `CASE WHEN year(${value}) >= 2030 THEN ${value} - INTERVAL 100 YEAR ELSE ${value} END`
    // %y takes a single digit too.
    parts.push(`CASE WHEN regexp_matches(${cell}, '[^0-9:][0-9]{2}(?:[ T,]|$)') THEN ${century} END`)
  }
  if (long.length > 0) parts.push(`CASE WHEN ${read(long)} >= TIMESTAMP '1000-01-01' THEN ${read(long)} END`)
  return parts.length === 1
    ? (parts[0] ?? 'NULL')
    : parts.length > 1
      ? `coalesce(${parts.join(', ')})`
      : 'NULL::TIMESTAMP'
}

/** Every way of writing these days together with these times. */
export function together(days: readonly string[], clocks: readonly string[]): string[] {
  return days.flatMap((day) => [' ', 'T', ', '].flatMap((gap) => clocks.map((clock) => `${day}${gap}${clock}`)))
}

export function timeOfDay(cell: string, formats: readonly string[]): string {
  return `CAST(try_strptime(${cell}, [${formats.map(literal).join(', ')}]) AS TIME)`
}
