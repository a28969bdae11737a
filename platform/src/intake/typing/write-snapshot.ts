/** Writes the typed table: one pass over the cells, in the order of the file. */
import { ident, literal } from '#foundation/sql.ts'
import { pointOfDegrees, withDegrees, withDegreesFromGrid } from '../place/british-grid.ts'
import type { Coordinates } from '../place/find-coordinates.ts'
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import type { Form } from './forms.ts'
import { saysNothing } from './null-markers.ts'

export type ColumnPlan = Readonly<{
  index: number
  name: string
  form: Form
  /**
   * `told`: an owner's word; a cell of another form becomes null. `seen`: every cell was counted. `sampled`: the form was seen in
   * some cells only, and is held against the rest while they are written. A cell that is not as seen stops the writing.
   */
  by: 'told' | 'seen' | 'sampled'
}>

/** The name of a typed value inside queries. */
export const typed = (index: number) => `v${index}`

/** The name of the field that is made from a pair of coordinates. */
export const madeGeometry = 'geometry'

// Version 2 pages with delta encodings and the quickest zstd take a tenth of the space in less time, and every current reader
// reads them. Columns that hardly repeat are not tried as dictionaries for long; filters for dictionaries cost more than they spare.
const parquet =
  'FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 5000, WRITE_BLOOM_FILTER false'

/** Rows that are written together: fewer of them in a wide table, because they must be in memory together. */
function options(columns: number): string {
  const rows = columns <= 200 ? 122_880 : 2048 * Math.max(1, Math.floor(4_000 / columns))
  return `(${parquet}, ROW_GROUP_SIZE ${rows})`
}

/** `FROM`-able SQL of the typed values of a relation of text cells; what does not read is null. */
export function typedValues(plans: readonly ColumnPlan[], from: string): string {
  const values = plans.map(({ form, index }) => {
    const cell = column(index)
    return `${form.type === 'text' ? cell : `CASE WHEN NOT ${saysNothing(cell)} THEN ${form.value(cell)} END`} AS ${typed(index)}`
  })
  return `(SELECT ${values.join(', ')} FROM ${from})`
}

/**
 * Writes the Parquet file; gives back how many cells of each column said nothing (“N/A”), by index. Throws `GuessFailed` when
 * a cell is not of the form that a sample promised.
 */
export async function writeSnapshot(
  engine: Engine,
  plans: readonly ColumnPlan[],
  where: Readonly<{ from: string; coordinates: Coordinates | null; to: string }>,
): Promise<Map<number, number>> {
  const checked = plans.filter(({ form, by }) => by !== 'told' && form.type !== 'text')
  for (const { index } of checked) await engine.run(`CREATE OR REPLACE SEQUENCE ${tally(index)}`)
  const values = plans.map(
    (plan) => `${checked.includes(plan) ? strictly(plan) : leniently(plan)} AS ${typed(plan.index)}`,
  )
  const relation = placed(`(SELECT ${values.join(', ')} FROM ${where.from})`, where.coordinates)
  const fields = plans.map(({ index, name }) => `${typed(index)} AS ${ident(name)}`)
  if (where.coordinates) fields.push(`${pointOfDegrees} AS ${ident(madeGeometry)}`)
  try {
    await engine.run(
      `COPY (SELECT ${fields.join(', ')} FROM ${relation}) TO ${literal(where.to)} ${options(plans.length)}`,
    )
  } catch (error) {
    const failed = checked.find(({ index }) => error instanceof Error && error.message.includes(guessFailed(index)))
    throw failed ? new GuessFailed(failed.index) : error
  }
  await checkHasty(engine, checked, where.to)
  const tallies = await engine.rows('SELECT sequence_name AS name, last_value AS n FROM duckdb_sequences()')
  const counts = new Map(tallies.map(({ name, n }) => [String(name), Number(n ?? 0)]))
  return new Map(checked.map(({ index }) => [index, counts.get(tally(index)) ?? 0]))
}

/** A counter inside the engine: counting while writing spares a second reading of the file. */
const tally = (index: number) => `nothing_${index}`
const guessFailed = (index: number) => `guess-failed:${column(index)}:`

function leniently({ form, index }: ColumnPlan): string {
  const cell = column(index)
  return form.type === 'text' ? cell : `CASE WHEN NOT ${saysNothing(cell)} THEN ${form.value(cell)} END`
}

/** SQL that reads the cell, or counts it when it says nothing, or else stops the whole query. */
function strictly({ form, index, by }: ColumnPlan): string {
  const cell = column(index)
  const value = by === 'sampled' && form.hasty ? form.hasty.value(cell) : form.value(cell)
  // A sequence is never negative: this is null, once it has counted.
  const counted = `CASE WHEN nextval('${tally(index)}') < 0 THEN error('') END`
  return `coalesce(${value}, CASE WHEN ${cell} IS NULL THEN NULL WHEN ${saysNothing(cell)} THEN ${counted} ELSE error('${guessFailed(index)}') END)`
}

async function checkHasty(engine: Engine, checked: readonly ColumnPlan[], snapshot: string): Promise<void> {
  const hasty = checked.flatMap((plan) =>
    plan.by === 'sampled' && plan.form.hasty ? [{ ...plan, ...plan.form.hasty }] : [],
  )
  if (hasty.length === 0) return
  const beyond = hasty.map(
    ({ index, name, least, most }) =>
      `(min(${ident(name)}) < ${least} OR max(${ident(name)}) > ${most}) AS ${typed(index)}`,
  )
  const [row] = await engine.rows(`SELECT ${beyond.join(', ')} FROM read_parquet(${literal(snapshot)})`)
  const failed = hasty.find(({ index }) => row?.[typed(index)] === true)
  if (failed) throw new GuessFailed(failed.index)
}

function placed(values: string, coordinates: Coordinates | null): string {
  if (!coordinates) return values
  const { kind, x, y } = coordinates
  return kind === 'grid' ? withDegreesFromGrid(values, typed(x), typed(y)) : withDegrees(values, typed(x), typed(y))
}

/** The rest of the file is not as its sample was. */
export class GuessFailed extends Error {
  readonly index: number
  constructor(index: number) {
    super(`column ${index} is not what the sample promised`)
    this.name = 'GuessFailed'
    this.index = index
  }
}
