/** How far comparisons agree together beyond what being the same explains: the model takes them as independent, and says here how far they are not. */
import type { LinkageModel } from '../model/document.ts'
import type { Compared } from './compared.ts'

export type Dependence = Readonly<{
  of: readonly [string, string]
  /** Correlation of agreeing (the first level) of both, from −1 to 1, among pairs that are the same, and among those likely ones that are not. */
  same: number
  other: number
}>

/** Each sum counts pairs where neither comparison is missing. */
type Sums = { weight: number; a: number; b: number; both: number }

export function dependenceOf(
  { comparisons }: LinkageModel,
  { levels, width, count }: Compared,
  probability: Float64Array,
): readonly Dependence[] {
  const found: Dependence[] = []
  for (let one = 0; one < width; one++)
    for (let other = one + 1; other < width; other++) {
      const same: Sums = { weight: 0, a: 0, b: 0, both: 0 }
      const others: Sums = { weight: 0, a: 0, b: 0, both: 0 }
      for (let pair = 0; pair < count; pair++) {
        const [a, b] = [levels[pair * width + one]!, levels[pair * width + other]!]
        if (a === 0 || b === 0) continue
        add(same, probability[pair]!, a === 1, b === 1)
        add(others, 1 - probability[pair]!, a === 1, b === 1)
      }
      found.push({
        of: [comparisons[one]!.name, comparisons[other]!.name],
        same: correlation(same),
        other: correlation(others),
      })
    }
  return found
}

function add(sums: Sums, weight: number, a: boolean, b: boolean): void {
  sums.weight += weight
  if (a) sums.a += weight
  if (b) sums.b += weight
  if (a && b) sums.both += weight
}

function correlation({ weight, a, b, both }: Sums): number {
  const spread = Math.sqrt(a * (weight - a) * b * (weight - b))
  return spread > 0 ? (both * weight - a * b) / spread : 0
}
