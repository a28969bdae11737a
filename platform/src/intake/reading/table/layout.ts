/** Where in the first rows of a sheet the table begins, and what its header is. */
import type { Findings } from '../findings.ts'

import { mode } from '../csv/dialect.ts'
import { isPeriod, isUnit, kindOf, type Kind } from './cell-kind.ts'

export type Layout = Readonly<{
  /** How many rows stand above the first row of data, all told. */
  above: number
  /** Of these, the ones that make up the header. Empty when the table has none. */
  headerRows: readonly number[]
  /** The row of units, when there is one. */
  unitsRow: number | null
  /** One text a column, as wide as the table. */
  header: readonly string[]
  width: number
  /** Filled cells that a row of data has at least, as the first rows show. */
  fewest: number
  /** The first column is never empty. */
  firstIsFilled: boolean
}>

/** `rows`: the first rows, cells trimmed; an empty list is not allowed. */
export function findLayout(rows: readonly (readonly string[])[]): Layout {
  const filled = rows.map((cells) => cells.reduce((count, cell) => count + (cell === '' ? 0 : 1), 0))
  const usual = mode(filled.filter((count) => count > 0))
  const enough = usual >= 3 ? usual - 1 : Math.max(usual, 1)
  const first = Math.max(
    0,
    filled.findIndex((count) => count >= enough),
  )
  if (looksLikeData(rows[first] ?? [], rows.slice(first + 1), rows.length))
    return laidOut(rows, { first, last: first - 1, above: first })

  let top = first
  while (top > 0 && isGroupRow(rows[top - 1] ?? [], rows[first] ?? [])) top--
  let last = first
  while (last + 1 < rows.length && last < first + 2 && isSecondHeader(rows, last)) last++
  return laidOut(rows, { first: top, last, above: last + 1 })
}

function laidOut(rows: readonly (readonly string[])[], at: { first: number; last: number; above: number }): Layout {
  const headerRows = Array.from({ length: at.last - at.first + 1 }, (_, n) => at.first + n)
  const header = joinHeader(headerRows.map((row) => rows[row] ?? []))
  const unitsRow = headerRows.length > 0 && isUnitsRow(rows, at.above) ? at.above : null
  const above = unitsRow === null ? at.above : unitsRow + 1
  const sample = rows.slice(above).filter((cells) => cells.some((cell) => cell !== ''))
  const width = widthOf(header, sample)
  while (header.length < width) header.push('')
  const counts = sample.map((cells) => cells.filter((cell) => cell !== '').length).toSorted((a, b) => a - b)
  return {
    above,
    headerRows,
    unitsRow,
    header: header.slice(0, width),
    width,
    fewest: counts[Math.floor(counts.length / 20)] ?? 1,
    firstIsFilled: sample.filter((cells) => (cells[0] ?? '') !== '').length >= sample.length - 1,
  }
}

/** The header's width, or more when a fair share of the rows has values beyond it. */
function widthOf(header: readonly string[], sample: readonly (readonly string[])[]): number {
  const named = header.findLastIndex((cell) => cell !== '') + 1
  const reach = sample.map((cells) => cells.findLastIndex((cell) => cell !== '') + 1)
  if (named === 0) return Math.max(1, ...reach)
  const beyond = reach.filter((end) => end > named)
  if (beyond.length === 0 || beyond.length < sample.length * 0.4) return named
  return mode(beyond)
}

/** For each column the kind that nearly all of its filled cells are; `empty` when undecided. */
function kindsOfColumns(rows: readonly (readonly string[])[]): Kind[] {
  const width = Math.max(0, ...rows.map((cells) => cells.length))
  return Array.from({ length: width }, (_, column) => {
    const kinds = rows.map((cells) => kindOf(cells[column] ?? '')).filter((kind) => kind !== 'empty')
    const likely = (['number', 'date', 'text'] as const).find(
      (kind) => kinds.length > 0 && kinds.filter((one) => one === kind).length >= kinds.length * 0.8,
    )
    return likely ?? 'empty'
  })
}

/** A first row whose numbers and dates stand where the others have numbers and dates, and that is no row of years. */
function looksLikeData(cells: readonly string[], others: readonly (readonly string[])[], rows: number): boolean {
  const kinds = cells.map(kindOf)
  const typed = kinds.flatMap((kind, column) => (kind === 'number' || kind === 'date' ? [column] : []))
  if (typed.length === 0) return false
  if (rows === 1) return kinds.every((kind) => kind !== 'text')
  const below = kindsOfColumns(others)
  const known = typed.filter((column) => below[column] !== 'empty')
  if (known.length === 0 || known.some((column) => below[column] !== kinds[column])) return false
  if (kinds.some((kind, column) => kind === 'text' && (below[column] === 'number' || below[column] === 'date')))
    return false
  const values = typed.map((column) => cells[column] ?? '')
  if (values.length >= 2 && values.every(isPeriod)) return isPeriodColumn(others, typed)
  return !isSeries(values, cells.length)
}

