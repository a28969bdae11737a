/** From cells of text to a typed snapshot: guess from the first rows, write strictly, and look at everything where a guess failed. */
import type { FieldType } from '#model/dataset.ts'
import { type Coordinates, findCoordinates } from '../place/find-coordinates.ts'
import type { Engine } from '../working/engine.ts'
import type { Source } from '../working/source.ts'
import { lenientForms, text } from './forms.ts'
import { datesAsTold } from './guess-dates.ts'
import { type Guess, guessTypes } from './guess-types.ts'
import { type ColumnPlan, GuessFailed, madeGeometry, typed, typedValues, writeSnapshot } from './write-snapshot.ts'

export type TypedTable = Readonly<{
  plans: readonly ColumnPlan[]
  guesses: ReadonlyMap<number, Guess>
  coordinates: Coordinates | null
  /** How many cells of a column said nothing (“N/A”), by index. */
  nothings: ReadonlyMap<number, number>
  /** `FROM`-able SQL of all cells … */
  cells: string
  /** … and with `r`, the row's number in the file, which takes longer. */
  numbered: string
}>

/** Files of up to this many rows are looked at as a whole from the start; fewer of a very wide one, which must all be in memory. */
const sampleRows = (columns: number) => Math.max(500, Math.min(5_000, Math.floor(4_000_000 / columns)))
/** Of longer ones, about this many rows of the beginning are, evenly spread. */
const thinnedRows = 1_500

export type Wanted = Readonly<{
  names: readonly string[]
  /** Types that the owner has set, by field name. */
  types: Readonly<Record<string, FieldType>>
  snapshot: string
}>

export async function typeTable(engine: Engine, source: Source, wanted: Wanted): Promise<TypedTable> {
  const most = sampleRows(source.count)
  const thinned = `(SELECT * FROM sample WHERE r % ${Math.max(1, Math.floor(most / thinnedRows))} = 0)`
  await engine.run(`CREATE TABLE sample AS SELECT * FROM ${source.relation({ numbered: true, limit: most + 1 })}`)
  const [held] = await engine.rows('SELECT count(*) AS n FROM sample')
  const isWhole = Number(held?.['n']) <= most
  const numbered = isWhole ? 'sample' : source.relation({ numbered: true })
  const all = isWhole ? 'sample' : source.relation()

  const told = toldTypes(wanted)
  const open = wanted.names.map((_, index) => index).filter((index) => !told.has(index))
  const first = await guessTypes(engine, source, {
    from: isWhole ? 'sample' : thinned,
    columns: open,
    sample: !isWhole,
  })
  const guesses = first.guesses
  await settle(first.unsure)

  async function settle(columns: readonly number[]): Promise<void> {
    if (columns.length === 0) return
    const { guesses: settled } = await guessTypes(engine, source, { from: all, columns, sample: false })
    for (const [index, guess] of settled) guesses.set(index, guess)
  }

  const toldPlans = new Map<number, ColumnPlan>()
  for (const [index, type] of told) {
    const name = wanted.names[index] ?? ''
    const form = lenientForms[type] ?? (await datesAsTold(engine, all, index, type as 'date' | 'datetime' | 'time'))
    toldPlans.set(index, { index, name, form, by: 'told' })
  }
  const plan = (by: 'seen' | 'sampled') =>
    wanted.names.map(
      (name, index): ColumnPlan => toldPlans.get(index) ?? { index, name, form: guesses.get(index)?.form ?? text, by },
    )

  const write = async (by: 'seen' | 'sampled') => {
    const plans = plan(by)
    const coordinates = await coordinatesOf(engine, plans)
    const nothings = await writeSnapshot(engine, plans, { from: all, coordinates, to: wanted.snapshot })
    return { plans, coordinates, nothings }
  }
  const written = await write(isWhole ? 'seen' : 'sampled').catch(async (error: unknown) => {
    if (!(error instanceof GuessFailed) || isWhole) throw error
    await settle(open.filter((index) => guesses.get(index)?.form.type !== 'text'))
    return write('seen')
  })
  return { ...written, guesses, cells: all, numbered }
}

/** Types set by hand for fields that this file does not have are for another version's sake. */
function toldTypes({ names, types }: Wanted): Map<number, FieldType> {
  const places = Object.entries(types).map(([name, type]) => [names.indexOf(name), type] as const)
  return new Map(places.filter(([index]) => index !== -1))
}

async function coordinatesOf(engine: Engine, plans: readonly ColumnPlan[]): Promise<Coordinates | null> {
  const hasOne = plans.some(({ form, name }) => form.type === 'geometry' || name.toLowerCase() === madeGeometry)
  if (hasOne) return null
  const numbers = plans.filter(({ form }) => form.type === 'integer' || form.type === 'number')
  if (numbers.length < 2) return null
  return findCoordinates(
    engine,
    typedValues(plans, 'sample'),
    numbers.map(({ index, name }) => ({ index, name, column: typed(index) })),
  )
}
