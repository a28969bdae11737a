/** Dates as clerks and exports write them. Day before month, unless the month could not be one. */
import { fold } from './fold.ts'
import { saysNothing } from './nothing.ts'

export type CleanDate = Readonly<{
  /** yyyymmdd as one number; 00 for a day or month that is not told: 19850200 is February 1985. */
  packed: number
  precision: 'day' | 'month' | 'year'
  /** Whether the calendar has it: 31 February has not, but is still worth comparing digit by digit. */
  isReal: boolean
  /**
   * `never` stands for “no date” (1900-01-01, 9999-12-31); `usual` is a date that is often put where none is known, and now and then true
   * (any 1 January, the 1st of January 1970 above all).
   */
  placeholder: 'never' | 'usual' | null
}>

export type DateSettings = Readonly<{
  /** Two-digit years up to this one are of its century, later ones of the century before: with 2029, 29 is 2029 and 30 is 1930. */
  twoDigitYearsTo?: number
}>

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  /^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/
/** What systems put where they must put something. */
const never = new Set([19000101, 18991230, 18991231, 19010101, 17530101, 10101, 99991231, 99990101, 29991231, 22000101, 21001231, 18000101, 18500101, 11111111]) // prettier-ignore
const [firstYear, lastYear] = [1800, 2100]

/** Null where there is no date at all. */
export function readDate(text: string, { twoDigitYearsTo = 2029 }: DateSettings = {}): CleanDate | null {
  if (text.length > 60 || saysNothing(text)) return null
  const parts = partsOf(withoutTime(fold(text)), twoDigitYearsTo)
  if (!parts) return null
  const [year, month, day] = parts
  const packed = year * 10_000 + month * 100 + day
  if (never.has(packed)) return { packed, precision: 'day', isReal: true, placeholder: 'never' }
  if (year < firstYear || year > lastYear || month > 12 || day > 31) return null
  return {
    packed,
    precision: day > 0 ? 'day' : month > 0 ? 'month' : 'year',
    isReal: day === 0 || day <= daysIn(year, month),
    placeholder: month === 1 && day === 1 ? 'usual' : null,
  }
}

/** `1985-02-12`, `1985-02` or `1985`; null where it is not real or stands for none. */
export function cleanDate(text: string, settings?: DateSettings): string | null {
  const date = readDate(text, settings)
  if (!date?.isReal || date.placeholder === 'never') return null
  const digits = String(date.packed)
  const length = { year: 1, month: 2, day: 3 }[date.precision]
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].slice(0, length).join('-')
}

type Parts = readonly [year: number, month: number, day: number]

/** Times of day, weekdays and the ends of ordinals say nothing about the date. */
function withoutTime(folded: string): string {
  return folded
    .replace(/[t ]\d{1,2}:\d{2}.*$/, '')
    .replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[ ,]*/, '')
    .replace(/(\d)(?:st|nd|rd|th)\b/, '$1')
}

function partsOf(text: string, twoDigitYearsTo: number): Parts | null {
  const digits = /^\d+$/.test(text) ? text : ''
  if (digits.length === 8) return packedParts(digits)
  if (digits.length === 4) return [Number(digits), 0, 0]
  if (digits !== '') return null
  const words = text.split(/[\s,./-]+/).filter((word) => word !== '' && word !== 'of')
  const month = words.findIndex((word) => monthName.test(word))
  if (month >= 0) return namedParts(words, month, twoDigitYearsTo)
  if (!words.every((word) => /^\d{1,4}$/.test(word))) return null
  return numberedParts(words, twoDigitYearsTo)
}

/** yyyymmdd, or ddmmyyyy where that makes no date. */
function packedParts(digits: string): Parts | null {
  const cut = (from: number, to: number) => Number(digits.slice(from, to))
  const year = cut(0, 4)
  const isYearFirst =
    ((year >= firstYear && year <= lastYear) || year === 9999 || year === 1) && cut(4, 6) <= 12 && cut(6, 8) <= 31
  return isYearFirst ? [year, cut(4, 6), cut(6, 8)] : dayFirst(cut(0, 2), cut(2, 4), cut(4, 8))
}

function namedParts(words: readonly string[], at: number, twoDigitYearsTo: number): Parts | null {
  const month = months.indexOf((words[at] as string).slice(0, 3)) + 1
  const others = words.filter((_, index) => index !== at)
  if (others.length > 2 || !others.every((word) => /^\d{1,4}$/.test(word))) return null
  const [one = '', two = ''] = others
  if (two === '') return one.length === 4 ? [Number(one), month, 0] : null
  return one.length === 4 ? [Number(one), month, Number(two)] : [yearOf(two, twoDigitYearsTo), month, Number(one)]
}

function numberedParts(words: readonly string[], twoDigitYearsTo: number): Parts | null {
  const [one = '', two = '', three = ''] = words
  if (words.length === 2) {
    if (one.length === 4) return [Number(one), Number(two), 0]
    return two.length === 4 ? [Number(two), Number(one), 0] : null
  }
  if (words.length !== 3) return null
  if (one.length === 4) return [Number(one), Number(two), Number(three)]
  if (one.length > 2 || two.length > 2) return null
  return dayFirst(Number(one), Number(two), yearOf(three, twoDigitYearsTo))
}

/** Day and month change places where there is no such month: 12/25/1985 was written by an American. */
function dayFirst(day: number, month: number, year: number): Parts {
  return month > 12 && day <= 12 ? [year, day, month] : [year, month, day]
}

function yearOf(text: string, twoDigitYearsTo: number): number {
  const year = Number(text)
  if (text.length > 2) return year
  const century = Math.floor(twoDigitYearsTo / 100) * 100
  return century + year <= twoDigitYearsTo ? century + year : century - 100 + year
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 0 ? 0 : [4, 6, 9, 11].includes(month) ? 30 : 31
}
