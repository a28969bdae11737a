/** Counts how many cells look like what is asked, many questions in one query. */
import { ident } from '#foundation/sql.ts'
import type { Engine } from '../working/engine.ts'
import type { Cells, NamedField } from './cells.ts'

export type Look = Readonly<{ field: NamedField; looks: (cell: string) => string }>
export type Share = Readonly<{ looks: number; of: number }>

// The engine's cost of preparing a query grows faster than the query.
const looksAtOnce = 24
const someRows = 2_000

/** The text of a value, whatever its type: NHS numbers have been through spreadsheets that made them numbers. */
export function textOf({ type }: NamedField, value: string): string {
  if (type === 'text') return value
  if (type === 'number')
    return `CASE WHEN ${value} = floor(${value}) AND abs(${value}) < 1e15 THEN ${value}::BIGINT::VARCHAR END`
  return `${value}::VARCHAR`
}

/** The answers in the order of the questions; about every row, or about the first thousands. */
export async function lookAtCells(
  engine: Engine,
  cells: Cells,
  which: 'every row' | 'some rows',
  asked: readonly Look[],
): Promise<Share[]> {
  const found: Share[] = Array.from({ length: asked.length }, () => ({ looks: 0, of: 0 }))
  const bySource = Map.groupBy(asked.keys(), (at) => {
    const values = which === 'every row' ? cells.values(asked[at]!.field) : undefined
    return values ?? (which === 'every row' ? cells.all : firstRows(cells))
  })
  for (const [source, places] of bySource) {
    const isCounted = source.startsWith('values_')
    for (let start = 0; start < places.length; start += looksAtOnce) {
      const batch = places.slice(start, start + looksAtOnce)
      const sums = batch.map((place, at) => {
        const { field, looks } = asked[place]!
        const value = isCounted ? 'v' : ident(field.name)
        const test = looks(textOf(field, value))
        return isCounted
          ? `coalesce(sum(n) FILTER (${test}), 0) AS l${at}, coalesce(sum(n), 0) AS n${at}`
          : `count_if(${test}) AS l${at}, count(${value}) AS n${at}`
      })
      const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${source}`)
      for (const [at, place] of batch.entries())
        found[place] = { looks: Number(row?.[`l${at}`]), of: Number(row?.[`n${at}`]) }
    }
  }
  return found
}

/** Up to 500 different values, or (`all`) the values as they come, of up to 2,000 rows. */
export async function someValues(engine: Engine, cells: Cells, field: NamedField, all = false): Promise<string[]> {
  const name = ident(field.name)
  const rows = await engine.rows(
    `SELECT ${all ? '' : 'DISTINCT '}${textOf(field, name)} AS v FROM ${filledRows(cells, name)} ${all ? '' : 'LIMIT 500'}`,
  )
  return rows.flatMap(({ v }) => (typeof v === 'string' ? [v] : []))
}

const firstRows = ({ all }: Cells) => `(SELECT * FROM ${all} LIMIT ${someRows})`
const filledRows = ({ all }: Cells, name: string) =>
  `(SELECT * FROM ${all} WHERE ${name} IS NOT NULL LIMIT ${someRows})`
