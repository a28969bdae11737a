/** Merge, split, undo: each one transaction, on record in the history, and binding for every later run. */
import { mergedByHand, unmergedByHand } from '#linkage'
import type pg from 'pg'
import type { Caller } from '#model/request.ts'
import { type AskingLinked, type Desk, onEntities, onLinkage } from '../desk.ts'
import type { Entities } from '../entities.ts'
import { cannotCorrect, noCorrection, noEntity, undoneAlready } from '../faults.ts'
import type { TokenRuling } from '../run/job.ts'
import { correctionNumbered, correctionsOf, nextCorrection, putCorrection } from '../store/corrections.ts'
import { type Queries, recordsOfEntities, type StoredRecord } from '../store/records.ts'
import { putRulings, rulingsOf } from '../store/rulings.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Correction } from './correction.ts'
import { recluster } from './recluster.ts'

/** So many records are taken apart pair by pair; an entity of more is a fault of the linkage, not of one record. */
const most = 300

export function createCorrecting(desk: Desk): Pick<Entities, 'merge' | 'split' | 'undo' | 'history'> {
  return {
    merge: (asked) =>
      onEntities(desk, asked, 'review-link', (asking) =>
        correcting(desk, asking, async (client) => {
          const keys = [...new Set(asked.keys)]
          if (keys.length < 2) throw cannotCorrect('One entity alone cannot be merged.', 'Name two or more.')
          const records = await recordsOf(client, asking, keys)
          return { kind: 'merge', reason: asked.reason, rulings: rule(records, (places) => mergedByHand(places)) }
        }),
      ),
    split: (asked) =>
      onEntities(desk, asked, 'review-link', (asking) =>
        correcting(desk, asking, async (client) => {
          const records = await recordsOf(client, asking, [asked.key])
          const { reason, records: leaving } = asked
          return { kind: 'split', reason, rulings: splitOff(records, leaving), leaving }
        }),
      ),
    undo: (asked) =>
      onEntities(desk, asked, 'review-link', (asking) =>
        correcting(desk, asking, async (client) => {
          const before = await correctionNumbered(client, asking.linkage, asked.correction)
          if (!before || before.kind === 'run' || before.kind === 'undo') throw noCorrection()
          if (before.undone) throw undoneAlready()
          const rulings = await rulingsOf(client, asking.linkage.ref, before.id)
          return { kind: 'undo', reason: asked.reason, rulings, undoes: before.id }
        }),
      ),
    history: (asked) =>
      onLinkage(desk, asked, 'see-linkage', ({ linkage }) =>
        correctionsOf(desk.database.pool, linkage, asked.key ?? null),
      ),
  }
}

export type Change = Readonly<{
  kind: 'merge' | 'split' | 'undo' | 'settle'
  reason: string | null
  /** What it rules; for an undo: what does not stand any more. */
  rulings: readonly TokenRuling[]
  /** Records that are taken out: what stays keeps the key. */
  leaving?: readonly string[]
  undoes?: number
}>

/**
 * Runs a change under the linkage's lock: what it rules, what moves by it, and the entry in the history. `plan` sees the
 * entities as they are under the lock.
 */
export async function correcting(
  desk: Desk,
  asking: AskingLinked,
  plan: (client: pg.PoolClient) => Promise<Change>,
): Promise<Correction> {
  return inTransaction(desk.database, (client) => correctIn(client, { desk, asking }, plan))
}

export async function correctIn(
  client: pg.PoolClient,
  { desk, asking }: Readonly<{ desk: Desk; asking: AskingLinked }>,
  plan: (client: pg.PoolClient) => Promise<Change>,
): Promise<Correction> {
  const { caller, linkage } = asking
  await client.query('select from entities.linkages where ref = $1 for update', [linkage.ref])
  const { kind, reason, rulings, leaving = [], undoes = null } = await plan(client)
  const id = await nextCorrection(client, linkage.ref)
  if (kind !== 'undo') await putRulings(client, linkage.ref, id, rulings)
  const touched = [...new Set(rulings.flatMap(({ left, right }) => [left, right]))]
  const { from, to, records } = await recluster(client, linkage, { tokens: touched, except: undoes, leaving })
  const by = { role: roleOf(caller), pseudonym: linkage.key.pseudonym(caller) }
  await putCorrection(client, linkage, id, { at: desk.clock(), kind, by, reason, from, to, tokens: records, undoes })
  return (await correctionNumbered(client, linkage, id))!
}

export const roleOf = ({ roles }: Caller): string | null => roles.join(' ') || null

async function recordsOf(
  queries: Queries,
  { linkage }: AskingLinked,
  keys: readonly string[],
): Promise<StoredRecord[]> {
  const records = await recordsOfEntities(queries, linkage, keys)
  const found = new Set(records.map(({ entity }) => entity))
  if (keys.some((key) => !found.has(key))) throw noEntity()
  if (records.length > most)
    throw cannotCorrect(
      `These are ${records.length} records, more than ${most}.`,
      'Look at the linkage’s model: a person has no so many.',
    )
  return records
}

function rule(
  records: readonly StoredRecord[],
  by: (places: readonly number[]) => readonly Readonly<{ left: number; right: number; same: boolean }>[],
): TokenRuling[] {
  return by([...records.keys()]).map(({ left, right, same }) => ({
    left: records[left]!.token,
    right: records[right]!.token,
    same,
  }))
}

/** Those records are one, the others are one, and no two of both are. Problem 422 unless both parts have some. */
export function splitOff(records: readonly StoredRecord[], tokens: readonly string[]): TokenRuling[] {
  const moved = new Set(tokens)
  const isMoved = (place: number) => moved.has(records[place]!.token)
  const inIt = new Set(records.map(({ token }) => token))
  if ([...moved].some((token) => !inIt.has(token)))
    throw cannotCorrect('One of the records is not in that entity.', 'See which are: they are listed with the person.')
  if (moved.size === 0 || moved.size === records.length)
    throw cannotCorrect('One part of the split would be empty.', 'Name some of its records, and not all.')
  return rule(records, (places) => unmergedByHand([places.filter(isMoved), places.filter((place) => !isMoved(place))]))
}
