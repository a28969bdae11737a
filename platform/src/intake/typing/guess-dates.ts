/** Which dates a column holds: the order of day and month is decided by the whole column, never cell by cell. */
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import { countDates, type DateCounts } from './count-dates.ts'
import { compactDates, dateFormats, hasZone, moment, type Order, plainer, timeFormats, together } from './dates.ts'
import { dated, type Form, timed } from './forms.ts'
import { saysNothing } from './null-markers.ts'

export type DateGuess = Readonly<{
  form: Form
  /** Cells that the form reads. */
  reads: number
  order: Order | 'either' | null
  zones: number
}>

/** The form that reads the most cells; undefined when none reads any. Day before month wins a draw. */
export async function guessDates(engine: Engine, from: string, index: number): Promise<DateGuess | undefined> {
  const counts = await countDates(engine, from, index)
  const type = counts.both > 0 ? 'datetime' : counts.days >= counts.times ? 'date' : 'time'
  if (type === 'time') return guessTimes(engine, from, index, counts)
  return bestOrder(engine, from, index, { type, formats: (order) => formatsIn(order, type, counts) })
}

/** The form for a column of which its owner says that it is of this type. */
export async function datesAsTold(
  engine: Engine,
  from: string,
  index: number,
  type: 'date' | 'datetime' | 'time',
): Promise<Form> {
  const counts = await countDates(engine, from, index)
  const clocks = [...counts.clocks.keys()]
  if (type === 'time') return timed(clocks.length > 0 ? clocks : timeFormats)
  const formats = (order: Order) => {
    const days = [...daysIn(order, counts), ...compactDates]
    return [...days, ...together(days, clocks)]
  }
  const best = await bestOrder(engine, from, index, { type, formats })
  return best?.form ?? dated(type, formats('day-first'), false)
}

type Choice = Readonly<{ type: 'date' | 'datetime'; formats: (order: Order) => string[] }>

async function bestOrder(engine: Engine, from: string, index: number, choice: Choice): Promise<DateGuess | undefined> {
  const orders = ['day-first', 'month-first'] as const
  const usable = orders
    .map((order) => ({ order, formats: choice.formats(order) }))
    .filter(({ formats }) => formats.length > 0)
  if (usable.length === 0) return undefined
  const cell = plainer(column(index))
  const reads = usable.map(({ formats }, at) => `count(${moment(cell, formats)}) AS reads${at}`)
  const bare = usable.map(({ formats }, at) => `count(${moment(column(index), formats)}) AS bare${at}`)
  const [row] = await engine.rows(
    `SELECT ${[...reads, ...bare].join(', ')}, count_if(${hasZone(column(index))}) AS zones
     FROM (SELECT ${column(index)} FROM ${from} WHERE ${column(index)} IS NOT NULL AND NOT ${saysNothing(column(index))})`,
  )
  const tried = usable.map((option, at) => ({
    ...option,
    reads: Number(row?.[`reads${at}`]),
    bare: Number(row?.[`bare${at}`]),
  }))
  const best = tried.reduce((left, right) => (right.reads > left.reads ? right : left))
  const ordered = best.formats.some((format) => /^%[dm][-/.]%[dm]/.test(format))
  const draw = tried.length === 2 && tried[0]?.reads === tried[1]?.reads
  return {
    form: dated(choice.type, best.formats, best.bare === best.reads),
    reads: best.reads,
    order: ordered ? (draw ? 'either' : best.order) : null,
    zones: Number(row?.['zones']),
  }
}

function daysIn(order: Order, counts: DateCounts): string[] {
  return dateFormats
    .filter((format) => (format.order ?? order) === order && counts.formats.has(format.text))
    .map(({ text }) => text)
}

function formatsIn(order: Order, type: 'date' | 'datetime', counts: DateCounts): string[] {
  const days = daysIn(order, counts)
  if (type === 'date') return days
  const both = together(days, [...counts.clocks.keys()])
  // Some exports leave the time away at midnight.
  return counts.days > 0 ? [...both, ...days] : both
}

async function guessTimes(
  engine: Engine,
  from: string,
  index: number,
  counts: DateCounts,
): Promise<DateGuess | undefined> {
  if (counts.clocks.size === 0) return undefined
  const form = timed([...counts.clocks.keys()])
  const [row] = await engine.rows(`SELECT count(${form.value(column(index))}) AS reads FROM ${from}`)
  return { form, reads: Number(row?.['reads']), order: null, zones: 0 }
}
