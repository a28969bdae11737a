/** Rows of one dataset, by the corridor, as plain objects. */
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import type { Refused, Release } from '#exchange'
import type { Condition, Value } from '#foundation/cql2/ast.ts'
import type { Credentials } from '#identity'
import type { Dataset, FieldType } from '#model/dataset.ts'
import type { Desk } from '../desk.ts'

export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>

export type Read = Readonly<{ kind: 'rows'; release: Release; rows: readonly Row[] }>

export type Wanted = Readonly<{
  credentials: Credentials
  dataset: string
  purpose: string
  /** null: whatever the permit shows. */
  fields: readonly string[] | null
  filter: Condition
  limit: number
}>

/** A refusal is an answer here: it is on the record, and its reasons are shown beside what others gave. */
export async function readRows({ exchange }: Pick<Desk, 'exchange'>, wanted: Wanted): Promise<Read | Refused> {
  const { credentials, dataset, purpose, fields, filter, limit } = wanted
  const answer = await exchange.read({
    credentials,
    dataset,
    purpose,
    action: 'read',
    version: null,
    query: { fields, filter, order: [], limit, offset: 0, format: 'ndjson' },
  })
  if (answer.kind === 'refusal') return answer
  const text = (await buffer(Readable.from(bytesOf(answer)))).toString('utf8')
  const rows = text.split('\n').filter(Boolean)
  return { kind: 'rows', release: answer, rows: rows.map((line) => JSON.parse(line) as Row) }
}

export async function* bytesOf({ batches }: Release): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of batches) if (bytes.length > 0) yield bytes
}

/** The records of these keys; of none, a question that nothing answers, so that asking for nobody is asked and receipted alike. */
export function keyIs(dataset: Dataset, key: string, values: readonly string[]): Condition {
  const type = typeOf(dataset, key)
  if (values.length === 0) return { op: 'isNull', property: key }
  return { op: 'in', property: key, values: values.map((value) => literalOf(type, value)) }
}

export const typeOf = (dataset: Dataset, field: string): FieldType =>
  dataset.latest?.fields.find(({ name }) => name === field)?.type ?? 'text'

export function literalOf(type: FieldType, value: string): Value {
  if (type === 'integer' || type === 'number') return { kind: 'number', value: Number(value) }
  if (type === 'boolean') return { kind: 'boolean', value: value === 'true' }
  if (type === 'date') return { kind: 'date', value }
  return { kind: 'text', value }
}

/** One text for a key, however the engine wrote it. */
export const keyText = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined || cell === '' ? null : String(cell)
