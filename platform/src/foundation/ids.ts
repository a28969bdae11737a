import { randomBytes } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const length = 26

// Drawn many at a time, because each draw is a call to the system; each byte is used once.
let pool = Buffer.alloc(0)
let used = 0

/** A prefix and 26 base32 characters (130 random bits, RFC 4648 alphabet in lower case): unguessable and safe in a URL. */
export function newId(prefix: string): string {
  if (used + length > pool.length) [pool, used] = [randomBytes(length * 256), 0]
  let id = prefix
  for (const end = used + length; used < end; used++) id += alphabet[pool[used]! & 31]
  return id
}
