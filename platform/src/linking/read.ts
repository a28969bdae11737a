/** Reads files of records into columns of codes: each distinct text once, each record a number. */
import type { DuckDBConnection } from '@duckdb/node-api'
import { Problem } from '#foundation/problem.ts'
import type { Column, Table } from '#linkage'

import { openFiles, type SourceFile } from './files.ts'
import { collectIds, type Ids } from './ids.ts'

export type Source = Readonly<{ name: string; file: string; count: number }>

export type Read = Readonly<{
  table: Table
  sources: readonly Source[]
  /** One a record; records of one source stand together. */
  sourceOf: Uint16Array
  /** The ids of all records, in order. */
  ids(): Promise<Ids>
  /** What the reader should know: a column that one file lacks, an id that was chosen. */
  notes: readonly string[]
}>

export type Wanted = Readonly<{
  files: readonly string[]
  /** The column of ids; left out: `id`, else `unique_id`, else the number of the row. */
  idColumn?: string | undefined
  /** The columns that the model needs, or all. */
  columns: readonly string[] | 'all'
  /** Of all columns, those to leave out; ids are left out anyway. */
  ignored?: readonly string[] | undefined
  /** For files that the engine cannot take by their own names. */
  folder: string
}>

export async function readRecords(connection: DuckDBConnection, wanted: Wanted): Promise<Read> {
  const files = await openFiles(connection, wanted.files, wanted.folder)
  const there = [...new Set(files.flatMap(({ columns }) => [...columns.keys()]))]
  const columns =
    wanted.columns === 'all'
      ? there.filter(
          (name) => !wanted.ignored?.includes(name) && !files.some((file) => idOf(file, wanted.idColumn) === name),
        )
      : wanted.columns.filter((name) => there.includes(name))
  const notes = files.flatMap(({ name, columns: own }) =>
    columns.filter((column) => !own.has(column)).map((column) => `${name} has no column “${column}”.`),
  )
  await connection.run(
    `CREATE TABLE records AS ${files.map((file, source) => select(file, { source, columns, idColumn: wanted.idColumn })).join(' UNION ALL ')}`,
  )
  const counts = await countsOf(connection, files)
  await refuseRepeatedIds(connection, files)
  const count = counts.reduce((sum, one) => sum + one, 0)
  const sourceOf = new Uint16Array(count)
  let at = 0
  for (const [source, rows] of counts.entries()) sourceOf.fill(source, at, (at += rows))
  return {
    table: { count, columns: await codeColumns(connection, columns, count) },
    sources: files.map(({ name, file }, source) => ({ name, file, count: counts[source]! })),
    sourceOf,
    ids: () => readIds(connection, count),
    notes,
  }
}

type Selection = Readonly<{ source: number; columns: readonly string[]; idColumn: string | undefined }>

function idOf({ columns }: SourceFile, idColumn: string | undefined): string | undefined {
  return idColumn ?? ['id', 'unique_id'].find((one) => columns.has(one))
}

function select(file: SourceFile, { source, columns, idColumn }: Selection): string {
  const { table, columns: own, name } = file
  if (idColumn !== undefined && !own.has(idColumn))
    throw new Problem(422, 'id-missing', {
      title: 'There is no such column of ids',
      detail: `${name} has no column “${idColumn}”. It has: ${[...own.keys()].slice(0, 40).join(', ')}.`,
      at: idColumn,
      mend: 'Name another column, or none: then the number of the row is the id.',
    })
  const id = idOf(file, idColumn)
  const idSql = id === undefined ? `(row_number() OVER ())::VARCHAR` : own.get(id)!
  const list = columns.map((column, at) => `${own.get(column) ?? 'NULL::VARCHAR'} AS c${at}`)
  return `SELECT ${[`${source}::INTEGER AS source`, `${idSql} AS id`, ...list].join(', ')} FROM ${table}`
}

