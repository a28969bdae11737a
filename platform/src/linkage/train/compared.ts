/** Candidate pairs with their levels: what training looks at. */
import type { Sources } from '../block/blocks.ts'
import { planBlocking, type BlockingPlan, type RulePlan } from '../block/plan.ts'
import type { Features } from '../features/store.ts'
import type { BlockingRule, LinkageModel } from '../model/document.ts'
import { patternStrides } from '../model/patterns.ts'
import { pairKernel } from '../score/kernel.ts'
import { packRecords } from '../score/pack.ts'
import { runTask, tasksOf } from '../score/run.ts'

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
  const found = collectPairs(blankModel(model), features, plan, sources)
  const made = plan.rules.slice(0, mostRules).map(madeBy)
  const members = new Uint32Array(found.count)
  for (let pair = 0; pair < found.count; pair++) {
    let bits = 0
    for (const [rule, makes] of made.entries()) if (makes(found.left[pair]!, found.right[pair]!)) bits |= 1 << rule
    members[pair] = bits
  }
  return { ...found, rules: members }
}

type Growing = {
  count: number
  left: Uint32Array<ArrayBuffer>
  right: Uint32Array<ArrayBuffer>
  levels: Uint8Array<ArrayBuffer>
}

function collectPairs(
  model: LinkageModel,
  features: Features,
  plan: BlockingPlan,
  sources?: Sources,
): Omit<Compared, 'rules'> {
  const pack = packRecords(model, features, plan, sources ? { sources } : {})
  const strides = patternStrides(model)
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
  for (const task of tasksOf(pack, 1)) runTask(pack, kernel, task)
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

/** Whether a rule makes a pair, by its blocks. */
function madeBy({ keys: { ids, starts } }: RulePlan): (left: number, right: number) => boolean {
  if (!starts) return (left, right) => ids[left] === ids[right] && ids[left] !== 0
  return (left, right) => {
    for (let a = starts[left]!, b = starts[right]!; a < starts[left + 1]! && b < starts[right + 1]!;) {
      const [one, other] = [ids[a]!, ids[b]!]
      if (one === other && one !== 0) return true
      if (one <= other) a++
      if (other <= one) b++
    }
    return false
  }
}
