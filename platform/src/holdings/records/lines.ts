/**
 * How a row is written in each text format by PostgreSQL: one SQL expression, one text a row, the same bytes' worth as
 * `../lines.ts` has the columnar engine write.
 */
import { csvCell, formulaPattern, numberPattern } from '#foundation/csv.ts'
import { literal } from '#foundation/sql.ts'
import type { Field } from '#model/dataset.ts'
import type { Format } from '#model/query.ts'
import type { Shown } from '../compile.ts'
import { type Lines, placeOf } from '../lines.ts'

type Fields = readonly Pick<Field, 'name' | 'meaning'>[]

export function linesOf(format: Exclude<Format, 'parquet'>, shown: readonly Shown[], fields: Fields): Lines {
  switch (format) {
    case 'json':
      return { expression: `',' || ${jsonObject(shown)}`, head: '', skip: 1 }
    case 'ndjson':
      return { expression: `${jsonObject(shown)} || chr(10)`, head: '', skip: 0 }
    case 'geojson':
      return { expression: `',' || ${feature(shown, fields)}`, head: '', skip: 1 }
    case 'csv':
      return { expression: csvLine(shown), head: `${shown.map(({ name }) => csvCell(name)).join(',')}\r\n`, skip: 0 }
  }
}

export function jsonObject(shown: readonly Shown[]): string {
  if (shown.length === 0) return `'{}'`
  const members = shown.map(
    (field, index) => `${literal(`${index ? ',' : '{'}${JSON.stringify(field.name)}:`)} || ${jsonValue(field)}`,
  )
  return `${members.join(' || ')} || '}'`
}

const exact = Number.MAX_SAFE_INTEGER

/** JSON of a column's value, never null in the sense of SQL. See `../lines.ts` for what is written how. */
export function jsonValue({ column, type }: Pick<Shown, 'column' | 'type'>): string {
  switch (type) {
    case 'integer':
      return orNull(
        `case when ${column} between -${exact} and ${exact} then ${column}::text else '"' || ${column}::text || '"' end`,
      )
    case 'number':
      return orNull(`case when ${isFinite(column)} then ${column}::text end`)
    case 'datetime':
      return orNull(`'"' || replace(${column}::text, ' ', 'T') || '"'`)
    case 'date':
    case 'time':
      return orNull(`'"' || ${column}::text || '"'`)
    case 'boolean':
      return orNull(`${column}::text`)
    case 'geometry':
      return orNull(column)
    case 'text':
      return orNull(`to_json(${column})::text`)
  }
}

const orNull = (value: string) => `coalesce(${value}, 'null')`
const isFinite = (column: string) => `${column} not in ('NaN', 'Infinity', '-Infinity')`

function feature(shown: readonly Shown[], fields: Fields): string {
  const { shape, point, rest } = placeOf(shown, fields)
  const position = shape ? jsonValue(shape) : pointOf(point.longitude.column, point.latitude.column)
  return `'{"type":"Feature","geometry":' || ${position} || ',"properties":' || ${jsonObject(rest)} || '}'`
}

function pointOf(x: string, y: string): string {
  return orNull(`case when ${x} between -180 and 180 and ${y} between -90 and 90
    then '{"type":"Point","coordinates":[' || ${x}::text || ',' || ${y}::text || ']}' end`)
}

function csvLine(shown: readonly Shown[]): string {
  const cells = shown.map((field) => (isText(field) ? csvText(field.column) : plainCell(field)))
  // A row of one missing value would be an empty line, which readers skip.
  const line =
    cells.length === 1
      ? `coalesce(${cells[0]}, '""')`
      : cells.map((cell) => `coalesce(${cell}, '')`).join(` || ',' || `)
  return `${line} || chr(13) || chr(10)`
}

const isText = ({ type }: Shown) => type === 'text' || type === 'geometry'

function plainCell({ column, type }: Shown): string {
  if (type === 'number') return `case when ${isFinite(column)} then ${column}::text end`
  return type === 'datetime' ? `replace(${column}::text, ' ', 'T')` : `${column}::text`
}

/** The pattern in PostgreSQL's dialect, which writes characters as \uwxyz and holds no NUL. */
const formula = formulaPattern
  .replaceAll(/\\x\{([0-9A-F]{4})\}/g, String.raw`\u$1`)
  .replaceAll(/\\x([0-9A-F]{2})/g, (_, hex: string) => String.raw`\u00${hex === '00' ? '01' : hex}`)
  .replaceAll('(?:', '(')
const numberText = numberPattern.replaceAll('(?:', '(')

/** What `csvCell` says, in SQL. Most texts begin with a letter or digit and need nothing. */
function csvText(column: string): string {
  const mark = `case when ${column} ~ ${literal(formula)} then '''' else '' end`
  return `case when ${column} ~ '^[A-Za-z0-9][^",\\r\\n]*$' or ${column} ~ ${literal(numberText)} then ${column}
    else '"' || ${mark} || replace(${column}, '"', '""') || '"' end`
}

/** Cells from which every value reads back as it is, for the columnar engine; a constant first, so that no line is empty. */
export function exactLine(shown: readonly Pick<Shown, 'column' | 'type'>[]): string {
  const cells = shown.map(({ column, type }) =>
    type === 'text' || type === 'geometry' ? `'"' || replace(${column}, '"', '""') || '"'` : `${column}::text`,
  )
  return `'1'${cells.map((cell) => ` || ',' || coalesce(${cell}, '')`).join('')} || chr(10)`
}
