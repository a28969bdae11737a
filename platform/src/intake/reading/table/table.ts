/** The rows of a table as they come: squared, trimmed, the ones that are no data set aside, the rest written. */
import type { Findings } from '../findings.ts'
import type { Column } from '../tidied.ts'
import type { Layout } from './layout.ts'
import type { CellType, Row } from './row.ts'
import type { CsvWriter } from './write-csv.ts'

import { irregular } from '../refuse.ts'
import { trimmed } from './cell-kind.ts'
import { findEnding, type Held } from './ending.ts'
import { columnNames } from './names.ts'

/** Rows held back, so that what stands below the table can be told from it when the end comes. */
const HELD = 60
/** From so many on, a file a quarter of whose rows do not fit is refused rather than published in part. */
const MANY = 10

export type TableOptions = Readonly<{
  findings: Findings
  writer: CsvWriter
  /** Columns to leave out, unless a value turns up. */
  blank: ReadonlySet<number>
  /** Filled cells of a usual row. */
  usualFilled: number
  sparse?: boolean
  exact?: boolean
}>

/** `wanted`: columns that were left out and did hold something; if there are any, what was written is not right. */
export type Finished = Readonly<{ columns: Column[]; wanted: Set<number> }>

/** `over`: what the row held beyond the last column. */
type Waiting = Held & { types: readonly CellType[] | undefined; over: 'nothing' | 'blanks' | 'values' }

export class Table {
  readonly #layout: Layout
  readonly #options: TableOptions
  readonly #kept: readonly number[]
  readonly #types: readonly Set<CellType>[]
  readonly #wanted = new Set<number>()
  /** A ring: the oldest is where the next one goes. */
  readonly #held: Waiting[] = []
  #next = 0
  #gap = false
  #rows = 0
  #tooLong = 0

  constructor(layout: Layout, options: TableOptions) {
    this.#layout = layout
    this.#options = options
    this.#kept = Array.from({ length: layout.width }, (_, column) => column).filter(
      (column) => !options.blank.has(column),
    )
    this.#types = this.#kept.map(() => new Set<CellType>())
  }

  /** Takes the row over. Await what it gives, if anything. */
  add({ number, cells, types }: Row): Promise<void> | undefined {
    const length = this.#options.sparse ? this.#layout.width : cells.length
    if (this.#clean(cells, number) === 0) {
      this.#options.findings.setAside('blank-row', number)
      this.#gap = true
      return undefined
    }
    if (this.#isHeader(cells)) {
      this.#options.findings.setAside('repeated-header', number)
      return undefined
    }
    const row = { number, cells, gap: this.#gap, length, types, over: this.#cut(cells) }
    this.#gap = false
    return this.#hold(row)
  }

  #hold(row: Waiting): Promise<void> | undefined {
    const oldest = this.#held[this.#next]
    this.#held[this.#next] = row
    this.#next = (this.#next + 1) % HELD
    return oldest ? this.#write(oldest) : undefined
  }

  async end(): Promise<Finished> {
    const { findings, blank, exact, usualFilled } = this.#options
    const held = [...this.#held.slice(this.#next), ...this.#held.slice(0, this.#next)]
    const ending = exact ? { notes: [], totals: [] } : findEnding(held, this.#layout, usualFilled)
    for (const [at, row] of held.entries()) {
      if (ending.notes.includes(at)) findings.setAside('footnote', row.number)
      else if (ending.totals.includes(at)) findings.setAside('total-row', row.number)
      else await this.#write(row)
    }
    if (this.#tooLong > MANY && this.#tooLong > this.#rows * 0.25) throw irregular(this.#layout.width)
    for (const column of blank)
      if (!this.#wanted.has(column)) findings.repaired('blank-column', undefined, `column_${column + 1}`)
    const header = this.#kept.map((column) => this.#layout.header[column] ?? '')
    const names = columnNames(header, findings)
    return { columns: names.map((name, at) => withHint(name, this.#types[at])), wanted: this.#wanted }
  }

  /** Trims in place and counts the cells that are not empty. */
  #clean(cells: string[], number: number): number {
    let filled = 0
    let changed = false
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as string
      if (cell === '') continue
      const shorter = trimmed(cell)
      if (shorter !== cell) {
        cells[at] = shorter
        changed = true
      }
      if (shorter !== '') filled++
    }
    if (changed) this.#options.findings.repaired('cells-trimmed', number)
    return filled
  }

  /** Cuts off what lies beyond the last column; rows are held, and must not hold much. */
  #cut(cells: string[]): Waiting['over'] {
    const { width } = this.#layout
    if (cells.length <= width) return 'nothing'
    const over = cells.some((cell, at) => at >= width && cell !== '') ? 'values' : 'blanks'
    cells.length = width
    return over
  }

  #isHeader(cells: readonly string[]): boolean {
    const { header, headerRows, width } = this.#layout
    if (headerRows.length !== 1 || this.#options.exact) return false
    for (let column = 0; column < width; column++) if ((cells[column] ?? '') !== header[column]) return false
    return true
  }

  #write({ cells, number, types, over }: Waiting): Promise<void> | undefined {
    const { findings, sparse, blank, writer } = this.#options
    const { width } = this.#layout
    this.#rows++
    if (over === 'values') {
      this.#tooLong++
      findings.setAside('ragged-row-too-long', number)
      return undefined
    }
    if (!sparse && over === 'blanks') findings.repaired('extra-empty-cells', number)
    if (!sparse && cells.length < width) findings.repaired('ragged-row-padded', number)
    for (const column of blank) if ((cells[column] ?? '') !== '') this.#wanted.add(column)
    if (types) this.#learn(cells, types)
    if (cells.length === width && blank.size === 0) return writer.row(number, cells)
    const kept = this.#kept.map((column) => cells[column] ?? '')
    return writer.row(number, kept)
  }

  #learn(cells: readonly string[], types: readonly CellType[]): void {
    for (const [at, column] of this.#kept.entries()) {
      if ((cells[column] ?? '') !== '') this.#types[at]?.add(types[column] ?? 'text')
    }
  }
}

/** A hint only where every filled cell agrees. */
function withHint(name: string, types: ReadonlySet<CellType> | undefined): Column {
  const only = types?.size === 1 ? [...types][0] : undefined
  if (only === 'date' || only === 'datetime' || only === 'boolean') return { name, hint: only }
  const dated = types?.size === 2 && types.has('date') && types.has('datetime')
  return dated ? { name, hint: 'datetime' } : { name }
}
