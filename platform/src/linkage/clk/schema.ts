/**
 * Linkage schemas, version 3, as clkhash reads them (https://clkhash.readthedocs.io/en/stable/schema.html). A schema that two
 * parties share makes their encodings comparable, so this reader takes what clkhash 0.18.3 takes and refuses what it refuses,
 * earlier where it can: a filter length or a key size that would only fail at the first record fails here.
 */
import {
  asBase64,
  asFlag,
  asItems,
  asOneOf,
  asText,
  asWhole,
  member,
  only,
  optional,
  type Place,
  wrong,
} from './document.ts'
import { type Comparison, readComparison } from './comparison.ts'
import { type Format, isAscii, readFormat } from './format.ts'

export type Schema = Readonly<{
  /** Length of an encoding, after folding. */
  bits: number
  /** How often the filter is halved by exclusive or; it starts 2^folds times as long. */
  folds: number
  derivation: Readonly<{ digest: 'sha256' | 'sha512'; salt: Buffer; info: Buffer; keySize: number }>
  features: readonly Feature[]
  /** What a reader should know that is no fault, as sentences. */
  notes: readonly string[]
}>

/** A column of the records: `hashing` is null for one that the encodings leave out. */
export type Feature = Readonly<{ identifier: string; hashing: Hashing | null }>

export type Hashing = Readonly<{
  format: Format
  comparison: Comparison
  /** Insertions of each token, or of all tokens of a value together. */
  strategy: Readonly<{ per: 'token' | 'feature'; insertions: number }>
  hash: 'blake' | 'double' | 'double-non-singular'
  missing: Readonly<{ sentinel: string; replaceWith: string }> | null
}>

/** SHA-1's and MD5's block: clkhash's default size of a derived key, in bytes. */
const defaultKeySize = 64
/** The longest key of BLAKE2b, in bytes (RFC 7693 §2.1). */
const longestBlakeKey = 64
/** Nobody compares filters longer than this, and a typing error should not take the machine's memory. */
const longestFilter = 1 << 20
const digestBytes = { sha256: 32, sha512: 64 }

/** The schema of a parsed JSON document. Throws a 422 `clk-schema-invalid` that says where it is wrong. */
export function readSchema(document: unknown): Schema {
  const root: Place = { at: '', value: document }
  const version = member(root, 'version')
  if (version.value !== 3)
    throw wrong(
      version,
      'is not 3',
      'Only linkage schemas of version 3 are read; convert an older one with clkhash (clkhash.schema.convert_to_latest_version).',
    )
  const config = member(root, 'clkConfig')
  const bits = asWhole(1, longestFilter)(member(config, 'l'))
  // clkhash documents `xorFolds` but reads `xor_folds`; what it does is what partners' encodings are made with.
  const folds = optional(config, 'xor_folds', asWhole(0, 20)) ?? 0
  const ignoredFolds = optional(config, 'xorFolds', asWhole(0)) ?? 0
  if (bits * 2 ** folds > longestFilter) throw wrong(member(config, 'l'), `with ${folds} folds makes too long a filter`)
  const features = asItems(member(root, 'features')).map(readFeature)
  if (features.length === 0) throw wrong(member(root, 'features'), 'has no features, so nothing would be encoded')
  const schema = {
    bits,
    folds,
    derivation: readDerivation(member(config, 'kdf')),
    features,
    notes: notesOn(ignoredFolds, folds),
  }
  refuseWhatCannotHash(schema)
  return schema
}

function notesOn(ignoredFolds: number, folds: number): string[] {
  if (ignoredFolds === 0 || ignoredFolds === folds) return []
  return [
    `clkConfig.xorFolds is ${ignoredFolds}, but clkhash reads xor_folds, and so does this: ${folds} folds are made. Write “xor_folds”, or fold the encodings afterwards.`,
  ]
}

