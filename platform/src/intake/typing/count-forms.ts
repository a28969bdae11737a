/** Counts, over columns, how many cells follow each form: first quick screens for all, then the forms worth counting. */
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import { looksDated } from './dates.ts'
import { type SimpleForm, simpleForms } from './forms.ts'
import { saysNothing } from './null-markers.ts'
import { isWkt } from './shapes.ts'

export type FormCounts = Readonly<{
  /** Cells that say something. */
  cells: number
  forms: Readonly<Record<SimpleForm, number>>
  dated: number
  /** Cells with £, with $, with €. */
  currencies: readonly number[]
  /** Cells “y”, “yes”, “true”, “no” or “false”: not a lone “n”, which may be a point of the compass. */
  plainlyBoolean: number
}>

/** How much of a column must pass a screen before a form is worth counting. */
export const worthCounting = 0.5
// The engine's cost of preparing a query grows faster than the query.
const columnsAtOnce = 6
const names = Object.keys(simpleForms) as SimpleForm[]

/** Counts that are cheap, for every column. */
const screens: Readonly<Record<string, (cell: string) => string>> = {
  cells: (cell) => `count(${cell})`,
  integer: (cell) => `count(${simpleForms.integer.value(cell)})`,
  number: (cell) => `count(${simpleForms.number.value(cell)})`,
  boolean: (cell) => `count(${simpleForms.boolean.value(cell)})`,
  plainly: (cell) => `count_if(lower(trim(${cell})) IN ('y', 'yes', 'true', 'no', 'false'))`,
  dated: (cell) => `count_if(${looksDated(cell)})`,
  numeric: (cell) => `count_if(regexp_matches(${cell}, '^[^A-DF-Za-df-z]*[0-9][^A-DF-Za-df-z]*$'))`,
  braced: (cell) => `count_if(starts_with(ltrim(${cell}), '{'))`,
  wkt: (cell) => `count_if(${isWkt(cell)})`,
}

const afterScreen: readonly Readonly<{ screen: string; forms: readonly SimpleForm[] }>[] = [
  { screen: 'numeric', forms: ['writtenInteger', 'percentInteger', 'writtenNumber', 'percentNumber'] },
  { screen: 'braced', forms: ['geoJson'] },
  { screen: 'wkt', forms: ['wellKnownText'] },
]

const currencies = ['£', '$', '€']

/** `from` is `FROM`-able SQL with the columns named. */
export async function countForms(
  engine: Engine,
  from: string,
  columns: readonly number[],
): Promise<Map<number, FormCounts>> {
  const screened = await count(
    engine,
    from,
    columns.map((index) => ({ index, sums: screens })),
  )
  const closer = columns.flatMap((index) => {
    const seen = screened.get(index) ?? {}
    const worth = afterScreen.filter(({ screen }) => isWorth(seen, screen))
    const sums = worth.flatMap(({ forms }) =>
      forms.map((form) => [form, (cell: string) => `count(${simpleForms[form].value(cell)})`] as const),
    )
    const signs = currencies.map(
      (sign, at) => [`sign${at}`, (cell: string) => `count_if(contains(${cell}, '${sign}'))`] as const,
    )
    return sums.length === 0 ? [] : [{ index, sums: Object.fromEntries([...sums, ...signs]) }]
  })
  const counted = await count(engine, from, closer)
  return new Map(columns.map((index) => [index, together({ ...screened.get(index), ...counted.get(index) })]))
}

/** What plain numbers settle needs no closer look. */
function isWorth(seen: Readonly<Record<string, number>>, screen: string): boolean {
  const cells = seen['cells'] ?? 0
  if (cells === 0 || (seen[screen] ?? 0) < worthCounting * cells) return false
  return screen !== 'numeric' || (seen['number'] ?? 0) < cells
}

type Sums = Readonly<Record<string, (cell: string) => string>>

async function count(
  engine: Engine,
  from: string,
  asked: readonly Readonly<{ index: number; sums: Sums }>[],
): Promise<Map<number, Record<string, number>>> {
  const found = new Map<number, Record<string, number>>()
  for (let start = 0; start < asked.length; start += columnsAtOnce) {
    const some = asked.slice(start, start + columnsAtOnce)
    const sums = some.flatMap(({ index, sums }) =>
      Object.entries(sums).map(([name, sql]) => `${sql(column(index))} AS ${column(index)}_${name}`),
    )
    const saying = some.map(
      ({ index }) => `CASE WHEN NOT ${saysNothing(column(index))} THEN ${column(index)} END AS ${column(index)}`,
    )
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM (SELECT ${saying.join(', ')} FROM ${from})`)
    for (const { index, sums } of some)
      found.set(
        index,
        Object.fromEntries(Object.keys(sums).map((name) => [name, Number(row?.[`${column(index)}_${name}`] ?? 0)])),
      )
  }
  return found
}

function together(counts: Readonly<Record<string, number>>): FormCounts {
  const of = (name: string) => counts[name] ?? 0
  const forms = Object.fromEntries(names.map((form) => [form, of(form)])) as Record<SimpleForm, number>
  // A plain number is also one as people write it.
  forms.writtenInteger = Math.max(forms.writtenInteger, forms.integer)
  forms.writtenNumber = Math.max(forms.writtenNumber, forms.number)
  return {
    cells: of('cells'),
    forms,
    dated: of('dated'),
    currencies: currencies.map((_, at) => of(`sign${at}`)),
    plainlyBoolean: of('plainly'),
  }
}
