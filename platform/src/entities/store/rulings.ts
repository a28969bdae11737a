/** What people ruled on pairs of records: all rulings whose correction stands. */
import type { TokenRuling } from '../run/job.ts'
import type { Queries } from './records.ts'

export type NumberedRuling = TokenRuling & Readonly<{ number: number }>

const standing = `not exists (select from entities.corrections u where u.linkage = r.linkage and u.undoes = r.correction)`

type Row = Readonly<{ number: number; left_token: string; right_token: string; same: boolean }>
const toRuling = ({ number, left_token, right_token, same }: Row): NumberedRuling => ({
  number,
  left: left_token,
  right: right_token,
  same,
})

/** Oldest first. */
export async function standingRulings(queries: Queries, linkage: string): Promise<NumberedRuling[]> {
  const { rows } = await queries.query<Row>(
    `select number, left_token, right_token, same from entities.rulings r
     where r.linkage = $1 and ${standing} order by number`,
    [linkage],
  )
  return rows.map(toRuling)
}

/** Those that touch any of these records; oldest first. `except`: a correction that is about to be undone. */
export async function rulingsTouching(
  queries: Queries,
  linkage: string,
  { tokens, except = null }: Readonly<{ tokens: readonly string[]; except?: number | null }>,
): Promise<NumberedRuling[]> {
  const { rows } = await queries.query<Row>(
    `select number, left_token, right_token, same from entities.rulings r
     where r.linkage = $1 and (left_token = any($2) or right_token = any($2))
       and ($3::integer is null or correction <> $3) and ${standing} order by number`,
    [linkage, tokens, except],
  )
  return rows.map(toRuling)
}

export async function putRulings(
  queries: Queries,
  linkage: string,
  correction: number,
  rulings: readonly TokenRuling[],
): Promise<void> {
  await queries.query(
    `insert into entities.rulings (linkage, correction, left_token, right_token, same)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::boolean[])`,
    [
      linkage,
      correction,
      rulings.map(({ left }) => left),
      rulings.map(({ right }) => right),
      rulings.map(({ same }) => same),
    ],
  )
}

export async function rulingsOf(queries: Queries, linkage: string, correction: number): Promise<TokenRuling[]> {
  const { rows } = await queries.query<Row>(
    `select number, left_token, right_token, same from entities.rulings where linkage = $1 and correction = $2 order by number`,
    [linkage, correction],
  )
  return rows.map(toRuling)
}
