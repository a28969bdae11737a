/**
 * Writes the kernel of a model: one function that compares a record with a list of others. Its exactness rests on one thing: `w`
 * is at every moment at least the weight that the pair can still come to, so stopping below the threshold loses nothing.
 *
 * A pair's comparisons are looked at in three rounds: what codes alone decide; what digests rule out; what characters decide.
 */
import type { Comparison } from '../model/document.ts'
import { patternStrides } from '../model/patterns.ts'
import { type Expression, expressionOf, makeMemos, type Writer } from './expressions.ts'
import type { Pack } from './pack.ts'
import { priorBits, weightsOf } from './weights.ts'

export type Purpose =
  | Readonly<{ kind: 'pairs'; thresholdBits: number }>
  /** Counts of patterns, of one pair in `oneIn`. */
  | Readonly<{ kind: 'patterns'; oneIn: number }>

/** A comparison, ready to be written. */
type Part = Readonly<{
  index: number
  comparison: Comparison
  missing: Expression | undefined
  levels: readonly Expression[]
  /** By level: its weight without, and with the best possible, term frequency. */
  weights: readonly number[]
  best: readonly number[]
  /** The level of the first test that has to look at characters; past the last when there is none. */
  costlyFrom: number
  /** The most that levels from this one on can come to. */
  bestFrom(level: number): number
}>

export function generateKernel(pack: Pack, purpose: Purpose): string {
  const memos = makeMemos()
  const parts = pack.model.comparisons.map((comparison, index) => partOf(comparison, index, { pack, memos }))
  // A record begins at a multiple of a power of two, so that its words are told from it without a sum that could overflow.
  const shift = Math.log2(pack.layout.stride)
  const declared = `let ${[...memos.declared(), 'nothing'].map((name) => `${name} = -1`).join(', ')}`
  const body =
    purpose.kind === 'pairs'
      ? pairsBody(pack, parts, { thresholdBits: purpose.thresholdBits, declared })
      : patternsBody(pack, parts, { oneIn: purpose.oneIn, declared })
  return [
    header(pack),
    'return function scan(i, members, from, to) {',
    'const { earlier, block } = env',
    `const A = i << ${shift}`,
    ...leftWords(pack).map((slot) => `const a${slot} = words[A | ${slot}]`),
    ...hoistedFrequencies(pack),
    'let seen = 0',
    // What no word ever is stands for “no block”, or for a rule that does not come before.
    ...pack.layout.ruleSlots.map((slot, rule) =>
      slot === null ? '' : `const e${rule} = earlier > ${rule} && words[A | ${slot}] !== 0 ? words[A | ${slot}] : -1`,
    ),
    'for (let q = from; q < to; q++) {',
    'const j = members[q]',
    `const B = j << ${shift}`,
    ...pack.layout.ruleSlots.map((slot, rule) =>
      slot === null
        ? pack.rules[rule]!.keys
          ? skipSeveral(rule)
          : ''
        : `if (words[B | ${slot}] === e${rule}) continue`,
    ),
    'seen++',
    ...body,
    '}',
    'env.seen += seen',
    '}',
  ].join('\n')
}

/** A pair of a rule with several blocks belongs to the first block that its records share. */
const skipSeveral = (rule: number): string =>
  `if (earlier >= ${rule} && env.isDoneBy(${rule}, i, j, earlier === ${rule} ? block : 0)) continue`

function header({ sides, frequencyBits, layout }: Pack): string {
  const names = ['digests', 'jaro', 'jaroWinkler', 'jaccard', 'bigrams', 'sharedStart']
  names.push('bound', 'levenshtein', 'damerau', 'overlap', 'subset', 'dice', 'similarMember', 'membersAlike')
  names.push('kilometres', 'seconds', 'days', 'numbers')
  return [
    "'use strict'",
    'const { words, dictionaries, frequencyBits, swapped, relativeDifference, jaroAtMost, winklerAtMost, counts, left, right, weight, pattern } = env',
    ...sides.flatMap((_, index) => names.map((name) => `const d${index}_${name} = dictionaries[${index}].${name}`)),
    ...Object.keys(frequencyBits).map((key) => `const f${key.replace(' ', '_')} = frequencyBits['${key}']`),
    `const capacity = left.length /* ${layout.stride} words a record */`,
  ].join('\n')
}

