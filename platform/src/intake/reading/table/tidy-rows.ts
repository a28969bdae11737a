/** Turns a format's rows into the normalised table: header found, rows squared, blanks and notes set aside. */
import type { Findings } from '../findings.ts'
import type { Limits } from '../limits.ts'
import type { Column } from '../tidied.ts'
import type { Row } from './row.ts'

import { emptyFile, tooManyColumns } from '../refuse.ts'
import { trimmed } from './cell-kind.ts'
import { findLayout, reportLayout, type Layout } from './layout.ts'
import { Table, type Finished } from './table.ts'
import { openCsvWriter, type CsvWriter } from './write-csv.ts'

const HEAD_ROWS = 1000
const HEAD_CHARACTERS = 2_000_000

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

async function pass(
  rows: AsyncIterable<Row[]>,
  options: TidyRowsOptions,
  keep: ReadonlySet<number>,
): Promise<Finished> {
  const writer = await openCsvWriter(options.path)
  try {
    const head: Row[] = []
    let characters = 0
    let table: Table | undefined
    for await (const batch of rows) {
      if (table) {
        await addAll(table, batch)
        continue
      }
      for (const row of batch) {
        head.push(row)
        for (const cell of row.cells) characters += cell.length + 1
      }
      if (head.length < HEAD_ROWS && characters < HEAD_CHARACTERS) continue
      table = await begin(head.splice(0), { ...options, keep, writer })
    }
    table ??= await begin(head, { ...options, keep, writer })
    return await table.end()
  } finally {
    await writer.close()
  }
}

async function addAll(table: Table, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const wait = table.add(row)
    if (wait) await wait
  }
}

type BeginOptions = TidyRowsOptions & Readonly<{ keep: ReadonlySet<number>; writer: CsvWriter }>

async function begin(head: readonly Row[], options: BeginOptions): Promise<Table> {
  const cells = head.slice(0, HEAD_ROWS).map((row) => row.cells.map(trimmed))
  if (!cells.some((row) => row.some((cell) => cell !== ''))) throw emptyFile()
  const layout = findLayout(cells)
  if (layout.width > options.limits.columns) throw tooManyColumns(layout.width, options.limits.columns)
  reportLayout(
    layout,
    head.slice(0, HEAD_ROWS).map(({ number }, at) => ({ number, blank: !cells[at]?.some((cell) => cell !== '') })),
    options.findings,
  )
  const counts = cells.slice(layout.above).map((row) => row.filter((cell) => cell !== '').length)
  const usual = counts.filter((count) => count > 0).toSorted((a, b) => a - b)
  const blank = blankColumns(layout, cells, options.keep)
  const table = new Table(layout, { ...options, blank, usualFilled: usual[usual.length >> 1] ?? 1 })
  await addAll(table, head.slice(layout.above))
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
