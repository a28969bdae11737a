/** What a follower of a records dataset is told: how what is permitted differs between two commits. */
import type { Permit } from '#permit'
import type { Version } from '#model/dataset.ts'
import { compile, type Compiled, type Shown, type Wanted } from '../compile.ts'
import { Problem } from '#foundation/problem.ts'
import { jsonObject, jsonValue } from './lines.ts'
import type { Register } from './register.ts'
import type { Statement } from './running.ts'
import { rowsAt } from './source.ts'

export type ChangesAsked = Readonly<{ permit: Permit; wanted: Wanted; version: Version; since: number; upTo: number }>

/**
 * A line for each record whose permitted self is another at `upTo` than it was at `since`: `upsert` with what it now is, or
 * `removed` for what was deleted, or left the permitted rows. What changed only where the caller may not look is not told
 * at all. Whoever had the permitted rows of `since` has those of `upTo` when they have followed.
 */
export function changesStatement(
  register: Register,
  { permit, wanted, version, since, upTo }: ChangesAsked,
  format: 'json' | 'ndjson',
): Compiled & Statement {
  // The key must be told, so that one record is not taken for another; whether it may be was decided before.
  const fields = wanted.fields === null ? null : [register.key.name, ...wanted.fields]
  const all: Wanted = { fields, filter: wanted.filter, order: [], limit: null, offset: 0 }
  const span = { after: since, upTo }
  const now = compile(permit, all, version, rowsAt(register, upTo, span))
  const before = compile(permit, all, version, rowsAt(register, since, span))
  const key = now.shown.find(({ name }) => name === register.key.name)
  if (!key || !['as-is', 'pseudonym'].includes(key.transform)) throw keyHidden()
  const same = `present.${key.column} = former.${key.column}`
  const row = (alias: string) => `row(${now.shown.map(({ column }) => `${alias}.${column}`).join(', ')})`
  const line = changeLine(now, key)
  return {
    ...now,
    sql: `select ${format === 'json' ? `',' || ${line}` : `${line} || chr(10)`} from (${now.sql}) as present full join (${before.sql}) as former on ${same}
      where present.position is null or former.position is null or ${row('present')} is distinct from ${row('former')}
      order by coalesce(present.position, former.position)`,
  }
}

/** `{"op":"upsert","key":…,"record":{…}}` or `{"op":"removed","key":…}`. */
function changeLine({ shown }: Pick<Compiled, 'shown'>, key: Shown): string {
  const keyIn = (alias: string) => jsonValue({ ...key, column: `${alias}.${key.column}` })
  const record = jsonObject(shown.map((field) => ({ ...field, column: `present.${field.column}` })))
  return `case when present.position is null then '{"op":"removed","key":' || ${keyIn('former')} || '}'
    else '{"op":"upsert","key":' || ${keyIn('present')} || ',"record":' || ${record} || '}' end`
}

function keyHidden(): Problem {
  return new Problem(403, 'key-not-covered', {
    title: 'Changes cannot be followed under that agreement',
    detail: 'The agreement does not let out the key of the records, so that nobody could tell which of them changed.',
    mend: 'Ask for the rows instead; or ask for the key to be let out as it is, or as a pseudonym.',
  })
}
