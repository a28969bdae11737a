/** What typing did to cells, counted and with the rows concerned. Never a cell's content. */
import { ident, literal } from '#foundation/sql.ts'
import type { ReportLine } from '#model/dataset.ts'
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import { countCells, rowsOf } from './find-cells.ts'
import { nothingNote, type Note } from './forms.ts'
import type { Guess } from './guess-types.ts'
import { saysNothing } from './null-markers.ts'
import type { TypedTable } from './type-table.ts'
import { type ColumnPlan, madeGeometry } from './write-snapshot.ts'

export type TypingLines = Readonly<{ repaired: ReportLine[]; setAside: ReportLine[] }>

type Remark = Readonly<{
  plan: ColumnPlan
  code: string
  what: string
  condition: string
  /** Known already; else the cells are counted. */
  count?: number
  isSetAside?: true
}>

export async function typingReport(engine: Engine, table: TypedTable, snapshot: string): Promise<TypingLines> {
  const remarks = table.plans.flatMap((plan) => remarksOn(plan, table))
  const counts = await countCells(
    engine,
    table.cells,
    remarks.filter(({ count }) => count === undefined),
  )
  const repaired: ReportLine[] = []
  const setAside: ReportLine[] = []
  for (const { plan, code, what, condition, count = counts.shift() ?? 0, isSetAside } of remarks) {
    if (count === 0) continue
    const rows = await rowsOf(engine, table.numbered, condition)
    ;(isSetAside ? setAside : repaired).push({ code, what, field: plan.name, count, rows })
  }
  for (const plan of table.plans) {
    const guess = table.guesses.get(plan.index)
    if (!guess || plan.by === 'told') continue
    if (guess.order) repaired.push(...(await orderLines(engine, plan, guess, snapshot)))
    if (guess.zones > 0) repaired.push(zoneLine(plan))
  }
  if (table.coordinates) repaired.push(...(await offMapLines(engine, table, snapshot)))
  return { repaired, setAside }
}

/** What may be said about a column, as conditions on its cells. */
function remarksOn(plan: ColumnPlan, { guesses, nothings }: TypedTable): Remark[] {
  const cell = column(plan.index)
  const { form, by, index } = plan
  const said = `${cell} IS NOT NULL AND NOT ${saysNothing(cell)}`
  const nearly = guesses.get(index)?.nearly
  if (form.type === 'text') return by !== 'told' && nearly ? [nearlyRemark(plan, nearly, said)] : []
  const on = ({ code, what }: Note, condition: string): Remark => ({ plan, code, what, condition })
  const nothing = on(nothingNote, `${cell} IS NOT NULL AND ${nothingNote.when(cell)}`)
  const count = nothings.get(index)
  const written = form.notes.map((note) =>
    on(note, `${said} AND (${note.when(cell)}) AND (${form.value(cell)}) IS NOT NULL`),
  )
  const unreadable: Remark = {
    plan,
    code: 'unreadable-value',
    what: `Cells that do not read as ${form.type}, which the owner chose, were left empty; the original has them.`,
    condition: `${said} AND (${form.value(cell)}) IS NULL`,
    isSetAside: true,
  }
  return [count === undefined ? nothing : { ...nothing, count }, ...written, ...(by === 'told' ? [unreadable] : [])]
}

function nearlyRemark(plan: ColumnPlan, { form, reads, cells }: NonNullable<Guess['nearly']>, said: string): Remark {
  // Rounded down: “100 %” would be a riddle.
  const share = Math.floor((1000 * reads) / cells) / 10
  return {
    plan,
    code: 'nearly-a-type',
    what: `${share} % of the cells read as ${form.type}; these do not, so the field stays text. Setting its type would leave them empty.`,
    condition: `${said} AND (${form.value(column(plan.index))}) IS NULL`,
    count: cells - reads,
  }
}

async function orderLines(
  engine: Engine,
  { name }: ColumnPlan,
  { order }: Guess,
  snapshot: string,
): Promise<ReportLine[]> {
  const field = ident(name)
  const [row] = await engine.rows(
    `SELECT count(${field}) AS n, count_if(day(${field}) > 12) AS late, count_if(month(${field}) <> day(${field})) AS unlike
     FROM read_parquet(${literal(snapshot)})`,
  )
  const line = (code: string, what: string) => [{ code, what, field: name, count: Number(row?.['n']), rows: [] }]
  if (order === 'month-first')
    return line('month-before-day', 'Dates were read as month/day/year, the only order that fits every one of them.')
  if (Number(row?.['late']) > 0 || Number(row?.['unlike']) === 0) return []
  return line(
    'date-order-assumed',
    'Every date fits both day/month and month/day; they were read as day/month, as in the UK.',
  )
}

function zoneLine({ name }: ColumnPlan): ReportLine {
  const what = 'Times are kept as written; the time zone or offset behind them is in the original only.'
  return { code: 'time-zone-left-out', what, field: name, count: 1, rows: [] }
}

async function offMapLines(
  engine: Engine,
  { coordinates, plans }: TypedTable,
  snapshot: string,
): Promise<ReportLine[]> {
  const name = (index: number | undefined) => ident(plans.find((plan) => plan.index === index)?.name ?? '')
  const [row] = await engine.rows(
    `SELECT count(*) AS off FROM read_parquet(${literal(snapshot)})
     WHERE ${ident(madeGeometry)} IS NULL AND ${name(coordinates?.x)} IS NOT NULL AND ${name(coordinates?.y)} IS NOT NULL`,
  )
  const count = Number(row?.['off'])
  if (count === 0) return []
  const what = 'Coordinates that are on no map have no point.'
  return [{ code: 'place-off-the-map', what, field: madeGeometry, count, rows: [] }]
}
