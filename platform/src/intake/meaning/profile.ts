/** Facts about each field's values, from the finished snapshot. */
import { ident, literal } from '#foundation/sql.ts'
import type { FieldProfile, FieldType } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'

export type Profiled = Readonly<{ rows: number; profile: readonly FieldProfile[]; exactDistinct: boolean }>

/** Up to this many rows, different values are counted one by one; beyond, estimated (HyperLogLog, within a few percent). */
const exactUpTo = 50_000
// The engine's cost of preparing a query grows faster than the query.
const columnsAtOnce = 8
/** Characters of a text minimum or maximum. */
const longest = 200

export async function profileSnapshot(
  engine: Engine,
  snapshot: string,
  fields: readonly Readonly<{ name: string; type: FieldType }>[],
): Promise<Profiled> {
  const from = `read_parquet(${literal(snapshot)})`
  const [counted] = await engine.rows(`SELECT count(*) AS n FROM ${from}`)
  const rows = Number(counted?.['n'])
  const exactDistinct = rows <= exactUpTo
  const profile: FieldProfile[] = []
  for (let start = 0; start < fields.length; start += columnsAtOnce) {
    const some = fields.slice(start, start + columnsAtOnce)
    const facts = some.map(({ name, type }, at) => factsOf(ident(name), type, at, exactDistinct))
    const [row] = await engine.rows(`SELECT ${facts.join(', ')} FROM ${from}`)
    for (const [at, { name }] of some.entries()) {
      const filled = Number(row?.[`filled${at}`])
      profile.push({
        name,
        nulls: rows - filled,
        distinct: Math.min(Number(row?.[`distinct${at}`]), filled),
        minimum: asText(row?.[`least${at}`]),
        maximum: asText(row?.[`most${at}`]),
      })
    }
  }
  return { rows, profile, exactDistinct }
}

function factsOf(field: string, type: FieldType, at: number, exact: boolean): string {
  const distinct = exact ? `count(DISTINCT ${field})` : `approx_count_distinct(${field})`
  const ends =
    type === 'geometry' ? ['NULL', 'NULL'] : ['min', 'max'].map((end) => `left(${end}(${field})::VARCHAR, ${longest})`)
  return `count(${field}) AS filled${at}, ${distinct} AS distinct${at}, ${ends[0]} AS least${at}, ${ends[1]} AS most${at}`
}

const asText = (value: unknown) => (typeof value === 'string' ? value : null)