function partOf(comparison: Comparison, index: number, writer: Writer): Part {
  const { frequencyBits } = writer.pack
  const weights = weightsOf(comparison)
  const best = weights.map((weight, level) => {
    const bits = frequencyBits[`${index} ${level}`]
    return bits ? weight + bits.reduce((most, one) => (one === Infinity ? most : Math.max(most, one)), 0) : weight
  })
  const levels = comparison.levels.map(({ when }) => expressionOf(when, writer))
  const firstCostly = levels.findIndex(({ costly }) => costly)
  return {
    index,
    comparison,
    missing: comparison.missing && expressionOf(comparison.missing, writer),
    levels,
    weights,
    best,
    costlyFrom: firstCostly < 0 ? levels.length + 1 : firstCostly + 1,
    bestFrom: (level) => Math.max(...best.slice(level)),
  }
}

const mostOf = ({ bestFrom, missing }: Part): number => Math.max(bestFrom(1), missing ? 0 : -Infinity)

/** What the value's commonness adds at a level; nothing when the level has no term frequency. */
function frequencyTerm(part: Part, level: number, { layout, frequencyBits }: Pack): string {
  const { index, comparison } = part
  if (!frequencyBits[`${index} ${level}`]) return ''
  if (isOfOneValue(comparison, level)) return ` + k${index}_${level}`
  const slot = layout.slots[comparison.levels[level - 1]!.termFrequency!.of]!
  return ` + known(Math.min(f${index}_${level}[a${slot}], f${index}_${level}[words[B | ${slot}]]))`
}

/** Whether a level is taken only when both records have the very value whose commonness counts. */
function isOfOneValue({ levels }: Comparison, level: number): boolean {
  const { when, termFrequency } = levels[level - 1]!
  return when.test === 'exact' && when.of === termFrequency?.of
}

/** Such a level's term is the left record's alone. */
function hoistedFrequencies({ model, layout, frequencyBits }: Pack): string[] {
  return Object.keys(frequencyBits).flatMap((key) => {
    const [index, level] = key.split(' ').map(Number) as [number, number]
    const comparison = model.comparisons[index]!
    if (!isOfOneValue(comparison, level)) return []
    const slot = layout.slots[comparison.levels[level - 1]!.termFrequency!.of]!
    return [`const k${index}_${level} = known(f${index}_${level}[a${slot}])`]
  })
}

const leftWords = ({ layout: { slots, digestSlots } }: Pack): readonly number[] => [
  ...Object.values(slots),
  ...Object.values(digestSlots).flatMap((slot) => [slot, slot + 1]),
]

type Declared = Readonly<{ declared: string }>

function pairsBody(
  pack: Pack,
  parts: readonly Part[],
  { thresholdBits, declared }: Declared & Readonly<{ thresholdBits: number }>,
): string[] {
  const share = pack.model.household?.share ?? 0
  // The household can add this little, when nothing that is shared agrees; and sums of doubles are off by less than the last.
  const threshold = thresholdBits + Math.log2(1 - share) - 1e-9
  const start = priorBits(pack.model) + parts.reduce((sum, part) => sum + mostOf(part), 0)
  const stop = `if (w < ${threshold}) continue`
  const hasCostly = ({ costlyFrom, levels }: Part) => costlyFrom <= levels.length
  const ordered = parts.toSorted((one, other) => expectedDrop(other) - expectedDrop(one))
  const isAskedFirst = parts.some(({ missing }) => missing?.costly)
  return [
    isAskedFirst ? declared : '',
    `let w = ${start}`,
    ...ordered.flatMap((part) => [...byCodes(part, pack), stop]),
    isAskedFirst ? '' : declared,
    ...ordered.filter(hasCostly).flatMap((part) => [...byDigests(part, pack), stop]),
    ...ordered.filter(hasCostly).flatMap((part) => [...byCharacters(part, pack), stop]),
    ...emit(pack, parts, thresholdBits),
  ]
}

/** How much a pair of different people loses on average: what loses most is looked at first. */
function expectedDrop(part: Part): number {
  const outcomes = [...part.comparison.levels, part.comparison.else]
  return mostOf(part) - outcomes.reduce((sum, { u }, at) => sum + (u ?? 0) * part.weights[at + 1]!, 0)
}

const settle = (part: Part, level: number, from: string, pack: Pack): string =>
  `l${part.index} = ${level}; w += ${part.weights[level]!}${frequencyTerm(part, level, pack)} - ${from}`

