/**
 * Cryptographic linkage keys (CLKs): one Bloom filter a record, into which the tokens of its features are hashed with keys that only
 * the data holders have. Equal, byte for byte, to clkhash's for the same schema, key and records.
 */
import { Problem } from '#foundation/problem.ts'
import { tokensOf } from './comparison.ts'
import { type Encodings, joined, strideOf } from './encodings.ts'
import { keysOf, type Places, placesOf } from './hashing.ts'
import type { Hashing, Schema } from './schema.ts'
import { located } from './unfit.ts'

/** Cells in the order of the schema's features. */
export type PersonRecord = readonly string[]

/** Hardening: tokens of a record are hashed together with the first characters of one of its values. See harden.ts. */
export type Salting = Readonly<{ feature: string; characters: number }>

export type Encoder = Readonly<{
  bits: number
  /** The encoding of one record, in a row of its own. `row` counts from 1 and is for what may be said about the record. */
  encode: (record: PersonRecord, row: number) => Uint8Array
}>

/**
 * An encoder that works record by record. Its secret is the data holders' key: text, hashed as UTF-8, or bytes.
 *
 * Throws a 422 `clk-key-missing` for an empty key; and from `encode` a 422 `clk-record-unfit` for a cell that does not fit its
 * feature or a record of another length, without a word of the cell's content.
 */
export function createEncoder(schema: Schema, secret: Uint8Array | string, salting?: Salting): Encoder {
  const hashers = hashersOf(schema, secret)
  const saltOf = salting ? salter(schema, salting) : () => ''
  const filter = createFilter(schema)
  return {
    bits: schema.bits,
    encode(record, row) {
      refuseOtherLength(record, schema, row)
      const salt = saltOf(record, row)
      for (const hasher of hashers) insert(record, row, { hasher, filter, salt })
      return filter.taken()
    },
  }
}

/** All records at once. Throws as `createEncoder`. */
export function encode(
  records: Iterable<PersonRecord>,
  schema: Schema,
  secret: Uint8Array | string,
  salting?: Salting,
): Encodings {
  const encoder = createEncoder(schema, secret, salting)
  const pieces: Uint8Array[] = []
  for (const record of records) pieces.push(encoder.encode(record, pieces.length + 1))
  return joined(schema.bits, pieces)
}

/**
 * A filter for each feature instead of one for the record, so that fields can be compared one by one. **Weaker**: a filter of
 * one name gives that name away to whoever counts how often each filter occurs (see the README). Ignored features have none.
 */
export function encodeFields(
  records: Iterable<PersonRecord>,
  schema: Schema,
  secret: Uint8Array | string,
  salting?: Salting,
): ReadonlyMap<string, Encodings> {
  const hashers = hashersOf(schema, secret)
  const saltOf = salting ? salter(schema, salting) : () => ''
  const filter = createFilter(schema)
  const pieces = hashers.map((): Uint8Array[] => [])
  let row = 0
  for (const record of records) {
    refuseOtherLength(record, schema, ++row)
    const salt = saltOf(record, row)
    for (const [at, hasher] of hashers.entries()) {
      insert(record, row, { hasher, filter, salt })
      pieces[at]?.push(filter.taken())
    }
  }
  return new Map(hashers.map(({ identifier }, at) => [identifier, joined(schema.bits, pieces[at] ?? [])]))
}

type Hasher = Readonly<{ column: number; identifier: string; hashing: Hashing; places: Places }>

function hashersOf(schema: Schema, secret: Uint8Array | string): Hasher[] {
  const key = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret
  if (key.length === 0)
    throw new Problem(422, 'clk-key-missing', {
      title: 'The key is empty',
      detail: 'Without a key anybody could make the same encodings.',
      mend: 'Give the key that the data holders agreed on, 32 random bytes or more.',
    })
  const keys = keysOf(schema, key)
  return schema.features.flatMap(({ identifier, hashing }, column) => {
    const own = keys[column]
    if (!hashing || !own) return []
    return [{ column, identifier, hashing, places: placesOf(hashing, own, schema.bits * 2 ** schema.folds) }]
  })
}

type Filter = Readonly<{ set: (places: Uint32Array, count: number) => void; taken: () => Uint8Array }>

/** The bits of one record at its full length; `taken` gives them folded and starts the next. */
function createFilter({ bits, folds }: Schema): Filter {
  const full = new Uint8Array(bits * 2 ** folds)
  const size = strideOf(bits)
  return {
    set(places, count) {
      for (let at = 0; at < count; at++) full[places[at] ?? 0] = 1
    },
    taken() {
      const row = new Uint8Array(size)
      // Halving by exclusive or, again and again, is the exclusive or of every place that leaves the same rest.
      for (let place = 0, bit = 0; place < full.length; place++, bit = bit + 1 === bits ? 0 : bit + 1)
        if (full[place] === 1) row[bit >> 3] = (row[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
      full.fill(0)
      return row
    },
  }
}

type Insertion = Readonly<{ hasher: Hasher; filter: Filter; salt: string }>

function insert(record: PersonRecord, row: number, { hasher, filter, salt }: Insertion): void {
  const { column, identifier, hashing, places } = hasher
  const tokens = located(row, identifier, () => tokensOf(valueOf(record[column] ?? '', hashing), hashing.comparison))
  const { per, insertions } = hashing.strategy
  const each = per === 'token' ? insertions : Math.floor(insertions / tokens.length)
  const over = per === 'token' ? 0 : insertions % tokens.length
  for (const [at, token] of tokens.entries()) {
    const count = at < over ? each + 1 : each
    filter.set(places(salt === '' ? token : `${token}\u001F${salt}`, count), count)
  }
}

/** What stands for a missing value is not held to the format. */
function valueOf(cell: string, { missing, format }: Hashing): string {
  return missing?.sentinel === cell ? missing.replaceWith : format.normalised(cell)
}

function salter(schema: Schema, { feature, characters }: Salting): (record: PersonRecord, row: number) => string {
  const column = schema.features.findIndex(({ identifier }) => identifier === feature)
  const hashing = schema.features[column]?.hashing
  if (!hashing)
    throw new Problem(422, 'clk-salt-unknown', {
      title: 'No such feature to salt by',
      detail: `The linkage schema hashes no feature “${feature}”.`,
      mend: 'Salt by a feature that every record has and that never changes, such as the date of birth.',
    })
  return (record, row) => located(row, feature, () => valueOf(record[column] ?? '', hashing)).slice(0, characters)
}

function refuseOtherLength(record: PersonRecord, { features }: Schema, row: number): void {
  if (record.length === features.length) return
  throw new Problem(422, 'clk-record-unfit', {
    title: 'A record does not fit the linkage schema',
    detail: `Record ${row} has ${record.length} cells, and the schema has ${features.length} features.`,
    at: `record ${row}`,
    mend: 'Give the columns of the schema, in its order; let the schema ignore what it should not hash.',
  })
}
