/** Which delimiter and which line ends a text uses, by how regular the table is that they make. */
import type { Dialect } from './records.ts'

import { kindOf, trimmed } from '../table/cell-kind.ts'
import { usualLimits } from '../limits.ts'
import { delimiters, Records } from './records.ts'

const RECORDS_LOOKED_AT = 400

export type Guess = Dialect & Readonly<{ score: number; width: number }>

/** `score` is 0 to about 1.3; `width` 1 means that no delimiter makes a table. */
export function sniffDialect(sample: string): Guess {
  const line = /^sep=(.)\r?\n/i.exec(sample)
  const told = delimiters.find((delimiter) => delimiter === line?.[1])
  const ways = returnsMayEndLines(sample) ? [false, true] : [onlyReturns(sample)]
  let best: Guess = { delimiter: ',', returnsEndLines: ways[0] === true, score: 0, width: 1 }
  for (const returnsEndLines of ways) {
    for (const delimiter of told ? [told] : delimiters) {
      const guess = { delimiter, returnsEndLines, ...weigh(sample, { delimiter, returnsEndLines }) }
      if (guess.score > best.score + 0.005 || (guess.score > best.score - 0.005 && guess.width > best.width))
        best = guess
    }
  }
  return best
}

function onlyReturns(sample: string): boolean {
  return sample.includes('\r') && !sample.includes('\n')
}

/** Both kinds of line end occur: the table decides. */
function returnsMayEndLines(sample: string): boolean {
  return sample.includes('\n') && /\r(?!\n|$)/.test(sample)
}

function weigh(sample: string, dialect: Dialect): { score: number; width: number } {
  const rare = '%^'.includes(dialect.delimiter)
  let strays = 0
  const limits = { cell: sample.length + 1, record: Math.min(sample.length + 1, usualLimits.record) }
  const reader = new Records({ ...dialect, limits, odd: (what) => (strays += what === 'stray-quote' ? 1 : 0) })
  const records = [...reader.push(sample)].flat()
  // The last record of a sample may be cut off; a sample of few records is likely the whole file.
  if (records.length < 50) records.push(...[...reader.end()].flat())
  const looked = records.slice(0, RECORDS_LOOKED_AT).map((cells) => cells.map(trimmed))
  const filled = looked.filter((cells) => cells.some((cell) => cell !== ''))
  if (filled.length === 0) return { score: 0, width: Math.max(1, ...looked.map((cells) => cells.length)) }

  const width = mode(filled.map((cells) => cells.length))
  if (width < 2) return { score: 0, width: 1 }
  const share = filled.filter((cells) => cells.length === width).length / filled.length
  if (rare && share < 0.9) return { score: 0, width: 1 }
  const near = filled.filter((cells) => Math.abs(cells.length - width) <= 1).length / filled.length
  const first = filled.find((cells) => cells.length === width)
  const headed = first && first.every((cell) => kindOf(cell) !== 'number') ? 0.2 : 0
  const leftovers = filled.filter((cells) => cells.some((cell) => /^[^"]*[;|\t][^ ]/.test(cell))).length / filled.length
  return {
    score:
      share * 0.8 + near * 0.2 + headed - Math.min(0.5, strays / filled.length) - leftovers * 0.1 - (rare ? 0.3 : 0),
    width,
  }
}

/** The commonest of some numbers; of equals the largest. */
export function mode(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = 0
  let most = 0
  for (const [value, count] of counts) {
    if (count > most || (count === most && value > best)) [best, most] = [value, count]
  }
  return best
}
