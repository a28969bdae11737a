/** The columnar copy: all current rows as one Parquet file among the blobs, made anew some time after they changed. */
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Blobs } from '#foundation/blobs.ts'
import { ident, literal } from '#foundation/sql.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { Shown } from '../compile.ts'
import { type EngineSettings, startEngine } from '../engine.ts'
import type { Batch } from '../fetched.ts'
import { exactLine } from './lines.ts'
import { findRegister, type Register, sqlTypes } from './register.ts'
import { lineBatches, type RowStream, start } from './running.ts'
import { rowsAt } from './source.ts'

/** Bytes of a row as text. The engine takes a piece of memory as long as this. */
const longestLine = 34_000_000

type Typed = Pick<Shown, 'name' | 'type' | 'column'>

/** Writes lines of `exactLine` into a file, for `typedFile`. */
export async function writeLines(rows: RowStream, path: string): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    let count = 0
    for await (const batch of lineBatches(rows, { head: '', skip: 0 }) as AsyncIterable<Batch>) {
      await file.write(batch.bytes)
      count += batch.rows
    }
    return count
  } finally {
    await file.close()
  }
}

/** A FROM item for the columnar engine: such a file, with its columns typed and called as they are in `fields`. */
export function typedFile(path: string, fields: readonly Typed[]): string {
  const cells = fields.map(({ column }) => `${column}: 'VARCHAR'`)
  const file = `read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
    nullstr = '', allow_quoted_nulls = false, strict_mode = true, parallel = false, max_line_size = ${longestLine}, buffer_size = ${longestLine},
    columns = {${["present: 'VARCHAR'", ...cells].join(', ')}})`
  const typed = fields.map(
    ({ column, type }) => `CAST(${column} AS ${sqlTypes[type].replace(/ .*C"$/, '')}) AS ${column}`,
  )
  return `(SELECT ${typed.join(', ')} FROM ${file})`
}

export type Copying = Readonly<{
  pool: pg.Pool
  /** For the rows themselves. */
  reading: pg.Pool
  blobs: Blobs
  /** Scratch, emptied at the start. */
  folder: string
  engine: Omit<EngineSettings, 'atOnce' | 'workers' | 'timeLimitSeconds'>
}>

/**
 * Makes the copy of a dataset, unless it is up to date or another node is at it. Killed at any moment, it leaves the copy
 * before: the last step is one statement.
 */
export async function makeCopy(copying: Copying, dataset: DatasetRef): Promise<void> {
  const { pool, blobs } = copying
  const client = await pool.connect()
  try {
    const lock = await client.query<{ held: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('wayleave.copy ' || $1, 0)) as held`,
      [dataset],
    )
    if (!lock.rows[0]!.held) return
    try {
      const register = await findRegister(client, dataset)
      if (!register || register.copy?.moment.sequence === register.moment.sequence) return
      const path = await writeCopy(copying, register)
      const { address } = await blobs.adopt(path)
      await pointTo(client, register, address, blobs)
    } finally {
      await client.query(`select pg_advisory_unlock(hashtextextended('wayleave.copy ' || $1, 0))`, [dataset])
    }
  } finally {
    client.release()
  }
}

async function writeCopy({ reading, folder, engine: settings }: Copying, register: Register): Promise<string> {
  const name = join(folder, randomUUID())
  const { sequence } = register.moment
  const { from } = rowsAt(register, sequence)
  const sql = `select ${exactLine(register.fields)} from ${from} as held order by place`
  const rows = await start({ pool: reading, timeLimitSeconds: 600 }, { sql, parameters: [] }, false)
  const engine = await startEngine({ ...settings, atOnce: 1, workers: 1, timeLimitSeconds: 3_600 })
  try {
    await writeLines(rows, `${name}.csv`)
    const fields = register.fields.map(({ column, name: field }) => `${column} AS ${ident(field)}`).join(', ')
    // What it is a copy of stands in the file, so that no other blob ever has the same bytes, and it can be removed.
    const about = `KV_METADATA {wayleave_copy: ${literal(`${register.rows} ${sequence} ${register.dataset}`)}}`
    await engine.run(
      `COPY (SELECT ${fields} FROM ${typedFile(`${name}.csv`, register.fields)}) TO ${literal(`${name}.parquet`)} (FORMAT parquet, COMPRESSION zstd, ${about})`,
      [],
    )
    return `${name}.parquet`
  } finally {
    await engine.close()
    await rm(`${name}.csv`, { force: true })
  }
}

/** The copy before the last is removed: a reader may still be opening the last. */
async function pointTo(client: pg.ClientBase, register: Register, address: string, blobs: Blobs): Promise<void> {
  const { rows } = await client.query<{ removed: string | null }>(
    `with before as (select copy_before as removed from holdings.registers where dataset = $1)
     update holdings.registers set copy_before = copy, copy = $2, copy_sequence = $3, copy_at = $4
     where dataset = $1 and tables = $5
     returning (select removed from before) as removed`,
    [
      register.dataset,
      address,
      register.moment.sequence,
      register.moment.at,
      Number(register.rows.slice(register.rows.lastIndexOf('_') + 1)),
    ],
  )
  // Made anew meanwhile, with other fields: then nobody will ever open this copy.
  const gone = rows.length === 0 ? address : rows[0]!.removed
  if (gone !== null && (rows.length === 0 || gone !== address)) await blobs.remove(gone)
}
