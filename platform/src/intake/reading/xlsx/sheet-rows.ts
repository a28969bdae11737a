/** The rows of one sheet, streamed. */
import type { Limits } from '../limits.ts'
import type { CellType, Row } from '../table/row.ts'
import type { Sheet, Workbook } from './workbook.ts'

import { cellTooLong, damaged, tooManyColumns } from '../refuse.ts'
import { localName, parseXml } from '../xml/parse-xml.ts'
import { numberValue, type Value } from './values.ts'
import { unescaped } from './workbook.ts'

const MOST_COLUMNS = 16_384
const MOST_ROWS = 1_048_576

/** Rows in batches; empty cells at the end of a row, and rows that the file leaves out, are not there. */
export async function* sheetRows(workbook: Workbook, sheet: Sheet, limits: Limits): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  let number = 0
  let cells: string[] = []
  let types: CellType[] = []
  let column = -1
  let kind = 'n'
  let style = 0
  let text = ''
  let reading = false

  function place(): void {
    if (text === '') return
    const { text: shown, type } = valueOf(workbook, kind, text, style)
    if (shown.length > limits.cell) throw cellTooLong(number, limits.cell)
    if (column >= limits.columns) throw tooManyColumns(column + 1, limits.columns)
    while (cells.length < column) {
      cells.push('')
      types.push('text')
    }
    cells[column] = shown
    types[column] = type
  }

  const parsing = parseXml(
    sheet.part.open(),
    {
      open: (name, attributes) => {
        const local = localName(name)
        if (local === 'row') {
          number = rowNumber(attributes['r'], number)
          cells = []
          types = []
          column = -1
        } else if (local === 'c') {
          column = columnOf(attributes['r'], column + 1)
          kind = attributes['t'] ?? 'n'
          style = Number(attributes['s'] ?? 0)
          text = ''
        } else if (local === 'v' || local === 't') reading = true
        else if (local === 'rPh') kind = 'phonetic'
      },
      close: (name) => {
        const local = localName(name)
        if (local === 'v' || local === 't') reading = false
        else if (local === 'rPh') kind = 'inlineStr'
        else if (local === 'c') place()
        else if (local === 'row' && cells.length > 0) batch.push({ number, cells, types })
      },
      text: (piece) => {
        if (!reading || kind === 'phonetic') return
        text += piece
        if (text.length > limits.cell) throw cellTooLong(number, limits.cell)
      },
    },
    limits,
  )
  for await (const _ of parsing) {
    if (batch.length === 0) continue
    yield batch
    batch = []
  }
}

function rowNumber(told: string | undefined, before: number): number {
  const number = told === undefined ? before + 1 : Number(told)
  if (!Number.isInteger(number) || number <= before || number > MOST_ROWS)
    throw damaged('The rows of the sheet are not in order.')
  return number
}

function columnOf(reference: string | undefined, expected: number): number {
  if (reference === undefined) return expected
  let column = 0
  for (const letter of reference.slice(0, 8)) {
    const code = letter.charCodeAt(0) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  if (column < 1 || column > MOST_COLUMNS) throw damaged('A cell of the sheet has no proper place.')
  return column - 1
}

function valueOf(workbook: Workbook, kind: string, text: string, style: number): Value {
  switch (kind) {
    case 's':
      return { text: workbook.strings[Number(text)] ?? '', type: 'text' }
    case 'b':
      return { text: text.trim() === '1' || text.trim() === 'true' ? 'true' : 'false', type: 'boolean' }
    case 'd':
      return { text, type: /T\d/.test(text) ? 'datetime' : 'date' }
    case 'n':
      return numberValue(text, workbook.formats[style] ?? 'number', workbook.from1904)
    default:
      return { text: unescaped(text), type: 'text' }
  }
}
