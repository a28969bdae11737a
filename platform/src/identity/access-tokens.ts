/** Access tokens: JWTs by RFC 9068, signed and verified by this node (or nodes that share its keys folder) alone. */
import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '#foundation/clock.ts'
import { sha256Hex } from '#foundation/hash.ts'
import { newId } from '#foundation/ids.ts'
import { readCompact } from './compact.ts'
import { tokenInvalid } from './unidentified.ts'

export const accessTokenSeconds = 600
const longest = 2_048
const clockToleranceSeconds = 5
const longestAgeSeconds = 900
const remembered = 10_000

export type AccessTokens = Readonly<{
  issue(client: Readonly<{ clientId: string; generation: number }>): Promise<string>
  /** Throws `token-invalid`, always in the same words. Whether the client may still use it is for the caller to see. */
  verify(token: string): Promise<Readonly<{ clientId: string; generation: number }>>
  /** The public keys, for `jwks_uri` (RFC 7517). */
  jwks(): Readonly<{ keys: readonly JWK[] }>
}>

export async function createAccessTokens(
  deps: Readonly<{ clock: Clock; issuer: string; signingKeys: readonly JWK[] }>,
): Promise<AccessTokens> {
  const { clock, issuer } = deps
  const keys = await Promise.all(deps.signingKeys.map(readKey))
  const signing = keys[0]!
  // A genuine header has one spelling a key. Looking the whole of it up leaves nothing in it for a forger to say:
  // no other algorithm, no key of his own, no address to fetch one from.
  const byHeader = new Map(keys.map((key) => [segment(key.header), key.publicKey]))

  async function verified(token: string) {
    const compact = readCompact(token, longest)
    const key = compact && byHeader.get(compact.headerSegment)
    if (!key) return undefined
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      issuer,
      audience: issuer,
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id'],
      maxTokenAge: longestAgeSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: clock(),
    })
    const { aud, sub, client_id: clientId, generation, exp, iat } = payload
    if (aud !== issuer || typeof clientId !== 'string' || sub !== clientId || typeof generation !== 'number')
      return undefined
    // The moment from which `jwtVerify` would refuse it.
    const ends = Math.min(exp! + clockToleranceSeconds, iat! + longestAgeSeconds + clockToleranceSeconds)
    return { clientId, generation, ends: ends * 1_000 }
  }

  // A signature that was right stays right; only the clock can make its token void. Kept by hash, so that memory holds no token.
  const known = new Map<string, NonNullable<Awaited<ReturnType<typeof verified>>>>()

  async function find(token: string) {
    const key = typeof token === 'string' && token.length <= longest ? sha256Hex(token) : null
    const before = key === null ? undefined : known.get(key)
    if (before && clock().getTime() < before.ends) return before
    const found = await verified(token)
    if (!found || key === null) return undefined
    if (known.size >= remembered) known.clear()
    known.set(key, found)
    return found
  }

  return {
    issue({ clientId, generation }) {
      const now = Math.floor(clock().getTime() / 1000)
      return new SignJWT({ client_id: clientId, generation })
        .setProtectedHeader(signing.header)
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(clientId)
        .setIssuedAt(now)
        .setExpirationTime(now + accessTokenSeconds)
        .setJti(newId('t'))
        .sign(signing.privateKey)
    },
    async verify(token) {
      const found = await find(token).catch(() => undefined)
      if (!found) throw tokenInvalid()
      return { clientId: found.clientId, generation: found.generation }
    },
    jwks: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
  }
}

async function readKey(jwk: JWK) {
  const { kty, crv, x, kid } = jwk
  if (kty !== 'OKP' || crv !== 'Ed25519' || !x || !kid)
    throw new Error('an access token key in the keys folder is damaged')
  const publicJwk: JWK = { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' }
  return {
    header: { alg: 'EdDSA', typ: 'at+jwt', kid },
    publicJwk,
    publicKey: (await importJWK(publicJwk, 'EdDSA')) as CryptoKey,
    privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey,
  }
}

const segment = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url')
