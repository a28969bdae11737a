/**
 * Which bits of a filter a token sets, for one feature. Byte for byte what clkhash computes.
 *
 * `blake`: slices of 16 bits of keyed BLAKE2b (RFC 7693), one hash for every 32 insertions, told apart by its salt.
 * `double`: h1 + i·h2 mod length, of HMAC-SHA-1 and HMAC-MD5 (Schnell, Bachteler and Reiher, 2011); `double-non-singular` avoids
 * an h2 of 0, with which every insertion would set the same bit. Its structure can be exploited (Kroll and Steinmetzer, 2015).
 */
import { blake2b } from '@noble/hashes/blake2.js'
import { derivedKeys, hmac } from '#foundation/hash.ts'
import type { Encoding } from './format.ts'
import type { Hashing, Schema } from './schema.ts'

/** The keys of each feature: two, because double hashing takes two. */
type Keys = Readonly<{ first: Uint8Array; second: Uint8Array }>

export function keysOf({ derivation, features }: Schema, secret: Uint8Array): Keys[] {
  const { digest, keySize } = derivation
  const all = derivedKeys(digest, secret, derivation, 2 * features.length * keySize)
  const key = (at: number) => all.subarray(at * keySize, (at + 1) * keySize)
  return features.map((_, at) => ({ first: key(2 * at), second: key(2 * at + 1) }))
}

/** The places of a token's first so many insertions; the array may be longer. */
export type Places = (token: string, insertions: number) => Uint32Array

/** N-grams come again and again, so that what was hashed is kept: the most tokens of one feature to keep. */
const mostKept = 1 << 17

export function placesOf(hashing: Hashing, keys: Keys, length: number): Places {
  const compute = hashing.hash === 'blake' ? blake(keys.first, length) : double(keys, length, hashing.hash)
  const kept = new Map<string, Uint32Array>()
  return (token, insertions) => {
    const known = kept.get(token)
    if (known && known.length >= insertions) return known
    // A hash gives 32 places whether or not all are asked for, and the next value may ask for more of them.
    const whole = Math.ceil(insertions / placesInAHash) * placesInAHash
    const places = compute(bytesOf(token, hashing.format.encoding), whole)
    if (kept.size >= mostKept) kept.clear()
    kept.set(token, places)
    return places
  }
}

/** For a whole number of hashes. */
type Compute = (token: Uint8Array, insertions: number) => Uint32Array

const placesInAHash = 32

function blake(key: Uint8Array, length: number): Compute {
  return (token, insertions) => {
    const places = new Uint32Array(insertions)
    for (let from = 0; from < insertions; from += placesInAHash) {
      const salt = new Uint8Array(16)
      Buffer.from(String(from / placesInAHash)).copy(salt)
      const hash = blake2b(token, { key, salt })
      for (let at = from; at < from + placesInAHash; at++) {
        const byte = (at - from) * 2
        places[at] = ((hash[byte] ?? 0) | ((hash[byte + 1] ?? 0) << 8)) % length
      }
    }
    return places
  }
}

function double({ first, second }: Keys, length: number, kind: 'double' | 'double-non-singular'): Compute {
  return (token, insertions) => {
    const start = modulo(hmac('sha1', first, token), length)
    const step = kind === 'double' ? modulo(hmac('md5', second, token), length) : nonZeroStep(second, token, length)
    return Uint32Array.from({ length: insertions }, (_, at) => (start + at * step) % length)
  }
}

/** Hashes the token with another character after it until the step is not 0; on a filter of one bit there is no other. */
function nonZeroStep(key: Uint8Array, token: Uint8Array, length: number): number {
  let step = modulo(hmac('md5', key, token), length)
  for (let tries = 0; step === 0 && length > 1; tries++)
    step = modulo(hmac('md5', key, Buffer.concat([token, Buffer.from(String.fromCodePoint(tries))])), length)
  return step
}

/** A hash as one big-endian number, modulo the length. */
function modulo(hash: Uint8Array, length: number): number {
  let rest = 0
  for (const byte of hash) rest = (rest * 256 + byte) % length
  return rest
}

function bytesOf(token: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-16') return Buffer.from(`\uFEFF${token}`, 'utf16le')
  if (encoding === 'utf-32') return utf32(token)
  return Buffer.from(token, 'utf8')
}

/** Little-endian with its mark, as Python writes it. */
function utf32(token: string): Uint8Array {
  const codes = Array.from(`\uFEFF${token}`, (character) => character.codePointAt(0) ?? 0)
  const bytes = Buffer.alloc(codes.length * 4)
  for (const [at, code] of codes.entries()) bytes.writeUInt32LE(code, at * 4)
  return bytes
}
