/**
 * All records in memory, and one compared with them at a time: looked up, added, changed or taken out. A record is compared with
 * those that some rule of the model puts it together with, as in a batch.
 */
import { deriveRecord, type Row } from '../features/record.ts'
import { buildFeatures } from '../features/store.ts'
import type { Table } from '../features/table.ts'
import type { LinkageModel } from '../model/document.ts'
import { probabilityOf } from '../odds.ts'
import { type PairKernel, pairKernel } from '../score/kernel.ts'
import { type Frequencies, type Pack, packRecords } from '../score/pack.ts'
import { longer } from './growing-texts.ts'
import { growingEncoder, type Encoder } from './encoder.ts'
import { type Blocking, indexBlocking, type Keys } from './blocking.ts'
import { Places } from './places.ts'

export type Match = Readonly<{ record: number; weight: number; probability: number; pattern: number }>

export type Found = Readonly<{
  /** At or above the threshold, the likeliest first. */
  matches: readonly Match[]
  compared: number
  /** Records of blocks too large to be compared. */
  leftOut: number
}>

export type Resident = Readonly<{
  lookup(row: Row): Found
  /** Records are numbers that stay; those of the table are 0, 1, 2 … */
  insert(row: Row): Found & Readonly<{ record: number }>
  /** What the record matches now. Throws a 404 `record-unknown` for one that is not there, as `remove` does. */
  change(record: number, row: Row): Found
  remove(record: number): void
  /** How many records there are. */
  count(): number
}>

export type ResidentSettings = Readonly<{
  thresholdBits: number
  frequencies?: Frequencies
  /** How many more records there is room for before everything is moved to a larger place. */
  room?: number
}>

/**
 * How common values are stays as it was in the table: a value that comes later has no term-frequency adjustment until the
 * index is made anew. A record stands on the left, whenever it came.
 */
export function makeResident(model: LinkageModel, table: Table, settings: ResidentSettings): Resident {
  const features = buildFeatures(model, table)
  const pack = packRecords(model, features, { rules: [], pairs: 0 }, { frequencies: settings.frequencies ?? {} })
  const blocking = indexBlocking(model.blocking, features)
  const encoder = growingEncoder(model, features, pack, { room: settings.room ?? Math.max(1_000, table.count >> 3) })
  return keep(model, { encoder, blocking, count: table.count, thresholdBits: settings.thresholdBits })
}

type Start = Readonly<{ encoder: Encoder; blocking: Blocking; count: number; thresholdBits: number }>

function keep(model: LinkageModel, { encoder, blocking, count, thresholdBits }: Start): Resident {
  const places = new Places(count)
  const found: Match[] = []
  let nextRecord = count
  let alive = count
  let members = new Uint32Array(1_024)
  let kernel = kernelOver(encoder.pack(), { thresholdBits, places, found })

  /** Writes the row at the next place, which is taken only if the caller takes it. */
  const encode = (row: Row, stays: boolean): Keys => {
    const derived = deriveRecord(model, row)
    for (;;) {
      const keys = encoder.write(derived, places.next, { stays, blocking })
      if (keys) return keys
      encoder.grow()
      kernel = kernelOver(encoder.pack(), { thresholdBits, places, found })
    }
  }

  const compare = (keys: Keys, stays: boolean): Found => {
    places.beginRound()
    let candidates = 0
    const leftOut = blocking.each(keys, stays, (list, from, to) => {
      while (candidates + to - from > members.length) members = longer(Uint32Array, members, 2 * members.length)
      for (let at = from; at < to; at++) if (places.isNew(list[at]!)) members[candidates++] = list[at]!
    })
    found.length = 0
    kernel.scan(places.next, members, 0, candidates)
    kernel.finish()
    const matches = found.toSorted((one, other) => other.weight - one.weight || one.record - other.record)
    return { matches, compared: candidates, leftOut }
  }

  const put = (record: number, row: Row): Found => {
    const keys = encode(row, true)
    const answer = compare(keys, true)
    blocking.add(keys, places.next)
    places.take(record)
    return answer
  }

  return {
    lookup: (row) => compare(encode(row, false), false),
    insert(row) {
      alive++
      return { ...put(nextRecord, row), record: nextRecord++ }
    },
    change(record, row) {
      places.kill(record)
      return put(record, row)
    },
    remove(record) {
      places.kill(record)
      alive--
    },
    count: () => alive,
  }
}

function kernelOver(
  pack: Pack,
  { thresholdBits, places, found }: Readonly<{ thresholdBits: number; places: Places; found: Match[] }>,
): PairKernel {
  return pairKernel(pack, {
    thresholdBits,
    onPairs: ({ right, weight, pattern }, pairs) => {
      for (let at = 0; at < pairs; at++) {
        const bits = weight[at]!
        const record = places.recordAt(right[at]!)
        found.push({ record, weight: bits, probability: probabilityOf(bits), pattern: pattern[at]! })
      }
    },
  })
}
