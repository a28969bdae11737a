/** What a feature's cells look like, and the one way of writing each value that is hashed: `+13` and `013` are both `13`. */
import { asItems, asOneOf, asText, asWhole, member, only, optional, type Place, wrong } from './document.ts'
import { type DateReader, dateReader } from './dates.ts'
import { readInteger } from './numbers.ts'
import { Unfit } from './unfit.ts'

const encodings = ['ascii', 'utf-8', 'utf-16', 'utf-32'] as const
export type Encoding = (typeof encodings)[number]

export type Format = Readonly<{
  /** How a token of the value becomes bytes. */
  encoding: Encoding
  /** The value as it is hashed. Throws `Unfit` for a cell that the format does not take. */
  normalised: (cell: string) => string
}>

export function readFormat(place: Place): Format {
  const type = asOneOf(['string', 'integer', 'date', 'enum'])(member(place, 'type'))
  return readers[type](place)
}

const readers: Readonly<Record<'string' | 'integer' | 'date' | 'enum', (place: Place) => Format>> = {
  string(place) {
    const encoding = optional(place, 'encoding', asOneOf(encodings)) ?? 'utf-8'
    const check = member(place, 'pattern').value === undefined ? readTextRules(place) : readPattern(place)
    return {
      encoding,
      normalised(cell) {
        refuseUnencodable(cell, encoding)
        check(cell)
        return cell
      },
    }
  },

  integer(place) {
    only(place, ['type', 'minimum', 'maximum', 'description'])
    const minimum = optional(place, 'minimum', asWhole(-Infinity, Infinity)) ?? -Infinity
    const maximum = optional(place, 'maximum', asWhole(-Infinity, Infinity)) ?? Infinity
    return {
      encoding: 'utf-8',
      normalised(cell) {
        const value = readInteger(cell)
        if (value < minimum) throw new Unfit(`is less than the minimum, ${minimum}`)
        if (value > maximum) throw new Unfit(`is more than the maximum, ${maximum}`)
        return String(value)
      },
    }
  },

  date(place) {
    only(place, ['type', 'format', 'description'])
    const format = member(place, 'format')
    const read = readingOf(format)
    return {
      encoding: 'utf-8',
      normalised(cell) {
        const date = read(cell)
        if (date === undefined) throw new Unfit(`is not a date written as ${asText(format)}`)
        return date
      },
    }
  },

  enum(place) {
    only(place, ['type', 'values', 'description'])
    const values = new Set(asItems(member(place, 'values')).map(asText))
    return {
      encoding: 'utf-8',
      normalised(cell) {
        if (!values.has(cell)) throw new Unfit('is none of the values of the enum')
        return cell
      },
    }
  },
}

function readingOf(format: Place): DateReader {
  const made = dateReader(asText(format))
  if ('reads' in made) return made.reads
  throw wrong(format, made.fault, 'Write the date with %Y, %m, %d and the like, as Python’s strptime takes them.')
}

function readTextRules(place: Place): (cell: string) => void {
  only(place, ['type', 'encoding', 'case', 'minLength', 'maxLength', 'description'])
  const style = optional(place, 'case', asOneOf(['upper', 'lower', 'mixed'])) ?? 'mixed'
  const least = optional(place, 'minLength', asWhole(0)) ?? 0
  const most = optional(place, 'maxLength', asWhole(1)) ?? Infinity
  return (cell) => {
    // Characters are code points; only beyond 16 bits are these fewer than what `length` counts.
    const length = /[\uD800-\uDFFF]/.test(cell) ? Array.from(cell).length : cell.length
    if (length < least) throw new Unfit(`is shorter than ${least} characters`)
    if (length > most) throw new Unfit(`is longer than ${most} characters`)
    if (style === 'upper' && cell.toUpperCase() !== cell) throw new Unfit('is not in upper case')
    if (style === 'lower' && cell.toLowerCase() !== cell) throw new Unfit('is not in lower case')
  }
}

/** A pattern has to match the whole cell. The signs that Python writes in another way than JavaScript are translated. */
function readPattern(place: Place): (cell: string) => void {
  only(place, ['type', 'encoding', 'pattern', 'description'])
  const pattern = member(place, 'pattern')
  const text = asText(pattern)
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\\[AZ]/g, (sign) => (sign === '\\A' ? '^' : '$'))
  const whole = [`^(?:${text})$`, 'u'] as const
  const expression = compiled(...whole) ?? compiled(whole[0], '')
  if (!expression) throw wrong(pattern, 'is not a regular expression')
  return (cell) => {
    if (!expression.test(cell)) throw new Unfit('does not match the pattern')
  }
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

export const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text)

function refuseUnencodable(cell: string, encoding: Encoding): void {
  if (encoding === 'ascii' && !isAscii(cell)) throw new Unfit('has characters that are not ASCII')
  if (!cell.isWellFormed()) throw new Unfit('has half a character')
}