/** 1, 2, 3 … as column names, beside a first column. */
function isSeries(cells: readonly string[], width: number): boolean {
  const steps = cells.map(Number)
  if (cells.length < 3 || cells.length >= width) return false
  return steps.every((step, at) => Number.isInteger(step) && (at === 0 || step === (steps[at - 1] as number) + 1))
}

/** A row above the header that spans groups of columns: texts with gaps to their right. */
function isGroupRow(above: readonly string[], header: readonly string[]): boolean {
  const places = above.flatMap((cell, column) => (cell === '' ? [] : [column]))
  if (places.length === 0 || places.length >= header.length) return false
  if (places.length === 1 && places[0] === 0) return false
  // A title and its value, `Region: | England`, is no group.
  if (above.length < header.length * 0.5 || above.some((cell) => cell.length > 100 || cell.endsWith(':'))) return false
  if (places.length === 2 && places[0] === 0 && places[1] === 1 && header.length > 3 && above.length <= 2) return false
  return places.every((column) => kindOf(above[column] ?? '') === 'text' || isPeriod(above[column] ?? ''))
}

/** A second row of names: it tells columns apart that the first leaves unnamed or alike, and has words or years where the data has numbers. */
function isSecondHeader(rows: readonly (readonly string[])[], header: number): boolean {
  const upper = rows[header] ?? []
  const cells = rows[header + 1] ?? []
  const needed = cells.some((cell, column) => {
    const name = upper[column] ?? ''
    return cell !== '' && (name === '' || upper.indexOf(name) !== column)
  })
  if (!needed) return false
  const below = kindsOfColumns(rows.slice(header + 2))
  const typed = below.flatMap((kind, column) => (kind === 'number' || kind === 'date' ? [column] : []))
  const filled = typed.map((column) => cells[column] ?? '').filter((cell) => cell !== '')
  if (filled.length < 2) return false
  if (filled.every((cell) => kindOf(cell) === 'text')) return true
  return filled.every(isPeriod) && !isPeriodColumn(rows.slice(header + 2), typed)
}

function isPeriodColumn(rows: readonly (readonly string[])[], columns: readonly number[]): boolean {
  return rows.slice(0, 20).every((cells) => columns.some((column) => isPeriod(cells[column] ?? '')))
}

function isUnitsRow(rows: readonly (readonly string[])[], at: number): boolean {
  const filled = (rows[at] ?? []).filter((cell) => cell !== '')
  if (filled.length === 0 || rows.length < at + 2) return false
  const rest = /^units?:?$/i.test(filled[0] ?? '') ? filled.slice(1) : filled
  if (rest.length === 0 || !rest.every(isUnit)) return false
  const below = kindsOfColumns(rows.slice(at + 1))
  return (rows[at] ?? []).some(
    (cell, column) => cell !== '' && (below[column] === 'number' || below[column] === 'date'),
  )
}

/** Joins the rows of a header; an upper text spans the gaps to its right where the row below has names. */
export function joinHeader(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map((cells) => cells.length))
  const spread = rows.map((cells, row) => {
    if (row === rows.length - 1) return cells
    let last = ''
    return Array.from({ length: width }, (_, column) => {
      const cell = cells[column] ?? ''
      const lower = rows[rows.length - 1]?.[column] ?? ''
      if (cell !== '') last = cell
      return cell !== '' || lower === '' ? cell : last
    })
  })
  return Array.from({ length: width }, (_, column) => {
    const parts = spread.map((cells) => cells[column] ?? '').filter((cell) => cell !== '')
    return parts.filter((part, at) => part !== parts[at - 1]).join(' – ')
  })
}

/** Tells the report what was found above the table. `numbers`: the row numbers of the first rows. */
export function reportLayout(
  layout: Layout,
  rows: readonly { number: number; blank: boolean }[],
  findings: Findings,
): void {
  for (const [at, { number, blank }] of rows.slice(0, layout.above).entries()) {
    if (layout.headerRows.includes(at)) continue
    if (at === layout.unitsRow) findings.setAside('units-row', number)
    else findings.setAside(blank ? 'blank-row' : 'preamble', number)
  }
  const numbers = layout.headerRows.map((at) => rows[at]?.number ?? 0)
  findings.recognise('header rows', numbers.length === 0 ? null : numbers.join(', '))
  if (numbers.length > 1) for (const number of numbers) findings.repaired('header-rows-joined', number)
  if (numbers.length === 0 && layout.width > 0) findings.repaired('header-missing')
}
