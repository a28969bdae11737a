/** A file's rows, read and typed by intake into a snapshot, become the records of a dataset, or changes to them. */
import type pg from 'pg'
import { copyIn } from '#foundation/copy-in.ts'
import { ident } from '#foundation/sql.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { Changed, Loaded, LoadMode, SetAside } from '#model/records.ts'
import type { Source } from '../compile.ts'
import type { Engine } from '../engine.ts'
import { parquetSource } from '../snapshot.ts'
import { textBatches } from '../text-batches.ts'
import { stage, staged } from './apply.ts'
import { bulk, commitStaged, mended, note, timeOf, type Writing } from './commit.ts'
import { makeAnew } from './define.ts'
import { keyUnfit, notRecords } from './faults.ts'
import { longestKey } from './read-change.ts'
import { columns, findRegister, type Register, transaction } from './register.ts'

export type Load = Readonly<{ dataset: DatasetRef; mode: LoadMode; /** Path of the snapshot. */ path: string }>

/** The snapshot as the columnar engine reads it: its rows that have a key, and the SQL of that key and of their places. */
type Rows = Readonly<{ engine: Engine; from: string; key: string; place: string }>

/** As many numbers of rows are told. */
const rowsTold = 100

/**
 * Makes one commit of a snapshot's rows. Rows without a key are set aside, and those whose key a later row has too.
 * The snapshot's columns are the fields of the dataset. Problem 422 `key-unfit`, 409 `not-records`.
 */
export async function load({ pool, clock }: Writing, engine: Engine, { dataset, mode, path }: Load): Promise<Loaded> {
  const expected = await findRegister(pool, dataset)
  if (!expected) throw notRecords()
  const rows = rowsOf(engine, parquetSource(path, expected), expected)
  const keyless = await keylessRows(rows)
  const duplicates = await duplicateRows(rows)
  return mended(() =>
    transaction(pool, async (client) => {
      await bulk(client)
      const changed =
        expected.moment.sequence === 0
          ? await fill({ client, expected, at: clock() }, rows, duplicates.count > 0)
          : null
      if (changed) return { ...changed, keyless, duplicates }
      await stage(client, expected)
      await copyIn(
        client,
        `copy ${staged} from stdin (format csv)`,
        linesOf(rows, expected, { before: `',upsert,,,'` }),
      )
      return { ...(await commitStaged(client, expected, { clock, mode, hasIds: false })), keyless, duplicates }
    }),
  )
}

type Filling = Readonly<{ client: pg.PoolClient; expected: Register; at: Date }>

/**
 * The first rows of all go straight into new tables, which get their indexes afterwards: several times quicker. Null when
 * somebody else was first.
 */
async function fill({ client, expected, at }: Filling, rows: Rows, hasDuplicates: boolean): Promise<Changed | null> {
  const register = await findRegister(client, expected.dataset, { lock: true })
  if (register?.rows !== expected.rows || register.moment.sequence > 0) return null
  let inserted = 0
  await makeAnew(client, register, register.fields, async ({ rows: table }) => {
    const only = hasDuplicates ? ` AND ${rows.place} NOT IN (SELECT n FROM (${repeated(rows)}))` : ''
    const lines = linesOf(rows, register, { before: `',1,,'`, only })
    inserted = await copyIn(
      client,
      `copy ${table} (place, since, happened, ${columns(register)}) from stdin (format csv)`,
      lines,
    )
  })
  const counts = { inserted, updated: 0, deleted: 0, unchanged: 0, repeated: 0 }
  if (inserted === 0) return { ...register.moment, ...counts }
  const made = timeOf(register, at)
  // A place is the number of the row in the file: those that follow come after all of them.
  const places = Number(await rows.engine.run(`SELECT max(${rows.place}) + 1 FROM ${rows.from}`, []))
  await note(client, register, { counts, at: made, places })
  return { sequence: 1, at: made.toISOString(), ...counts }
}

function rowsOf(engine: Engine, { from, place }: Source, { key }: Register): Rows {
  return { engine, from: `${from} AS held`, key: ident(key.name), place: ident(place) }
}

/** The engine writes the lines, and they pass as the bytes that they are. `before`: what follows the row's number. */
async function* linesOf(
  { engine, from, key, place }: Rows,
  { fields }: Register,
  { before, only = '' }: Readonly<{ before: string; only?: string }>,
): AsyncGenerator<Uint8Array> {
  const cells = fields.map(({ name, type }) => {
    const column = ident(name)
    if (type !== 'text' && type !== 'geometry') return `CAST(${column} AS VARCHAR)`
    // A line break in GeoJSON is white space; a row of an answer is one line.
    const value = type === 'geometry' ? `translate(${column}, chr(10) || chr(13), '  ')` : column
    return `'"' || replace(${value}, '"', '""') || '"'`
  })
  const line = `concat(${place} + 1, ${before}, ${cells.map((cell, index) => (index ? `',', ${cell}` : cell)).join(', ')}, chr(10))`
  const running = await engine.start(`SELECT ${line} FROM ${from} WHERE ${key} IS NOT NULL${only}`, [])
  for await (const { bytes } of textBatches(running, { expression: line, head: '', skip: 0 })) yield bytes
}

async function keylessRows({ engine, from, key, place }: Rows): Promise<SetAside> {
  const missing = `${from} WHERE ${key} IS NULL`
  const count = Number(await engine.run(`SELECT count(*) FROM ${missing}`, []))
  return { count, rows: count === 0 ? [] : await numbersOf(engine, `SELECT ${place} AS n FROM ${missing}`) }
}

async function duplicateRows(rows: Rows): Promise<SetAside> {
  const { engine, from, key } = rows
  const longest = await engine.run(`SELECT max(length(CAST(${key} AS VARCHAR))) FROM ${from}`, [])
  if (Number(longest ?? 0) > longestKey)
    throw keyUnfit(`A key has ${longestKey} characters at most, and some are longer.`)
  const count = Number(await engine.run(`SELECT count(${key}) - count(DISTINCT ${key}) FROM ${from}`, []))
  return { count, rows: count === 0 ? [] : await numbersOf(engine, repeated(rows)) }
}

/** The places of rows whose key a later row has too. */
function repeated({ from, key, place }: Rows): string {
  const later = `lead(${place}) OVER (PARTITION BY ${key} ORDER BY ${place})`
  return `SELECT n FROM (SELECT ${place} AS n, ${later} AS later FROM ${from} WHERE ${key} IS NOT NULL) WHERE later IS NOT NULL`
}

/** The first numbers of rows, counted from 1. */
async function numbersOf(engine: Engine, places: string): Promise<readonly number[]> {
  const text = await engine.run(
    `SELECT string_agg(n + 1, ' ' ORDER BY n) FROM (SELECT n FROM (${places}) ORDER BY n LIMIT ${rowsTold})`,
    [],
  )
  return String(text).split(' ').map(Number)
}
