/**
 * Dates by a format of Python's `strptime` (https://docs.python.org/3/library/datetime.html#format-codes), in English, as
 * clkhash reads them: a month or day may be written with one digit, letters in either case, and what is not said is 1 January 1900.
 */

/** The date as YYYYMMDD, without zeros before a year under 1000 (which is what clkhash hashes); undefined when it is none. */
export type DateReader = (text: string) => string | undefined

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3))

/** What each code may stand before; the longest way of writing first. */
const codes: Readonly<Record<string, string>> = {
  Y: '[0-9]{4}',
  y: '[0-9]{2}',
  m: '1[0-2]|0[1-9]|[1-9]',
  d: '3[01]|[12][0-9]|0[1-9]|[1-9]| [1-9]',
  j: '36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9]',
  B: months.join('|'),
  b: short(months).join('|'),
  A: weekdays.join('|'),
  a: short(weekdays).join('|'),
  H: '2[0-3]|[01][0-9]|[0-9]',
  I: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5][0-9]|[0-9]',
  S: '[0-5][0-9]|[0-9]',
  f: '[0-9]{1,6}',
  p: 'am|pm',
}

/** A reader for the format, or what is wrong with it as the rest of a sentence. */
export function dateReader(format: string): Readonly<{ reads: DateReader } | { fault: string }> {
  const used = new Set<string>()
  let pattern = ''
  for (const [piece] of format.matchAll(/%[\s\S]?|\s+|[^%\s]+/gu)) {
    const code = piece.slice(1)
    if (piece === '%%') pattern += '%'
    else if (/^\s/u.test(piece)) pattern += '\\s+'
    else if (!piece.startsWith('%')) pattern += RegExp.escape(piece)
    else if (!Object.hasOwn(codes, code)) return { fault: `has ${piece}, which is no code that is read here` }
    else if (used.has(code)) return { fault: `has ${piece} twice` }
    else {
      used.add(code)
      pattern += `(?<${code}>${codes[code]})`
    }
  }
  const expression = new RegExp(`^${pattern}$`, 'iu')
  return { reads: (text) => written(expression.exec(text)) }
}

function written(match: RegExpExecArray | null): string | undefined {
  if (!match) return undefined
  const said = match.groups ?? {}
  const year = yearOf(said)
  const date = said['j'] === undefined ? [year, monthOf(said), Number(said['d'] ?? 1)] : [year, 1, Number(said['j'])]
  const [, month = 1, day = 1] = date
  const found = new Date(0)
  found.setUTCFullYear(year, month - 1, day)
  // A day that the month has not rolls over into the next; a day of the year may, as 366 does in Python.
  const rolled = found.getUTCMonth() !== month - 1
  if (year < 1 || (rolled && said['j'] === undefined)) return undefined
  return `${found.getUTCFullYear()}${two(found.getUTCMonth() + 1)}${two(found.getUTCDate())}`
}

function yearOf(said: Readonly<Record<string, string | undefined>>): number {
  if (said['Y'] !== undefined) return Number(said['Y'])
  if (said['y'] === undefined) return 1900
  const year = Number(said['y'])
  return year + (year < 69 ? 2000 : 1900)
}

function monthOf(said: Readonly<Record<string, string | undefined>>): number {
  if (said['m'] !== undefined) return Number(said['m'])
  const name = (said['B'] ?? said['b'])?.toLowerCase().slice(0, 3)
  return name === undefined ? 1 : short(months).indexOf(name) + 1
}

const two = (number: number) => String(number).padStart(2, '0')