async function countsOf(connection: DuckDBConnection, files: readonly SourceFile[]): Promise<number[]> {
  const counted = await connection.runAndReadAll('SELECT source, count(*)::INTEGER FROM records GROUP BY source')
  const counts = files.map(() => 0)
  for (const [source, count] of counted.getRows()) counts[Number(source)] = Number(count)
  return counts
}

async function refuseRepeatedIds(connection: DuckDBConnection, files: readonly SourceFile[]): Promise<void> {
  const asked = await connection.runAndReadAll(
    `SELECT source, count(*)::INTEGER AS rows, count(DISTINCT id)::INTEGER AS distinct_ids FROM records
     GROUP BY source HAVING count(*) > count(DISTINCT id) ORDER BY source LIMIT 1`,
  )
  const [first] = asked.getRows()
  if (!first) return
  const [source, rows, distinct] = first.map(Number) as [number, number, number]
  throw new Problem(422, 'ids-repeat', {
    title: 'Ids have to be there, and different',
    detail: `In ${files[source]!.name} ${rows - distinct} of ${rows} rows have no id, or the id of another row.`,
    at: files[source]!.name,
    mend: 'Name the column of ids, or one that has none twice; or leave the column out of the file to use row numbers.',
  })
}

async function codeColumns(
  connection: DuckDBConnection,
  columns: readonly string[],
  count: number,
): Promise<Record<string, Column>> {
  const dictionaries: (readonly string[])[] = []
  for (const at of columns.keys()) {
    // In alphabetical order, so that two runs are alike to the last byte.
    await connection.run(
      `CREATE TABLE d${at} AS SELECT v, (row_number() OVER (ORDER BY v))::INTEGER AS code
       FROM (SELECT DISTINCT c${at} AS v FROM records WHERE c${at} IS NOT NULL)`,
    )
    dictionaries.push(await texts(connection, `SELECT v FROM d${at} ORDER BY code`))
  }
  const codes = columns.map(() => new Uint32Array(count))
  // Few columns at a time: each join holds its dictionary in memory.
  for (let from = 0; from < columns.length; from += 8) await readCodes(connection, codes.slice(from, from + 8), from)
  for (const at of columns.keys()) await connection.run(`DROP TABLE d${at}`)
  return Object.fromEntries(
    columns.map((column, at) => [column, { codes: codes[at]!, texts: [null, ...dictionaries[at]!] }]),
  )
}

async function readCodes(connection: DuckDBConnection, codes: readonly Uint32Array[], from: number): Promise<void> {
  const list = codes.map((_, at) => `coalesce(d${from + at}.code, 0)::INTEGER`).join(', ')
  const joins = codes.map((_, at) => `LEFT JOIN d${from + at} ON d${from + at}.v = records.c${from + at}`).join(' ')
  const answer = await connection.stream(`SELECT records.rowid::INTEGER, ${list} FROM records ${joins}`)
  for (let chunk = await answer.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await answer.fetchChunk()) {
    const rows = integers(chunk.getColumnVector(0), chunk.rowCount)
    for (const [at, column] of codes.entries()) {
      const values = integers(chunk.getColumnVector(at + 1), chunk.rowCount)
      for (let row = 0; row < rows.length; row++) column[rows[row]!] = values[row]!
    }
  }
}

async function readIds(connection: DuckDBConnection, count: number): Promise<Ids> {
  const ids = collectIds(count)
  for await (const id of streamed(connection, 'SELECT id FROM records ORDER BY rowid')) ids.add(id)
  return ids.done()
}

/** The memory of a vector of integers without nulls. */
function integers(vector: unknown, count: number): Int32Array {
  const { items } = vector as Readonly<{ items: Int32Array }>
  return items.subarray(0, count)
}

async function texts(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const found: string[] = []
  for await (const text of streamed(connection, sql)) found.push(text)
  return found
}

async function* streamed(connection: DuckDBConnection, sql: string): AsyncGenerator<string> {
  const answer = await connection.stream(sql)
  for (let chunk = await answer.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await answer.fetchChunk()) {
    const vector = chunk.getColumnVector(0)
    for (let row = 0; row < chunk.rowCount; row++) yield String(vector.getItem(row))
  }
}
