/** The tables of a records dataset: made, and made anew when a field is added or read as another type. */
import type pg from 'pg'
import type { DatasetRef, Field, FieldType } from '#model/dataset.ts'
import { canonicalText } from '../transforms.ts'
import { asTheEngineReads } from '../compile.ts'
import { fieldsUnfit, keyUnfit, notRecords, typeUnfit } from './faults.ts'
import {
  columns,
  findRegister,
  type RecordField,
  type Register,
  type Runner,
  sqlTypes,
  tablesOf,
  transaction,
} from './register.ts'

export type Definition = Readonly<{
  dataset: DatasetRef
  key: string
  fields: readonly Pick<Field, 'name' | 'type'>[]
  /** True while no version of the dataset is served: what an interrupted first load left is then no obstacle. */
  isFirst: boolean
}>

const mostFields = 500

/**
 * Makes the tables, or adds the fields that are new. The same definition changes nothing. Problem 422 for a key that is
 * none, or when fields are gone or of another type.
 */
export async function define(pool: pg.Pool, definition: Definition): Promise<void> {
  const { dataset, fields, isFirst } = definition
  check(definition)
  await transaction(pool, async (client) => {
    // Two first publishes at once: the second finds what the first made.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('wayleave.records ' || $1, 0))`, [dataset])
    const before = await findRegister(client, dataset, { lock: true })
    if (!before) return make(client, definition)
    const was = new Map(before.fields.map(({ name, type }) => [name, type]))
    const names = new Set(fields.map(({ name }) => name))
    const gone = before.fields.filter(({ name }) => !names.has(name))
    const other = fields.filter(({ name, type }) => was.has(name) && was.get(name) !== type)
    const isOther = gone.length > 0 || other.length > 0 || definition.key !== before.key.name
    if (isOther && isFirst) {
      await client.query('delete from holdings.registers where dataset = $1', [dataset])
      await make(client, definition)
    } else if (isOther) {
      throw fieldsUnfit(
        definition.key === before.key.name
          ? `${gone.length} of the fields that the records have are missing, and ${other.length} are of another type: ${[...gone, ...other].map(({ name }) => name.slice(0, 100)).join(', ')}.`
          : 'The key of a records dataset stays what it is.',
        'Name all fields that there are, with their types, and the new ones behind them. To change a type: `wayleave fields --set`.',
      )
    } else if (fields.length > before.fields.length) {
      const added = fields.filter(({ name }) => !was.has(name))
      await rebuild(client, before, [...before.fields, ...numbered(added, before.fields.length)])
    }
  })
  await dropUnused(pool)
}

/** Reads fields as other types, in the records of now and before. Problem 422 `type-unfit` when a value would be lost. */
export async function retype(
  pool: pg.Pool,
  dataset: DatasetRef,
  types: Readonly<Record<string, FieldType>>,
): Promise<void> {
  await transaction(pool, async (client) => {
    const before = await findRegister(client, dataset, { lock: true })
    if (!before) throw notRecords()
    const next = before.fields.map((field) => ({ ...field, type: types[field.name] ?? field.type }))
    checkKey(next.find(({ name }) => name === before.key.name))
    if (next.some(({ type }, index) => type !== before.fields[index]!.type)) await rebuild(client, before, next)
  })
  await dropUnused(pool)
}

function check({ key, fields }: Definition): void {
  if (fields.length > mostFields)
    throw fieldsUnfit(
      `Records have ${mostFields} fields at most, and these are ${fields.length}.`,
      'Send fewer fields.',
    )
  const names = new Set(fields.map(({ name }) => asTheEngineReads(name)))
  if (names.size < fields.length)
    throw fieldsUnfit('Two of them have names that differ in capital letters at most.', 'Rename one of them.')
  checkKey(fields.find(({ name }) => name === key))
}

function checkKey(field: Pick<Field, 'type'> | undefined): void {
  if (!field) throw keyUnfit('None of the fields has that name.')
  if (field.type !== 'text' && field.type !== 'integer')
    throw keyUnfit(`The field is read as ${field.type}; a key is text or a whole number.`)
}

function numbered(fields: readonly Pick<Field, 'name' | 'type'>[], from = 0): RecordField[] {
  return fields.map(({ name, type }, index) => ({ name, type, column: `f${from + index + 1}` }))
}

async function make(client: Runner, { dataset, key, fields }: Definition): Promise<void> {
  const all = numbered(fields)
  const number = await makeTables(client, all)
  await index(
    client,
    number,
    all.find(({ name }) => name === key)!,
  )
  await client.query('insert into holdings.registers (dataset, fields, key, tables) values ($1, $2, $3, $4)', [
    dataset,
    JSON.stringify(all),
    key,
    number,
  ])
}

