/** Puts a table of plain values into both engines: as a snapshot among the blobs, and as a PostgreSQL table. */
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type pg from 'pg'
import type { Blobs } from '#foundation/blobs.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { ident, literal } from '#foundation/sql.ts'
import type { Field, FieldType, Version } from '#model/dataset.ts'
import type { Compiled, Source } from './compile.ts'
import type { Bound } from './parameters.ts'
import type { Table } from './naive-for-tests.ts'

export const sqlTypes: Readonly<Record<FieldType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE PRECISION',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  datetime: 'TIMESTAMP',
  geometry: 'VARCHAR',
}

/** Writes the snapshot and answers a version that points to it. */
export async function storeSnapshot(blobs: Blobs, table: Table): Promise<Version> {
  const path = join(tmpdir(), `wayleave-snapshot-${randomUUID()}`)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = table.fields.map(({ name, type }) => `${ident(name)} ${sqlTypes[type]}`)
  await connection.run(`CREATE TABLE held (${columns.join(', ')})`)
  const insert = await connection.prepare(`INSERT INTO held VALUES (${placeholders(table.fields)})`)
  for (const row of table.rows) {
    row.forEach((cell, index) =>
      cell === null ? insert.bindNull(index + 1) : insert.bindVarchar(index + 1, written(cell)),
    )
    await insert.run()
  }
  await connection.run(`COPY held TO ${literal(path)} (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  const { address, bytes } = await blobs.adopt(path)
  return {
    dataset: 'northford-council/random',
    number: 1,
    original: address,
    originalName: 'random.csv',
    mediaType: 'text/csv',
    bytes,
    snapshot: address,
    rows: table.rows.length,
    fields: table.fields,
    profile: [],
    report: { recognised: {}, repaired: [], setAside: [] },
    note: null,
    publishedAt: '2026-11-22T10:00:00Z',
    publishedBy: 'northford-council',
  }
}

/** Creates a PostgreSQL table with the same columns, and one that numbers its rows. */
export async function storeTable(client: pg.Client, table: Table): Promise<Source> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const columns = table.fields.map((field) => `${ident(field.name)} ${sqlTypes[field.type]}`)
  await client.query(`CREATE TEMPORARY TABLE ${name} (${[...columns, 'row_place BIGINT'].join(', ')})`)
  const slots = `${placeholders(table.fields)}, $${table.fields.length + 1}`
  for (const [place, row] of table.rows.entries()) {
    await client.query(`INSERT INTO ${name} VALUES (${slots})`, [
      ...row.map((cell) => (cell === null ? null : written(cell))),
      place,
    ])
  }
  return { from: `(SELECT * FROM ${name} ORDER BY row_place)`, place: 'row_place' }
}

/** Runs a compiled query on PostgreSQL and answers its rows as cells. */
export async function rowsOf(client: pg.Client, { sql, parameters, shown }: Compiled): Promise<Cell[][]> {
  const values = parameters.map((value: Bound) => (value instanceof Uint8Array ? Buffer.from(value) : value))
  const types = { getTypeParser: () => (text: string | Buffer) => text }
  const { rows } = await client.query<(string | null)[]>({
    text: sql,
    values,
    rowMode: 'array',
    types,
  } as pg.QueryArrayConfig)
  return rows.map((row) => row.map((text, index) => (text === null ? null : read(shown[index]!.type, text))))
}

/** A cell from the text that an engine writes it as. */
export function read(type: FieldType, text: string): Cell {
  switch (type) {
    case 'integer':
      return BigInt(text)
    case 'number':
      return text === 'nan' ? Number.NaN : Number(text.replace(/inf$/, 'Infinity'))
    case 'boolean':
      return text === 't' || text === 'true'
    case 'datetime':
      return text.replace(' ', 'T')
    default:
      return text
  }
}

function placeholders(fields: readonly Field[]): string {
  return fields.map(({ type }, index) => `CAST($${index + 1} AS ${sqlTypes[type]})`).join(', ')
}

function written(cell: Exclude<Cell, null>): string {
  return Object.is(cell, -0) ? '-0' : String(cell)
}
