/** Which moment of a records dataset is looked at. */
import type pg from 'pg'
import type { Look, LookAsked, Moment, When } from '#model/records.ts'
import { sequenceUnknown } from './faults.ts'
import type { Register } from './register.ts'

/** Problem 400 `sequence-unknown`. */
export async function lookAt(pool: pg.Pool, register: Register, asked: LookAsked): Promise<Look> {
  if (asked.kind === 'history') return { kind: 'history', moment: register.moment }
  if (asked.kind === 'rows') return { kind: 'rows', moment: await momentOf(pool, register, asked.when) }
  const { since, limit } = asked
  if (since > register.moment.sequence) throw sequenceUnknown()
  const moment = limit === null ? register.moment : await wholeCommits(pool, register, since, limit)
  return { kind: 'changes', since, moment }
}

async function momentOf(pool: pg.Pool, register: Register, { asOf, sequence, staleOk }: When): Promise<Moment> {
  const { dataset, moment, copy } = register
  if (sequence !== undefined && sequence !== null) {
    if (sequence > moment.sequence) throw sequenceUnknown()
    if (sequence === moment.sequence) return moment
    return latest(pool, 'dataset = $1 and sequence <= $2', [dataset, sequence])
  }
  if (asOf !== undefined && asOf !== null) return latest(pool, 'dataset = $1 and at <= $2', [dataset, asOf])
  return staleOk && copy ? copy.moment : moment
}

async function latest(pool: pg.Pool, condition: string, values: readonly unknown[]): Promise<Moment> {
  const { rows } = await pool.query<{ sequence: number; at: Date }>(
    `select sequence, at from holdings.commits where ${condition} order by sequence desc limit 1`,
    [...values],
  )
  return rows[0] ? { sequence: rows[0].sequence, at: rows[0].at.toISOString() } : { sequence: 0, at: null }
}

/** The last of as many whole commits as have about so many changes together; one at least, where there is one. */
async function wholeCommits(
  pool: pg.Pool,
  { dataset, moment }: Register,
  since: number,
  limit: number,
): Promise<Moment> {
  const { rows } = await pool.query<{ sequence: number; at: Date }>(
    `select sequence, at from (
       select sequence, at, sum(changes) over (order by sequence) - changes as before
       from (select * from holdings.commits where dataset = $1 and sequence > $2 and sequence <= $4 order by sequence limit $3::bigint) as next
     ) as counted where before < $3::bigint order by sequence desc limit 1`,
    [dataset, since, Math.max(1, limit), moment.sequence],
  )
  return rows[0] ? { sequence: rows[0].sequence, at: rows[0].at.toISOString() } : moment
}
