/** How the rows of a dataset are asked for; already parsed, not yet decided. */
import type { Condition } from '#foundation/cql2/ast.ts'

export const formats = ['json', 'ndjson', 'csv', 'geojson', 'parquet'] as const
export type Format = (typeof formats)[number]

export type Query = Readonly<{
  /** Fields to show, in this order; null: all that the permit covers, in the dataset's order. */
  fields: readonly string[] | null
  filter: Condition | null
  order: readonly Readonly<{ field: string; descending: boolean }>[]
  /** null: all rows, streamed. */
  limit: number | null
  /** Rows to pass over, from a cursor. */
  offset: number
  format: Format
}>
