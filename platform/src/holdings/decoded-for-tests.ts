/** Reads answers in every format back into cells, as a recipient would. */
import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { neutralised } from '#foundation/csv.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { literal } from '#foundation/sql.ts'
import type { FieldType } from '#model/dataset.ts'
import type { Fetched } from './fetched.ts'
import { read } from './stored-for-tests.ts'

export async function drained(fetched: Fetched): Promise<{ rows: number; bytes: Buffer }> {
  const parts: Uint8Array[] = []
  let rows = 0
  for await (const batch of fetched.batches) {
    parts.push(batch.bytes)
    rows += batch.rows
  }
  return { rows, bytes: Buffer.concat(parts) }
}

/** What a JSON answer shows of cells: no NaN, whole numbers beyond 2^53 as text, GeoJSON as what it says. */
export function asJson(type: FieldType, cell: Cell): unknown {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell + 0 : null
  return type === 'geometry' && cell !== null ? geometryOf(String(cell)) : cell
}

function geometryOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a CSV answer shows of cells. */
export function asCsv(type: FieldType, cell: Cell): string | number | null {
  if (cell === null) return null
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell + 0 : null
  return type === 'text' || type === 'geometry' ? neutralised(String(cell)) : String(cell)
}

/** RFC 4180, strictly: what is not as it should be throws. Unquoted empty cells are null. */
export function readCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const found = cell.exec(text)
    if (!found) throw new Error(`not CSV at ${at}`)
    row.push(found[1]?.replaceAll('""', '"') ?? (found[2] === '' ? null : found[2]!))
    if (found[3] === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

export async function readParquet(bytes: Buffer): Promise<{ names: string[]; rows: (string | null)[][] }> {
  const path = join(tmpdir(), `wayleave-answer-${randomUUID()}.parquet`)
  writeFileSync(path, bytes)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const names = (await connection.run(`SELECT * FROM read_parquet(${literal(path)})`)).columnNames()
    const columns = names.map((_, index) => `CAST(n${index} AS VARCHAR)`).join(', ')
    const aliases = names.map((_, index) => `n${index}`).join(', ')
    const reader = await connection.runAndReadAll(
      `SELECT ${columns} FROM read_parquet(${literal(path)}) AS answer(${aliases})`,
    )
    return { names, rows: reader.getRowsJson() as (string | null)[][] }
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(path)
  }
}

export function readCell(type: FieldType, text: string | null): Cell {
  return text === null ? null : read(type, text)
}
