/** Everything that scoring needs, in memory that threads share and a message can carry. */
import type { BlockingPlan, RulePlan } from '../block/plan.ts'
import type { Blocks, Sources } from '../block/blocks.ts'
import { type Features, frequenciesOf } from '../features/store.ts'
import { identityOf } from '../features/values.ts'
import type { LinkageModel, TermFrequency } from '../model/document.ts'
import { type Layout, layOut, type RuleShape, questionsOf } from './layout.ts'
import { makeSides, sharedArray, type Sides } from './sides.ts'
import { termFrequencyBits } from './weights.ts'

export type Pack = Readonly<{
  model: LinkageModel
  count: number
  layout: Layout
  /** Record r is `words[r * stride]` and on. */
  words: Int32Array
  sides: readonly Sides[]
  rules: readonly PackedRule[]
  /** By `comparison level`: what each code adds to the level's weight; Infinity when that is not known. */
  frequencyBits: Readonly<Record<string, Float64Array>>
  /** By `feature value`: the code of a value that a question names. */
  named: Readonly<Record<string, number>>
  sources?: Sources
}>

export type PackedRule = Readonly<{
  blocks: Blocks
  /** For a rule with several blocks a record. */
  keys?: Readonly<{ ids: Int32Array; starts: Uint32Array }>
}>

/** `frequencies` takes the place of a feature's own counts: one a code, P(value | any value). */
export type Frequencies = Readonly<Record<string, Float64Array>>

export function packRecords(
  model: LinkageModel,
  features: Features,
  plan: BlockingPlan,
  { sources, frequencies = {} }: Readonly<{ sources?: Sources; frequencies?: Frequencies }> = {},
): Pack {
  const layout = layOut(model, features, plan.rules.map(shapeOf))
  const sides = layout.needs.map((needs, dictionary) => {
    const name = Object.keys(layout.slots).find((one) => layout.dictionaries[one] === dictionary)!
    return makeSides(features.columns[name]!, needs)
  })
  return {
    model,
    count: features.count,
    layout,
    words: packWords(features, plan, { layout, sides }),
    sides,
    rules: plan.rules.map(({ blocks, keys: { ids, starts } }) => ({
      blocks: shareBlocks(blocks),
      ...(starts ? { keys: { ids: toShared(Int32Array, ids), starts: toShared(Uint32Array, starts) } } : {}),
    })),
    frequencyBits: allFrequencyBits(model, features, frequencies),
    named: namedCodes(model, features),
    ...(sources ? { sources: { mode: sources.mode, sourceOf: toShared(Uint16Array, sources.sourceOf) } } : {}),
  }
}

/** A rule by one feature, none of whose blocks was split or left out, has that feature's codes for its blocks. */
const shapeOf = ({ rule, keys, left, split }: RulePlan): RuleShape => ({
  severalBlocks: keys.starts !== undefined,
  asFeature: rule.keys.length === 1 && left.blocks === 0 && !split ? rule.keys[0]! : null,
})

function packWords(
  { count, columns }: Features,
  { rules }: BlockingPlan,
  { layout, sides }: Readonly<{ layout: Layout; sides: readonly Sides[] }>,
): Int32Array {
  const { stride, slots, ruleSlots, digestSlots } = layout
  const words = sharedArray(Int32Array, Math.max(1, count) * stride)
  const put = (codes: Uint32Array | Int32Array, slot: number): void => {
    for (let record = 0, at = slot; record < count; record++, at += stride) words[at] = codes[record]!
  }
  for (const [name, slot] of Object.entries(slots)) put(columns[name]!.codes, slot)
  for (const [rule, slot] of ruleSlots.entries())
    if (slot !== null && slot >= Object.keys(slots).length) put(rules[rule]!.keys.ids, slot)
  for (const [name, slot] of Object.entries(digestSlots)) {
    const { codes } = columns[name]!
    const { digests } = sides[layout.dictionaries[name]!]!.texts!
    for (let record = 0, at = slot; record < count; record++, at += stride) {
      words[at] = digests[4 * codes[record]!]!
      words[at + 1] = digests[4 * codes[record]! + 1]!
    }
  }
  return words
}

type Shareable = Int32Array | Uint32Array | Uint16Array | Float64Array

function toShared<Kind extends Shareable>(Kind: Parameters<typeof sharedArray<Kind>>[0], array: Kind): Kind {
  if (array.buffer instanceof SharedArrayBuffer) return array
  const copy = sharedArray(Kind, array.length)
  copy.set(array)
  return copy
}

const shareBlocks = ({ starts, members, ids }: Blocks): Blocks => ({
  starts: toShared(Uint32Array, starts),
  members: toShared(Uint32Array, members),
  ids: toShared(Uint32Array, ids),
})

function allFrequencyBits(model: LinkageModel, features: Features, frequencies: Frequencies): Pack['frequencyBits'] {
  return Object.fromEntries(
    model.comparisons.flatMap(({ levels }, comparison) =>
      levels.flatMap(({ termFrequency, u }, level) => {
        if (!termFrequency || u === null) return []
        const known = frequencies[termFrequency.of] ?? frequenciesOf(features.columns[termFrequency.of]!)
        return [[`${comparison} ${level + 1}`, toShared(Float64Array, codeBits(termFrequency, u, known))] as const]
      }),
    ),
  )
}

/** Missing and unheard-of values say nothing of themselves: the other record's value counts then. */
function codeBits(termFrequency: TermFrequency, u: number, frequencies: Float64Array): Float64Array {
  return frequencies.map((frequency) =>
    frequency === 0 ? Infinity : termFrequencyBits(termFrequency, u, [frequency, undefined]),
  )
}

function namedCodes(model: LinkageModel, features: Features): Pack['named'] {
  const named = questionsOf(model).flatMap((question) => (question.test === 'is' ? [question] : []))
  return Object.fromEntries(
    named.map(({ of, value }) => [
      `${of} ${value}`,
      features.columns[of]!.values.findIndex((one) => one !== null && identityOf(one) === value),
    ]),
  )
}
