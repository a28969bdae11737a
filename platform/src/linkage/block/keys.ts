/**
 * The block of every record under a rule, as an id. A pair belongs to a rule when both have the same id; 0 is none. A rule with a
 * set among its keys has several ids a record: one for each member.
 */
import type { Features } from '../features/store.ts'
import type { BlockingRule } from '../model/document.ts'
import { type Interner, makeInterner } from './interner.ts'

/** One id a record, or the ids of record r from `starts[r]` up to `starts[r + 1]`, ascending. */
export type BlockKeys = Readonly<{ ids: Int32Array; starts?: Uint32Array; highest: number }>

/** How keys become ids, kept for records that come later. */
export type KeyMaker = Readonly<{
  /** The ids of a record with these codes (one a key; of a set, its members), which must not be 0; interns them. */
  idsOf(codes: readonly (readonly number[])[]): readonly number[]
  highest(): number
}>

export function blockKeys(features: Features, rule: BlockingRule): BlockKeys {
  return keysBy(features, rule.keys)
}

/** As `blockKeys`, by any features. */
export function keysBy(features: Features, names: readonly string[]): BlockKeys {
  const columns = names.map((name) => features.columns[name]!)
  if (columns.some(({ kind }) => kind === 'set')) return manyKeys(features, names)
  const [first, ...others] = columns
  let ids = new Int32Array(first!.codes)
  let highest = first!.values.length - 1
  for (const { codes } of others) {
    const interner = makeInterner(Math.min(features.count, 4 * highest + 1_000))
    const paired = new Int32Array(features.count)
    for (let record = 0; record < features.count; record++) {
      const [id, code] = [ids[record]!, codes[record]!]
      if (id !== 0 && code !== 0) paired[record] = interner.intern(id, code)
    }
    ids = paired
    highest = interner.size()
  }
  return { ids, highest }
}

function manyKeys(features: Features, names: readonly string[]): BlockKeys {
  const columns = names.map((name) => features.columns[name]!)
  const maker = keyMaker(names.length, features.count)
  const members = columns.map(({ kind, values }) =>
    kind === 'set' ? memberCodes(values as readonly string[][]) : null,
  )
  const starts = new Uint32Array(features.count + 1)
  const ids: number[] = []
  for (let record = 0; record < features.count; record++) {
    const codes = columns.map((column, at) => {
      const code = column.codes[record]!
      return members[at]?.[code] ?? [code]
    })
    if (columns.every((column) => column.codes[record] !== 0)) for (const id of maker.idsOf(codes)) ids.push(id)
    starts[record + 1] = ids.length
  }
  return { ids: Int32Array.from(ids), starts, highest: maker.highest() }
}

function memberCodes(values: readonly (readonly string[] | null)[]): readonly (readonly number[])[] {
  const codeOf = new Map<string, number>()
  return values.map((value) =>
    (value ?? []).map((member) => {
      if (!codeOf.has(member)) codeOf.set(member, codeOf.size + 1)
      return codeOf.get(member)!
    }),
  )
}

export function keyMaker(length: number, expected: number): KeyMaker {
  const interners: Interner[] = Array.from({ length }, () => makeInterner(Math.min(expected, 1_000_000)))
  return {
    idsOf(codes) {
      let ids: readonly number[] = [0]
      for (const [at, options] of codes.entries())
        ids = ids.flatMap((id) => options.map((code) => interners[at]!.intern(id, code)))
      return [...new Set(ids)].toSorted((a, b) => a - b)
    },
    highest: () => interners.at(-1)?.size() ?? 0,
  }
}
