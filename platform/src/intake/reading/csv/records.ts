/** Records out of text that comes in pieces, whatever its quotation marks look like. */
import type { Limits } from '../limits.ts'

import { cellTooLong, recordTooLong } from '../refuse.ts'
import { readLine, readQuoted, type QuotedRecord } from './quoted-record.ts'

export type Dialect = Readonly<{
  delimiter: ',' | ';' | '\t' | '|'
  /** A lone carriage return ends a line (old Macintosh files); otherwise it is part of a cell. */
  returnsEndLines: boolean
}>

/** What a record was like, besides its cells. */
export type Oddity = 'stray-quote' | 'lone-return'

export type RecordsOptions = Dialect &
  Readonly<{
    limits: Pick<Limits, 'cell' | 'record'>
    /** How many cells a record should have, when known: decides between two readings of a stray quotation mark. */
    width?: number
    odd?: (what: Oddity, record: number) => void
  }>

export type Records = Readonly<{
  /** The records that are complete after this piece of text. */
  push: (piece: string) => string[][]
  /** The rest. */
  end: () => string[][]
}>

const SMALLEST_SPAN = 4096

/**
 * A line without quotation marks is split; the others are read cell by cell. A quotation mark that is never closed must cost
 * neither memory nor time without end: a record may span `limits.record` characters, and each time one runs away it is read again as
 * a single line, and the span that later ones may have shrinks.
 */
export function startRecords(options: RecordsOptions): Records {
  const { delimiter, limits, odd } = options
  let rest = ''
  let wait = 0
  let made = 0
  let span = limits.record
  let carriage = false

  /** Lone carriage returns become line feeds; one at the end of a piece waits for what follows. */
  function withLineFeeds(piece: string): string {
    const joined = carriage ? `\r${piece}` : piece
    carriage = joined.endsWith('\r')
    return (carriage ? joined.slice(0, -1) : joined).replaceAll(/\r\n?/g, '\n')
  }

  function check(cells: string[], from: number, next: number): void {
    if (next - from <= limits.cell) return
    for (const cell of cells) if (cell.length > limits.cell) throw cellTooLong(made, limits.cell)
    if (next - from > limits.record) throw recordTooLong(made, limits.record)
  }

  function quoted(text: string, from: number, atEnd: boolean): QuotedRecord | undefined {
    const record = readQuoted(text, from, { delimiter, span, atEnd })
    if (!record || record.next - from > span) {
      if (!record && !atEnd && text.length - from <= span) return undefined
      // Ran away: the quotation mark is text.
      const line = text.indexOf('\n', from)
      if (line === -1 && !atEnd) return text.length - from > limits.record ? tooLong() : undefined
      span = Math.max(SMALLEST_SPAN, span >> 3)
      const single = readLine(text, from, delimiter)
      single.strays++
      return single
    }
    if (record.lines === 0 || record.strays === 0) return record
    return chosen(record, text, from)
  }

  function tooLong(): never {
    throw recordTooLong(made + 1, limits.record)
  }

  /** A record over several lines with the wrong number of cells, when its first line alone has the right one, is that line. */
  function chosen(record: QuotedRecord, text: string, from: number): QuotedRecord {
    if (options.width === undefined || record.cells.length === options.width) return record
    const single = readLine(text, from, delimiter)
    if (single.cells.length !== options.width) return record
    if (record.next - from > SMALLEST_SPAN) span = Math.max(SMALLEST_SPAN, span >> 3)
    return single
  }

  function take(text: string, atEnd: boolean): string[][] {
    const records: string[][] = []
    let from = 0
    let quote = text.indexOf('"')
    while (from < text.length) {
      if (quote !== -1 && quote < from) quote = text.indexOf('"', from)
      let end = text.indexOf('\n', from)
      if (end === -1) {
        if (!atEnd) break
        end = text.length
      }
      let cells: string[]
      let next = end + 1
      if (quote === -1 || quote > end) {
        const line = text.slice(from, text.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end)
        cells = line.split(delimiter)
        if (odd && line.includes('\r')) odd('lone-return', made + 1)
      } else {
        const record = quoted(text, from, atEnd)
        if (!record) break
        if (record.strays > 0) odd?.('stray-quote', made + 1)
        cells = record.cells
        next = record.next
      }
      made++
      check(cells, from, next)
      records.push(cells)
      from = next
    }
    rest = from < text.length ? text.slice(from) : ''
    if (rest.length > limits.record + limits.cell) tooLong()
    return records
  }

  return {
    push(piece) {
      const text = rest + (options.returnsEndLines ? withLineFeeds(piece) : piece)
      // Looking again only when there is twice as much keeps a long record from being scanned over and over.
      if (rest.length > 0 && text.length < wait) {
        rest = text
        return []
      }
      const records = take(text, false)
      wait = records.length === 0 ? Math.min(text.length * 2, limits.record) : 0
      return records
    },
    end() {
      const records = take(rest + (carriage ? '\n' : ''), true)
      rest = ''
      return records
    },
  }
}
