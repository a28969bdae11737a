/**
 * All records in memory, and one compared with them at a time: looked up, added, changed or taken out. A record is compared with
 * those that some rule of the model puts it together with, as in a batch.
 */
import { Problem } from '#foundation/problem.ts'
import { deriveRecord, type Row } from '../features/record.ts'
import { buildFeatures } from '../features/store.ts'
import type { Table } from '../features/table.ts'
import type { LinkageModel } from '../model/document.ts'
import { probabilityOf } from '../odds.ts'
import { type PairKernel, pairKernel } from '../score/kernel.ts'
import { type Frequencies, type Pack, packRecords } from '../score/pack.ts'
import { longer } from './growing-texts.ts'
import { growingEncoder, type Encoder } from './encoder.ts'
import { type Blocking, indexBlocking } from './blocking.ts'

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
  let places = count
  let alive = count
  // A changed record gets a new place; its old one is dead.
  let recordAt = Uint32Array.from({ length: count + 1_000 }, (_, place) => place)
  const placeOf = new Map<number, number>()
  let dead = new Uint8Array(count + 1_000)
  let seen = new Uint32Array(count + 1_000)
  let round = 0
  let nextRecord = count
  let members = new Uint32Array(1_024)
  const found: Match[] = []
  let kernel = kernelOver(encoder.pack())

  function kernelOver(pack: Pack): PairKernel {
    return pairKernel(pack, {
      thresholdBits,
      onPairs: ({ right, weight, pattern }, pairs) => {
        for (let at = 0; at < pairs; at++)
          found.push({
            record: recordAt[right[at]!]!,
            weight: weight[at]!,
            probability: probabilityOf(weight[at]!),
            pattern: pattern[at]!,
          })
      },
    })
  }

  /** Writes the row at the next place; the place is taken only if the caller takes it. */
  function encode(row: Row, stays: boolean): readonly (readonly (readonly number[])[])[] {
    const derived = deriveRecord(model, row)
    for (;;) {
      const keys = encoder.write(derived, places, { stays, blocking })
      if (keys) return keys
      encoder.grow()
      kernel = kernelOver(encoder.pack())
    }
  }

  function compare(keys: ReturnType<typeof encode>, stays: boolean): Found {
    round++
    let candidates = 0
    const leftOut = blocking.each(keys, stays, (list, from, to) => {
      while (candidates + to - from > members.length) members = longer(Uint32Array, members, 2 * members.length)
      for (let at = from; at < to; at++) {
        const place = list[at]!
        if (seen[place] === round || dead[place] === 1) continue
        seen[place] = round
        members[candidates++] = place
      }
    })
    found.length = 0
    kernel.scan(places, members, 0, candidates)
    kernel.finish()
    return {
      matches: found.toSorted((one, other) => other.weight - one.weight || one.record - other.record),
      compared: candidates,
      leftOut,
    }
  }

  function take(record: number, keys: ReturnType<typeof encode>): void {
    if (places + 1 >= recordAt.length) {
      recordAt = longer(Uint32Array, recordAt, 2 * recordAt.length)
      seen = longer(Uint32Array, seen, recordAt.length)
      const more = new Uint8Array(recordAt.length)
      more.set(dead)
      dead = more
    }
    recordAt[places] = record
    placeOf.set(record, places)
    blocking.add(keys, places)
    places++
  }

  function kill(record: number): void {
    const place = placeOf.get(record) ?? record
    const isThere =
      Number.isInteger(record) && place >= 0 && place < places && recordAt[place] === record && dead[place] === 0
    if (!isThere)
      throw new Problem(404, 'record-unknown', {
        title: 'There is no such record',
        detail: 'It was never in the index, or was taken out.',
        at: String(record),
        mend: 'Use a number that the index gave.',
      })
    dead[place] = 1
  }

  const put = (record: number, row: Row): Found => {
    const keys = encode(row, true)
    const answer = compare(keys, true)
    take(record, keys)
    return answer
  }

  return {
    lookup: (row) => compare(encode(row, false), false),
    insert(row) {
      const answer = put(nextRecord, row)
      alive++
      return { ...answer, record: nextRecord++ }
    },
    change(record, row) {
      kill(record)
      return put(record, row)
    },
    remove(record) {
      kill(record)
      alive--
    },
    count: () => alive,
  }
}
