/** The public keys that a client registered (a JWK Set, RFC 7517 §5): checked and copied member by member. */
import type { JWK } from 'jose'
import { Problem } from '#foundation/problem.ts'

export type ClientKeys = Readonly<{ keys: readonly JWK[] }>

const mostKeys = 10
const fewestRsaBits = 2048

/** Throws Problem 400 `client-keys-unsuitable`; the words never repeat what was sent. */
export function readClientKeys(jwks: unknown): ClientKeys {
  const keys = (jwks as { keys?: unknown } | null)?.keys
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > mostKeys)
    throw unsuitable(`a JWK Set with 1 to ${mostKeys} keys is needed`)
  return { keys: keys.map(readKey) }
}

function readKey(candidate: unknown, index: number): JWK {
  const key = (typeof candidate === 'object' && candidate !== null ? candidate : {}) as JWK
  const where = `key ${index + 1}`
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((member) => Object.hasOwn(key, member)))
    throw unsuitable(`${where} is a private or shared key; send the public half only, and make a new pair`)
  const algorithm = algorithmOf(key)
  if (!algorithm) throw unsuitable(`${where} must be Ed25519, P-256, or RSA of at least ${fewestRsaBits} bits`)
  if (key.alg !== undefined && !algorithm.alg.includes(key.alg))
    throw unsuitable(`${where} names an algorithm that does not fit it`)
  if (key.use !== undefined && key.use !== 'sig') throw unsuitable(`${where} is not for signing`)
  const named = key.kid === undefined ? {} : { kid: text(key.kid, where) }
  return { ...algorithm.members, ...named, ...(key.alg ? { alg: key.alg } : {}), use: 'sig' }
}

function algorithmOf(key: JWK): { alg: readonly string[]; members: JWK } | undefined {
  const { kty, crv, x, y, n, e } = key
  if (kty === 'OKP' && crv === 'Ed25519' && bytesOf(x) === 32)
    return { alg: ['EdDSA', 'Ed25519'], members: { kty, crv, x: x! } }
  if (kty === 'EC' && crv === 'P-256' && bytesOf(x) === 32 && bytesOf(y) === 32)
    return { alg: ['ES256'], members: { kty, crv, x: x!, y: y! } }
  if (kty === 'RSA' && bytesOf(n) * 8 >= fewestRsaBits && bytesOf(n) <= 1024 && bytesOf(e) >= 1 && bytesOf(e) <= 8)
    return { alg: ['PS256', 'RS256'], members: { kty, n: n!, e: e! } }
  return undefined
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value) ? Buffer.from(value, 'base64url').length : 0
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 200)
    throw unsuitable(`${where} has an unusable kid`)
  return value
}

function unsuitable(why: string): Problem {
  return new Problem(400, 'client-keys-unsuitable', {
    title: 'The keys cannot be used',
    detail: `The client's keys were not registered: ${why}.`,
    mend: 'Send a JSON Web Key Set that holds public signing keys.',
  })
}
