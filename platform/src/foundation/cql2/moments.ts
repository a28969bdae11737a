/** Dates and times as literals: checked against the calendar, in one spelling. */

const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** `2026-01-31`, years 0001 to 9999; undefined when there is no such day. */
export function readDate(text: string): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = month === 2 && leap ? 29 : daysIn[month - 1]
  if (year < 1 || last === undefined || day < 1 || day > last) return undefined
  return text
}

/** `23:59`, `23:59:30` or `23:59:30.123456` as `HH:MM:SS` with its fraction, without trailing noughts; undefined when there is no such time. */
export function readTime(text: string): string | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/.exec(text)
  if (!match) return undefined
  const fraction = (match[4] ?? '').replace(/0+$/, '')
  return `${match[1]}:${match[2]}:${match[3] ?? '00'}${fraction === '' ? '' : `.${fraction}`}`
}

/** `2026-01-31T10:00:00Z` or without the Z (fields hold local time as written): as `2026-01-31T10:00:00`. */
export function readTimestamp(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)Z?$/.exec(text)
  if (!match) return undefined
  const [date, time] = [readDate(match[1]!), readTime(match[2]!)]
  return date === undefined || time === undefined ? undefined : `${date}T${time}`
}
