/** A record's cells out of its JSON, as written: numbers keep their digits, deeper values stay JSON text. */
import { scanValue, startScan } from './scan-value.ts'

export type Put = (column: string, text: string) => void

/** `raw` is valid JSON of an object. Calls `each` with every member's key and value, the value as written. */
export function members(raw: string, each: (key: string, value: string) => void): void {
  let at = raw.indexOf('{') + 1
  for (;;) {
    at = pass(raw, at, ',')
    if (raw[at] === '}') return
    const keyEnd = scanValue(raw, at, startScan())
    const key = textOf(raw.slice(at, keyEnd))
    at = pass(raw, keyEnd, ':')
    const end = scanValue(raw, at, startScan())
    each(key, raw.slice(at, end))
    at = end
  }
}

/** `raw` is valid JSON of an array: its elements, as written. */
export function elements(raw: string): string[] {
  const found: string[] = []
  let at = raw.indexOf('[') + 1
  for (;;) {
    at = pass(raw, at, ',')
    if (raw[at] === ']') return found
    const end = scanValue(raw, at, startScan())
    found.push(raw.slice(at, end))
    at = end
  }
}

function pass(raw: string, at: number, mark: string): number {
  while (raw.charCodeAt(at) <= 0x20 || raw[at] === mark) at++
  return at
}

/** The members of an object as cells: those of an object inside with a dot, anything deeper as JSON text. */
export function flatten(raw: string, put: Put, prefix = ''): void {
  members(raw, (key, value) => {
    if (prefix === '' && value.startsWith('{')) {
      if (isEmptyObject(value)) put(key, '')
      else flatten(value, put, `${key}.`)
    } else put(prefix + key, cellOf(value))
  })
}

function isEmptyObject(value: string): boolean {
  return /^\{\s*\}$/.test(value.slice(0, 20))
}

/** A value as a cell: nothing for null, the text of a string, else as written. */
export function cellOf(value: string): string {
  if (value === 'null') return ''
  return value.startsWith('"') ? textOf(value) : value
}

function textOf(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(raw) as string).toWellFormed() : raw.slice(1, -1)
}
