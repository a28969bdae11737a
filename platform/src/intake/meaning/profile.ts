/** Facts about each field's values, from the finished snapshot. */
import { ident } from '#foundation/sql.ts'
import type { FieldProfile } from '#model/dataset.ts'
import type { Engine, Row } from '../working/engine.ts'
import type { Cells, NamedField } from './cells.ts'
import { estimateDistinct } from './estimate-distinct.ts'

export type Profiled = Readonly<{ profile: readonly FieldProfile[]; exactDistinct: boolean }>

/** Up to this many rows, different values are counted one by one; beyond, estimated from about as many (HyperLogLog). */
const exactUpTo = 50_000
const sampled = 400_000
/** Rows next to each other that are taken or left together: reading them is what costs. */
const block = 20_480
// The engine's cost of preparing a query grows faster than the query.
const columnsAtOnce = 8
/** Characters of a text minimum or maximum. */
const longest = 200

export async function profileSnapshot(engine: Engine, cells: Cells, fields: readonly NamedField[]): Promise<Profiled> {
  const facts = new Map<string, Row>()
  const many = fields.filter((field) => cells.values(field) === undefined)
  for (const field of fields) {
    const values = cells.values(field)
    if (!values) continue
    const [row = {}] = await engine.rows(
      `SELECT coalesce(sum(n), 0) AS filled, count(*) AS distinct, ${ends('v')} FROM ${values}`,
    )
    facts.set(field.name, row)
  }
  const exactDistinct = cells.rows <= exactUpTo
  const whole = await ask(engine, cells.all, many, (field, { type }) => ({
    filled: `count(${field})`,
    ...(exactDistinct && { distinct: `count(DISTINCT ${field})` }),
    ...(type !== 'geometry' && { least: least(field), most: most(field) }),
  }))
  for (const [name, row] of whole) facts.set(name, row)
  if (!exactDistinct)
    for (const [name, row] of await estimates(engine, cells, many)) facts.set(name, { ...facts.get(name), ...row })
  const profile = fields.map(({ name }): FieldProfile => {
    const { filled, distinct, part, seen, least, most } = facts.get(name) ?? {}
    return {
      name,
      nulls: cells.rows - Number(filled),
      distinct:
        distinct === undefined ? estimateDistinct(Number(seen), Number(part), Number(filled)) : Number(distinct),
      minimum: asText(least),
      maximum: asText(most),
    }
  })
  return { profile, exactDistinct: exactDistinct || many.length === 0 }
}

const least = (value: string) => `left(min(${value})::VARCHAR, ${longest})`
const most = (value: string) => `left(max(${value})::VARCHAR, ${longest})`
const ends = (value: string) => `${least(value)} AS least, ${most(value)} AS most`

function estimates(engine: Engine, cells: Cells, fields: readonly NamedField[]): Promise<Map<string, Row>> {
  const every = Math.max(1, Math.floor(cells.rows / sampled))
  const file = cells.all.replace(/\)$/, ', file_row_number = true)')
  const some = `${file} WHERE file_row_number // ${block} % ${every} = 0`
  return ask(engine, some, fields, (field) => ({ part: `count(${field})`, seen: `approx_count_distinct(${field})` }))
}

/** The same questions about each field, by its name. */
async function ask(
  engine: Engine,
  from: string,
  fields: readonly NamedField[],
  questions: (field: string, of: NamedField) => Readonly<Record<string, string>>,
): Promise<Map<string, Row>> {
  const answers = new Map<string, Row>()
  for (let start = 0; start < fields.length; start += columnsAtOnce) {
    const batch = fields.slice(start, start + columnsAtOnce)
    const asked = batch.map((field) => questions(ident(field.name), field))
    const sums = asked.flatMap((each, at) => Object.entries(each).map(([key, sql]) => `${sql} AS ${key}${at}`))
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${from}`)
    for (const [at, { name }] of batch.entries())
      answers.set(name, Object.fromEntries(Object.keys(asked[at] ?? {}).map((key) => [key, row?.[`${key}${at}`]])))
  }
  return answers
}

const asText = (value: unknown) => (typeof value === 'string' ? value : null)
