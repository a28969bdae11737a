/** From a line of a batch, as it was sent, to cells that the database takes: checked against the fields, nothing coerced. */
import { readDate, readTime, readTimestamp } from '#foundation/cql2/moments.ts'
import type { FieldType } from '#model/dataset.ts'
import type { ChangeLine } from '#model/records.ts'
import type { LineFault } from './faults.ts'
import type { RecordField, Register } from './register.ts'

/** A change that may be made: the key's cell, and for an upsert those of all fields in order. Null: no value. */
export type Change = Readonly<{
  line: number
  op: 'upsert' | 'delete'
  id: string | null
  /** When it happened, as its sender says (ISO 8601). */
  happened: string | null
  cells: readonly (string | null)[]
}>

/** What is wrong with a line; thrown by the readers of values, with the field that it is about. */
class Fault extends Error {
  readonly field: string | undefined
  constructor(detail: string, field?: string) {
    super(detail)
    this.field = field
  }
}

/** Characters: an index entry of PostgreSQL has room for no more than some. */
export const longestKey = 500
const longestId = 200

export function readChange({ line, value }: ChangeLine, register: Register): Change | LineFault {
  try {
    return { line, ...changeOf(value, register) }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { line, detail: error.message, ...(error.field !== undefined && { field: error.field }) }
  }
}

export function isFault(read: Change | LineFault): read is LineFault {
  return 'detail' in read
}

const members = new Set(['op', 'key', 'record', 'at', 'id'])

function changeOf(value: unknown, register: Register): Omit<Change, 'line'> {
  if (value === undefined) throw new Fault('The line is not JSON; a batch has one change a line.')
  if (!isObject(value)) throw new Fault('A change is a JSON object.')
  const stranger = Object.keys(value).find((name) => !members.has(name))
  if (stranger !== undefined)
    throw new Fault(
      `A change has the members op, key, record, at and id, and not ${JSON.stringify(stranger.slice(0, 60))}.`,
    )
  const { op, key, record } = value
  const common = { id: idOf(value['id']), happened: momentOf(value['at']) }
  if (op === 'delete') {
    if (record !== undefined) throw new Fault('A deletion has a key and no record.')
    const cell = keyOf(key, register)
    return { op, ...common, cells: register.fields.map((field) => (field === register.key ? cell : null)) }
  }
  if (op !== 'upsert') throw new Fault('`op` is "upsert" or "delete".')
  if (!isObject(record)) throw new Fault('An upsert has a record: an object with the fields.')
  return { op, ...common, cells: cellsOf(record, key, register) }
}

function cellsOf(record: Readonly<Record<string, unknown>>, key: unknown, register: Register): (string | null)[] {
  const { fields } = register
  const own = memberOf(record, register.key.name)
  const cell = keyOf(own ?? key, register)
  if (own !== undefined && own !== null && key !== undefined && keyOf(key, register) !== cell)
    throw new Fault('The key beside the record is not the one in it.', register.key.name)
  const known = new Set(fields.map(({ name }) => name))
  const stranger = Object.keys(record).find((name) => !known.has(name))
  if (stranger !== undefined)
    throw new Fault('The dataset has no field of that name; names are case-sensitive.', stranger)
  return fields.map((field) => (field === register.key ? cell : cellOf(memberOf(record, field.name), field)))
}

function keyOf(value: unknown, { key }: Register): string {
  const cell = cellOf(value, key)
  if (cell === null || cell === '') throw new Fault('The key is missing.', key.name)
  if (cell.length > longestKey) throw new Fault(`A key has ${longestKey} characters at most.`, key.name)
  return cell
}

function idOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && value !== '' && value.length <= longestId) return speakable(value)
  throw new Fault(`\`id\` is a text of 1 to ${longestId} characters.`)
}

function momentOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const time = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value) : undefined
  if (time && !Number.isNaN(time.getTime()) && /(?:Z|[+-]\d{2}:?\d{2})$/.test(value as string))
    return time.toISOString()
  throw new Fault('`at` is a time with its zone, such as 2026-11-01T09:30:00Z.')
}

/** One spelling of a value for the database, or a `Fault` that says how it is to be written. */
function cellOf(value: unknown, { name, type }: RecordField): string | null {
  if (value === undefined || value === null) return null
  const cell = readers[type](value)
  if (cell === undefined) throw new Fault(`The field takes ${written[type]}.`, name)
  return cell
}

const readers: Readonly<Record<FieldType, (value: unknown) => string | undefined>> = {
  text: (value) => (typeof value === 'string' ? speakable(value) : undefined),
  integer: (value) => {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
    // Beyond 2^53 a whole number is written as text, in answers too.
    if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return undefined
    return BigInt.asIntN(64, BigInt(value)) === BigInt(value) ? String(BigInt(value)) : undefined
  },
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  date: (value) => (typeof value === 'string' ? readDate(value) : undefined),
  time: (value) => (typeof value === 'string' ? readTime(value) : undefined),
  datetime: (value) => (typeof value === 'string' ? readTimestamp(value) : undefined),
  geometry: (value) =>
    isObject(value) && typeof value['type'] === 'string' ? speakable(JSON.stringify(value)) : undefined,
}

const written: Readonly<Record<FieldType, string>> = {
  text: 'a text, such as "Riverside"',
  integer: 'a whole number, such as 65; one beyond 2^53 as text',
  number: 'a number, such as 12.5',
  boolean: 'true or false',
  date: 'a date as text, such as "2026-01-31"',
  time: 'a time as text, such as "17:30"',
  datetime: 'a date and time as text, such as "2026-01-31T10:00:00"',
  geometry: 'a GeoJSON geometry, such as {"type":"Point","coordinates":[-1.4,54.9]}',
}

/** PostgreSQL holds no NUL and no half of a surrogate pair. */
function speakable(text: string): string {
  if (text.includes('\0') || !text.isWellFormed())
    throw new Fault('A text holds a character that is none (NUL, or half of a surrogate pair).')
  return text
}

/** A field may be called `constructor`. */
function memberOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
