/** Opinions of reviewers, and reports of “this is not me”. */
import type { LinkageKey } from '../keys.ts'
import type { ReviewAnswer } from '../review/review.ts'
import type { Queries, Served } from './records.ts'

export type Opinion = Readonly<{
  pair: string
  left: string
  right: string
  at: string
  answer: ReviewAnswer
  secondOpinion: boolean
  comment: string | null
  reviewer: string
  role: string | null
}>

type Row = Readonly<{
  pair: string
  left_token: string
  right_token: string
  at: Date
  answer: ReviewAnswer
  second_opinion: boolean
  comment: Buffer | null
  reviewer: string
  role: string | null
}>

/** Oldest first; of one pair, or of all. */
export async function opinionsOf(
  queries: Queries,
  { ref, key }: Readonly<{ ref: string; key: LinkageKey }>,
  pair: string | null,
): Promise<Opinion[]> {
  const { rows } = await queries.query<Row>(
    `select pair, left_token, right_token, at, answer, second_opinion, comment, reviewer, role from entities.opinions
     where linkage = $1 and ($2::text is null or pair = $2) order by number`,
    [ref, pair],
  )
  return rows.map(({ left_token, right_token, at, second_opinion, comment, ...row }) => ({
    ...row,
    left: left_token,
    right: right_token,
    at: at.toISOString(),
    secondOpinion: second_opinion,
    comment: comment === null ? null : key.open(comment, row.pair),
  }))
}

export async function putOpinion(
  queries: Queries,
  { ref, key }: Readonly<{ ref: string; key: LinkageKey }>,
  opinion: Opinion,
): Promise<void> {
  const { pair, left, right, at, answer, secondOpinion, comment, reviewer, role } = opinion
  await queries.query(
    `insert into entities.opinions
       (linkage, pair, left_token, right_token, at, answer, second_opinion, comment, reviewer, role)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ref,
      pair,
      left,
      right,
      at,
      answer,
      secondOpinion,
      comment === null ? null : key.seal(comment, pair),
      reviewer,
      role,
    ],
  )
}

export type StoredDispute = Readonly<{
  reference: string
  linkage: string
  pair: string
  left: string
  right: string
  reason: Buffer
  reportedAt: string
  state: 'open' | 'upheld' | 'not-upheld'
  decidedAt: string | null
}>

type DisputeRow = Readonly<{
  reference: string
  linkage: string
  pair: string
  left_token: string
  right_token: string
  reason: Buffer
  reported_at: Date
  state: StoredDispute['state']
  decided_at: Date | null
}>

const toDispute = ({ left_token, right_token, reported_at, decided_at, ...row }: DisputeRow): StoredDispute => ({
  ...row,
  left: left_token,
  right: right_token,
  reportedAt: reported_at.toISOString(),
  decidedAt: decided_at?.toISOString() ?? null,
})

const disputeColumns = 'reference, linkage, pair, left_token, right_token, reason, reported_at, state, decided_at'

export async function putDispute(
  queries: Queries,
  dispute: Omit<StoredDispute, 'state' | 'decidedAt'> & Readonly<{ reporter: string }>,
): Promise<void> {
  const { reference, linkage, pair, left, right, reason, reporter, reportedAt } = dispute
  await queries.query(
    `insert into entities.disputes
       (reference, linkage, pair, left_token, right_token, reason, reporter, reported_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')`,
    [reference, linkage, pair, left, right, reason, reporter, reportedAt],
  )
}

export async function disputeNamed(queries: Queries, reference: string): Promise<StoredDispute | undefined> {
  const { rows } = await queries.query<DisputeRow>(
    `select ${disputeColumns} from entities.disputes where reference = $1`,
    [reference],
  )
  return rows[0] && toDispute(rows[0])
}

/** Oldest first. */
export async function openDisputes(queries: Queries, linkage: string): Promise<StoredDispute[]> {
  const { rows } = await queries.query<DisputeRow>(
    `select ${disputeColumns} from entities.disputes where linkage = $1 and state = 'open' order by reported_at, reference`,
    [linkage],
  )
  return rows.map(toDispute)
}

export async function decideDisputes(
  queries: Queries,
  linkage: string,
  { pair, state, at }: Readonly<{ pair: string; state: 'upheld' | 'not-upheld'; at: Date }>,
): Promise<void> {
  await queries.query(
    `update entities.disputes set state = $3, decided_at = $4 where linkage = $1 and pair = $2 and state = 'open'`,
    [linkage, pair, state, at],
  )
}

/** Pairs and reports that nobody has answered yet; those that wait for another opinion are not counted. */
export async function countWaiting(
  queries: Queries,
  { ref, currentRun }: Pick<Served, 'ref' | 'currentRun'>,
): Promise<number> {
  const { rows } = await queries.query<{ count: number }>(
    `select (select count(*) from entities.disputes where linkage = $1 and state = 'open') +
       coalesce((select (facts->>'uncertain')::bigint from entities.runs where linkage = $1 and number = $2), 0) -
       (select count(distinct p.id) from entities.pairs p
        join entities.opinions o on o.linkage = p.linkage and o.pair = p.id and o.answer <> 'defer'
        where p.linkage = $1 and p.run = $2) as count`,
    [ref, currentRun],
  )
  return Math.max(0, rows[0]?.count ?? 0)
}
