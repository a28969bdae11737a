/** One record in which quotation marks occur. */

export type QuotedRecord = {
  cells: string[]
  /** Where the next record begins. */
  next: number
  /** Line ends inside it. */
  lines: number
  /** Quotation marks that were not part of a pair and are taken as text. */
  strays: number
  /** A quoted cell may not go on beyond this place. */
  limit: number
}

export type QuotedOptions = Readonly<{ delimiter: string; span: number; atEnd: boolean }>

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const SPACE = 32

/**
 * Reads the record that begins at `from`: cells may be quoted (RFC 4180), also after spaces; a quotation mark inside a cell
 * that does not end it is text. `undefined` when the text, or the span, ends before the record does; with `atEnd` the end of the
 * text ends the record, and an open quotation mark still gives `undefined`.
 */
export function readQuoted(text: string, from: number, how: QuotedOptions): QuotedRecord | undefined {
  const separator = how.delimiter.charCodeAt(0)
  const record: QuotedRecord = { cells: [], next: from, lines: 0, strays: 0, limit: from + how.span }
  let at = from
  for (;;) {
    const opening = skipSpaces(text, at, separator)
    const end =
      text.charCodeAt(opening) === QUOTE
        ? quotedCell(text, opening, separator, record)
        : plainCell(text, at, separator, record)
    if (end === -1) return undefined
    if (end >= text.length) {
      if (!how.atEnd) return undefined
      record.next = text.length
      return record
    }
    at = end + 1
    if (text.charCodeAt(end) !== separator) {
      record.next = at
      return record
    }
  }
}

/** The same text, one line only: a quotation mark that is not closed on the line is text. Never fails when the line is complete. */
export function readLine(text: string, from: number, delimiter: string): QuotedRecord {
  let end = text.indexOf('\n', from)
  if (end === -1) end = text.length
  const line = text.slice(from, end)
  const separator = delimiter.charCodeAt(0)
  const next = Math.min(end + 1, text.length)
  const record: QuotedRecord = { cells: [], next, lines: 0, strays: 0, limit: line.length }
  let at = 0
  while (at <= line.length) {
    const opening = skipSpaces(line, at, separator)
    let stop = -1
    const strays = record.strays
    if (line.charCodeAt(opening) === QUOTE) stop = quotedCell(line, opening, separator, record)
    if (stop === -1 || record.strays > strays) {
      // Not a quoted cell after all.
      if (stop !== -1) record.cells.pop()
      record.strays = strays + (line.charCodeAt(opening) === QUOTE ? 1 : 0)
      stop = plainCell(line, at, separator, record)
    }
    at = stop + 1
  }
  const last = record.cells.at(-1)
  if (last?.endsWith('\r')) record.cells[record.cells.length - 1] = last.slice(0, -1)
  return record
}

function skipSpaces(text: string, at: number, separator: number): number {
  while (text.charCodeAt(at) === SPACE && separator !== SPACE) at++
  return at
}

/** Adds the cell and gives the place of what ends it: a delimiter, a line feed or the end of the text. */
function plainCell(text: string, from: number, separator: number, record: QuotedRecord): number {
  let at = from
  let strays = false
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === separator || code === NEWLINE) break
    if (code === QUOTE) strays = true
  }
  if (strays) record.strays++
  const carriage = text.charCodeAt(at) === NEWLINE && text.charCodeAt(at - 1) === RETURN && at > from
  record.cells.push(text.slice(from, carriage ? at - 1 : at))
  return at
}

/** As `plainCell`, for a cell whose quotation mark is at `opening`; -1 when it is not closed within the text. */
function quotedCell(text: string, opening: number, separator: number, record: QuotedRecord): number {
  let doubled = false
  let strays = 0
  let at = opening + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1 || quote > record.limit) return -1
    if (text.charCodeAt(quote + 1) === QUOTE) {
      doubled = true
      at = quote + 2
      continue
    }
    const end = endAfter(text, quote + 1, separator)
    if (end === -1) {
      strays++
      at = quote + 1
      continue
    }
    const cell = text.slice(opening + 1, quote)
    record.cells.push(doubled ? cell.replaceAll('""', '"') : cell)
    if (cell.includes('\n')) record.lines += cell.split('\n').length - 1
    if (strays > 0) record.strays += strays
    return end
  }
}

/** Where the cell ends when a closing quotation mark stands before `at`; -1 when text follows it. */
function endAfter(text: string, at: number, separator: number): number {
  let end = at
  while (text.charCodeAt(end) === SPACE && separator !== SPACE) end++
  const code = text.charCodeAt(end)
  if (end >= text.length || code === separator || code === NEWLINE) return end
  if (code === RETURN && (end + 1 >= text.length || text.charCodeAt(end + 1) === NEWLINE)) return end + 1
  return -1
}
