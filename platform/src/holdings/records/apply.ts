/** One commit: what waits in `incoming` becomes the state, and what it replaces becomes the past. */
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
  const statement = commitStatement(register, incoming, mode)
  const values = [...incoming.values, register.dataset, at]
  const { rows } = await client.query<Record<keyof Counts, number>>(statement, values)
  return rows[0]!
}

function commitStatement(register: Register, { from, values, hasIds }: Incoming, mode: LoadMode): string {
  const { rows, past, key, moment, places } = register
  const next = moment.sequence + 1
  const [dataset, now] = [`$${values.length + 1}::text`, `$${values.length + 2}::timestamptz`]
  const is = `row(${columns(register, (column) => `held.${column}`)})`
  const willBe = `row(${columns(register, (column) => `last.${column}`)})`
  const same = `last.${key.column} = held.${key.column}`
  const differs = `(last.op = 'upsert' and ${is} is distinct from ${willBe})`
  // A file that replaces all: whatever it does not have is deleted.
  const goes = mode === 'replace' ? `last.${key.column} is null` : `last.op = 'delete'`
  const joined = `${rows} held ${mode === 'replace' ? 'left' : ''} join last on ${same}`
  const fields = columns(register)
  const seen = `exists (select from holdings.change_ids known where known.dataset = ${dataset} and known.id = sent.id)`
  return `with sent as materialized (select * from ${from}),
    fresh as (${
      hasIds
        ? `select * from (select *, row_number() over (partition by id order by line) as nth from sent) as sent
           where id is null or (nth = 1 and not ${seen})`
        : 'select * from sent'
    }),
    last as materialized (select distinct on (${key.column}) * from fresh where ${key.column} is not null order by ${key.column}, line desc),
    former as (insert into ${past} (place, since, until, happened, ${fields})
      select held.place, held.since, ${next}, held.happened, ${columns(register, (column) => `held.${column}`)}
      from ${joined} where ${goes} or ${differs}),
    gone as (delete from ${rows} using (select held.place as at_place from ${joined} where ${goes}) as going
      where place = at_place returning 1),
    other as (update ${rows} as held set since = ${next}, happened = last.happened,
        ${columns(register, (column) => `${column} = last.${column}`)}
      from last where ${same} and ${differs} returning 1),
    added as (insert into ${rows} (place, since, happened, ${fields})
      select ${places} + row_number() over (order by line), ${next}, happened, ${fields}
      from last where op = 'upsert' and not exists (select from ${rows} held where ${same}) returning 1),
    remembered as (${
      hasIds
        ? `insert into holdings.change_ids (dataset, id, at) select ${dataset}, id, ${now} from fresh where id is not null returning 1`
        : `select 1 where ${dataset} is null and ${now} is null`
    })
    select inserted, updated, deleted, kept + deletions - deleted - inserted - updated as unchanged, repeated from (select
      (select count(*) from added) as inserted, (select count(*) from other) as updated, (select count(*) from gone) as deleted,
      (select count(*) from last where op = 'upsert') as kept,
      ${mode === 'replace' ? '(select count(*) from gone)' : `(select count(*) from last where op = 'delete')`} as deletions,
      (select count(*) from sent) - (select count(*) from fresh) as repeated) as counted`
}
