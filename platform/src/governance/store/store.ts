/** The record of agreements, signatures, steps, house rules and purposes. */
import type { AgreementDocument, HouseRuleDocument } from '@wayleave/kit'
import type pg from 'pg'
import type { Database } from '#foundation/database.ts'
import type { RecordedState } from '../compile.ts'
import type { Purpose } from '../purposes.ts'
import { type AgreementRow, hashOf, type HouseRuleRow } from './rows.ts'

export type Signature = Readonly<{ organisation: string; name: string; role: string; at: string }>
export type StepTaken = Readonly<{
  at: string
  step: string
  by: string
  organisation: string
  role: string
  note: string | null
}>

export type Actor = Readonly<{ organisation: string; role: string; name: string }>
export type Moment = Readonly<{ client: pg.PoolClient; revision: number; at: Date }>

const agreementColumns = `a.id, a.document, a.hash, a.key, a.state, a.suspended_by, a.revision,
  (select json_agg(json_build_object('organisation', s.organisation, 'role', s.role, 'hash', s.hash))
   from governance.signatures s where s.agreement = a.id) as signatures`

export type News = Readonly<{
  revision: number
  agreements: AgreementRow[]
  houseRules: HouseRuleRow[]
  purposes: Purpose[]
}>

/** All that changed after a revision, as one consistent picture. */
export async function newsSince(database: Database, known: number): Promise<News> {
  const client = await database.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows } = await client.query<{ value: number }>('select value from governance.revision')
    const revision = Number(rows[0]?.value)
    const changed = revision > known
    const ask = async <Row extends pg.QueryResultRow>(text: string) =>
      changed ? (await client.query<Row>(text, [known])).rows : []
    const agreements = await ask<AgreementRow>(
      `select ${agreementColumns} from governance.agreements a where a.revision > $1 order by a.id`,
    )
    const houseRules = await ask<HouseRuleRow>(
      `select distinct on (organisation, id) organisation, id, document, withdrawn, revision
       from governance.house_rules where revision > $1 order by organisation, id, version desc`,
    )
    const purposes = await ask<Purpose>(
      'select id, label, definition, parent from governance.purposes where revision > $1 order by id',
    )
    await client.query('commit')
    client.release()
    return { revision, agreements, houseRules, purposes }
  } catch (error) {
    client.release(error instanceof Error ? error : true)
    throw error
  }
}

/** Locked until the transaction ends. */
export async function lockedAgreement({ client }: Moment, id: string): Promise<AgreementRow | undefined> {
  const { rows } = await client.query<AgreementRow>(
    `select ${agreementColumns} from governance.agreements a where a.id = $1 for update`,
    [id],
  )
  return rows[0]
}

export async function putDocument(
  { client, revision }: Moment,
  document: AgreementDocument,
  state: RecordedState,
  key: string,
): Promise<void> {
  await client.query(
    `insert into governance.agreements (id, document, hash, key, state, revision) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set document = excluded.document, hash = excluded.hash, state = excluded.state, revision = excluded.revision`,
    [document.id, JSON.stringify(document), hashOf(document), key, state, revision],
  )
}

export async function putState(
  { client, revision }: Moment,
  id: string,
  state: RecordedState,
  suspendedBy: readonly string[],
): Promise<void> {
  await client.query('update governance.agreements set state = $2, suspended_by = $3, revision = $4 where id = $1', [
    id,
    state,
    suspendedBy,
    revision,
  ])
}

export async function putSignature(
  { client, at }: Moment,
  agreement: { id: string; hash: string },
  by: Actor,
): Promise<void> {
  await client.query(
    'insert into governance.signatures (agreement, organisation, role, name, hash, at) values ($1, $2, $3, $4, $5, $6)',
    [agreement.id, by.organisation, by.role, by.name, agreement.hash, at],
  )
}

export async function putStep(
  { client, at }: Moment,
  agreement: string,
  taken: { step: string; by: Actor; note?: string | undefined },
): Promise<void> {
  const { step, by, note } = taken
  await client.query(
    'insert into governance.steps (agreement, at, step, organisation, role, name, note) values ($1, $2, $3, $4, $5, $6, $7)',
    [agreement, at, step, by.organisation, by.role, by.name, note?.replaceAll('\0', '').slice(0, 2_000) ?? null],
  )
}

export async function putRule(
  { client, revision, at }: Moment,
  rule: HouseRuleDocument,
  withdrawn: boolean,
  name: string,
): Promise<void> {
  await client.query(
    `insert into governance.house_rules (organisation, id, version, document, withdrawn, at, name, revision)
     select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 from governance.house_rules where organisation = $1 and id = $2`,
    [rule.organisation, rule.id, JSON.stringify(rule), withdrawn, at, name, revision],
  )
}

export async function putPurpose(
  { client, revision }: Moment,
  { id, label, definition, parent }: Purpose,
): Promise<void> {
  await client.query(
    `insert into governance.purposes (id, label, definition, parent, revision) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set label = excluded.label, definition = excluded.definition, parent = excluded.parent, revision = excluded.revision`,
    [id, label, definition, parent, revision],
  )
}

export type History = Readonly<{ hash: string; signatures: readonly Signature[]; steps: readonly StepTaken[] }>

/** For the register: hash, genuine signatures and steps of some agreements. */
export async function histories(database: Database, ids: readonly string[]): Promise<Map<string, History>> {
  const [agreements, signatures, steps] = await Promise.all([
    database.pool.query<{ id: string; hash: string }>('select id, hash from governance.agreements where id = any($1)', [
      ids,
    ]),
    database.pool.query<Signature & { agreement: string; at: Date }>(
      `select s.agreement, s.organisation, s.name, s.role, s.at from governance.signatures s
       join governance.agreements a on a.id = s.agreement and a.hash = s.hash where s.agreement = any($1) order by s.at, s.organisation`,
      [ids],
    ),
    database.pool.query<StepTaken & { agreement: string; at: Date }>(
      'select agreement, at, step, name as by, organisation, role, note from governance.steps where agreement = any($1) order by number',
      [ids],
    ),
  ])
  const found = new Map(
    agreements.rows.map(({ id, hash }) => [id, { hash, signatures: [] as Signature[], steps: [] as StepTaken[] }]),
  )
  for (const { agreement, at, ...rest } of signatures.rows)
    found.get(agreement)?.signatures.push({ ...rest, at: at.toISOString() })
  for (const { agreement, at, ...rest } of steps.rows)
    found.get(agreement)?.steps.push({ ...rest, at: at.toISOString() })
  return found
}
