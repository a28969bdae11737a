/** Clients that prove themselves with a signed assertion: `private_key_jwt`, RFC 7523 §2.2 and §3. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { sha256 } from '#foundation/hash.ts'
import { type Compact, readCompact } from './compact.ts'

/** What openid-client and its kin may sign with; EdDSA has two names since RFC 9864. Never a shared key, never none. */
export const assertionAlgorithms = ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256']
const longest = 8_192
const longestJti = 256
/** An assertion is made for one use: it may not outlive this. */
const mostSeconds = 600
const clockToleranceSeconds = 10
// `x5t` only names a certificate and is not looked at; anything that brings or points to a key makes it no assertion.
const headerMembers = new Set(['alg', 'typ', 'kid', 'x5t', 'x5t#S256'])
const types = new Set([undefined, 'JWT', 'client-authentication+jwt'])

export type Assertions = Readonly<{
  /** Whom the assertion claims to come from, before anything is verified. */
  claimedClient(assertion: string): string | undefined
  /** True once: when it is signed with one of the client's registered keys, meant for this node, and new. */
  accept(assertion: string, client: Readonly<{ clientId: string; jwks: JSONWebKeySet }>): Promise<boolean>
}>

export function createAssertions(
  deps: Readonly<{ database: Database; clock: Clock; audiences: readonly string[] }>,
): Assertions {
  const { database, clock, audiences } = deps

  async function verified(assertion: string, clientId: string, jwks: JSONWebKeySet) {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(jwks), {
      algorithms: assertionAlgorithms,
      issuer: clientId,
      subject: clientId,
      audience: [...audiences],
      requiredClaims: ['exp', 'jti'],
      clockTolerance: clockToleranceSeconds,
      currentDate: clock(),
    })
    return payload
  }

  return {
    claimedClient(assertion) {
      const issuer = readCompact(assertion, longest)?.payload['iss']
      return typeof issuer === 'string' ? issuer : undefined
    },
    async accept(assertion, { clientId, jwks }) {
      const compact = readCompact(assertion, longest)
      if (!compact || !isPlain(compact)) return false
      const payload = await verified(assertion, clientId, jwks).catch(() => undefined)
      const { aud, exp, jti } = payload ?? {}
      const now = clock().getTime() / 1000
      if (typeof aud !== 'string' || !exp || exp > now + mostSeconds + clockToleranceSeconds) return false
      if (typeof jti !== 'string' || jti.length === 0 || jti.length > longestJti) return false
      return isNew(clientId, jti, exp)
    },
  }

  /** Only what verified is remembered, so that nobody can use up another's identifiers. */
  async function isNew(clientId: string, jti: string, exp: number): Promise<boolean> {
    await database.pool.query('delete from identity.assertions_used where expires_at < $1', [clock()])
    const expiresAt = new Date((exp + 2 * clockToleranceSeconds) * 1000)
    const { rowCount } = await database.pool.query(
      'insert into identity.assertions_used (client_id, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing',
      [clientId, sha256(jti), expiresAt],
    )
    return rowCount === 1
  }
}

function isPlain({ header }: Compact): boolean {
  const type = header['typ']
  return (
    Object.keys(header).every((member) => headerMembers.has(member)) &&
    types.has(type as string | undefined) &&
    (header['kid'] === undefined || typeof header['kid'] === 'string')
  )
}
