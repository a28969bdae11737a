/** Chooses blocking rules for a table: those that reach most of the same people for a budget of pairs. */
import { countPairs, planBlocking } from '../block/plan.ts'
import type { Sources } from '../block/blocks.ts'
import type { Features } from '../features/store.ts'
import type { BlockingRule } from '../model/document.ts'
import { seeded } from '../train/random.ts'
import type { Key } from './draft.ts'

export type Recommended = Readonly<{
  rules: readonly BlockingRule[]
  /** Estimated pairs of all rules together, a pair of two rules counted twice. */
  pairs: number
  /** The share of the same people that is expected to be reached, before anything is known of the data's errors. */
  reach: number
}>

export type Budget = Readonly<{
  /** Pairs of all records; `features` may be of some of them only. */
  pairs: number
  records: number
  sources?: Sources | undefined
  seed?: number
  most?: number
}>

/** Imagined pairs of one person: enough that the last rules chosen are not chosen by chance. */
const imagined = 4_000
/** A rule that reaches fewer more than this share adds nothing. */
const leastGain = 0.0001
/** A rule of no pairs at all would otherwise be worth any number of them. */
const pairsOfARule = 0.2

type Candidate = Readonly<{ keys: readonly Key[]; reaches: Uint8Array; pairs: number }>

/**
 * Greedy: again and again the rule, of one key or of two, that reaches most more of the imagined pairs for its pairs of records,
 * until the budget is spent. An imagined pair takes which values are missing from the data, and errors from what registers
 * are like: most records nearly clean, some bad in every field; whoever changed one thing is reached by another.
 */
export function recommendRules(features: Features, keys: readonly Key[], budget: Budget): Recommended {
  const random = seeded(budget.seed ?? 1)
  const reaches = imagine(features, keys, random)
  const candidates = candidatesOf(features, keys, { ...budget, reaches })
  const open = new Uint8Array(imagined).fill(1)
  const chosen: Candidate[] = []
  const left = new Set(candidates)
  let spent = 0
  while (left.size > 0 && chosen.length < (budget.most ?? 31)) {
    let [best, bestWorth, bestGain]: [Candidate | null, number, number] = [null, 0, 0]
    for (const candidate of left) {
      if (spent + candidate.pairs > budget.pairs) continue
      const gain = gainOf(candidate, open)
      const worth = gain / (candidate.pairs + pairsOfARule * budget.records)
      if (worth > bestWorth) [best, bestWorth, bestGain] = [candidate, worth, gain]
    }
    if (!best || bestGain < leastGain * imagined) break
    chosen.push(best)
    left.delete(best)
    spent += best.pairs
    for (let pair = 0; pair < imagined; pair++) if (best.reaches[pair] === 1) open[pair] = 0
  }
  return {
    rules: chosen.map(({ keys: own }) => ruleOf(own)),
    pairs: spent,
    reach: 1 - open.reduce((sum, one) => sum + one, 0) / imagined,
  }
}

function ruleOf(keys: readonly Key[]): BlockingRule {
  const limits = keys.flatMap(({ largest }) => largest ?? [])
  return { keys: keys.map(({ feature }) => feature), ...(limits.length > 0 ? { largest: Math.min(...limits) } : {}) }
}

function gainOf({ reaches }: Candidate, open: Uint8Array): number {
  let gain = 0
  for (let pair = 0; pair < imagined; pair++) gain += reaches[pair]! & open[pair]!
  return gain
}

function candidatesOf(
  features: Features,
  keys: readonly Key[],
  { pairs: most, records, sources, reaches }: Budget & Readonly<{ reaches: readonly Uint8Array[] }>,
): readonly Candidate[] {
  const scale = features.count < 2 ? 1 : (records / features.count) ** 2
  const found: Candidate[] = []
  const consider = (own: readonly Key[], reach: Uint8Array): void => {
    const pairs = scale * pairsOfRule(features, own, { scale, sources })
    if (pairs > 0 && pairs <= 0.6 * most && reach.includes(1)) found.push({ keys: own, reaches: reach, pairs })
  }
  for (const [at, one] of keys.entries()) {
    consider([one], reaches[at]!)
    for (let next = at + 1; next < keys.length; next++) {
      const other = keys[next]!
      if (one.largest !== undefined || other.largest !== undefined) continue
      if (one.groups.some((group) => other.groups.includes(group))) continue
      consider(
        [one, other],
        reaches[at]!.map((reached, pair) => reached & reaches[next]![pair]!),
      )
    }
  }
  return found
}

/** A limit on blocks is a limit for all records; among some of them it is that much smaller. */
function pairsOfRule(
  features: Features,
  keys: readonly Key[],
  { scale, sources }: Readonly<{ scale: number; sources: Sources | undefined }>,
): number {
  const rule = ruleOf(keys)
  if (rule.largest === undefined) return countPairs(features, [rule], sources)[0]!
  const largest = Math.max(2, Math.ceil(rule.largest / Math.sqrt(scale)))
  return planBlocking(features, [{ ...rule, largest }], sources).pairs
}

const [same, slip, another] = [2, 1, 0]

/** By key, which imagined pairs agree on it. */
function imagine(features: Features, keys: readonly Key[], random: () => number): readonly Uint8Array[] {
  const groups = [...new Set(keys.flatMap((key) => key.groups))]
  const agree = keys.map(() => new Uint8Array(imagined))
  const columns = keys.map(({ feature }) => features.columns[feature]!.codes)
  for (let pair = 0; features.count > 0 && pair < imagined; pair++) {
    const [left, right] = [Math.floor(random() * features.count), Math.floor(random() * features.count)]
    const drawn = random()
    const clean = drawn < 0.3 ? 0.85 : drawn < 0.6 ? 0.6 : 0.35
    const states = new Map(
      groups.map((group) => {
        const at = random()
        return [group, at < clean ? same : at < clean + (1 - clean) / 2 ? slip : another] as const
      }),
    )
    for (const [at, key] of keys.entries()) {
      if (columns[at]![left] === 0 || columns[at]![right] === 0) continue
      const state = Math.min(...key.groups.map((group) => states.get(group)!))
      const survives = state === slip && random() < (key.largest !== undefined ? 0.8 : key.isWhole ? 0.05 : 0.6)
      agree[at]![pair] = state === same || survives ? 1 : 0
    }
  }
  return agree
}
