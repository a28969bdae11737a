import type { Database } from '#foundation/database.ts'
import { newId } from '#foundation/ids.ts'
import type { LinkageKey, LinkageKeys } from '../keys.ts'
import type { LinkageDocument } from '../linkages/document.ts'

export type Linkage = Readonly<{
  ref: string
  organisation: string
  id: string
  document: LinkageDocument
  definedAt: string
  currentRun: number | null
  key: LinkageKey
}>

type Row = Readonly<{
  ref: string
  organisation: string
  id: string
  document: LinkageDocument
  defined_at: Date
  current_run: number | null
}>

export type Shelf = Readonly<{ database: Database; keys: LinkageKeys }>

export async function putLinkage({ database }: Shelf, document: LinkageDocument, at: Date): Promise<void> {
  await database.pool.query(
    `insert into entities.linkages (ref, organisation, id, document, defined_at) values ($1, $2, $3, $4, $5)
     on conflict (organisation, id) do update set document = excluded.document, defined_at = excluded.defined_at`,
    [newId('k'), document.organisation, document.id, JSON.stringify(document), at],
  )
}

export async function linkageNamed(shelf: Shelf, organisation: string, id: string): Promise<Linkage | undefined> {
  return (await linkagesWhere(shelf, 'organisation = $1 and id = $2', [organisation, id]))[0]
}

export const linkagesOf = (shelf: Shelf, organisation: string): Promise<Linkage[]> =>
  linkagesWhere(shelf, 'organisation = $1', [organisation])

/**
 * Entity keys are unguessable and of one linkage only, so that whoever holds one may be taken to it; also with a key that was
 * given up when records moved.
 */
export async function linkageOfEntity(shelf: Shelf, entity: string): Promise<Linkage | undefined> {
  const found = `exists (select from entities.records r
    where r.linkage = ref and r.run = current_run and r.entity = $1)
    or exists (select from entities.corrections c where c.linkage = ref and c.from_keys @> array[$1])`
  return (await linkagesWhere(shelf, found, [entity]))[0]
}

/** The key goes first: what is left in the database without it tells nothing. */
export async function removeLinkage({ database, keys }: Shelf, { ref }: Linkage): Promise<void> {
  await keys.destroy(ref)
  await database.pool.query('delete from entities.linkages where ref = $1', [ref])
}

async function linkagesWhere({ database, keys }: Shelf, where: string, values: readonly string[]): Promise<Linkage[]> {
  const { rows } = await database.pool.query<Row>(
    `select ref, organisation, id, document, defined_at, current_run from entities.linkages where ${where} order by id`,
    [...values],
  )
  return Promise.all(
    rows.map(async ({ ref, organisation, id, document, defined_at, current_run }) => ({
      ref,
      organisation,
      id,
      document,
      definedAt: defined_at.toISOString(),
      currentRun: current_run,
      key: await keys.of(ref),
    })),
  )
}