function readDerivation(kdf: Place): Schema['derivation'] {
  asOneOf(['HKDF'])(member(kdf, 'type'))
  return {
    digest: optional(kdf, 'hash', asOneOf(['SHA256', 'SHA512'])) === 'SHA512' ? 'sha512' : 'sha256',
    salt: optional(kdf, 'salt', asBase64) ?? Buffer.alloc(0),
    info: optional(kdf, 'info', asBase64) ?? Buffer.alloc(0),
    keySize: optional(kdf, 'keySize', asWhole(1)) ?? defaultKeySize,
  }
}

function readFeature(place: Place): Feature {
  const identifier = asText(member(place, 'identifier'))
  const ignored = optional(place, 'ignored', asFlag) ?? false
  const described = member(place, 'format').value !== undefined || member(place, 'hashing').value !== undefined
  if (ignored && !described) {
    only(place, ['identifier', 'ignored', 'description'])
    return { identifier, hashing: null }
  }
  const hashing = readHashing(member(place, 'hashing'), readFormat(member(place, 'format')))
  return { identifier, hashing: ignored ? null : hashing }
}

function readHashing(place: Place, format: Format): Hashing {
  only(place, ['comparison', 'strategy', 'hash', 'missingValue'])
  const missing = optional(place, 'missingValue', readMissing) ?? null
  if (missing && format.encoding === 'ascii' && !isAscii(missing.replaceWith))
    throw wrong(
      member(place, 'missingValue'),
      'puts characters in place that are not ASCII, as the format says they are',
    )
  return {
    format,
    comparison: readComparison(member(place, 'comparison')),
    strategy: readStrategy(member(place, 'strategy')),
    hash: optional(place, 'hash', readHash) ?? 'blake',
    missing,
  }
}

function readStrategy(place: Place): Hashing['strategy'] {
  only(place, ['bitsPerToken', 'bitsPerFeature'])
  const token = optional(place, 'bitsPerToken', asWhole(1, 1 << 16))
  const feature = optional(place, 'bitsPerFeature', asWhole(1, 1 << 20))
  if (token !== undefined && feature === undefined) return { per: 'token', insertions: token }
  if (feature !== undefined && token === undefined) return { per: 'feature', insertions: feature }
  throw wrong(place, 'has to have either “bitsPerToken” or “bitsPerFeature”')
}

function readHash(place: Place): Hashing['hash'] {
  const type = asOneOf(['blakeHash', 'doubleHash'])(member(place, 'type'))
  const nonSingular = optional(place, 'prevent_singularity', asFlag)
  if (type === 'doubleHash') return nonSingular ? 'double-non-singular' : 'double'
  if (nonSingular !== undefined)
    throw wrong(
      member(place, 'prevent_singularity'),
      'is for the doubleHash only',
      'Leave it out: blakeHash has no such flaw.',
    )
  return 'blake'
}

function readMissing(place: Place): NonNullable<Hashing['missing']> {
  const sentinel = asText(member(place, 'sentinel'))
  return { sentinel, replaceWith: optional(place, 'replaceWith', asText) ?? sentinel }
}

/** Faults that clkhash finds at the first record. */
function refuseWhatCannotHash({ bits, folds, derivation, features }: Schema): void {
  const most = Math.floor((255 * digestBytes[derivation.digest]) / (2 * derivation.keySize))
  if (features.length > most)
    throw wrong(
      { at: 'features' },
      `has ${features.length} features, and the key derivation makes keys of ${derivation.keySize} bytes for at most ${most}`,
      'Set clkConfig.kdf.hash to SHA512, shorten clkConfig.kdf.keySize, or leave columns out of the records.',
    )
  if (!features.some(({ hashing }) => hashing?.hash === 'blake')) return
  const length = bits * 2 ** folds
  if (!Number.isInteger(Math.log2(length)))
    throw wrong(
      { at: 'clkConfig.l' },
      `makes a filter of ${length} bits, and blakeHash needs a power of two`,
      'Take 1024.',
    )
  if (derivation.keySize > longestBlakeKey)
    throw wrong({ at: 'clkConfig.kdf.keySize' }, `is more than the ${longestBlakeKey} bytes that blakeHash takes`)
}
