/** Apps and other nodes that call this one: what they prove themselves with, for whom they act and in which roles. */
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { canonicalJson } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'
import type { Role } from '#model/request.ts'
import { type ClientKeys, readClientKeys } from './client-keys.ts'
import { hashSecret, isSecret } from './client-secret.ts'
import { readOrganisation, readRoles } from './standing.ts'

export type ClientDetails = Readonly<{
  /** ASCII letters, digits, `.`, `_`, `-`; compared exactly. */
  clientId: string
  /** At least 16 characters; only its hash is kept. */
  secret?: string
  /** Public signing keys (RFC 7517), for `private_key_jwt`. */
  jwks?: unknown
  organisation: string | null
  roles: readonly Role[]
  /** What it is, as people will read it. */
  about: string
}>

export type Client = Readonly<{
  clientId: string
  secretHash: string | null
  jwks: ClientKeys | null
  organisation: string | null
  roles: readonly Role[]
  about: string
  disabled: boolean
  generation: number
}>

export type Clients = Readonly<{
  find(clientId: string): Promise<Client | undefined>
  put(details: ClientDetails): Promise<void>
  setDisabled(clientId: string, disabled: boolean): Promise<void>
}>

type Row = {
  client_id: string
  secret_hash: string | null
  jwks: ClientKeys | null
  organisation: string | null
  roles: Role[]
} & {
  about: string
  disabled: boolean
  generation: number
}

const columns = 'client_id, secret_hash, jwks, organisation, roles, about, disabled, generation'

export function createClients(database: Database, clock: Clock): Clients {
  const { pool } = database

  async function find(clientId: string): Promise<Client | undefined> {
    if (!isClientId(clientId)) return undefined
    const { rows } = await pool.query<Row>({
      name: 'identity-client',
      text: `select ${columns} from identity.clients where client_id = $1`,
      values: [clientId],
    })
    return rows[0] && fromRow(rows[0])
  }

  async function put(details: ClientDetails): Promise<void> {
    const { clientId, secret, about } = details
    if (!isClientId(clientId))
      throw unsuitable('its id has 1 to 100 ASCII letters, digits, dots, hyphens and underscores')
    const roles = readRoles(details.roles)
    const organisation = details.organisation === null ? null : readOrganisation(details.organisation)
    const before = await find(clientId)
    const jwks = details.jwks === undefined ? null : readClientKeys(details.jwks)
    const secretHash = secret === undefined ? null : await keepOrHash(secret, before?.secretHash ?? null)
    if (!jwks && !secretHash) throw unsuitable('it needs a secret or public keys')
    // Tokens got with a credential that was replaced end with it.
    await pool.query(
      `insert into identity.clients as c (client_id, secret_hash, jwks, organisation, roles, about, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (client_id) do update set secret_hash = $2, jwks = $3, organisation = $4, roles = $5, about = $6,
         generation = c.generation + case when c.secret_hash is distinct from $2 or c.jwks is distinct from $3 then 1 else 0 end`,
      [clientId, secretHash, jwks && canonicalJson(jwks), organisation, roles, about, clock()],
    )
  }

  return {
    find,
    put,
    async setDisabled(clientId, disabled) {
      if (!(await find(clientId))) throw unsuitable('there is no client of that id')
      await pool.query(
        'update identity.clients set disabled = $2, generation = generation + 1 where client_id = $1 and disabled <> $2',
        [clientId, disabled],
      )
    },
  }
}

/** Putting a client again with the secret that it has changes nothing, so its tokens go on. */
async function keepOrHash(secret: string, stored: string | null): Promise<string> {
  return stored !== null && (await isSecret(secret, stored)) ? stored : hashSecret(secret)
}

export function isClientId(candidate: unknown): candidate is string {
  return typeof candidate === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(candidate)
}

function fromRow(row: Row): Client {
  const { client_id, secret_hash, ...rest } = row
  return { clientId: client_id, secretHash: secret_hash, ...rest }
}

function unsuitable(why: string): Problem {
  return new Problem(400, 'client-unsuitable', {
    title: 'The client cannot be registered',
    detail: `The client was not changed: ${why}.`,
  })
}
