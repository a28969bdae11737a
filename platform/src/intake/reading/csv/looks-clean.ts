/** Whether a CSV may go to the engine as it is, as far as its beginning and end show. */
import type { Limits } from '../limits.ts'
import type { Column } from '../tidied.ts'
import type { Guess } from './dialect.ts'

import { startFindings } from '../findings.ts'
import { trimmed } from '../table/cell-kind.ts'
import { findEnding } from '../table/ending.ts'
import { findLayout, type Layout } from '../table/layout.ts'
import { columnNames } from '../table/names.ts'
import { Records } from './records.ts'

export type Clean = Readonly<{ columns: Column[]; skip: 0 | 1; delimiter: ',' | ';' | '\t' | '|' }>

/**
 * `head` and `tail` are text; `whole` says that `head` is all there is. Anything that would need mending, or even naming in the
 * report beyond column names, makes it undefined.
 */
export function looksClean(
  head: string,
  tail: string,
  whole: boolean,
  how: { guess: Guess; limits: Limits },
): Clean | undefined {
  const { guess, limits } = how
  const { delimiter } = guess
  if (delimiter === '%' || delimiter === '^') return undefined
  if (
    guess.returnsEndLines ||
    mixedLineEnds(head.replace(/\r$/, '')) ||
    mixedLineEnds(tail.replace(/^\n/, '')) ||
    /^sep=/i.test(head)
  )
    return undefined
  const records = recordsOf(head, whole, how)
  if (!records || records.length < 3) return undefined
  const layout = findLayout(records)
  if (!startIsClean(records[0] ?? [], layout, limits)) return undefined
  if (!records.every((cells) => isRight(cells, layout)) || repeatsHeader(records, layout)) return undefined
  if (!endIsClean(whole ? records.slice(1) : tailRecords(tail, layout, how), layout)) return undefined
  const names = columnNames(layout.header, startFindings())
  return { columns: names.map((name) => ({ name })), skip: layout.above === 1 ? 1 : 0, delimiter }
}

/** A header of one line with a name for every column, or none at all, and nothing above it. */
function startIsClean(first: readonly string[], layout: Layout, limits: Limits): boolean {
  if (layout.above > 1 || layout.headerRows.length !== layout.above) return false
  if (layout.width < 2 || layout.width > limits.columns) return false
  return !layout.header.includes('') && !first.some((cell) => cell.includes('\n'))
}

function mixedLineEnds(text: string): boolean {
  const pairs = text.split('\r\n').length
  return text.split('\r').length !== pairs || (pairs > 1 && text.split('\n').length !== pairs)
}

function recordsOf(text: string, whole: boolean, how: { guess: Guess; limits: Limits }): string[][] | undefined {
  let odd = false
  const reader = new Records({ ...how.guess, limits: how.limits, odd: () => (odd = true) })
  const batches = [...reader.push(text), ...(whole ? reader.end() : [])]
  return odd ? undefined : batches.flat()
}

/** The records of the end of a file, from the first line end on that makes them regular. */
function tailRecords(tail: string, layout: Layout, how: { guess: Guess; limits: Limits }): string[][] | undefined {
  const start = tail.indexOf('\n')
  if (start === -1) return undefined
  return recordsOf(tail.slice(start + 1), true, { ...how, guess: { ...how.guess, width: layout.width } })
}

function endIsClean(records: string[][] | undefined, layout: Layout): boolean {
  if (!records || !records.every((cells) => isRight(cells, layout)) || repeatsHeader(records, layout)) return false
  const counts = records.map((cells) => cells.filter((cell) => cell !== '').length).toSorted((a, b) => a - b)
  const last = records.slice(-60).map((cells, at) => ({ number: at, cells, gap: false, length: cells.length }))
  const { notes, totals } = findEnding(last, layout, counts[counts.length >> 1] ?? 1)
  return notes.length === 0 && totals.length === 0
}

function isRight(cells: readonly string[], layout: Layout): boolean {
  if (cells.length !== layout.width) return false
  let filled = false
  for (const cell of cells) {
    if (cell === '') continue
    if (trimmed(cell) !== cell || cell.includes('\0')) return false
    filled = true
  }
  return filled
}

function repeatsHeader(records: readonly (readonly string[])[], layout: Layout): boolean {
  const header = layout.header.join('\n')
  return records.slice(layout.above).some((cells) => cells[0] === layout.header[0] && cells.join('\n') === header)
}
