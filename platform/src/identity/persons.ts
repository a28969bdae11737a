/** People, and the roles they hold in organisations. */
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { newId } from '#foundation/ids.ts'
import { Problem } from '#foundation/problem.ts'
import type { Role } from '#model/request.ts'
import { readOrganisation, readRoles } from './standing.ts'

/** A person is known by who vouches for them (`issuer`, a URL) and that provider's own name for them (`subject`). */
export type PersonDetails = Readonly<{ id?: string; name: string; issuer: string; subject: string }>

export type Membership = Readonly<{ organisation: string; roles: readonly Role[] }>

export type Persons = Readonly<{
  /** Adds a person or brings one up to date, and answers their id. With an id, issuer and subject may change too. */
  put(details: PersonDetails): Promise<string>
  /** Whoever the provider says has signed in; new ones are kept, without any organisation. */
  arrive(details: Omit<PersonDetails, 'id'>): Promise<Readonly<{ id: string; suspended: boolean }>>
  setSuspended(id: string, suspended: boolean): Promise<void>
  putMembership(person: string, organisation: string, roles: readonly Role[], limits?: MembershipLimits): Promise<void>
  removeMembership(person: string, organisation: string): Promise<void>
  /** Those that count now. */
  memberships(person: string): Promise<readonly Membership[]>
}>

/** `until`: an ISO instant after which it no longer counts. */
export type MembershipLimits = Readonly<{ until?: string | null; disabled?: boolean }>

export function createPersons(database: Database, clock: Clock): Persons {
  const { pool } = database
  return {
    async put({ id = newId('p'), name, issuer, subject }) {
      const { rows } = await pool
        .query<{ id: string }>(
          `insert into identity.persons (id, issuer, subject, name, created_at) values ($1, $2, $3, $4, $5)
           on conflict (id) do update set issuer = $2, subject = $3, name = $4 returning id`,
          [readId(id), issuerName(issuer), readSubject(subject), readName(name), clock()],
        )
        .catch((error: { code?: string }) => {
          // Without the driver's error as cause: it repeats the subject.
          if (error.code === '23505') throw taken()
          throw error
        })
      return rows[0]!.id
    },
    async arrive({ name, issuer, subject }) {
      const { rows } = await pool.query<{ id: string; suspended: boolean }>(
        `insert into identity.persons (id, issuer, subject, name, created_at) values ($1, $2, $3, $4, $5)
         on conflict (issuer, subject) do update set name = $4 returning id, suspended_at is not null as suspended`,
        [newId('p'), issuerName(issuer), readSubject(subject), readName(name), clock()],
      )
      return rows[0]!
    },
    async setSuspended(id, suspended) {
      const at = suspended ? clock() : null
      await pool.query('update identity.persons set suspended_at = $2 where id = $1', [id, at])
      if (suspended) await pool.query('delete from identity.sessions where person = $1', [id])
    },
    async putMembership(person, organisation, roles, { until = null, disabled = false } = {}) {
      const known = readRoles(roles)
      if (known.length === 0) throw unsuitable('a membership needs a role; remove it instead')
      const at = until === null ? null : new Date(until)
      if (at && Number.isNaN(at.getTime())) throw unsuitable('“until” is not an ISO 8601 instant')
      await pool.query(
        `insert into identity.memberships (person, organisation, roles, until, disabled) values ($1, $2, $3, $4, $5)
         on conflict (person, organisation) do update set roles = $3, until = $4, disabled = $5`,
        [person, readOrganisation(organisation), known, at, disabled],
      )
    },
    async removeMembership(person, organisation) {
      await pool.query('delete from identity.memberships where person = $1 and organisation = $2', [
        person,
        organisation,
      ])
    },
    async memberships(person) {
      const { rows } = await pool.query<Membership>(
        `select organisation, roles from identity.memberships
         where person = $1 and not disabled and (until is null or until > $2) order by organisation`,
        [person, clock()],
      )
      return rows
    },
  }
}

/** As the provider wrote it, white space collapsed, control characters out, at most 100 characters; never empty. */
function readName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
  const short = Array.from(plain.replaceAll(/\s+/g, ' ').trim()).slice(0, 100).join('')
  return short || 'Somebody'
}

function readId(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id))
    throw unsuitable('its id has 1 to 100 ASCII letters, digits, dots, hyphens and underscores')
  return id
}

/** OIDC Core §2: a subject is at most 255 ASCII characters, compared exactly. */
function readSubject(subject: string): string {
  if (!/^[\x20-\x7e]{1,255}$/.test(subject)) throw unsuitable('their subject is not 1 to 255 ASCII characters')
  return subject
}

/** One spelling for `https://id.example` and `https://id.example/`, which discovery takes for the same provider. */
export function issuerName(issuer: string): string {
  if (!URL.canParse(issuer)) throw unsuitable('their issuer is not a URL')
  return new URL(issuer).href
}

function unsuitable(why: string): Problem {
  return new Problem(400, 'person-unsuitable', {
    title: 'The account was not changed',
    detail: `The account was not changed: ${why}.`,
  })
}

function taken(): Problem {
  return new Problem(409, 'person-taken', {
    title: 'There is an account for that person already',
    detail: 'Another account has the same provider and subject.',
    mend: 'Give that account the membership instead.',
  })
}
