/** The input: columns of all records, each a dictionary of its distinct texts and one code a record. */
import { Problem } from '#foundation/problem.ts'

export type Column = Readonly<{
  /** One a record: its place in `texts`; 0 for no value. */
  codes: Uint32Array
  /** Distinct; the first stands for no value. */
  texts: readonly (string | null)[]
}>

export type Table = Readonly<{
  /** How many records. */
  count: number
  columns: Readonly<Record<string, Column>>
}>

/** A column of texts as they come, one a record. */
export function columnOf(texts: readonly (string | null)[]): Column {
  const codeOf = new Map<string, number>()
  const distinct: (string | null)[] = [null]
  const codes = new Uint32Array(texts.length)
  for (const [record, text] of texts.entries()) {
    if (text === null) continue
    let code = codeOf.get(text)
    if (code === undefined) {
      code = distinct.length
      codeOf.set(text, code)
      distinct.push(text)
    }
    codes[record] = code
  }
  return { codes, texts: distinct }
}

/** A table of rows as they come. Columns are those of any row. */
export function tableOf(rows: readonly Readonly<Record<string, string | null>>[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return {
    count: rows.length,
    columns: Object.fromEntries(names.map((name) => [name, columnOf(rows.map((row) => row[name] ?? null))])),
  }
}

export function columnNamed({ columns }: Table, name: string): Column {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (column) return column
  const there = Object.keys(columns).slice(0, 40).join(', ')
  throw new Problem(422, 'column-missing', {
    title: 'The model needs a column that the data does not have',
    detail: `There is no column “${name}”. There are: ${there || 'none'}.`,
    at: name,
    mend: 'Rename the column in the file, or name the right one in the model.',
  })
}
