/** From the words of a URL to a `Query`; every word is checked before anything is decided. */
import { type Static, Type } from '@sinclair/typebox'
import { parse } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import { type Format, formats, type Query } from '#model/query.ts'
import type { LookAsked } from '#model/records.ts'
import { type Place, readCursor } from './cursor.ts'
import { oneOf } from './words.ts'

export const Time = Type.String({
  maxLength: 40,
  description: 'Of records: as they were at a time, such as 2026-11-01T00:00:00Z.',
})

export const RowsQuery = Type.Object(
  {
    fields: Type.Optional(
      Type.String({
        maxLength: 20_000,
        description:
          'Names, separated by commas; one with a comma in it in double quotes. All that you may have when left out.',
      }),
    ),
    filter: Type.Optional(
      Type.String({ maxLength: 8_192, description: "OGC CQL2 text: ward = 'Riverside' AND amount > 500." }),
    ),
    order: Type.Optional(
      Type.String({ maxLength: 2_000, description: 'Names, separated by commas; a leading - for descending.' }),
    ),
    limit: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,9}$', description: 'At most so many rows; all rows, streamed, when left out.' }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the answer before.' })),
    version: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,9}$', description: 'A version number; the newest when left out.' }),
    ),
    asOf: Type.Optional(Time),
    stale: Type.Optional(
      oneOf(['ok'], 'Of records: the answer may be of the moment of the columnar copy, which is quicker for all rows.'),
    ),
    purpose: Type.Optional(
      Type.String({ maxLength: 200, description: 'What the data is for: an id from /api/v1/purposes.' }),
    ),
    format: Type.Optional(oneOf(formats, 'Instead of an Accept header.')),
  },
  { additionalProperties: false },
)
export type RowsQuery = Static<typeof RowsQuery>

export const mediaTypes: Readonly<Record<Format, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  geojson: 'application/geo+json',
  parquet: 'application/vnd.apache.parquet',
}

export type WantedRows = Readonly<{
  query: Query
  version: number | null
  records: LookAsked | null
  question: unknown
}>

export function wantedRows(words: RowsQuery, accept: string | undefined): WantedRows {
  const { fields = null, filter = null, order = null, limit = null, version = null, asOf = null, format } = words
  const question = { fields, filter, order, limit, ...(asOf !== null && { asOf }) }
  const place = words.cursor === undefined ? null : readCursor(words.cursor, question)
  return {
    question,
    version: place ? versionOf(place) : numberOf(version),
    records: momentOf(place, words),
    query: {
      fields: fields === null ? null : names(fields, 'fields'),
      filter: conditionOf(filter),
      order: order === null ? [] : names(order, 'order').map(direction),
      limit: numberOf(limit),
      offset: place?.offset ?? 0,
      format: (format as Format | undefined) ?? acceptable(accept),
    },
  }
}

/** A page of records is of a moment, not of a version. */
const versionOf = ({ version, sequence }: Place): number | null => (sequence === null ? version : null)

/** Null for no condition. Problem 400 `filter-unreadable`. */
export const conditionOf = (filter: string | null): Query['filter'] =>
  filter === null || filter.trim() === '' ? null : parse(filter)

/** Null where nothing of a moment was said: a table, or records as they are now. */
function momentOf(place: Place | null, { asOf, stale }: RowsQuery): LookAsked | null {
  if (place && place.sequence !== null) return { kind: 'rows', when: { sequence: place.sequence } }
  if (asOf === undefined && stale === undefined) return null
  return { kind: 'rows', when: { asOf: asOf === undefined ? null : timeOf(asOf, 'asOf'), staleOk: stale === 'ok' } }
}

/** A time with its zone (RFC 3339), in UTC. A plus sign that came as a blank is one. */
function timeOf(text: string, at: string): string {
  const time = text.replace(' ', '+')
  const date = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(time)
    ? new Date(time)
    : null
  if (date && !Number.isNaN(date.getTime())) return date.toISOString()
  throw new Problem(400, 'time-unreadable', {
    title: 'The time cannot be read',
    detail: `\`${at}\` is a time with its zone.`,
    at,
    mend: 'Write it as 2026-11-01T00:00:00Z.',
  })
}

export const numberOf = (digits: string | null): number | null => (digits === null ? null : Number(digits))

function direction(name: string): Query['order'][number] {
  return name.startsWith('-') ? { field: name.slice(1), descending: true } : { field: name, descending: false }
}

/** Names separated by commas; `"a, b"` is one name, and `""` inside quotes is a quote. */
export function names(text: string, at: string): string[] {
  if (text.trim() === '') return []
  const found: string[] = []
  const pattern = /\s*(-?)(?:"((?:[^"]|"")*)"|([^,"]*))\s*(,|$)/y
  while (pattern.lastIndex < text.length || text.endsWith(',')) {
    const match = pattern.exec(text)
    if (!match) throw unreadableNames(at)
    const name = match[2] === undefined ? (match[3] ?? '').trim() : match[2].replaceAll('""', '"')
    if (name === '') throw unreadableNames(at)
    found.push(match[1] + name)
    if (match[4] === '') break
  }
  return found
}

function unreadableNames(at: string): Problem {
  return new Problem(400, 'names-unreadable', {
    title: 'The list of fields cannot be read',
    detail: `\`${at}\` is a list of field names separated by commas.`,
    at,
    mend: 'Put a name with a comma in it in double quotes: name,"Amount, net".',
  })
}

/** The first format that the Accept header names (https://www.rfc-editor.org/rfc/rfc9110#name-accept); JSON when it names none. */
export function acceptable(accept: string | undefined): Format {
  for (const part of (accept ?? '').split(',')) {
    const type = part.split(';')[0]?.trim().toLowerCase()
    const known = formats.find((format) => mediaTypes[format].split(';')[0] === type)
    if (known) return known
  }
  return 'json'
}
