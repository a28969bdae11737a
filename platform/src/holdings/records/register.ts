/** A records dataset as the database knows it: its tables, its columns, how far it has come. */
import type pg from 'pg'
import type { DatasetRef, FieldType } from '#model/dataset.ts'
import type { Moment, RecordsState } from '#model/records.ts'

export type RecordField = Readonly<{ name: string; type: FieldType; column: string }>

export type Register = Readonly<{
  dataset: DatasetRef
  fields: readonly RecordField[]
  key: RecordField
  /** The current rows and the former ones, as SQL names. */
  rows: string
  past: string
  moment: Moment
  /** Current rows. */
  count: number
  /** Places given out so far. */
  places: number
  copy: Readonly<{ address: string; moment: Moment }> | null
}>

type Row = Readonly<{
  dataset: string
  fields: readonly RecordField[]
  key: string
  tables: number
  sequence: number
  at: Date | null
  rows: number
  places: number
  copy: string | null
  copy_sequence: number | null
  copy_at: Date | null
}>

/** Who runs statements: a pool, or a client within a transaction. */
export type Runner = Pick<pg.ClientBase, 'query'>

const row = `dataset, fields, key, tables, sequence, at, rows, places, copy, copy_sequence, copy_at`

/** `lock`: for whoever is about to change it, until their transaction ends. */
export async function findRegister(
  on: Runner,
  dataset: DatasetRef,
  { lock = false }: { lock?: boolean } = {},
): Promise<Register | undefined> {
  const { rows } = await on.query<Row>(
    `select ${row} from holdings.registers where dataset = $1${lock ? ' for update' : ''}`,
    [dataset],
  )
  return rows[0] && toRegister(rows[0])
}

export async function statesOf(
  on: Runner,
  datasets: readonly DatasetRef[],
): Promise<ReadonlyMap<DatasetRef, RecordsState>> {
  if (datasets.length === 0) return new Map()
  const { rows } = await on.query<Row>(`select ${row} from holdings.registers where dataset = any($1)`, [[...datasets]])
  return new Map(
    rows
      .map(toRegister)
      .map(({ dataset, moment, count, copy }) => [dataset, { moment, rows: count, copy: copy?.moment ?? null }]),
  )
}

function toRegister(row: Row): Register {
  const { dataset, fields, copy, copy_sequence: copied } = row
  return {
    dataset,
    fields,
    key: fields.find(({ name }) => name === row.key)!,
    ...tablesOf(row.tables),
    moment: { sequence: row.sequence, at: row.at?.toISOString() ?? null },
    count: row.rows,
    places: row.places,
    copy:
      copy !== null && copied !== null
        ? { address: copy, moment: { sequence: copied, at: row.copy_at?.toISOString() ?? null } }
        : null,
  }
}

export function tablesOf(number: number): Pick<Register, 'rows' | 'past'> {
  return { rows: `holdings.rows_${number}`, past: `holdings.past_${number}` }
}

/** `f1, f2 …`, each as the function writes it. */
export function columns(
  { fields }: Pick<Register, 'fields'>,
  write: (column: string) => string = (column) => column,
): string {
  return fields.map(({ column }) => write(column)).join(', ')
}

export const sqlTypes: Readonly<Record<FieldType, string>> = {
  // In the order of code points, as every comparison of texts is here, so that an index serves it.
  text: 'text COLLATE "C"',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  geometry: 'text COLLATE "C"',
}

/** Runs work in one transaction: all of it, or none. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken: boolean | Error = false
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((broken: Error) => (isBroken = broken))
    throw error
  } finally {
    client.release(isBroken)
  }
}
