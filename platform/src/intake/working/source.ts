/** Where the cells come from: an upload as reading left it, seen by the engine as columns of text. */
import { ident, literal } from '#foundation/sql.ts'
import type { Engine } from './engine.ts'
import type { Tidied } from '../reading/tidied.ts'

/** Columns are called c0, c1 … inside, whatever their header, and r is the row's number in the uploaded file. */
export type Source = Readonly<{
  tidied: Tidied
  count: number
  /** `FROM`-able SQL that gives these columns as VARCHAR (null for an empty cell), and `r` when asked. */
  relation(options?: Readonly<{ numbered?: boolean; limit?: number }>): string
  /** True where the file itself says that the column is text (Parquet): it is not guessed. */
  isText(column: number): boolean
}>

export const column = (index: number) => `c${index}`

// Longer than the longest record that reading lets pass (bytes).
const maxLine = 34_000_000

export async function openSource(tidied: Tidied, engine: Engine): Promise<Source> {
  return tidied.source.kind === 'csv'
    ? csvSource(tidied, tidied.source)
    : parquetSource(tidied, tidied.source.path, engine)
}

function csvSource(tidied: Tidied, source: Extract<Tidied['source'], { kind: 'csv' }>): Source {
  const cells = tidied.columns.map((_, index) => `${column(index)}: 'VARCHAR'`)
  const columns = source.numbered ? [`r: 'BIGINT'`, ...cells] : cells
  const table = `read_csv(${literal(source.path)}, auto_detect = false, header = false, skip = ${source.skip},
    delim = ${literal(source.delimiter)}, quote = '"', escape = '"', nullstr = '', strict_mode = true, null_padding = false,
    ${source.trust === 'clean' ? String.raw`new_line = '\n', ` : ''}max_line_size = ${maxLine}, buffer_size = ${maxLine}, columns = {${columns.join(', ')}})`
  const names = tidied.columns.map((_, index) => column(index)).join(', ')
  const row = source.numbered ? 'r' : `row_number() OVER () + ${source.skip}`
  return {
    tidied,
    count: tidied.columns.length,
    isText: () => false,
    relation({ numbered = false, limit } = {}) {
      const cut = limit === undefined ? '' : ` LIMIT ${limit}`
      // The limit stands inside, so that rows are numbered only as far as they are read.
      const rows = `(SELECT ${source.numbered ? 'r, ' : ''}${names} FROM ${table}${cut})`
      return numbered ? `(SELECT ${row} AS r, ${names} FROM ${rows})` : rows
    },
  }
}

const nested = /\[\d*\]$|^(STRUCT|MAP|UNION|LIST)\b/

async function parquetSource(tidied: Tidied, path: string, engine: Engine): Promise<Source> {
  const described = await engine.rows(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`)
  const found = described.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }))
  const columns = tidied.columns.map((_, index) => {
    const { name, type } = found[index] ?? { name: '', type: 'VARCHAR' }
    const quoted = ident(name)
    const text = nested.test(type)
      ? `to_json(${quoted})::VARCHAR`
      : type === 'BLOB'
        ? `base64(${quoted})`
        : `${quoted}::VARCHAR`
    return {
      sql: `nullif(${text}, '') AS ${column(index)}`,
      isText: type === 'VARCHAR' || type === 'BLOB' || nested.test(type) || type === 'UUID',
    }
  })
  const list = columns.map(({ sql }) => sql).join(', ')
  return {
    tidied,
    count: tidied.columns.length,
    isText: (index) => columns[index]?.isText ?? true,
    relation({ numbered = false, limit } = {}) {
      const row = numbered ? 'file_row_number + 1 AS r, ' : ''
      const cut = limit === undefined ? '' : ` LIMIT ${limit}`
      return `(SELECT ${row}${list} FROM read_parquet(${literal(path)}, file_row_number = true)${cut})`
    },
  }
}
