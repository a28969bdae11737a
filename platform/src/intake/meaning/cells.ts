/**
 * A snapshot's cells, to be asked about. A column of few different values is asked about value by value, each with how often
 * it stands there, which is what makes looking at every row of a long file cheap.
 */
import { ident, literal } from '#foundation/sql.ts'
import type { FieldType } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'

export type NamedField = Readonly<{ name: string; type: FieldType }>

export type Cells = Readonly<{
  rows: number
  /** `FROM`-able SQL of all rows. */
  all: string
  /** `FROM`-able SQL of one column’s different values `v` and their counts `n` (rows without a value left out), if they are few. */
  values(field: NamedField): string | undefined
}>

/** Up to this many in a row group make a column worth turning into a list of values, in a file of so many rows. */
const fewValues = 5_000
const manyRows = 50_000

export async function openCells(engine: Engine, snapshot: string, fields: readonly NamedField[]): Promise<Cells> {
  const all = `read_parquet(${literal(snapshot)})`
  // The file's own statistics: a count of different values for each row group that was written as a dictionary.
  const columns = await engine.rows(
    `SELECT column_id AS at, max(stats_distinct_count) AS most, count(*) = count(stats_distinct_count) AS listed,
       sum(num_values) AS n FROM parquet_metadata(${literal(snapshot)}) GROUP BY column_id ORDER BY column_id`,
  )
  const rows = Number(columns[0]?.['n'] ?? 0)
  const tables = new Map<string, string>()
  for (const [at, field] of rows < manyRows ? [] : fields.entries()) {
    const { most, listed } = columns[at] ?? {}
    if (field.type === 'geometry' || listed !== true || Number(most) > fewValues || Number(most) * 20 > rows) continue
    await engine.run(
      `CREATE TEMP TABLE values_${at} AS SELECT ${ident(field.name)} AS v, count(*) AS n FROM ${all} WHERE ${ident(field.name)} IS NOT NULL GROUP BY v`,
    )
    tables.set(field.name, `values_${at}`)
  }
  return { rows, all, values: ({ name }) => tables.get(name) }
}
