/** Which record an expression is about, and what it says of it. */
import type { Sql } from './sql.ts'

/** l or r when every column is of that record; null when none is, or both are. */
export function sideOf(sql: Sql): 'l' | 'r' | null {
  const sides = new Set(columnsIn(sql).map(({ side }) => side))
  const [side] = sides
  return sides.size === 1 && side ? side : null
}

type Column = Extract<Sql, Readonly<{ column: string }>>

export function columnsIn(sql: Sql): readonly Column[] {
  if ('column' in sql) return [sql]
  return 'call' in sql ? sql.of.flatMap(columnsIn) : []
}

/** The same whichever record it is said of. */
export const sameness = (sql: Sql): string =>
  JSON.stringify(sql, (key, value: unknown) => (key === 'side' ? undefined : value))
