/** From a model's rules to blocks that can be scored: oversize blocks split, what cannot be split reported, all pairs counted. */
import { Problem } from '#foundation/problem.ts'
import type { Features } from '../features/store.ts'
import type { BlockingRule } from '../model/document.ts'
import { type Blocks, groupBlocks, pairsOf, type Sources } from './blocks.ts'
import { type BlockKeys, blockKeys, keysBy } from './keys.ts'
import { makeInterner } from './interner.ts'

/** A block larger than this is split or reported, when its rule says nothing else. */
export const defaultLargest = 10_000

export type RulePlan = Readonly<{
  rule: BlockingRule
  keys: BlockKeys
  blocks: Blocks
  /** Before pairs of earlier rules are taken out. */
  pairs: number
  largest: number
  /** Whether blocks were split by a second key. */
  split: boolean
  /** Blocks that were too large, and could not be split small enough: their pairs are not compared under this rule. */
  left: Readonly<{ blocks: number; records: number; pairs: number }>
}>

export type BlockingPlan = Readonly<{ rules: readonly RulePlan[]; pairs: number }>

export function planBlocking(features: Features, rules: readonly BlockingRule[], sources?: Sources): BlockingPlan {
  if (rules.length === 0)
    throw new Problem(422, 'blocking-missing', {
      title: 'The model does not say which pairs to look at',
      detail: 'It has no blocking rules.',
      mend: 'Add rules to “blocking”, or let them be recommended.',
    })
  const planned = rules.map((rule) => planRule(features, rule, sources))
  return { rules: planned, pairs: planned.reduce((sum, { pairs }) => sum + pairs, 0) }
}

/** Exact pair counts of each rule by itself, from the sizes of its blocks; nothing is compared. */
export function countPairs(features: Features, rules: readonly BlockingRule[], sources?: Sources): readonly number[] {
  return rules.map((rule) => pairsOf(groupBlocks(blockKeys(features, rule)), sources))
}

function planRule(features: Features, rule: BlockingRule, sources?: Sources): RulePlan {
  const largest = rule.largest ?? defaultLargest
  let keys = blockKeys(features, rule)
  let blocks = groupBlocks(keys)
  let left = { blocks: 0, records: 0, pairs: 0 }
  let split = false
  if (oversize(blocks, largest).size > 0) {
    split = rule.split !== undefined
    if (rule.split) keys = splitBlocks(keys, oversize(blocks, largest), keysBy(features, rule.split))
    const still = oversize(groupBlocks(keys), largest)
    left = leftOut(blocks, keys, { still, largest, sources })
    keys = without(keys, still)
    blocks = groupBlocks(keys)
  }
  return { rule, keys, blocks, pairs: pairsOf(blocks, sources), largest: largestOf(blocks), split, left }
}

function oversize({ starts, ids }: Blocks, largest: number): Set<number> {
  const found = new Set<number>()
  for (const [block, id] of ids.entries()) if (starts[block + 1]! - starts[block]! > largest) found.add(id)
  return found
}

function largestOf({ starts }: Blocks): number {
  let largest = 0
  for (let block = 0; block + 1 < starts.length; block++)
    largest = Math.max(largest, starts[block + 1]! - starts[block]!)
  return largest
}

/** The members of the blocks named get ids by their second key as well; without one, none. */
function splitBlocks(keys: BlockKeys, which: ReadonlySet<number>, by: BlockKeys): BlockKeys {
  const interner = makeInterner(10_000)
  const { highest } = keys
  const split = (id: number, record: number): number[] =>
    idsAt(by, record)
      .filter(Boolean)
      .map((second) => highest + interner.intern(id, second))
  const result = mapIds(keys, (id, record) => (which.has(id) ? split(id, record) : [id]))
  return { ...result, highest: highest + interner.size() }
}

function without(keys: BlockKeys, which: ReadonlySet<number>): BlockKeys {
  return which.size === 0 ? keys : { ...mapIds(keys, (id) => (which.has(id) ? [0] : [id])), highest: keys.highest }
}

function idsAt({ ids, starts }: BlockKeys, record: number): readonly number[] {
  return starts ? Array.from(ids.subarray(starts[record], starts[record + 1])) : [ids[record]!]
}

/** One id for one as long as nothing makes more of them. */
function mapIds(keys: BlockKeys, map: (id: number, record: number) => readonly number[]): Omit<BlockKeys, 'highest'> {
  const count = keys.starts ? keys.starts.length - 1 : keys.ids.length
  const ids: number[] = []
  const starts = new Uint32Array(count + 1)
  let single = !keys.starts
  for (let record = 0; record < count; record++) {
    const mapped = idsAt(keys, record).flatMap((id) => map(id, record))
    for (const id of mapped.toSorted((a, b) => a - b)) ids.push(id)
    if (mapped.length === 0 && single) ids.push(0)
    else if (mapped.length > 1) single = false
    starts[record + 1] = ids.length
  }
  return single ? { ids: Int32Array.from(ids) } : { ids: Int32Array.from(ids), starts }
}

/** The blocks that stay too large, and the pairs of all oversize blocks that no smaller block makes. */
function leftOut(
  before: Blocks,
  keys: BlockKeys,
  { still, largest, sources }: Readonly<{ still: ReadonlySet<number>; largest: number; sources: Sources | undefined }>,
): RulePlan['left'] {
  const kept = groupBlocks(without(keys, still))
  const records = [...oversize(before, largest)].length
  const compared = pairsOf(kept, sources)
  const all = pairsOf(before, sources)
  let inStill = 0
  for (const id of keys.ids) if (still.has(id)) inStill++
  return { blocks: still.size || records, records: inStill, pairs: Math.max(0, all - compared) }
}
