/** SQL that reads a text cell as a number, or gives null. Leading zeros and more than 15 digits are never a number: they are codes. */
import { trimmed } from './null-markers.ts'

const whole = String.raw`(?:0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})`
const fraction = String.raw`(?:\.[0-9]*)?`
const currency = String.raw`[£$€]?`

/** Signs before or after, brackets for minus (as accountants write it), a currency sign on either side of the minus. */
function written(amount: string, ending: string): string {
  const bare = `${currency} ?${amount}${ending}`
  // A plus sign before a long number is a telephone number.
  const signs = String.raw`(?:[-−] ?${currency} ?${amount}${ending}|${currency} ?[-−] ?${amount}${ending}|\+[0-9]{1,6}${fraction}${ending}|${bare}|${bare} ?[-−]|\( ?${bare} ?\))`
  return signs
}

const anyAmount = String.raw`(?:${whole}${fraction}|\.[0-9]+)`
// As spreadsheets write it: 1.2E+05. Without a point or sign (1E5) it may be a code.
const scientific = String.raw`-?[0-9](?:\.[0-9]+)?[eE][-+][0-9]{1,3}|-?[0-9]\.[0-9]+[eE][0-9]{1,3}`

const patterns = {
  wholeWritten: written(whole, ''),
  wholePercent: written(whole, ' ?%'),
  amountWritten: `${written(anyAmount, '')}|${scientific}`,
  amountPercent: written(anyAmount, ' ?%'),
}

const digits = (cell: string) => `translate(${cell}, '£$€,()%+-−  ', '')`
const sign = (cell: string) => `(CASE WHEN regexp_matches(${cell}, '[(−-]') THEN -1 ELSE 1 END)`

function readWritten(cell: string, pattern: string, type: 'BIGINT' | 'DOUBLE'): string {
  const text = trimmed(cell)
  const plain = `try_cast(${digits(text)} AS ${type}) * ${sign(text)}`
  const value =
    type === 'BIGINT'
      ? plain
      : `CASE WHEN regexp_matches(${text}, '[eE]') THEN try_cast(${text} AS DOUBLE) ELSE ${plain} END`
  return `CASE WHEN regexp_full_match(${text}, '${pattern}') THEN ${value} END`
}

/** An integer exactly as a computer writes it: reading and writing it again gives the same text. */
export function canonicalInteger(cell: string): string {
  const value = `try_cast(${cell} AS BIGINT)`
  return `CASE WHEN ${value}::VARCHAR = ${cell} THEN ${value} END`
}

/** The same, of at most 15 digits. */
export function plainInteger(cell: string): string {
  const value = `try_cast(${cell} AS BIGINT)`
  return `CASE WHEN ${value}::VARCHAR = ${cell} AND ${value} BETWEEN -999999999999999 AND 999999999999999 THEN ${value} END`
}

export function plainNumber(cell: string): string {
  return String.raw`CASE WHEN regexp_full_match(${cell}, '-?(0|[1-9][0-9]{0,14})?(\.[0-9]*)?') THEN try_cast(${cell} AS DOUBLE) END`
}

export const writtenInteger = (cell: string) => readWritten(cell, patterns.wholeWritten, 'BIGINT')
export const percentInteger = (cell: string) => readWritten(cell, patterns.wholePercent, 'BIGINT')
export const writtenNumber = (cell: string) => readWritten(cell, patterns.amountWritten, 'DOUBLE')
export const percentNumber = (cell: string) => readWritten(cell, patterns.amountPercent, 'DOUBLE')

/** For an owner who says that it is a number: leading zeros and all. */
export function anyInteger(cell: string): string {
  const text = trimmed(cell)
  const zeros = `CASE WHEN regexp_full_match(${text}, '[-+]?[0-9]{1,18}') THEN try_cast(${text} AS BIGINT) END`
  const pointless = String.raw`CASE WHEN regexp_full_match(${text}, '[-+]?[0-9]{1,15}\.0*') THEN try_cast(${text} AS DOUBLE)::BIGINT END`
  return `coalesce(${writtenInteger(cell)}, ${percentInteger(cell)}, ${zeros}, ${pointless})`
}

export function anyNumber(cell: string): string {
  const text = trimmed(cell)
  const zeros = String.raw`CASE WHEN regexp_full_match(${text}, '[-+]?[0-9]{1,300}(\.[0-9]*)?([eE][-+]?[0-9]{1,2})?') THEN try_cast(${text} AS DOUBLE) END`
  return `coalesce(${writtenNumber(cell)}, ${percentNumber(cell)}, ${zeros})`
}
