/** Which date and time formats a column's cells follow. */
import type { Engine } from '../working/engine.ts'
import { column } from '../working/source.ts'
import { clockPart, dateFormats, dayPart, plainer, timeFormats } from './dates.ts'
import { saysNothing } from './null-markers.ts'

export type DateCounts = Readonly<{
  /** Cells with a day and no time of day, with both, with a time of day only. */
  days: number
  both: number
  times: number
  formats: ReadonlyMap<string, number>
  clocks: ReadonlyMap<string, number>
}>

/** Days and times of day repeat, so each different one is tried once, however long the column. */
export async function countDates(engine: Engine, from: string, index: number): Promise<DateCounts> {
  const cell = column(index)
  await engine.run(`CREATE OR REPLACE TEMP TABLE moments AS SELECT d, t, count(*) AS n FROM
    (SELECT ${dayPart('v')} AS d, ${clockPart('v')} AS t FROM
      (SELECT ${plainer(cell)} AS v FROM ${from} WHERE ${cell} IS NOT NULL AND NOT ${saysNothing(cell)})) GROUP BY d, t`)
  const [shape] = await engine.rows(
    `SELECT coalesce(sum(n) FILTER (d <> '' AND t = ''), 0) AS days, coalesce(sum(n) FILTER (d <> '' AND t <> ''), 0) AS both,
       coalesce(sum(n) FILTER (d = '' AND t <> ''), 0) AS times FROM moments`,
  )
  const formats = await used(
    engine,
    'd',
    dateFormats.map(({ text }) => text),
  )
  const clocks = await used(engine, 't', timeFormats)
  await engine.run('DROP TABLE moments')
  return {
    days: Number(shape?.['days']),
    both: Number(shape?.['both']),
    times: Number(shape?.['times']),
    formats,
    clocks,
  }
}

async function used(engine: Engine, part: 'd' | 't', formats: readonly string[]): Promise<Map<string, number>> {
  const shapes = await engine.rows(
    `SELECT DISTINCT regexp_replace(regexp_replace(${part}, '[A-Za-z]+', 'a', 'g'), '[0-9]+', '9', 'g') AS shape FROM moments WHERE ${part} <> ''`,
  )
  const seen = new Set(shapes.map(({ shape }) => shape))
  const tried = formats.filter((format) => seen.has(shapeOf(format)))
  if (tried.length === 0) return new Map()
  const sums = tried.map(
    (format, at) => `coalesce(sum(n) FILTER (try_strptime(${part}, '${format}') IS NOT NULL), 0) AS f${at}`,
  )
  const [row] = await engine.rows(
    `SELECT ${sums.join(', ')} FROM (SELECT ${part}, sum(n) AS n FROM moments WHERE ${part} <> '' GROUP BY ${part})`,
  )
  const counts = tried.map((format, at) => [format, Number(row?.[`f${at}`] ?? 0)] as const)
  return new Map(counts.filter(([, count]) => count > 0))
}

/** What stands between words and numbers: most formats need not be tried. */
const shapeOf = (format: string) => format.replace(/%[aAbBp]/g, 'a').replace(/%[A-Za-z]/g, '9')
