/** The refusals of reading: each says what is wrong, where, and how to mend it, and never quotes a cell. */
import { Problem } from '#foundation/problem.ts'

export function notATable(what: string, mend: string): Problem {
  return new Problem(415, 'not-a-table', { title: 'This file is not a table', detail: what, mend })
}

export function emptyFile(): Problem {
  return new Problem(422, 'empty-file', {
    title: 'The file is empty',
    detail: 'There is nothing in the file but, perhaps, blank lines.',
    mend: 'Check that the export finished, and upload the file again.',
  })
}

export function damaged(what: string, at?: string): Problem {
  return new Problem(422, 'file-damaged', {
    title: 'The file is damaged or cut off',
    detail: what,
    ...(at === undefined ? {} : { at }),
    mend: 'Export or download the file again, check that it opens, and upload it again.',
  })
}

export function tooLarge(code: string, what: string, mend: string): Problem {
  return new Problem(413, code, { title: 'The file asks for too much', detail: what, mend })
}

export function tooManyColumns(found: number, most: number): Problem {
  return new Problem(422, 'too-many-columns', {
    title: 'Too many columns',
    detail: `The table has ${found.toLocaleString('en-GB')} columns or more; at most ${most.toLocaleString('en-GB')} can be taken.`,
    mend: 'If columns are periods or places, turn them into rows; else split the table into several.',
  })
}

export function cellTooLong(row: number, most: number): Problem {
  return new Problem(422, 'cell-too-long', {
    title: 'A cell is too long',
    detail: `A cell holds more than ${most.toLocaleString('en-GB')} characters.`,
    at: `row ${row}`,
    mend: 'Shorten the cell, or check that quotation marks around cells are closed.',
  })
}

export function recordTooLong(row: number, most: number): Problem {
  return new Problem(422, 'record-too-long', {
    title: 'A record is too long',
    detail: `A record holds more than ${most.toLocaleString('en-GB')} characters.`,
    at: `record ${row}`,
    mend: 'Check that the file has line ends and that quotation marks around cells are closed.',
  })
}

export function irregular(width: number): Problem {
  return new Problem(422, 'rows-irregular', {
    title: 'The rows do not fit the header',
    detail: `The header names ${width} columns, but more than a quarter of the rows have more cells than that.`,
    mend: 'Check the delimiter, and that every column has a name; quote cells that contain the delimiter.',
  })
}

/** A name out of an archive or workbook, safe to show: no control characters, no folders that lead elsewhere, not long. */
export function shownName(name: string): string {
  const plain = name.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain
}
