/** Records out of text that comes in pieces, whatever its quotation marks look like. */
import type { Limits } from '../limits.ts'

import { cellTooLong, recordTooLong } from '../refuse.ts'
import { readLine, readQuoted, type QuotedRecord } from './quoted-record.ts'

/** The last two are rare, and never left for the engine to read. */
export const delimiters = [',', ';', '\t', '|', '%', '^'] as const
export type Delimiter = (typeof delimiters)[number]

export type Dialect = Readonly<{
  delimiter: Delimiter
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

const BATCH = 4096
const SMALLEST_SPAN = 4096
/** After so many quotation marks that are never closed, none is looked for beyond its line, unless most others are. */
const HOPELESS = 100

/**
 * A line without quotation marks is split; the others are read cell by cell. A quotation mark that is never closed must cost
 * neither memory nor time without end: a record may span `limits.record` characters, and each time one runs away it is read again as
 * a single line, and the span that later ones may have shrinks.
 */
export class Records {
  readonly #options: RecordsOptions
  #rest = ''
  /** How much text there must be before it is worth looking again. */
  #wait = 0
  #made = 0
  #span: number
  #carriage = false
  /** Quotation marks that were never closed, and records that rightly had several lines. */
  #ranAway = 0
  #spanned = 0

  constructor(options: RecordsOptions) {
    this.#options = options
    this.#span = options.limits.record
  }

  /** The records that are complete after this piece of text, in batches; take them all before the next piece. */
  *push(piece: string): Generator<string[][]> {
    const text = this.#rest + (this.#options.returnsEndLines ? this.#withLineFeeds(piece) : piece)
    // Looking again only when there is twice as much keeps a long record from being scanned over and over.
    if (this.#rest.length > 0 && text.length < this.#wait) {
      this.#rest = text
      return
    }
    const before = this.#made
    yield* this.#take(text, false)
    this.#wait = this.#made === before ? Math.min(text.length * 2, this.#options.limits.record) : 0
  }

  /** The rest. */
  *end(): Generator<string[][]> {
    yield* this.#take(this.#rest + (this.#carriage ? '\n' : ''), true)
    this.#rest = ''
  }

  /** Lone carriage returns become line feeds; one at the end of a piece waits for what follows. */
  #withLineFeeds(piece: string): string {
    const joined = this.#carriage ? `\r${piece}` : piece
    this.#carriage = joined.endsWith('\r')
    return (this.#carriage ? joined.slice(0, -1) : joined).replaceAll(/\r\n?/g, '\n')
  }

  *#take(text: string, atEnd: boolean): Generator<string[][]> {
    const { limits } = this.#options
    let records: string[][] = []
    let from = 0
    let quote = text.indexOf('"')
    while (from < text.length) {
      if (quote !== -1 && quote < from) quote = text.indexOf('"', from)
      const line = text.indexOf('\n', from)
      if (line === -1 && !atEnd) break
      const end = line === -1 ? text.length : line
      const record = quote === -1 || quote > end ? this.#plain(text, from, end) : this.#quoted(text, from, atEnd)
      if (!record) break
      this.#made++
      this.#check(record.cells, record.next - from)
      from = record.next
      if (records.push(record.cells) < BATCH) continue
      yield records
      records = []
    }
    this.#rest = from < text.length ? text.slice(from) : ''
    if (this.#rest.length > limits.record + limits.cell) this.#tooLong()
    if (records.length > 0) yield records
  }

  #plain(text: string, from: number, end: number): { cells: string[]; next: number } {
    const line = text.slice(from, end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end)
    if (line.includes('\r')) this.#options.odd?.('lone-return', this.#made + 1)
    return { cells: line.split(this.#options.delimiter), next: end + 1 }
  }

  #quoted(text: string, from: number, atEnd: boolean): { cells: string[]; next: number } | undefined {
    const { delimiter, limits, odd } = this.#options
    if (this.#ranAway > HOPELESS && this.#ranAway > this.#spanned * 4) return this.#single(text, from, atEnd)
    const record = readQuoted(text, from, { delimiter, span: this.#span, atEnd })
    if (!record) {
      if (!atEnd && text.length - from <= this.#span) return undefined
      // Ran away: the quotation mark is text.
      if (text.indexOf('\n', from) === -1 && !atEnd)
        return text.length - from > limits.record ? this.#tooLong() : undefined
      this.#shrink()
      return this.#single(text, from, atEnd)
    }
    if (record.lines > 0) this.#spanned++
    const chosen = record.lines > 0 && record.strays > 0 ? this.#choose(record, text, from) : record
    if (chosen.strays > 0) odd?.('stray-quote', this.#made + 1)
    return chosen
  }

  /** A record over several lines, with stray quotation marks, is its first line alone when that has the right number of cells. */
  #choose(record: QuotedRecord, text: string, from: number): QuotedRecord {
    const { width, delimiter } = this.#options
    if (width === undefined) return record
    const single = readLine(text, from, delimiter)
    if (single.cells.length !== width) return record
    this.#shrink()
    return single
  }

  /** The line as it is, where a quotation mark that it does not close is text. */
  #single(text: string, from: number, atEnd: boolean): QuotedRecord | undefined {
    if (!atEnd && !text.includes('\n', from)) return undefined
    const record = readLine(text, from, this.#options.delimiter)
    if (record.strays > 0) this.#options.odd?.('stray-quote', this.#made + 1)
    return record
  }

  #shrink(): void {
    this.#ranAway++
    this.#span = Math.max(SMALLEST_SPAN, this.#span >> 3)
  }

  #check(cells: readonly string[], length: number): void {
    const { limits } = this.#options
    if (length <= limits.cell) return
    for (const cell of cells) if (cell.length > limits.cell) throw cellTooLong(this.#made, limits.cell)
    if (length > limits.record) throw recordTooLong(this.#made, limits.record)
  }

  #tooLong(): never {
    throw recordTooLong(this.#made + 1, this.#options.limits.record)
  }
}
