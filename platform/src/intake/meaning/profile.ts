/** Facts about each field's values, from the finished snapshot. */
import { ident, literal } from '#foundation/sql.ts'
import type { FieldProfile, FieldType } from '#model/dataset.ts'
import type { Engine, Row } from '../working/engine.ts'
import { estimateDistinct } from './estimate-distinct.ts'

export type Profiled = Readonly<{ rows: number; profile: readonly FieldProfile[]; exactDistinct: boolean }>

type TypedField = Readonly<{ name: string; type: FieldType }>

/** Up to this many rows, different values are counted one by one; beyond, estimated from about as many (HyperLogLog). */
const exactUpTo = 50_000
const sampled = 400_000
/** Rows next to each other that are taken or left together: reading them is what costs. */
const block = 20_480
// The engine's cost of preparing a query grows faster than the query.
const columnsAtOnce = 8
/** Characters of a text minimum or maximum. */
const longest = 200

export async function profileSnapshot(
  engine: Engine,
  snapshot: string,
  fields: readonly TypedField[],
): Promise<Profiled> {
  const file = literal(snapshot)
  const [counted] = await engine.rows(`SELECT count(*) AS n FROM read_parquet(${file})`)
  const rows = Number(counted?.['n'])
  const exactDistinct = rows <= exactUpTo
  const every = Math.max(1, Math.floor(rows / sampled))
  const some = `read_parquet(${file}, file_row_number = true) WHERE file_row_number // ${block} % ${every} = 0`
  const facts = await ask(engine, `read_parquet(${file})`, fields, (field, type) => ({
    filled: `count(${field})`,
    ...(exactDistinct && { distinct: `count(DISTINCT ${field})` }),
    ...(type !== 'geometry' && {
      least: `left(min(${field})::VARCHAR, ${longest})`,
      most: `left(max(${field})::VARCHAR, ${longest})`,
    }),
  }))
  const estimates = exactDistinct
    ? facts
    : await ask(engine, some, fields, (field) => ({
        filled: `count(${field})`,
        distinct: `approx_count_distinct(${field})`,
      }))
  const profile = fields.map(({ name }, at): FieldProfile => {
    const filled = Number(facts[at]?.['filled'])
    const seen = { distinct: Number(estimates[at]?.['distinct']), of: Number(estimates[at]?.['filled']) }
    const distinct = exactDistinct ? seen.distinct : estimateDistinct(seen.distinct, seen.of, filled)
    return {
      name,
      nulls: rows - filled,
      distinct,
      minimum: asText(facts[at]?.['least']),
      maximum: asText(facts[at]?.['most']),
    }
  })
  return { rows, profile, exactDistinct }
}

/** The same questions about each field; answers in the order of the fields. */
async function ask(
  engine: Engine,
  from: string,
  fields: readonly TypedField[],
  questions: (field: string, type: FieldType) => Readonly<Record<string, string>>,
): Promise<Row[]> {
  const answers: Row[] = []
  for (let start = 0; start < fields.length; start += columnsAtOnce) {
    const batch = fields.slice(start, start + columnsAtOnce).map(({ name, type }) => questions(ident(name), type))
    const sums = batch.flatMap((asked, at) => Object.entries(asked).map(([key, sql]) => `${sql} AS ${key}${at}`))
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${from}`)
    for (const [at, asked] of batch.entries())
      answers.push(Object.fromEntries(Object.keys(asked).map((key) => [key, row?.[`${key}${at}`]])))
  }
  return answers
}

const asText = (value: unknown) => (typeof value === 'string' ? value : null)
