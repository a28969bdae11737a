/** Who is signed in. Kept in the database, so that signing out, suspension and lost roles count at once, on every node. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { sha256 } from '#foundation/hash.ts'
import type { Role } from '#model/request.ts'

/** ASVS 5.0 §7.3: a session ends when it is left alone, and in any case after a working day. */
const idleSeconds = 30 * 60
const absoluteSeconds = 12 * 60 * 60
const touchSeconds = 60

export type Session = Readonly<{
  person: string
  name: string
  /** Whom they act for, when they still may. */
  acting: Readonly<{ organisation: string; roles: readonly Role[] }> | null
  signedInAt: Date
}>

export type Sessions = Readonly<{
  /** Always a new id: whatever the browser held before ends here. */
  start(person: string, organisation: string | null, previous?: string): Promise<string>
  /** Undefined when it ended, ran out, or its person is suspended or not of the provider in use. */
  find(session: string): Promise<Session | undefined>
  act(session: string, organisation: string | null): Promise<void>
  end(session: string): Promise<void>
}>

type Row = {
  person: string
  name: string
  organisation: string | null
  roles: Role[] | null
  created_at: Date
  seen_at: Date
}

/** `issuer`: the provider in use; when it is replaced, sessions that it vouched for end with it. */
export function createSessions(deps: Readonly<{ database: Database; clock: Clock; issuer: string | null }>): Sessions {
  const { clock, issuer } = deps
  const { pool } = deps.database
  const ago = (seconds: number) => new Date(clock().getTime() - seconds * 1000)

  return {
    async start(person, organisation, previous) {
      const session = `s${randomBytes(32).toString('base64url')}`
      const now = clock()
      if (previous !== undefined)
        await pool.query('delete from identity.sessions where id_hash = $1', [sha256(previous)])
      await pool.query('delete from identity.sessions where seen_at < $1 or created_at < $2', [
        ago(idleSeconds),
        ago(absoluteSeconds),
      ])
      await pool.query(
        'insert into identity.sessions (id_hash, person, organisation, created_at, seen_at) values ($1, $2, $3, $4, $4)',
        [sha256(session), person, organisation, now],
      )
      return session
    },
    async find(session) {
      if (!isSession(session)) return undefined
      const now = clock()
      const { rows } = await pool.query<Row>({
        name: 'identity-session',
        text: `select p.id as person, p.name, m.organisation, m.roles, s.created_at, s.seen_at
          from identity.sessions s
          join identity.persons p on p.id = s.person and p.suspended_at is null and p.issuer = $2
          left join identity.memberships m on m.person = s.person and m.organisation = s.organisation
            and not m.disabled and (m.until is null or m.until > $3)
          where s.id_hash = $1 and s.seen_at > $4 and s.created_at > $5`,
        values: [sha256(session), issuer, now, ago(idleSeconds), ago(absoluteSeconds)],
      })
      const row = rows[0]
      if (!row) return undefined
      if (row.seen_at < ago(touchSeconds))
        await pool.query('update identity.sessions set seen_at = $2 where id_hash = $1', [sha256(session), now])
      const { person, name, organisation, roles, created_at: signedInAt } = row
      return { person, name, acting: organisation && roles ? { organisation, roles } : null, signedInAt }
    },
    async act(session, organisation) {
      await pool.query('update identity.sessions set organisation = $2 where id_hash = $1', [
        sha256(session),
        organisation,
      ])
    },
    async end(session) {
      await pool.query('delete from identity.sessions where id_hash = $1', [sha256(session)])
    },
  }
}

function isSession(session: string): boolean {
  return /^s[A-Za-z0-9_-]{43}$/.test(session)
}
