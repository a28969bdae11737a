/** The history of a linkage, append-only. */
import type { LinkageKey } from '../keys.ts'
import type { Correction } from '../correct/correction.ts'
import type { Queries } from './records.ts'

export type NewCorrection = Readonly<{
  at: Date
  kind: Correction['kind']
  /** null: nobody, a run. */
  by: Readonly<{ role: string | null; pseudonym: string }> | null
  reason: string | null
  from: readonly string[]
  to: readonly string[]
  tokens: readonly string[]
  undoes: number | null
}>

type Owner = Readonly<{ ref: string; key: LinkageKey }>

type Row = Readonly<{
  id: number
  at: Date
  kind: Correction['kind']
  role: string | null
  by: string | null
  reason: Buffer | null
  from_keys: string[]
  to_keys: string[]
  tokens: string[]
  undoes: number | null
  undone: boolean
}>

/** The linkage's row must be locked, so that numbers follow each other. */
export async function nextCorrection(queries: Queries, ref: string): Promise<number> {
  const { rows } = await queries.query<{ id: number }>(
    'select coalesce(max(id), 0) + 1 as id from entities.corrections where linkage = $1',
    [ref],
  )
  return rows[0]!.id
}

export async function putCorrection(
  queries: Queries,
  { ref, key }: Owner,
  id: number,
  correction: NewCorrection,
): Promise<void> {
  const { at, kind, by, reason, from, to, tokens, undoes } = correction
  await queries.query(
    `insert into entities.corrections (linkage, id, at, kind, role, by, reason, from_keys, to_keys, tokens, undoes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [ref, id, at, kind, by?.role ?? null, by?.pseudonym ?? null, sealReason(key, reason), from, to, tokens, undoes],
  )
}

const about = 'reason'
// People write names into reasons.
const sealReason = (key: LinkageKey, reason: string | null) => (reason === null ? null : key.seal(reason, about))

const columns = `c.id, c.at, c.kind, c.role, c.by, c.reason, c.from_keys, c.to_keys, c.tokens, c.undoes,
  exists (select from entities.corrections u where u.linkage = c.linkage and u.undoes = c.id) as undone`

export async function correctionNumbered(queries: Queries, owner: Owner, id: number): Promise<Correction | undefined> {
  const { rows } = await queries.query<Row>(
    `select ${columns} from entities.corrections c where c.linkage = $1 and c.id = $2`,
    [owner.ref, id],
  )
  return rows[0] && toCorrection(owner.key, rows[0])
}

/** Newest first; of one entity, those that it came out of or went into. */
export async function correctionsOf(queries: Queries, owner: Owner, entity: string | null): Promise<Correction[]> {
  const { rows } = await queries.query<Row>(
    `select ${columns} from entities.corrections c
     where c.linkage = $1 and ($2::text is null or c.from_keys @> array[$2] or c.to_keys @> array[$2])
     order by c.id desc limit 500`,
    [owner.ref, entity],
  )
  return rows.map((row) => toCorrection(owner.key, row))
}

function toCorrection(key: LinkageKey, row: Row): Correction {
  const { id, at, kind, role, by, reason, from_keys, to_keys, tokens, undoes, undone } = row
  return {
    id,
    at: at.toISOString(),
    kind,
    role,
    by,
    reason: reason === null ? null : key.open(reason, about),
    from: from_keys,
    to: to_keys,
    records: tokens,
    undoes,
    undone,
  }
}
