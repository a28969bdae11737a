/** How a row is written in each text format: one SQL expression over a compiled query's columns, one VARCHAR a row. */
import { csvCell, formulaPattern, numberPattern } from '#foundation/csv.ts'
import { Problem } from '#foundation/problem.ts'
import { literal } from '#foundation/sql.ts'
import type { Field, Version } from '#model/dataset.ts'
import type { Format } from '#model/query.ts'
import type { Shown } from './compile.ts'

export type Lines = Readonly<{
  expression: string
  /** What comes before all rows. */
  head: string
  /** Bytes to leave out at the very beginning: the comma before the first element. */
  skip: number
}>

const exact = Number.MAX_SAFE_INTEGER

export function linesOf(format: Exclude<Format, 'parquet'>, shown: readonly Shown[], version: Version): Lines {
  switch (format) {
    case 'json':
      return { expression: `concat(',', ${jsonObject(shown, version)})`, head: '', skip: 1 }
    case 'ndjson':
      return { expression: `concat(${jsonObject(shown, version)}, chr(10))`, head: '', skip: 0 }
    case 'geojson':
      return { expression: `concat(',', ${feature(shown, version)})`, head: '', skip: 1 }
    case 'csv':
      return { expression: csvLine(shown), head: `${shown.map(({ name }) => csvCell(name)).join(',')}\r\n`, skip: 0 }
  }
}

function jsonObject(shown: readonly Shown[], version: Version): string {
  return `json_object(${shown.map((field) => `${literal(field.name)}, ${jsonValue(field, version)}`).join(', ')})`
}

/** Integers beyond 2^53 as text (RFC 7493 §2.2); NaN and infinities, which JSON lacks, as null; geometry as GeoJSON. */
function jsonValue(field: Shown, version: Version): string {
  const { column, type } = field
  switch (type) {
    case 'integer':
      return isSmall(field, version)
        ? column
        : `CASE WHEN ${column} BETWEEN -${exact} AND ${exact} THEN to_json(${column}) ELSE to_json(CAST(${column} AS VARCHAR)) END`
    case 'number':
      return `CASE WHEN isfinite(${column}) THEN ${column} END`
    case 'datetime':
      return `replace(CAST(${column} AS VARCHAR), ' ', 'T')`
    case 'date':
    case 'time':
      return `CAST(${column} AS VARCHAR)`
    case 'geometry':
      return geometry(column)
    case 'text':
    case 'boolean':
      return column
  }
}

/** What is no JSON, although it is held as geometry, is shown as the text that it is. */
function geometry(column: string): string {
  return `COALESCE(TRY_CAST(${column} AS JSON), to_json(${column}))`
}

/** Whether a whole column is known to fit in a JSON number: its extremes say so, or its transform keeps it small. */
function isSmall({ name, transform }: Shown, version: Version): boolean {
  if (transform !== 'as-is') return true
  const profile = version.profile.find((each) => each.name === name)
  return [profile?.minimum, profile?.maximum].every((text) => /^-?[0-9]{1,15}$/.test(text ?? ''))
}

function feature(shown: readonly Shown[], version: Version): string {
  const { shape, point, rest } = placeOf(shown, version.fields)
  const position = shape ? `TRY_CAST(${shape.column} AS JSON)` : pointOf(point)
  const properties = rest.length === 0 ? `json_object()` : jsonObject(rest, version)
  return `json_object('type', 'Feature', 'geometry', ${position}, 'properties', ${properties})`
}

type Placed = Readonly<{ rest: readonly Shown[] }> &
  (Readonly<{ shape: Shown; point?: undefined }> | Readonly<{ shape?: undefined; point: Point }>)

/** Which fields say where a row is, and the others. Problem 400 when none do. */
export function placeOf(shown: readonly Shown[], fields: Meant): Placed {
  const shape = shown.find(({ type }) => type === 'geometry')
  if (shape) return { shape, rest: shown.filter((field) => field !== shape) }
  const point = coordinates(shown, fields)
  if (!point) throw noGeometry()
  return { point, rest: shown.filter((field) => field !== point.latitude && field !== point.longitude) }
}

type Meant = readonly Pick<Field, 'name' | 'meaning'>[]
type Point = Readonly<{ latitude: Shown; longitude: Shown }>

function coordinates(shown: readonly Shown[], fields: Meant): Point | undefined {
  const find = (meaning: string, names: RegExp) => {
    const numeric = shown.filter(
      ({ type, transform }) => (type === 'number' || type === 'integer') && transform !== 'year',
    )
    const means = new Set(fields.filter((field) => field.meaning === meaning).map(({ name }) => name))
    return numeric.find(({ name }) => means.has(name)) ?? numeric.find(({ name }) => names.test(name))
  }
  const latitude = find('latitude', /^(?:lat|latitude)$/i)
  const longitude = find('longitude', /^(?:lon|lng|long|longitude)$/i)
  return latitude && longitude ? { latitude, longitude } : undefined
}

function pointOf({ latitude, longitude }: Point): string {
  const [x, y] = [longitude.column, latitude.column]
  return `CASE WHEN ${x} BETWEEN -180 AND 180 AND ${y} BETWEEN -90 AND 90
    THEN json_object('type', 'Point', 'coordinates', json_array(${x}, ${y})) END`
}

function noGeometry(): Problem {
  return new Problem(400, 'format-unsuitable', {
    title: 'This answer cannot be GeoJSON',
    detail: 'None of its fields holds a geometry, nor do two of them hold latitude and longitude.',
    at: 'format',
    mend: 'Ask for json, ndjson, csv or parquet, or for fields that say where.',
  })
}

function csvLine(shown: readonly Shown[]): string {
  const cells = shown.map(csvValue)
  // A row of one missing value would be an empty line, which readers skip.
  const line =
    cells.length === 1
      ? [`COALESCE(${cells[0]}, '""')`]
      : cells.flatMap((cell, index) => (index ? [`','`, cell] : [cell]))
  return `concat(${line.join(', ')}, chr(13), chr(10))`
}

function csvValue({ column, type }: Shown): string {
  switch (type) {
    case 'text':
    case 'geometry':
      return csvText(column)
    case 'number':
      return `CASE WHEN isfinite(${column}) THEN CAST(${column} AS VARCHAR) END`
    case 'datetime':
      return `replace(CAST(${column} AS VARCHAR), ' ', 'T')`
    case 'integer':
    case 'boolean':
    case 'date':
    case 'time':
      return `CAST(${column} AS VARCHAR)`
  }
}

/**
 * What `csvCell` says, in SQL. Most texts begin with a letter or digit and hold no comma or quote, which is quick to see;
 * all others but numbers are quoted, needed or not, because preparing a finer answer costs more than a row.
 */
function csvText(column: string): string {
  const within = (from: string, to: string) => `${column} >= '${from}' AND ${column} < '${to}'`
  const begins = `(${within('0', ':')} OR ${within('A', '[')} OR ${within('a', '{')})`
  const breaks = ["','", `'"'`, 'chr(10)', 'chr(13)'].map((each) => `contains(${column}, ${each})`).join(' OR ')
  const mark = `CASE WHEN regexp_matches(${column}, ${literal(formulaPattern)}) THEN '''' END`
  const quoted = `concat('"', ${mark}, replace(${column}, '"', '""'), '"')`
  return `CASE WHEN NOT (${breaks}) AND ${begins} THEN ${column}
    WHEN regexp_matches(${column}, ${literal(numberPattern)}) THEN ${column} WHEN ${column} IS NOT NULL THEN ${quoted} END`
}
