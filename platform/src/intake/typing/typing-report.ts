/** What typing did to cells, counted and with the rows concerned. Never a cell's content. */
import type { ReportLine } from '#model/dataset.ts'
import { ident, literal } from '#foundation/sql.ts'
import { madeGeometry, type ColumnPlan } from './write-snapshot.ts'
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import { type Note, markerNote } from './forms.ts'
import type { Guess } from './guess-types.ts'
import { isBlank, saysNothing } from './null-markers.ts'
import type { TypedTable } from './type-table.ts'

export type TypingLines = Readonly<{ repaired: ReportLine[]; setAside: ReportLine[] }>

const rowsListed = 100

export async function typingReport(engine: Engine, table: TypedTable, snapshot: string): Promise<TypingLines> {
  const repaired: ReportLine[] = []
  const setAside: ReportLine[] = []
  const nulls = await nullCounts(engine, table, snapshot)
  for (const plan of table.plans) {
    const guess = table.guesses.get(plan.index)
    if (plan.form.type === 'text') {
      if (guess?.nearly) repaired.push(await nearlyLine(engine, table, plan, guess.nearly))
      continue
    }
    repaired.push(...(await noteLines(engine, table, plan, nulls.get(plan.name) ?? 0)))
    if (!plan.strict) setAside.push(...(await unreadableLines(engine, table, plan)))
    if (guess?.order) repaired.push(...(await orderLines(engine, plan, guess, snapshot)))
    if (guess && guess.zones > 0) repaired.push(zoneLine(plan, guess))
  }
  if (table.coordinates) repaired.push(...(await offMapLines(engine, table, snapshot)))
  return { repaired, setAside }
}

async function nullCounts(engine: Engine, { plans }: TypedTable, snapshot: string): Promise<Map<string, number>> {
  const counts = plans.map(({ name }, at) => `count(*) - count(${ident(name)}) AS n${at}`)
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM read_parquet(${literal(snapshot)})`)
  return new Map(plans.map(({ name }, at) => [name, Number(row?.[`n${at}`] ?? 0)]))
}

/** Cells of the column for which the condition holds: how many, and the first rows. */
async function where(
  engine: Engine,
  table: TypedTable,
  index: number,
  condition: string,
): Promise<Pick<ReportLine, 'count' | 'rows'>> {
  const cell = column(index)
  const from = `FROM ${table.cells} WHERE ${cell} IS NOT NULL AND ${condition}`
  const found = await engine.rows(`SELECT r ${from} LIMIT ${rowsListed}`)
  const rows = found.map(({ r }) => Number(r)).toSorted((left, right) => left - right)
  if (rows.length < rowsListed) return { count: rows.length, rows }
  const [all] = await engine.rows(`SELECT count(*) AS n ${from}`)
  return { count: Number(all?.['n']), rows }
}

async function noteLines(engine: Engine, table: TypedTable, plan: ColumnPlan, nulls: number): Promise<ReportLine[]> {
  const cell = column(plan.index)
  const lines: ReportLine[] = []
  const add = async (note: Note, condition: string) => {
    const found = await where(engine, table, plan.index, condition)
    if (found.count > 0) lines.push({ code: note.code, what: note.what, field: plan.name, ...found })
  }
  if (nulls > 0) {
    await add(markerNote, markerNote.when(cell))
    await add(blankNote, isBlank(cell))
  }
  for (const note of plan.form.notes)
    await add(note, `NOT ${saysNothing(cell)} AND (${note.when(cell)}) AND (${plan.form.value(cell)}) IS NOT NULL`)
  return lines
}

const blankNote: Note = {
  code: 'blank-cell',
  what: 'Cells of nothing but white space were read as empty.',
  when: isBlank,
}

async function unreadableLines(engine: Engine, table: TypedTable, plan: ColumnPlan): Promise<ReportLine[]> {
  const cell = column(plan.index)
  const found = await where(
    engine,
    table,
    plan.index,
    `NOT ${saysNothing(cell)} AND (${plan.form.value(cell)}) IS NULL`,
  )
  if (found.count === 0) return []
  return [
    {
      code: 'unreadable-value',
      what: `Cells that do not read as ${plan.form.type}, which the owner chose, were left empty; the original has them.`,
      field: plan.name,
      ...found,
    },
  ]
}

async function nearlyLine(
  engine: Engine,
  table: TypedTable,
  plan: ColumnPlan,
  nearly: NonNullable<Guess['nearly']>,
): Promise<ReportLine> {
  const cell = column(plan.index)
  const found = await where(
    engine,
    table,
    plan.index,
    `NOT ${saysNothing(cell)} AND (${nearly.form.value(cell)}) IS NULL`,
  )
  // Rounded down: “100 %” would be a riddle.
  const share = Math.floor((1000 * nearly.reads) / nearly.cells) / 10
  return {
    code: 'nearly-a-type',
    what: `${share} % of the cells read as ${nearly.form.type}; these do not, so the field stays text. Setting its type would leave them empty.`,
    field: plan.name,
    ...found,
  }
}

async function orderLines(
  engine: Engine,
  { name }: ColumnPlan,
  { order }: Guess,
  snapshot: string,
): Promise<ReportLine[]> {
  const [row] = await engine.rows(
    `SELECT count(${ident(name)}) AS n, count_if(day(${ident(name)}) > 12) AS late, count_if(month(${ident(name)}) <> day(${ident(name)})) AS unlike
     FROM read_parquet(${literal(snapshot)})`,
  )
  const count = Number(row?.['n'])
  if (order === 'month-first')
    return [
      {
        code: 'month-before-day',
        what: 'Dates were read as month/day/year, which is the only order that fits every one of them.',
        field: name,
        count,
        rows: [],
      },
    ]
  if (Number(row?.['late']) > 0 || Number(row?.['unlike']) === 0) return []
  return [
    {
      code: 'date-order-assumed',
      what: 'Every date fits both day/month and month/day; they were read as day/month, as in the UK.',
      field: name,
      count,
      rows: [],
    },
  ]
}

function zoneLine({ name }: ColumnPlan, { zones }: Guess): ReportLine {
  return {
    code: 'time-zone-left-out',
    what: 'Times are kept as written; the time zone or offset behind them is in the original only.',
    field: name,
    count: zones,
    rows: [],
  }
}

async function offMapLines(
  engine: Engine,
  { coordinates, plans }: TypedTable,
  snapshot: string,
): Promise<ReportLine[]> {
  const name = (index: number | undefined) => ident(plans.find((plan) => plan.index === index)?.name ?? '')
  const [row] = await engine.rows(
    `SELECT count_if(${ident(madeGeometry)} IS NULL AND ${name(coordinates?.x)} IS NOT NULL AND ${name(coordinates?.y)} IS NOT NULL) AS off
     FROM read_parquet(${literal(snapshot)})`,
  )
  const count = Number(row?.['off'])
  return count === 0
    ? []
    : [
        {
          code: 'place-off-the-map',
          what: 'Coordinates that are on no map have no point.',
          field: madeGeometry,
          count,
          rows: [],
        },
      ]
}
