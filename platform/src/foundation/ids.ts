import { randomBytes } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** A prefix and 26 base32 characters (130 random bits, RFC 4648 alphabet in lower case): unguessable and safe in a URL. */
export function newId(prefix: string): string {
  return prefix + Array.from(randomBytes(26), (byte) => alphabet[byte & 31]).join('')
}
