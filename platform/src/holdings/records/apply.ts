/** One commit: what waits in `incoming` becomes the state, and what it replaces becomes the past. */
import { sha256Hex } from '#foundation/hash.ts'
import type { LoadMode } from '#model/records.ts'
import { columns, type Register, type Runner, sqlTypes } from './register.ts'

/**
 * Where the changes of a commit wait: a FROM item with the columns line, op, id, happened and those of the fields, and the
 * values of its parameters. `hasIds`: whether any has an idempotency id.
 */
export type Incoming = Readonly<{ from: string; values: readonly unknown[]; hasIds: boolean }>

export type Counts = Readonly<{
  inserted: number
  updated: number
  deleted: number
  unchanged: number
  repeated: number
}>

export const staged = 'incoming'

/** The columns of a temporary table for many changes; it is gone with the transaction. */
export async function stage(client: Runner, { fields }: Register): Promise<void> {
  const list = fields.map(({ column, type }) => `${column} ${sqlTypes[type]}`).join(', ')
  await client.query(
    `create temporary table ${staged} (line bigint, op text, id text, happened timestamptz, ${list}) on commit drop`,
  )
}

/** A few changes as one parameter, which spares the table. */
export function few(changes: readonly object[], { fields }: Register, hasIds: boolean): Incoming {
  const list = fields.map(({ column, type }) => `${column} ${sqlTypes[type].replace(/ .*C"$/, '')}`).join(', ')
  const from = `json_to_recordset($1::json) as sent (line bigint, op text, id text, happened timestamptz, ${list})`
  return { from, values: [JSON.stringify(changes)], hasIds }
}

/**
 * Makes the commit `register.moment.sequence + 1` within the transaction that holds the register. Of several changes to
 * one key the last counts. A record that comes as it is leaves no trace.
 */
export async function apply(
  client: Runner,
  register: Register,
  incoming: Incoming,
  { mode, at }: Readonly<{ mode: LoadMode; at: Date }>,
): Promise<Counts> {
  const { moment, places, dataset } = register
  const text = commitStatement(register, incoming, mode)
  const values = [...incoming.values, dataset, at, moment.sequence + 1, places]
  // Few changes come often, and reading the statement takes longer than running it: each connection keeps it.
  const name = incoming.from === staged ? {} : { name: sha256Hex(text).slice(0, 40) }
  const { rows } = await client.query<Record<keyof Counts, number>>({ text, values, ...name })
  return rows[0]!
}

function commitStatement(register: Register, { from, values, hasIds }: Incoming, mode: LoadMode): string {
  const { rows, past, key } = register
  const [dataset, now, next, places] = ['text', 'timestamptz', 'bigint', 'bigint'].map(
    (type, index) => `$${values.length + index + 1}::${type}`,
  )
  const fields = columns(register)
  const of = (alias: string) => columns(register, (column) => `${alias}.${column}`)
  const seen = `exists (select from holdings.change_ids known where known.dataset = ${dataset} and known.id = sent.id)`
  // Everything is compared once, with what is held; what follows touches what is different, and nothing else.
  return `with sent as not materialized (select * from ${from}),
    fresh as (${
      hasIds
        ? `select * from (select *, row_number() over (partition by id order by line) as nth from sent) as sent
           where id is null or (nth = 1 and not ${seen})`
        : 'select * from sent'
    }),
    last as (select distinct on (${key.column}) * from fresh where ${key.column} is not null order by ${key.column}, line desc),
    compared as materialized (
      select held.place as held_place, coalesce(last.op, 'delete') as op, last.line, last.happened, ${of('last')},
        case when last.op is null or held.place is null then held.place is not null or last.op = 'upsert'
             else last.op = 'delete' or row(${of('held')}) is distinct from row(${of('last')}) end as differs
      from last ${mode === 'replace' ? 'full' : 'left'} join ${rows} held on last.${key.column} = held.${key.column}),
    other as materialized (select * from compared where differs),
    former as (insert into ${past} (place, since, until, happened, ${fields})
      select held.place, held.since, ${next}, held.happened, ${of('held')} from ${rows} held join other on held.place = other.held_place),
    gone as (delete from ${rows} using other where place = held_place and other.op = 'delete' returning 1),
    changed as (update ${rows} as held set since = ${next}, happened = other.happened,
        ${columns(register, (column) => `${column} = other.${column}`)}
      from other where held.place = held_place and other.op = 'upsert' returning 1),
    added as (insert into ${rows} (place, since, happened, ${fields})
      select ${places} + row_number() over (order by line), ${next}, happened, ${fields}
      from other where held_place is null returning 1),
    remembered as (${
      hasIds
        ? `insert into holdings.change_ids (dataset, id, at) select ${dataset}, id, ${now} from fresh where id is not null returning 1`
        : `select 1 where ${dataset} is null and ${now} is null`
    })
    select (select count(*) from added) as inserted, (select count(*) from changed) as updated, (select count(*) from gone) as deleted,
      (select count(*) from compared where not differs) as unchanged,
      ${hasIds ? '(select count(*) from sent) - (select count(*) from fresh)' : '0::bigint'} as repeated`
}
