/** A second reading of permits and queries, row by row in plain JavaScript: what the compiled SQL is tested against. */
import { hmacHex } from '#foundation/hash.ts'
import { type Cell, evaluate, orderOf, type Row } from '#foundation/cql2/evaluate-for-tests.ts'
import type { Field, FieldType } from '#model/dataset.ts'
import type { PermitTerms, Transform } from '#permit'
import type { Wanted } from './compile.ts'

export type Table = Readonly<{ fields: readonly Field[]; rows: readonly (readonly Cell[])[] }>
export type Answer = Readonly<{ fields: readonly { name: string; type: FieldType }[]; rows: Cell[][] }>

/** The answer that these documents promise, no more and no less. */
export function naiveAnswer(terms: PermitTerms, wanted: Wanted, table: Table): Answer {
  const shown = table.fields.flatMap(({ name }) => terms.fields.find((field) => field.name === name) ?? [])
  const disclosed = table.rows
    .map((row): Row => new Map(table.fields.map(({ name, type }, index) => [name, { type, cell: row[index]! }])))
    .filter((row) => terms.rows === null || evaluate(terms.rows, row) === true)
    .map((row): Row => new Map(shown.map(({ name, transform }) => [name, disclose(row.get(name)!, transform, row)])))
    .filter((row) => wanted.filter === null || evaluate(wanted.filter, row) === true)
  const ordered = disclosed.toSorted((left, right) => orderRows(left, right, wanted.order))
  const page = ordered.slice(wanted.offset, wanted.limit === null ? undefined : wanted.offset + wanted.limit)
  const names = wanted.fields === null ? shown.map(({ name }) => name) : [...new Set(wanted.fields)]
  const empty: Row = new Map(table.fields.map(({ name, type }) => [name, { type, cell: null }]))
  const fields = names.map((name) => {
    const { transform } = shown.find((field) => field.name === name)!
    return { name, type: disclose(empty.get(name)!, transform, empty).type }
  })
  return { fields, rows: page.map((row) => names.map((name) => row.get(name)!.cell)) }
}

function orderRows(left: Row, right: Row, order: Wanted['order']): number {
  for (const { field, descending } of order) {
    const [a, b] = [left.get(field)!, right.get(field)!]
    if (a.cell === null || b.cell === null) {
      if (a.cell !== b.cell) return a.cell === null ? 1 : -1
      continue
    }
    const difference = orderOf(a.type, a.cell, b.cell)
    if (difference !== 0) return descending ? -difference : difference
  }
  return 0
}

type Typed = Readonly<{ type: FieldType; cell: Cell }>

function disclose({ type, cell }: Typed, transform: Transform, row: Row): Typed {
  switch (transform.kind) {
    case 'as-is':
      return { type, cell }
    case 'year':
      return { type: 'integer', cell: yearOf(type, cell) }
    case 'outward-postcode':
      return { type: 'text', cell: outward(type, cell) }
    case 'masked':
      return { type: 'text', cell: cell === null ? null : `${Array.from(canonical(cell))[0] ?? ''}•••` }
    case 'pseudonym':
      return { type: 'text', cell: cell === null ? null : hmacHex(transform.key, canonical(cell)).slice(0, 32) }
    case 'yes-no':
      return { type: 'boolean', cell: transform.when ? evaluate(transform.when, row) === true : cell !== null }
    case 'rounded':
      return round(type, cell, transform.to)
  }
}

function yearOf(type: FieldType, cell: Cell): Cell {
  if (cell === null || !['date', 'datetime', 'text'].includes(type)) return null
  const isDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ][\s\S]*)?$/.test(String(cell))
  return isDate ? BigInt(String(cell).slice(0, 4)) : null
}

function outward(type: FieldType, cell: Cell): Cell {
  if (cell === null || type !== 'text') return null
  const found = /^ *(GIR|[A-Z]{1,2}\d[A-Z\d]?)( *\d[A-Z]{2})? *$/i.exec(String(cell))
  return found && /^[\x20-\x7e]*$/.test(String(cell)) ? found[1]!.toUpperCase() : null
}

function round(type: FieldType, cell: Cell, to: number): Typed {
  const whole = type === 'integer' && Number.isSafeInteger(to)
  const as = whole ? 'integer' : 'number'
  if ((type !== 'integer' && type !== 'number') || cell === null) return { type: as, cell: null }
  const value = Number(cell)
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return { type: as, cell: null }
  const result = Math.abs(value * 4) <= to ? 0 : Math.floor(value / to + 0.5) * to
  return { type: as, cell: whole ? BigInt(result) : result }
}

/** One spelling of a value; numbers as C's shortest %g with its exponent from 1e16 on. */
export function canonical(cell: Exclude<Cell, null>): string {
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return String(cell)
  const [mantissa = '', exponent = ''] = Math.abs(cell).toExponential().split('e')
  const power = Number(exponent)
  const sign = cell < 0 || Object.is(cell, -0) ? '-' : ''
  if (power < -4 || power >= 16)
    return `${sign}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  const digits = mantissa.replace('.', '')
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  const [before, after] = [digits.slice(0, power + 1).padEnd(power + 1, '0'), digits.slice(power + 1)]
  return sign + before + (after === '' ? '' : `.${after}`)
}
