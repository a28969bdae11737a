/** Writes the typed table: one pass over the cells, in the order of the file. */
import { ident, literal } from '#foundation/sql.ts'
import { pointOfDegrees, withDegrees, withDegreesFromGrid } from '../place/british-grid.ts'
import type { Coordinates } from '../place/find-coordinates.ts'
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import type { Form } from './forms.ts'
import { guessFailed, strictly } from './guess-types.ts'
import { saysNothing } from './null-markers.ts'

export type ColumnPlan = Readonly<{
  index: number
  name: string
  form: Form
  /** True: a cell of another form stops the writing (guesses). False: it becomes null (an owner's word). */
  strict: boolean
}>

/** The name of a typed value inside queries. */
export const typed = (index: number) => `v${index}`

/** `FROM`-able SQL of the typed values of a relation of text cells. */
export function typedValues(plans: readonly ColumnPlan[], from: string): string {
  const values = plans.map(({ form, index, strict }) => {
    const cell = column(index)
    const value = strict
      ? strictly(form, index, saysNothing)
      : `CASE WHEN NOT ${saysNothing(cell)} THEN ${form.value(cell)} END`
    return `${form.type === 'text' ? cell : value} AS ${typed(index)}`
  })
  return `(SELECT ${values.join(', ')} FROM ${from})`
}

/** The name of the field that is made from a pair of coordinates. */
export const madeGeometry = 'geometry'

// Version 2 pages with delta encodings: a third of the size at the same speed, read by every current reader.
const options = '(FORMAT parquet, PARQUET_VERSION v2)'

/** Writes the Parquet file. Throws `GuessFailed` when a cell is not of the form that a sample promised. */
export async function writeSnapshot(
  engine: Engine,
  plans: readonly ColumnPlan[],
  where: Readonly<{ from: string; coordinates: Coordinates | null; to: string }>,
): Promise<void> {
  const values = typedValues(plans, where.from)
  const fields = plans.map(({ index, name }) => `${typed(index)} AS ${ident(name)}`)
  if (where.coordinates) fields.push(`${pointOfDegrees} AS ${ident(madeGeometry)}`)
  const relation = where.coordinates ? placed(values, where.coordinates) : values
  try {
    await engine.run(`COPY (SELECT ${fields.join(', ')} FROM ${relation}) TO ${literal(where.to)} ${options}`)
  } catch (error) {
    const failed = plans.find(({ index }) => error instanceof Error && error.message.includes(guessFailed(index)))
    throw failed ? new GuessFailed(failed.index) : error
  }
}

function placed(values: string, { kind, x, y }: Coordinates): string {
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
