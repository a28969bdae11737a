/** Rows on their way from a format's reader to the table. */

/** What a spreadsheet knows of a cell; `text` for everything that still has to be guessed. */
export const cellTypes = ['text', 'number', 'boolean', 'date', 'datetime', 'time'] as const
export type CellType = (typeof cellTypes)[number]

export type Row = Readonly<{
  /** 1-based, in the uploaded file. */
  number: number
  cells: string[]
  /** One a cell, where the format has types. */
  types?: readonly CellType[]
}>
