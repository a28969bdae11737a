/** Candidate pairs with their levels: what training looks at. */
import type { Sources } from '../block/blocks.ts'
import { planBlocking, type RulePlan } from '../block/plan.ts'
import type { Features } from '../features/store.ts'
import type { BlockingRule, LinkageModel } from '../model/document.ts'
import { patternStrides } from '../model/patterns.ts'
import { type PairKernel, pairKernel } from '../score/kernel.ts'
import { type Pack, packRecords } from '../score/pack.ts'
import { runTask, tasksOf } from '../score/run.ts'
import { seeded } from './random.ts'

export type Compared = Readonly<{
  count: number
  left: Uint32Array
  right: Uint32Array
  /** Level of comparison c of pair p at `p * width + c`. */
  levels: Uint8Array
  width: number
  /** A bit for each rule that makes the pair, the first rule's lowest. */
  rules: Uint32Array
}>

/** More rules than a pair has bits for are not told apart. */
export const mostRules = 32

/** All pairs that the rules make, each once. */
export function comparePairs(
  model: LinkageModel,
  features: Features,
  { rules, sources }: Readonly<{ rules: readonly BlockingRule[]; sources?: Sources | undefined }>,
): Compared {
  const plan = planBlocking(features, rules, sources)
  const found = collectPairs(
    packRecords(blankModel(model), features, plan, sources ? { sources } : {}),
    (pack, kernel) => {
      for (const task of tasksOf(pack, 1)) runTask(pack, kernel, task)
    },
  )
  const members = new Uint32Array(found.count)
  for (const [rule, { keys }] of plan.rules.slice(0, mostRules).entries())
    mark(members, found, { keys, bit: 1 << rule })
  return { ...found, rules: members }
}

type Growing = {
  count: number
  left: Uint32Array<ArrayBuffer>
  right: Uint32Array<ArrayBuffer>
  levels: Uint8Array<ArrayBuffer>
}

/** What a kernel finds while it is run: every pair that it is shown. */
function collectPairs(pack: Pack, run: (pack: Pack, kernel: PairKernel) => void): Omit<Compared, 'rules'> {
  const strides = patternStrides(pack.model)
  const width = strides.length
  const into: Growing = {
    count: 0,
    left: new Uint32Array(4_096),
    right: new Uint32Array(4_096),
    levels: new Uint8Array(4_096 * width),
  }
  const kernel = pairKernel(pack, {
    thresholdBits: -Infinity,
    onPairs: ({ left, right, pattern }, count) => {
      grow(into, into.count + count, width)
      for (let at = 0; at < count; at++) {
        const pair = into.count++
        into.left[pair] = left[at]!
        into.right[pair] = right[at]!
        let rest = pattern[at]!
        for (let c = 0; c < width; c++) {
          const level = Math.floor(rest / strides[c]!)
          into.levels[pair * width + c] = level
          rest -= level * strides[c]!
        }
      }
    },
  })
  run(pack, kernel)
  kernel.finish()
  return { ...into, width }
}

function grow(into: Growing, needed: number, width: number): void {
  if (needed <= into.left.length) return
  const size = Math.max(needed, 2 * into.left.length)
  const longer = <Kind extends Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: Kind, copy: Kind): Kind => {
    copy.set(array)
    return copy
  }
  into.left = longer(into.left, new Uint32Array(size))
  into.right = longer(into.right, new Uint32Array(size))
  into.levels = longer(into.levels, new Uint8Array(size * width))
}

/** So many pairs drawn at random, fewer where there are hardly any; a pair may come twice. */
export function drawPairs(
  model: LinkageModel,
  features: Features,
  { pairs, seed, sources }: Readonly<{ pairs: number; seed: number; sources?: Sources | undefined }>,
): Compared {
  const random = seeded(seed)
  const other = new Uint32Array(1)
  const place = sources?.mode === 'across' ? sources.sourceOf : null
  const found = collectPairs(packRecords(blankModel(model), features, { rules: [], pairs: 0 }), (_, kernel) => {
    for (let drawn = 0, tried = 0; drawn < pairs && tried < 50 * pairs; tried++) {
      const record = Math.floor(random() * features.count)
      other[0] = Math.floor(random() * features.count)
      if (other[0] === record || (place && place[record] === place[other[0]])) continue
      kernel.scan(record, other, 0, 1)
      drawn++
    }
  })
  return { ...found, rules: new Uint32Array(found.count) }
}

/** The model as far as levels go: every weight nothing, so that it can be run before it is trained. */
export function blankModel(model: LinkageModel): LinkageModel {
  const even = { m: 0.5, u: 0.5 }
  return {
    ...model,
    comparisons: model.comparisons.map((comparison) => ({
      ...comparison,
      levels: comparison.levels.map(({ when }) => ({ when, ...even })),
      else: even,
    })),
    prior: 0.5,
    household: null,
  }
}

type Found = Pick<Compared, 'count' | 'left' | 'right'>

/** Sets a rule's bit on the pairs that its blocks make. */
function mark(
  members: Uint32Array,
  { count, left, right }: Found,
  { keys: { ids, starts }, bit }: Readonly<{ keys: RulePlan['keys']; bit: number }>,
): void {
  if (starts) {
    for (let pair = 0; pair < count; pair++)
      if (shareId({ ids, starts }, left[pair]!, right[pair]!)) members[pair]! |= bit
    return
  }
  for (let pair = 0; pair < count; pair++) {
    const id = ids[left[pair]!]!
    if (id !== 0 && id === ids[right[pair]!]) members[pair]! |= bit
  }
}

function shareId(
  { ids, starts }: Readonly<{ ids: Int32Array; starts: Uint32Array }>,
  left: number,
  right: number,
): boolean {
  for (let a = starts[left]!, b = starts[right]!; a < starts[left + 1]! && b < starts[right + 1]!;) {
    const [one, other] = [ids[a]!, ids[b]!]
    if (one === other && one !== 0) return true
    if (one <= other) a++
    if (other <= one) b++
  }
  return false
}

/** Only these pairs, given in rising order. */
export function onlyPairs({ left, right, levels, width, rules }: Compared, pairs: Uint32Array): Compared {
  const kept = new Uint8Array(pairs.length * width)
  for (const [at, pair] of pairs.entries()) kept.set(levels.subarray(pair * width, (pair + 1) * width), at * width)
  return {
    count: pairs.length,
    left: Uint32Array.from(pairs, (pair) => left[pair]!),
    right: Uint32Array.from(pairs, (pair) => right[pair]!),
    levels: kept,
    width,
    rules: Uint32Array.from(pairs, (pair) => rules[pair]!),
  }
}
