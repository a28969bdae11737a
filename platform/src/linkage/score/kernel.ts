/** The kernel of a model over packed records: compares, and keeps pairs or counts. */
import { relativeDifference } from '../compare/amounts.ts'
import { patternSpace } from '../model/patterns.ts'
import { jaroAtMost, winklerAtMost } from './digests.ts'
import { dictionaryOf } from './dictionary.ts'
import { generateKernel } from './generate.ts'
import type { Pack } from './pack.ts'
import { householdBits } from './weights.ts'

/** Pairs as columns. Weights are in bits, patterns as of `model/patterns.ts`. */
export type Pairs = Readonly<{
  left: Uint32Array
  right: Uint32Array
  weight: Float64Array
  pattern: Float64Array
}>

export type PatternCounts = Readonly<{ patterns: Float64Array; counts: Float64Array }>

/** Compares record `i` with `members[from]` up to `members[to]`. */
export type Scan = (i: number, members: Uint32Array, from: number, to: number) => void

export type Scanner = Readonly<{
  scan: Scan
  /**
   * From here on, pairs that the first `earlier` rules make are left out; `block` is the block of rule `earlier` that the members
   * are of, which a rule with several blocks a record needs.
   */
  enter(earlier: number, block: number): void
}>

export type PairKernel = Scanner &
  Readonly<{
    /** Hands out what is not yet handed out; answers how many pairs were compared since the last time. */
    finish(): number
  }>

export type PatternKernel = Scanner & Readonly<{ take(): PatternCounts & Readonly<{ seen: number }> }>

/** Up to so many patterns are counted in an array, more in a map. */
const countedInArray = 2 ** 22

/** `onPairs` gets the same arrays every time: it has to take what it wants before it returns. */
export function pairKernel(
  pack: Pack,
  {
    thresholdBits,
    onPairs,
    capacity = 16_384,
  }: Readonly<{
    thresholdBits: number
    onPairs(pairs: Pairs, count: number): void
    capacity?: number
  }>,
): PairKernel {
  const pairs = {
    left: new Uint32Array(capacity),
    right: new Uint32Array(capacity),
    weight: new Float64Array(capacity),
    pattern: new Float64Array(capacity),
  }
  const env = {
    ...surroundings(pack),
    ...pairs,
    counts: null,
    count: 0,
    seen: 0,
    flush(): void {
      if (env.count > 0) onPairs(pairs, env.count)
      env.count = 0
    },
  }
  const scan = compile(generateKernel(pack, { kind: 'pairs', thresholdBits }), env)
  const finish = (): number => {
    env.flush()
    const { seen } = env
    env.seen = 0
    return seen
  }
  return { scan, enter: entering(env), finish }
}

export function patternKernel(pack: Pack, oneIn = 1): PatternKernel {
  const space = patternSpace(pack.model)
  const counts = space <= countedInArray ? new Float64Array(space) : null
  const counted = new Map<number, number>()
  const env = {
    ...surroundings(pack),
    counts,
    seen: 0,
    left: [],
    countPattern: (pattern: number): void => void counted.set(pattern, (counted.get(pattern) ?? 0) + 1),
  }
  const scan = compile(generateKernel(pack, { kind: 'patterns', oneIn }), env)
  const take = (): ReturnType<PatternKernel['take']> => {
    const found = counts ? Array.from(counts.entries()).filter(([, count]) => count > 0) : [...counted]
    const { seen } = env
    counts?.fill(0)
    counted.clear()
    env.seen = 0
    return {
      patterns: Float64Array.from(found, ([pattern]) => pattern),
      counts: Float64Array.from(found, ([, count]) => count),
      seen,
    }
  }
  return { scan, enter: entering(env), take }
}

/** The generated text holds numbers and our own names alone: see `expressions.ts`. */
function compile(code: string, env: object): Scan {
  // oxlint-disable-next-line typescript/no-implied-eval -- a function made for the model is several times as fast
  return new Function('env', 'household', 'known', code)(env, householdBits, known) as Scan
}

function entering(env: { earlier: number; block: number }): Scanner['enter'] {
  return (earlier, block) => {
    env.earlier = earlier
    env.block = block
  }
}

const known = (bits: number): number => (bits === Infinity ? 0 : bits)

function surroundings(pack: Pack) {
  return {
    earlier: 0,
    block: 0,
    words: pack.words,
    dictionaries: pack.sides.map(dictionaryOf),
    frequencyBits: pack.frequencyBits,
    relativeDifference,
    swapped,
    jaroAtMost,
    winklerAtMost,
    isDoneBy: (rule: number, left: number, right: number, block: number): boolean =>
      isDoneBy(pack, rule, [left, right], block),
  }
}

/** The same year, and day and month exchanged; of packed days. */
function swapped(left: number, right: number): boolean {
  if ((left ^ right) >> 9 !== 0 || left === right) return false
  return (left & 31) === ((right >> 5) & 15) && (right & 31) === ((left >> 5) & 15)
}

/** Whether a rule with several blocks a record has the pair in an earlier block than this one; of 0: in any. */
function isDoneBy({ rules }: Pack, rule: number, [left, right]: readonly [number, number], block: number): boolean {
  const { ids, starts } = rules[rule]!.keys!
  let [a, b] = [starts[left]!, starts[right]!]
  while (a < starts[left + 1]! && b < starts[right + 1]!) {
    const [idA, idB] = [ids[a]!, ids[b]!]
    if (idA === idB && idA !== 0) return block === 0 || idA < block
    if (idA <= idB) a++
    if (idB <= idA) b++
  }
  return false
}
