/** The rules of a model over records that come and go. */
import { defaultLargest } from '../block/plan.ts'
import { keyedBlocks, type MemberCodes, memberCode } from '../block/keys.ts'
import type { Features } from '../features/store.ts'
import type { Value } from '../features/values.ts'
import type { BlockingRule } from '../model/document.ts'
import { indexRule, type RuleIndex } from './rule-index.ts'

/** Of each part of each rule the codes of a record's keys; empty where one is missing. */
export type Keys = readonly (readonly (readonly number[])[])[]

export type Blocking = Readonly<{
  /** `codeOf` gives the code of a feature's value, 0 for none. Members are given codes only when the record stays. */
  keysOf(codeOf: (feature: string) => number, valueOf: (feature: string) => Value | null, stays: boolean): Keys
  /** Hands out the records that a rule puts the record together with; a record may come several times. Answers how many are left out. */
  each(keys: Keys, stays: boolean, see: (members: Uint32Array, from: number, to: number) => void): number
  add(keys: Keys, place: number): void
}>

/** A rule, or what splits it where its blocks are too large. */
type Part = Readonly<{
  rule: BlockingRule
  names: readonly string[]
  isSplit: boolean
  index: RuleIndex
  memberCodes: readonly MemberCodes[]
}>

export function indexBlocking(rules: readonly BlockingRule[], features: Features): Blocking {
  const parts: Part[] = rules.flatMap((rule) => {
    const part = (names: readonly string[], isSplit: boolean): Part => {
      const keyed = keyedBlocks(features, names)
      return { rule, names, isSplit, index: indexRule(keyed), memberCodes: keyed.memberCodes }
    }
    return [part(rule.keys, false), ...(rule.split ? [part([...rule.keys, ...rule.split], true)] : [])]
  })
  return {
    keysOf: (codeOf, valueOf, stays) =>
      parts.map(({ names, memberCodes }) => {
        const codes = names.map((name, at) =>
          optionsOf(memberCodes[at]!, { code: codeOf(name), value: valueOf(name), stays }),
        )
        return codes.every((options) => options.length > 0) ? codes : []
      }),
    each(keys, stays, see) {
      let leftOut = 0
      for (const [at, part] of parts.entries()) {
        if (part.isSplit || keys[at]!.length === 0) continue
        const finer = part.rule.split ? { index: parts[at + 1]!.index, keys: keys[at + 1]! } : null
        for (const id of part.index.idsOf(keys[at]!, stays)) leftOut += eachOf(id, part, finer, { stays, see })
      }
      return leftOut
    },
    add(keys, place) {
      for (const [at, { index }] of parts.entries())
        if (keys[at]!.length > 0) for (const id of index.idsOf(keys[at]!, true)) index.add(id, place)
    },
  }
}

type Seeing = Readonly<{ stays: boolean; see: (members: Uint32Array, from: number, to: number) => void }>
type Finer = Readonly<{ index: RuleIndex; keys: Keys[number] }>

/** The members of a block, or of its parts when it is too large. Answers how many are left out. */
function eachOf(id: number, { rule, index }: Part, finer: Finer | null, { stays, see }: Seeing): number {
  const largest = rule.largest ?? defaultLargest
  if (index.sizeOf(id) < largest) {
    index.each(id, see)
    return 0
  }
  if (!finer || finer.keys.length === 0) return index.sizeOf(id)
  let leftOut = 0
  for (const one of finer.index.idsOf(finer.keys, stays)) {
    if (finer.index.sizeOf(one) < largest) finer.index.each(one, see)
    else leftOut += finer.index.sizeOf(one)
  }
  return leftOut
}

type One = Readonly<{ code: number; value: Value | null; stays: boolean }>

function optionsOf(members: MemberCodes, { code, value, stays }: One): readonly number[] {
  if (value === null) return []
  if (!members) return [code]
  return (value as readonly string[]).flatMap((member) =>
    stays ? memberCode(members.codeOf, member) : (members.codeOf.get(member) ?? []),
  )
}
