/** How many pairs that are the same no rule makes, told from how many one rule alone makes: capture and recapture. */
import type { Compared } from './compared.ts'

/**
 * The share of all pairs that are the same which no rule reaches, after Chao (1987, Biometrics 43:783): of rules as traps, pairs that
 * were caught once and twice tell how many were never caught. A lower bound when some pairs are harder to catch than others.
 */
export function unseenShare({ rules, count }: Pick<Compared, 'rules' | 'count'>, probability: Float64Array): number {
  let [once, twice, all] = [0, 0, 0]
  for (let pair = 0; pair < count; pair++) {
    const caught = bitsIn(rules[pair]!)
    all += probability[pair]!
    if (caught === 1) once += probability[pair]!
    if (caught === 2) twice += probability[pair]!
  }
  if (all === 0) return 0
  const unseen = (once * Math.max(0, once - 1)) / (2 * (twice + 1))
  return unseen / (all + unseen)
}

function bitsIn(word: number): number {
  let bits = 0
  for (let left = word; left !== 0; left &= left - 1) bits++
  return bits
}
