/** Counts how many cells look like what is asked, many questions in one query. */
import { ident } from '#foundation/sql.ts'
import type { FieldType } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'

export type NamedField = Readonly<{ name: string; type: FieldType }>
export type Look = Readonly<{ field: NamedField; looks: (cell: string) => string }>
export type Share = Readonly<{ looks: number; of: number }>

// The engine's cost of preparing a query grows faster than the query.
const looksAtOnce = 24

/** The text of a cell, whatever its type: NHS numbers have been through spreadsheets that made them numbers. */
export function cellText({ name, type }: NamedField): string {
  const field = ident(name)
  if (type === 'text') return field
  if (type === 'number')
    return `CASE WHEN ${field} = floor(${field}) AND abs(${field}) < 1e15 THEN ${field}::BIGINT::VARCHAR END`
  return `${field}::VARCHAR`
}

/** The answers in the order of the questions. */
export async function lookAtCells(engine: Engine, from: string, asked: readonly Look[]): Promise<Share[]> {
  const found: Share[] = []
  for (let start = 0; start < asked.length; start += looksAtOnce) {
    const batch = asked.slice(start, start + looksAtOnce)
    const sums = batch.map(
      ({ field, looks }, at) => `count_if(${looks(cellText(field))}) AS l${at}, count(${ident(field.name)}) AS n${at}`,
    )
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${from}`)
    for (const at of batch.keys()) found.push({ looks: Number(row?.[`l${at}`]), of: Number(row?.[`n${at}`]) })
  }
  return found
}

/** Up to 500 different values. */
export async function someValues(engine: Engine, from: string, field: NamedField): Promise<string[]> {
  const rows = await engine.rows(
    `SELECT DISTINCT ${cellText(field)} AS v FROM ${from} WHERE ${ident(field.name)} IS NOT NULL LIMIT 500`,
  )
  return rows.flatMap(({ v }) => (typeof v === 'string' ? [v] : []))
}
