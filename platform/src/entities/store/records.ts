/** Records and pairs of a run: written in pieces, served once the run is. */
import type pg from 'pg'
import type { LinkageKey } from '../keys.ts'
import type { Slot } from '../reading/slots.ts'
import type { PairsPiece, RecordsPiece } from '../run/job.ts'

/** Any connection: the pool, or the one that a transaction is on. */
export type Queries = Pick<pg.PoolClient, 'query'>

/** The run whose records are meant. */
export type Served = Readonly<{ ref: string; currentRun: number; key: LinkageKey }>

/** What is sealed of a record: which it is, and the values that it was linked by. */
export type RecordFacts = Readonly<{ dataset: string; key: string; values: Readonly<Partial<Record<Slot, string>>> }>
export type StoredRecord = RecordFacts & Readonly<{ token: string; entity: string }>

type At = Readonly<{ linkage: string; run: number }>

export async function putRecords(queries: Queries, { linkage, run }: At, piece: RecordsPiece): Promise<void> {
  await queries.query(
    `insert into entities.records (linkage, run, token, entity, sealed)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::bytea[])`,
    [linkage, run, piece.tokens, piece.entities, piece.sealed.map((bytes) => Buffer.from(bytes))],
  )
}

export async function putPairs(queries: Queries, { linkage, run }: At, piece: PairsPiece): Promise<void> {
  await queries.query(
    `insert into entities.pairs (linkage, run, id, left_token, right_token, sealed)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::bytea[])`,
    [linkage, run, piece.ids, piece.left, piece.right, piece.sealed.map((bytes) => Buffer.from(bytes))],
  )
}

/** Entities by record, of the run that is served. */
export async function entitiesNow(
  queries: Queries,
  ref: string,
  run: number | null,
): Promise<Readonly<{ tokens: string[]; entities: string[] }>> {
  const { rows } = await queries.query<{ token: string; entity: string }>(
    'select token, entity from entities.records where linkage = $1 and run = $2 order by token',
    [ref, run],
  )
  return { tokens: rows.map(({ token }) => token), entities: rows.map(({ entity }) => entity) }
}

export const recordsOfEntities = (queries: Queries, served: Served, entities: readonly string[]) =>
  recordsWhere(queries, served, 'entity', entities)

export const recordsByToken = (queries: Queries, served: Served, tokens: readonly string[]) =>
  recordsWhere(queries, served, 'token', tokens)

async function recordsWhere(
  queries: Queries,
  { ref, currentRun, key }: Served,
  column: 'entity' | 'token',
  values: readonly string[],
): Promise<StoredRecord[]> {
  if (values.length === 0) return []
  const { rows } = await queries.query<{ token: string; entity: string; sealed: Buffer }>(
    `select token, entity, sealed from entities.records
     where linkage = $1 and run = $2 and ${column} = any($3) order by token`,
    [ref, currentRun, values],
  )
  return rows.map(({ token, entity, sealed }) => ({ token, entity, ...openRecord(key, token, sealed) }))
}

export const openRecord = (key: LinkageKey, token: string, sealed: Uint8Array): RecordFacts =>
  JSON.parse(key.open(sealed, token)) as RecordFacts

export type StoredPair = Readonly<{ id: string; left: string; right: string; bits: number }>

type PairRow = Readonly<{ id: string; left_token: string; right_token: string; sealed: Buffer }>

/** All that touch any of these records. */
export async function pairsTouching(
  queries: Queries,
  served: Served,
  tokens: readonly string[],
): Promise<StoredPair[]> {
  const { rows } = await queries.query<PairRow>(
    `select id, left_token, right_token, sealed from entities.pairs
     where linkage = $1 and run = $2 and (left_token = any($3) or right_token = any($3))`,
    [served.ref, served.currentRun, tokens],
  )
  return rows.map((row) => toPair(served.key, row))
}

export async function allPairs(queries: Queries, served: Served): Promise<StoredPair[]> {
  const { rows } = await queries.query<PairRow>(
    'select id, left_token, right_token, sealed from entities.pairs where linkage = $1 and run = $2',
    [served.ref, served.currentRun],
  )
  return rows.map((row) => toPair(served.key, row))
}

export async function pairNamed(queries: Queries, served: Served, id: string): Promise<StoredPair | undefined> {
  const { rows } = await queries.query<PairRow>(
    'select id, left_token, right_token, sealed from entities.pairs where linkage = $1 and run = $2 and id = $3',
    [served.ref, served.currentRun, id],
  )
  return rows[0] && toPair(served.key, rows[0])
}

export const sealBits = (key: LinkageKey, id: string, bits: number): Buffer => key.seal(String(bits), id)

function toPair(key: LinkageKey, { id, left_token, right_token, sealed }: PairRow): StoredPair {
  return { id, left: left_token, right: right_token, bits: Number(key.open(sealed, id)) }
}
