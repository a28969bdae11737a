/** From the words of a URL to a `Query`; every word is checked before anything is decided. */
import { type Static, Type } from '@sinclair/typebox'
import { parse } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import { type Format, formats, type Query } from '#model/query.ts'
import { readCursor } from './cursor.ts'
import { oneOf } from './words.ts'

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

export type WantedRows = Readonly<{ query: Query; version: number | null; question: unknown }>

export function wantedRows(words: RowsQuery, accept: string | undefined): WantedRows {
  const { fields = null, filter = null, order = null, limit = null, version = null, format } = words
  const question = { fields, filter, order, limit }
  const place = words.cursor === undefined ? null : readCursor(words.cursor, question)
  return {
    question,
    version: place?.version ?? numberOf(version),
    query: {
      fields: fields === null ? null : names(fields, 'fields'),
      filter: filter === null || filter.trim() === '' ? null : parse(filter),
      order: order === null ? [] : names(order, 'order').map(direction),
      limit: numberOf(limit),
      offset: place?.offset ?? 0,
      format: (format as Format | undefined) ?? acceptable(accept),
    },
  }
}

const numberOf = (digits: string | null): number | null => (digits === null ? null : Number(digits))

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
function acceptable(accept: string | undefined): Format {
  for (const part of (accept ?? '').split(',')) {
    const type = part.split(';')[0]?.trim().toLowerCase()
    const known = formats.find((format) => mediaTypes[format].split(';')[0] === type)
    if (known) return known
  }
  return 'json'
}
