/**
 * m from what the other comparisons say: the levels of a comparison are counted among pairs that all the others together call the
 * same. No comparison teaches itself, and a block whose pairs have something in common that is not being the same cannot mislead.
 */
import type { LinkageModel } from '../model/document.ts'
import { bitsOf, probabilityOf } from '../odds.ts'
import { amongRivals } from '../score/rivals.ts'
import type { Bits } from './bits.ts'
import type { Compared } from './compared.ts'
import { type Chances, noCounts, type Parameters, smoothed } from './parameters.ts'
import type { Patterned } from './sessions.ts'

/** Others must be this sure of a pair for it to teach. */
const surely = bitsOf(0.9)

export type Rivals = Readonly<{ sourceOf: Uint16Array; once: readonly boolean[] }>

type Taught = Readonly<{
  odds: Readonly<{ match: Float64Array; household: Float64Array }>
  bits: Bits
  shared: readonly boolean[]
  teachers: Uint32Array
  /** All pairs that there are have been compared: every pair may teach everything. */
  isWhole: boolean
  expected: Chances
  strength: number
  rivals: Rivals | null
}>

export function taughtByOthers(model: LinkageModel, compared: Compared, taught: Taught): Chances {
  const { teachers, isWhole, expected, strength } = taught
  const counts = noCounts(model)
  const { levels, width, count, rules } = compared
  for (let c = 0; c < width; c++) {
    const sure = withoutOne(compared, c, taught)
    for (let pair = 0; pair < count; pair++) {
      const level = levels[pair * width + c]!
      if (level === 0 || (!isWhole && (rules[pair]! & teachers[c]!) === 0)) continue
      if (sure[pair]! >= surely) counts[c]![level]! += probabilityOf(sure[pair]!)
    }
  }
  return counts.map((own, c) => smoothed(own, expected[c]!, strength))
}

/** log2 of the odds of every pair without what one comparison says. */
function withoutOne(compared: Compared, c: number, { odds, bits, shared, rivals }: Taught): Float64Array {
  const weight = new Float64Array(compared.count)
  for (let pair = 0; pair < compared.count; pair++) {
    const own = bits[pair * compared.width + c]!
    const match = odds.match[pair]! - own
    // A household only takes away: what is not sure without it need not be looked at, unless it has rivals.
    weight[pair] = match < surely && !rivals ? match : against(match, odds.household[pair]! - (shared[c] ? own : 0))
  }
  return rivals ? amongRivals({ ...compared, weight }, rivals) : weight
}

/** The odds that two records are the same, against their being others, of one household or not. */
export const against = (match: number, household: number): number =>
  household < -60 ? match : match - (household > 500 ? household : Math.log2(1 + 2 ** household))

/** Bits by which a pair may still gain, by rare values or a better m, after which it is of no further interest. */
const slack = 12
const rareGain = 8

/**
 * The pairs that may teach something or be rivals: not those that stay unlikely even without their worst comparison and with the
 * rarest values. Most candidates are such, and are looked at no more.
 */
export function promising(
  { patterns, placeOf }: Patterned,
  { m, u, same }: Pick<Parameters, 'm' | 'u' | 'same'>,
): Uint32Array {
  const hopeful = patterns.map(({ levels }) => {
    let [sum, worst, rare] = [Math.log2(same), 0, 0]
    for (let c = 0; c < levels.length; c++) {
      const level = levels[c]!
      const bits = level === 0 ? 0 : Math.log2(m[c]![level]! / u[c]![level]!)
      sum += bits
      worst = Math.min(worst, bits)
      if (bits > 0) rare = Math.min(2 * rareGain, rare + rareGain)
    }
    return sum - worst + rare > -slack
  })
  let kept = 0
  const pairs = new Uint32Array(placeOf.length)
  for (const [pair, place] of placeOf.entries()) if (hopeful[place]) pairs[kept++] = pair
  return pairs.slice(0, kept)
}