async function makeTables(client: Runner, fields: readonly RecordField[]): Promise<number> {
  const { rows } = await client.query<{ number: number }>(`select nextval('holdings.table_numbers')::int as number`)
  const number = rows[0]!.number
  const tables = tablesOf(number)
  const list = fields.map(({ column, type }) => `${column} ${sqlTypes[type]}`).join(', ')
  await client.query(
    `create table ${tables.rows} (place bigint not null, since bigint not null, happened timestamptz, ${list})`,
  )
  await client.query(
    `create table ${tables.past} (place bigint not null, since bigint not null, until bigint not null, happened timestamptz, ${list})`,
  )
  return number
}

/** After the rows, which is quicker. */
async function index(client: Runner, number: number, key: RecordField): Promise<void> {
  const { rows, past } = tablesOf(number)
  await client.query(`alter table ${rows} add primary key (place)`)
  await client.query(`create unique index on ${rows} (${key.column})`)
  await client.query(`create index on ${rows} (since)`)
  await client.query(`create index on ${past} (${key.column})`)
  await client.query(`create index on ${past} (since)`)
  await client.query(`create index on ${past} (until)`)
}

/** All rows of now and before, with other fields. Problem 422 `type-unfit`. */
async function rebuild(client: Runner, before: Register, next: readonly RecordField[]): Promise<void> {
  const was = new Map(before.fields.map((field) => [field.column, field]))
  const changed = next.flatMap((field) => {
    const old = was.get(field.column)
    return old && old.type !== field.type ? [{ old, field, value: readAs(old, field.type) }] : []
  })
  for (const { old, field, value } of changed) {
    const lost = `select count(*) as n from %s where ${old.column} is not null and ${value} is null`
    const now = await count(client, lost.replace('%s', before.rows))
    const sum = now + (await count(client, lost.replace('%s', before.past)))
    if (sum > 0) throw typeUnfit(field.name, field.type, sum)
  }
  const values = next.map(({ column }) => {
    const read = changed.find(({ field }) => field.column === column)
    return read ? read.value : was.has(column) ? column : 'null'
  })
  const to = columns({ fields: next })
  await makeAnew(client, before, next, async (tables) => {
    for (const [table, from, times] of [
      [tables.rows, before.rows, 'place, since, happened'],
      [tables.past, before.past, 'place, since, until, happened'],
    ] as const)
      await client.query(
        `insert into ${table} (${times}, ${to}) select ${times}, ${values.join(', ')} from ${from} order by place`,
      )
  })
}

type Tables = ReturnType<typeof tablesOf>

/**
 * Fills new tables beside the old, which readers go on reading; the last step points to them. The columnar copy no longer
 * fits. The register is held by the caller's transaction.
 */
export async function makeAnew(
  client: Runner,
  { dataset, key }: Register,
  fields: readonly RecordField[],
  fillTables: (tables: Tables) => Promise<void>,
): Promise<void> {
  const number = await makeTables(client, fields)
  const tables = tablesOf(number)
  await fillTables(tables)
  await index(client, number, key)
  await client.query(`analyze ${tables.rows}, ${tables.past}`)
  await client.query(
    'update holdings.registers set fields = $2, tables = $3, copy_sequence = null, copy_at = null where dataset = $1',
    [dataset, JSON.stringify(fields), number],
  )
}

async function count(client: Runner, statement: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(statement)
  return Number(rows[0]!.n)
}

/** SQL of a column's value read as another type: null where it is none. */
function readAs({ column, type: from }: RecordField, type: FieldType): string {
  const text = `btrim(${canonicalText({ expression: column, type: from })})`
  switch (type) {
    case 'text':
      return from === 'geometry' ? column : text
    case 'integer':
      return `(case when ${text} ~ '^[+-]?[0-9]{1,18}$' then ${text}::bigint end)`
    case 'number':
      return `holdings.number_or_null(${text})`
    case 'boolean':
      return `(case when lower(${text}) in ('true', 'yes', 'y', 't', '1') then true when lower(${text}) in ('false', 'no', 'n', 'f', '0') then false end)`
    case 'date':
      return `(case when ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then holdings.date_or_null(${text}) end)`
    case 'time':
      return `(case when ${text} ~ '^[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?$' then holdings.time_or_null(${text}) end)`
    case 'datetime':
      return `(case when ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?Z?)?$' then holdings.datetime_or_null(replace(${text}, 'Z', '')) end)`
    case 'geometry':
      return `(case when ${text} like '{%' then holdings.json_or_null(${text}) end)`
  }
}

/** Tables that no register points to. One that is still being read is left for the next time. */
export async function dropUnused(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'holdings'::regnamespace and c.relkind = 'r' and c.relname ~ '^(rows|past)_[0-9]+$'
       and not exists (select from holdings.registers r where r.tables = substr(c.relname, 6)::int)`,
  )
  for (const { name } of rows) {
    await transaction(pool, async (client) => {
      await client.query(`set local lock_timeout = '200ms'`)
      await client.query(`drop table if exists ${name}`)
    }).catch(() => undefined)
  }
}
