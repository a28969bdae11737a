/** Files of records, as tables of the engine: CSV as texts, Parquet as it is. */
import { stat, symlink } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Problem } from '#foundation/problem.ts'
import { quotedName, quotedText } from './engine.ts'

/** A file, its columns, and how the engine reads each as text. */
export type SourceFile = Readonly<{ name: string; file: string; table: string; columns: ReadonlyMap<string, string> }>

/** Opens each file under a name of its own. Throws 422 Problems for what is not there or cannot be read. */
export async function openFiles(
  connection: DuckDBConnection,
  files: readonly string[],
  folder: string,
): Promise<readonly SourceFile[]> {
  const names = distinctNames(files)
  const opened: SourceFile[] = []
  for (const [at, file] of files.entries()) {
    const from = await reader(connection, await safePath(file, folder, at), file)
    opened.push({ name: names[at]!, file, table: from, columns: await columnsOf(connection, from) })
  }
  return opened
}

/** The names of the files without their endings; numbered when two are the same. */
export function distinctNames(files: readonly string[]): readonly string[] {
  const plain = files.map((file) => basename(file, extname(file)))
  return plain.map((name, at) => {
    const before = plain.slice(0, at).filter((other) => other === name).length
    return before === 0 ? name : `${name}-${before + 1}`
  })
}

/** The engine takes `*`, `?` and `[` in a path for a pattern, so such a file is reached by another name. */
async function safePath(file: string, folder: string, at: number): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile())
    throw new Problem(422, 'file-missing', {
      title: 'There is no such file',
      detail: `“${basename(file)}” is not a file that can be read.`,
      at: file,
      mend: 'Give the path of a CSV or Parquet file.',
    })
  if (!/[*?[\]{}]/.test(file)) return resolve(file)
  const link = join(folder, `source-${at}${extname(file)}`)
  await symlink(resolve(file), link)
  return link
}

async function reader(connection: DuckDBConnection, path: string, file: string): Promise<string> {
  const text = quotedText(path)
  const ways = /\.parquet$/i.test(file)
    ? [`read_parquet(${text})`]
    : // What is not UTF-8 is most often Latin-1, or Windows-1252 which differs in few characters.
      [`read_csv(${text}, all_varchar = true)`, `read_csv(${text}, all_varchar = true, encoding = 'latin-1')`]
  let reason: unknown
  for (const way of ways)
    try {
      // All of it is looked at, so that a fault in the last line is found here.
      await connection.run(`SELECT count(*) FROM (SELECT * FROM ${way}) AS all_rows`)
      return way
    } catch (error) {
      reason = error
    }
  throw new Problem(422, 'file-unread', {
    title: 'The file cannot be read',
    detail: `“${basename(file)}” is not a ${/\.parquet$/i.test(file) ? 'Parquet' : 'CSV'} file that can be read.`,
    at: file,
    mend: 'Check that it is CSV with a header line, or Parquet, and complete.',
    cause: reason,
  })
}

async function columnsOf(connection: DuckDBConnection, from: string): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)
  const isCsv = from.startsWith('read_csv')
  return new Map(
    described.getRows().map((row) => [String(row[0]), asText(quotedName(String(row[0])), String(row[1]), isCsv)]),
  )
}

/** In CSV, white space around a value is not part of it, and an empty cell is no value. Lists become JSON. */
function asText(column: string, type: string, isCsv: boolean): string {
  if (isCsv) return `nullif(trim(${column}), '')`
  if (type === 'VARCHAR') return column
  return /\[\]$|^STRUCT|^MAP/.test(type) ? `to_json(${column})::VARCHAR` : `${column}::VARCHAR`
}
