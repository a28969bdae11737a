/** The records of a CSV file, one by one, with the cells in the order of a linkage schema's features. */
import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import type { PersonRecord, Schema } from '#linkage/clk'
import { Failed } from './outcome.ts'

/**
 * Columns are found by their header, in any order; columns that the schema does not name are left out. Cells are as they are written,
 * as clkhash takes them, unless `trim`. What cannot be read fails with the line it is on, and without what stands there.
 */
export async function* personRecords(path: string, { features }: Schema, trim: boolean): AsyncGenerator<PersonRecord> {
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 })
  const rows = bytes.pipe(parse({ bom: true, skip_empty_lines: true, trim }))
  bytes.on('error', (error) => rows.destroy(error))
  let columns: number[] | undefined
  let row = 0
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      if (columns) yield cellsOf(cells, columns, ++row)
      else columns = columnsOf(cells, features)
    }
  } catch (error) {
    throw told(error, path)
  }
  if (!columns) throw new Failed(1, `${path} is empty: its first line has to name the columns.`)
}

function columnsOf(header: readonly string[], features: Schema['features']): number[] {
  const names = header.map((name) => name.trim())
  const missing = features.filter(({ identifier, hashing }) => hashing && !names.includes(identifier.trim()))
  if (missing.length > 0)
    throw new Failed(
      1,
      `The file has no column ${missing.map(({ identifier }) => `“${identifier}”`).join(', ')}.\nIt has: ${names.join(', ')}.\nA feature of the schema is a column of the same name.`,
    )
  return features.map(({ identifier }) => names.indexOf(identifier.trim()))
}

function cellsOf(cells: readonly string[], columns: readonly number[], row: number): PersonRecord {
  const record = columns.map((column) => cells[column] ?? '')
  // Letters lost in decoding would make encodings that match nobody's.
  if (record.some((cell) => cell.includes('\uFFFD')))
    throw new Failed(1, `Record ${row} is not UTF-8.\nSave the file as “CSV UTF-8” and try again.`)
  return record
}

function told(error: unknown, path: string): unknown {
  if (error instanceof CsvError)
    return new Failed(1, `${path} cannot be read as CSV at line ${String(error['lines'])}: ${error.code}.`)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
    return new Failed(2, `There is no file ${path} to read.`)
  return error
}
