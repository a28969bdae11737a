/** Client secrets are kept as scrypt hashes (RFC 7914): `scrypt$N$r$p$salt$hash`, so that the cost can grow later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Problem } from '#foundation/problem.ts'

const cost = { N: 16_384, r: 8, p: 1 }
const shortest = 16
const longest = 512

export async function hashSecret(secret: string): Promise<string> {
  if (secret.length < shortest || secret.length > longest)
    throw new Problem(400, 'secret-unsuitable', {
      title: 'The secret cannot be used',
      detail: `A client secret has ${shortest} to ${longest} characters.`,
      mend: 'Let the node make one, or use a longer random text.',
    })
  const salt = randomBytes(16)
  const hash = await derive(secret, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

// Nobody's: gives an unknown client the same work, and so the same time, as a wrong secret.
const nobody = [
  'scrypt',
  cost.N,
  cost.r,
  cost.p,
  randomBytes(16).toString('base64url'),
  randomBytes(32).toString('base64url'),
].join('$')

/** True when the secret is right. `stored` null (no such client, no secret): false, after the same work. */
export async function isSecret(secret: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt, hash] = (stored ?? nobody).split('$')
  const expected = Buffer.from(hash ?? '', 'base64url')
  const parameters = { N: Number(N), r: Number(r), p: Number(p) }
  const found = await derive(secret.slice(0, longest + 1), Buffer.from(salt ?? '', 'base64url'), parameters)
  return expected.length === found.length && timingSafeEqual(expected, found) && stored !== null
}

function derive(secret: string, salt: Buffer, parameters: typeof cost): Promise<Buffer> {
  return new Promise((done, failed) =>
    scrypt(secret, salt, 32, parameters, (error, hash) => (error ? failed(error) : done(hash))),
  )
}