/** The first round: levels up to the first that looks at characters. What is left open is hoped for the best. */
function byCodes(part: Part, pack: Pack): string[] {
  const { index, missing, levels, costlyFrom, bestFrom } = part
  const most = `(${mostOf(part)})`
  const cheap = levels.slice(0, costlyFrom - 1)
  const last =
    costlyFrom > levels.length
      ? settle(part, levels.length + 1, most, pack)
      : `o${index} = ${bestFrom(costlyFrom)}; w += o${index} - ${most}`
  const branches = [
    ...(missing ? [`if (${missing.yes}) { l${index} = 0; w -= ${most} }`] : []),
    ...cheap.map(({ yes }, at) => `if (${yes}) { ${settle(part, at + 1, most, pack)} }`),
  ]
  return [`let l${index} = -1, o${index} = 0`, [...branches, `{ ${last} }`].join(' else ')]
}

/** The second round: levels that the digests rule out are given up. */
function byDigests(part: Part, pack: Pack): string[] {
  const { index, levels, costlyFrom, bestFrom } = part
  const rest = levels.slice(costlyFrom - 1).map(({ maybe, yes, costly }, at) => {
    const level = costlyFrom + at
    return costly
      ? `if (${maybe}) { w += ${bestFrom(level)} - o${index}; o${index} = ${bestFrom(level)} }`
      : `if (${yes}) { ${settle(part, level, `o${index}`, pack)} }`
  })
  const otherwise = `{ ${settle(part, levels.length + 1, `o${index}`, pack)} }`
  return [`if (l${index} < 0) { ${[...rest, otherwise].join(' else ')} }`]
}

/** The third round: nothing is left open. */
function byCharacters(part: Part, pack: Pack): string[] {
  const { index, levels, costlyFrom } = part
  const rest = levels
    .slice(costlyFrom - 1)
    .map(({ yes }, at) => `if (${yes}) { ${settle(part, costlyFrom + at, `o${index}`, pack)} }`)
  const otherwise = `{ ${settle(part, levels.length + 1, `o${index}`, pack)} }`
  return [`if (l${index} < 0) { ${[...rest, otherwise].join(' else ')} }`]
}

/** The weight once more, summed in the order of the model, and the pair put out. */
function emit(pack: Pack, parts: readonly Part[], thresholdBits: number): string[] {
  const { household } = pack.model
  const strides = patternStrides(pack.model)
  const isShared = ({ comparison }: Part) => household?.shared.includes(comparison.name) ?? false
  const sums = parts.map((part) => {
    const choices = part.weights.map((weight, level) => `${weight}${frequencyTerm(part, level, pack)}`)
    const picked = choices
      .map((choice, level) => (level === choices.length - 1 ? choice : `l${part.index} === ${level} ? ${choice} : `))
      .join('')
    return `const x${part.index} = ${picked}`
  })
  return [
    ...sums,
    `let x = ${[priorBits(pack.model), ...parts.map(({ index }) => `x${index}`)].join(' + ')}`,
    household && household.share > 0
      ? `x += household(${household.share}, ${parts
          .filter(isShared)
          .map(({ index }) => `x${index}`)
          .join(' + ')})`
      : '',
    `if (!(x >= ${thresholdBits})) continue`,
    'const n = env.count++',
    'left[n] = i; right[n] = j; weight[n] = x',
    `pattern[n] = ${parts.map(({ index }) => `l${index} * ${strides[index]}`).join(' + ')}`,
    'if (n + 1 === capacity) env.flush()',
  ]
}

function patternsBody(
  pack: Pack,
  parts: readonly Part[],
  { oneIn, declared }: Declared & Readonly<{ oneIn: number }>,
): string[] {
  const strides = patternStrides(pack.model)
  const levels = parts.map(({ index, missing, levels: tests }) => {
    const chain = [
      ...(missing ? [`${missing.yes} ? 0`] : []),
      ...tests.map(({ yes }, at) => `${yes} ? ${at + 1}`),
      String(tests.length + 1),
    ]
    return `const l${index} = ${chain.join(' : ')}`
  })
  const sampled = `if (((Math.imul(i ^ Math.imul(j, 0x9e3779b1), 0x85ebca6b) ^ j) >>> 0) % ${oneIn} !== 0) continue`
  return [
    oneIn > 1 ? sampled : '',
    declared,
    ...levels,
    `const p = ${parts.map(({ index }) => `l${index} * ${strides[index]}`).join(' + ')}`,
    'if (counts === null) env.countPattern(p); else counts[p]++',
  ]
}
