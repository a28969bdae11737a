/** A spreadsheet's numbers as plain text: dates as ISO 8601, numbers without floating-point noise. */
import type { CellType } from '../table/row.ts'
import type { NumberFormat } from './number-formats.ts'

const DAY = 86_400_000
/** The last day that a spreadsheet knows: 31 December 9999. */
const LAST_SERIAL = 2_958_465

export type Value = Readonly<{ text: string; type: CellType }>

/** `raw`: the number as it stands in the file. */
export function numberValue(raw: string, format: NumberFormat, from1904: boolean): Value {
  if (format === 'number') return { text: plainNumber(raw), type: 'number' }
  const value = Number(raw)
  if (!Number.isFinite(value)) return { text: raw, type: 'text' }
  if (typeof format === 'object') {
    const digits = Number.isInteger(value) && value >= 0
    return digits
      ? { text: plainNumber(raw).padStart(format.digits, '0'), type: 'text' }
      : { text: plainNumber(raw), type: 'number' }
  }
  return dateValue(value, format, from1904) ?? { text: plainNumber(raw), type: 'number' }
}

/** At most 15 significant digits, which is what spreadsheets themselves keep; never an exponent. */
export function plainNumber(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  const [digits = '', exponent = '0'] = value.toExponential(14).split('e')
  const negative = digits.startsWith('-')
  const plain = digits.replaceAll(/[-.]/g, '').replace(/0+$/, '')
  if (plain === '') return '0'
  const point = Number(exponent) + 1
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${plain}`
      : point >= plain.length
        ? plain.padEnd(point, '0')
        : `${plain.slice(0, point)}.${plain.slice(point)}`
  return negative ? `-${text}` : text
}

function dateValue(serial: number, format: 'date' | 'datetime' | 'time', from1904: boolean): Value | undefined {
  if (serial < 0 || serial > LAST_SERIAL) return undefined
  if (format === 'time' && serial < 1) return { text: clock(Math.round(serial * 86_400)), type: 'time' }
  const fraction = serial % 1
  if (format === 'time' && fraction === 0 && serial > 1) return undefined
  // The 1900 system counts a 29 February 1900 that never was.
  const shift = from1904 ? 0 : serial < 60 ? 1 : 0
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const seconds = Math.round((serial + shift) * 86_400)
  const at = new Date(start + seconds * 1000)
  const iso = at.toISOString()
  if (format === 'date' && at.getTime() % DAY === 0) return { text: iso.slice(0, 10), type: 'date' }
  return { text: iso.slice(0, 19), type: 'datetime' }
}

function clock(seconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
