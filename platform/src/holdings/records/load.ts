/** A file's rows, read and typed by intake into a snapshot, become the records of a dataset, or changes to them. */
import type pg from 'pg'
import { copyIn } from '#foundation/copy-in.ts'
import { Problem } from '#foundation/problem.ts'
import { ident } from '#foundation/sql.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { Loaded, LoadMode, SetAside } from '#model/records.ts'
import type { Source } from '../compile.ts'
import type { Engine } from '../engine.ts'
import { parquetSource } from '../snapshot.ts'
import { textBatches } from '../text-batches.ts'
import { stage, staged } from './apply.ts'
import { finish, mended, type Writing } from './commit.ts'
import { notRecords } from './faults.ts'
import { findRegister, type Register, transaction } from './register.ts'

export type Load = Readonly<{ dataset: DatasetRef; mode: LoadMode; /** Path of the snapshot. */ path: string }>

/** As many numbers of rows are told. */
const rowsTold = 100

/**
 * Makes one commit of a snapshot's rows. Rows without a key are set aside, and those whose key a later row has too.
 * The snapshot's columns are the fields of the dataset.
 */
export async function load({ pool, clock }: Writing, engine: Engine, { dataset, mode, path }: Load): Promise<Loaded> {
  const expected = await findRegister(pool, dataset)
  if (!expected) throw notRecords()
  const source = parquetSource(path, expected)
  const keyless = await keylessRows(engine, source, expected)
  return mended(() =>
    transaction(pool, async (client) => {
      await client.query('set local statement_timeout = 0')
      await stage(client, expected)
      await copyIn(client, `copy ${staged} from stdin (format csv)`, rowsOf(engine, source, expected))
      await client.query(`analyze ${staged}`)
      const duplicates = await duplicateRows(client, expected)
      const changed = await finish(client, expected, { from: staged, values: [], hasIds: false }, { clock, mode })
      return { ...changed, keyless, duplicates }
    }),
  )
}

/** The engine writes the lines, and they pass as the bytes that they are. */
async function* rowsOf(engine: Engine, { from, place }: Source, { fields, key }: Register): AsyncGenerator<Uint8Array> {
  const cells = fields.map(({ name, type }) => {
    const column = ident(name)
    if (type !== 'text' && type !== 'geometry') return `CAST(${column} AS VARCHAR)`
    // A line break in GeoJSON is white space; a row of an answer is one line.
    const value = type === 'geometry' ? `translate(${column}, chr(10) || chr(13), '  ')` : column
    return `'"' || replace(${value}, '"', '""') || '"'`
  })
  const line = `concat(${ident(place)} + 1, ',upsert,,,', ${cells.map((cell, index) => (index ? `',', ${cell}` : cell)).join(', ')}, chr(10))`
  const running = await engine.start(`SELECT ${line} FROM ${from} AS held WHERE ${ident(key.name)} IS NOT NULL`, [])
  for await (const { bytes } of textBatches(running, { expression: line, head: '', skip: 0 })) yield bytes
}

async function keylessRows(engine: Engine, { from, place }: Source, { key }: Register): Promise<SetAside> {
  const missing = `${from} AS held WHERE ${ident(key.name)} IS NULL`
  const count = Number(await engine.run(`SELECT count(*) FROM ${missing}`, []))
  if (count === 0) return { count, rows: [] }
  const rows = await engine.run(
    `SELECT string_agg(n, ' ' ORDER BY n) FROM (SELECT ${ident(place)} + 1 AS n FROM ${missing} LIMIT ${rowsTold})`,
    [],
  )
  return { count, rows: String(rows).split(' ').map(Number) }
}

async function duplicateRows(client: pg.ClientBase, { key }: Register): Promise<SetAside> {
  const { column, type } = key
  const { rows: counted } = await client.query<{ count: number; longest: number }>(
    `select count(*) - count(distinct ${column}) as count, coalesce(max(length(${type === 'text' ? column : `${column}::text`})), 0) as longest from ${staged}`,
  )
  const { count, longest } = counted[0]!
  if (longest > 500) throw longKey()
  if (count === 0) return { count, rows: [] }
  const { rows } = await client.query<{ line: number }>(
    `select line from (select line, lead(line) over (partition by ${column} order by line) as later from ${staged}) as numbered
     where later is not null order by line limit ${rowsTold}`,
  )
  return { count, rows: rows.map(({ line }) => line) }
}

function longKey(): Problem {
  return new Problem(422, 'key-unfit', {
    title: 'That field cannot be the key',
    detail: 'A key has 500 characters at most, and some are longer.',
    at: 'key',
    mend: 'Choose a field of short codes or whole numbers.',
  })
}
