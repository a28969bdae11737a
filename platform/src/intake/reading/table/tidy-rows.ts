/** Turns a format's rows into the normalised table: header found, rows squared, blanks and notes set aside. */
import type { Findings } from '../findings.ts'
import type { Limits } from '../limits.ts'
import type { Column } from '../tidied.ts'
import type { CellType, Row } from './row.ts'

import { emptyFile, tooManyColumns } from '../refuse.ts'
import { trimmed } from './cell-kind.ts'
import { findEnding, type Held } from './ending.ts'
import { findLayout, reportLayout, type Layout } from './layout.ts'
import { columnNames } from './names.ts'
import { openCsvWriter, type CsvWriter } from './write-csv.ts'

const HEAD_ROWS = 1000
const HEAD_CHARACTERS = 2_000_000
const HELD = 60

export type TidyRowsOptions = Readonly<{
  /** Where to write. */
  path: string
  findings: Findings
  limits: Limits
  /** Rows may rightly end before the last column (spreadsheets leave empty cells out). */
  sparse?: boolean
  /** The table begins with its header at once, and nothing else is to be looked for (the caller knows). */
  exact?: boolean
}>

/**
 * Reads the rows once, and once more when a column that was empty at first, and without a name, turned out to hold something.
 * Throws `Problem` `empty-file` or `too-many-columns`.
 */
export async function tidyRows(rows: () => AsyncIterable<Row[]>, options: TidyRowsOptions): Promise<Column[]> {
  const back = options.findings.mark()
  const first = await pass(rows(), options, new Set())
  if (first.wanted.size === 0) return first.columns
  back()
  return (await pass(rows(), options, first.wanted)).columns
}

type Pass = { columns: Column[]; wanted: Set<number> }

async function pass(rows: AsyncIterable<Row[]>, options: TidyRowsOptions, keep: ReadonlySet<number>): Promise<Pass> {
  const writer = await openCsvWriter(options.path)
  try {
    let head: Row[] | undefined = []
    let characters = 0
    let table: Table | undefined
    for await (const batch of rows) {
      for (const row of batch) {
        if (table) {
          const wait = table.add(row)
          if (wait) await wait
          continue
        }
        head?.push(row)
        for (const cell of row.cells) characters += cell.length + 1
        if ((head?.length ?? 0) < HEAD_ROWS && characters < HEAD_CHARACTERS) continue
        table = await begin(head ?? [], { ...options, keep, writer })
        head = undefined
      }
    }
    table ??= await begin(head ?? [], { ...options, keep, writer })
    return await table.end()
  } finally {
    await writer.close()
  }
}

type TableOptions = TidyRowsOptions & Readonly<{ keep: ReadonlySet<number>; writer: CsvWriter }>

async function begin(head: readonly Row[], options: TableOptions): Promise<Table> {
  const cells = head.map((row) => row.cells.map(trimmed))
  if (!cells.some((row) => row.some((cell) => cell !== ''))) throw emptyFile()
  const layout = findLayout(cells)
  if (layout.width > options.limits.columns) throw tooManyColumns(layout.width, options.limits.columns)
  reportLayout(
    layout,
    head.map(({ number }, at) => ({ number, blank: !cells[at]?.some((cell) => cell !== '') })),
    options.findings,
  )
  const counts = cells.slice(layout.above).map((row) => row.filter((cell) => cell !== '').length)
  const usual = counts.filter((count) => count > 0).toSorted((a, b) => a - b)
  const table = startTable(layout, usual[usual.length >> 1] ?? 1, blankColumns(layout, cells, options.keep), options)
  for (const row of head.slice(layout.above)) {
    const wait = table.add(row)
    if (wait) await wait
  }
  return table
}

/** Columns without a name and, so far, without a value. */
function blankColumns(layout: Layout, cells: readonly string[][], keep: ReadonlySet<number>): Set<number> {
  const blank = new Set<number>()
  if (layout.headerRows.length === 0) return blank
  for (let column = 0; column < layout.width; column++) {
    if (layout.header[column] !== '' || keep.has(column)) continue
    if (cells.slice(layout.above).every((row) => (row[column] ?? '') === '')) blank.add(column)
  }
  return blank
}

type Table = { add: (row: Row) => Promise<void> | undefined; end: () => Promise<Pass> }

function startTable(layout: Layout, usualFilled: number, blank: ReadonlySet<number>, options: TableOptions): Table {
  const { findings, writer } = options
  const { width } = layout
  const kept = Array.from({ length: width }, (_, column) => column).filter((column) => !blank.has(column))
  const header = layout.header
  const repeats = header.filter((cell) => cell !== '').length > 0 && layout.headerRows.length === 1
  const types = kept.map(() => new Set<CellType>())
  const wanted = new Set<number>()
  const held: (Held & { types?: readonly CellType[] })[] = []
  let gap = false

  function add({ number, cells, types: known }: Row): Promise<void> | undefined {
    const length = cells.length
    const filled = clean(cells, number)
    if (filled === 0) {
      findings.setAside('blank-row', number)
      gap = true
      return undefined
    }
    if (repeats && isHeader(cells)) {
      findings.setAside('repeated-header', number)
      return undefined
    }
    held.push({ number, cells, gap, length, ...(known ? { types: known } : {}) })
    gap = false
    return held.length > HELD ? write(held.shift() as Held) : undefined
  }

  /** Trims in place and counts the cells that are not empty. */
  function clean(cells: string[], number: number): number {
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
    if (changed) findings.repaired('cells-trimmed', number)
    return filled
  }

  function isHeader(cells: readonly string[]): boolean {
    for (let column = 0; column < width; column++) if ((cells[column] ?? '') !== header[column]) return false
    return true
  }

  function write(row: Held & { types?: readonly CellType[] }): Promise<void> | undefined {
    const { cells, number } = row
    if (cells.length > width) {
      for (let at = width; at < cells.length; at++) {
        if (cells[at] !== '') return void findings.setAside('ragged-row-too-long', number)
      }
      if (!options.sparse) findings.repaired('extra-empty-cells', number)
    } else if (cells.length < width && !options.sparse) findings.repaired('ragged-row-padded', number)
    for (const column of blank) if ((cells[column] ?? '') !== '') wanted.add(column)
    if (row.types) {
      for (const [at, column] of kept.entries())
        if ((cells[column] ?? '') !== '') types[at]?.add(row.types[column] ?? 'text')
    }
    return writer.row(
      number,
      kept.map((column) => cells[column] ?? ''),
    )
  }

  async function end(): Promise<Pass> {
    const ending = options.exact ? { notes: [], totals: [] } : findEnding(held, layout, usualFilled)
    for (const [at, row] of held.entries()) {
      if (ending.notes.includes(at)) findings.setAside('footnote', row.number)
      else if (ending.totals.includes(at)) findings.setAside('total-row', row.number)
      else await write(row)
    }
    for (const column of blank) if (!wanted.has(column)) findings.repaired('blank-column', column + 1)
    const names = columnNames(
      kept.map((column) => header[column] ?? ''),
      findings,
    )
    return { columns: names.map((name, at) => withHint(name, types[at])), wanted }
  }

  return { add, end }
}

/** A hint only where every filled cell agrees. */
function withHint(name: string, types: ReadonlySet<CellType> | undefined): Column {
  const only = types?.size === 1 ? [...types][0] : undefined
  if (only === 'date' || only === 'datetime' || only === 'boolean') return { name, hint: only }
  const dated = types?.size === 2 && types.has('date') && types.has('datetime')
  return dated ? { name, hint: 'datetime' } : { name }
}
