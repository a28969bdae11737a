/**
 * The block of every record under a rule, as an id. A pair belongs to a rule when both have the same id; 0 is none. A rule with a
 * set among its keys has several ids a record: one for each member.
 */
import type { FeatureColumn, Features } from '../features/store.ts'
import type { BlockingRule } from '../model/document.ts'
import { type Interner, makeInterner } from './interner.ts'

/** One id a record, or the ids of record r from `starts[r]` up to `starts[r + 1]`, ascending. */
export type BlockKeys = Readonly<{ ids: Int32Array; starts?: Uint32Array; highest: number }>

/** Blocks with what made their ids: the first key's codes are ids, each interner makes ids of those before and the next key. */
export type KeyedBlocks = Readonly<{
  keys: BlockKeys
  interners: readonly Interner[]
  memberCodes: readonly MemberCodes[]
}>

/** Of a key that is a set: its members' codes, by code and by text; null of any other. */
export type MemberCodes = Readonly<{ of: readonly (readonly number[])[]; codeOf: Map<string, number> }> | null

export const blockKeys = (features: Features, rule: BlockingRule): BlockKeys => keysBy(features, rule.keys)

/** As `blockKeys`, by any features. */
export const keysBy = (features: Features, names: readonly string[]): BlockKeys => keyedBlocks(features, names).keys

export function keyedBlocks(features: Features, names: readonly string[]): KeyedBlocks {
  const columns = names.map((name) => features.columns[name]!)
  const memberCodes = columns.map(({ kind, values }) =>
    kind === 'set' ? codeMembers(values as readonly (readonly string[] | null)[]) : null,
  )
  if (memberCodes.some((codes) => codes !== null)) return manyKeys(features, columns, memberCodes)
  const interners: Interner[] = []
  let ids = new Int32Array(columns[0]!.codes)
  let highest = columns[0]!.values.length - 1
  for (const { codes } of columns.slice(1)) {
    const interner = makeInterner(Math.min(features.count, 4 * highest + 1_000))
    interners.push(interner)
    const paired = new Int32Array(features.count)
    for (let record = 0; record < features.count; record++) {
      const [id, code] = [ids[record]!, codes[record]!]
      if (id !== 0 && code !== 0) paired[record] = interner.intern(id, code)
    }
    ids = paired
    highest = interner.size()
  }
  return { keys: { ids, highest }, interners, memberCodes }
}

function manyKeys(
  { count }: Features,
  columns: readonly FeatureColumn[],
  memberCodes: readonly MemberCodes[],
): KeyedBlocks {
  const interners = columns.slice(1).map(() => makeInterner(Math.min(count, 1_000_000)))
  const starts = new Uint32Array(count + 1)
  const all: number[] = []
  let highest = 0
  for (let record = 0; record < count; record++) {
    if (columns.every((column) => column.codes[record] !== 0)) {
      let ids: readonly number[] = optionsOf(columns[0]!, memberCodes[0]!, record)
      for (const [at, interner] of interners.entries()) {
        const options = optionsOf(columns[at + 1]!, memberCodes[at + 1]!, record)
        ids = ids.flatMap((id) => options.map((code) => interner.intern(id, code)))
      }
      for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
        all.push(id)
        highest = Math.max(highest, id)
      }
    }
    starts[record + 1] = all.length
  }
  return { keys: { ids: Int32Array.from(all), starts, highest }, interners, memberCodes }
}

function optionsOf({ codes }: FeatureColumn, members: MemberCodes, record: number): readonly number[] {
  const code = codes[record]!
  return members ? members.of[code]! : [code]
}

function codeMembers(values: readonly (readonly string[] | null)[]): MemberCodes {
  const codeOf = new Map<string, number>()
  const of = values.map((value) => (value ?? []).map((member) => memberCode(codeOf, member)))
  return { of, codeOf }
}

/** The code of a member, given now if it has none. */
export function memberCode(codeOf: Map<string, number>, member: string): number {
  let code = codeOf.get(member)
  if (code === undefined) {
    code = codeOf.size + 1
    codeOf.set(member, code)
  }
  return code
}
