import { createHash, createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'

export function sha256(bytes: Uint8Array | string): Buffer {
  return hash('sha256', bytes, 'buffer')
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex')
}

export function hmacHex(key: Uint8Array | string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Compares secrets without telling by its time how much was right. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right))
}

/**
 * One text for one value: the JSON Canonicalization Scheme, RFC 8785. Only plain data; `undefined` members are left out
 * as `JSON.stringify` does. Throws on NaN, infinities and lone surrogates, which have no JSON.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no NaN or Infinity')
  if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('JSON text must be well-formed Unicode')
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const object = value as Readonly<Record<string, unknown>>
  let members = ''
  // RFC 8785 §3.2.3 sorts by UTF-16 code units, which is what sorting without a comparison does.
  for (const name of Object.keys(object).toSorted()) {
    if (object[name] !== undefined) members += `${members && ','}${canonicalJson(name)}:${canonicalJson(object[name])}`
  }
  return `{${members}}`
}

/** HMAC (RFC 2104) of bytes. The old digests are for formats that others fixed, never for a new one. */
export function hmac(digest: 'md5' | 'sha1' | 'sha256', key: Uint8Array, bytes: Uint8Array | string): Buffer {
  return createHmac(digest, key).update(bytes).digest()
}

/** HKDF (RFC 5869): so many bytes of keys from one secret. */
export function derivedKeys(
  digest: 'sha256' | 'sha512',
  secret: Uint8Array,
  { salt, info }: Readonly<{ salt: Uint8Array; info: Uint8Array }>,
  bytes: number,
): Uint8Array {
  return new Uint8Array(hkdfSync(digest, secret, salt, info, bytes))
}

/** As many bytes as wanted of a key and a label, of which nobody without the key can tell one: SHAKE256 (FIPS 202), whose sponge needs no HMAC. */
export function keyedBytes(key: Uint8Array | string, label: string, bytes: number): Uint8Array {
  const secret = typeof key === 'string' ? Buffer.from(key) : key
  const length = Buffer.alloc(4)
  length.writeUInt32BE(secret.length)
  const sponge = createHash('shake256', { outputLength: bytes })
  return sponge.update(length).update(secret).update(label).digest()
}
