/** Weights of compared pairs under given parameters, comparison by comparison, with term frequency. */
import { type FeatureColumn, type Features, frequenciesOf } from '../features/store.ts'
import type { LinkageModel } from '../model/document.ts'
import type { Frequencies } from '../score/pack.ts'
import { termFrequencyBits } from '../score/weights.ts'
import type { Known } from './chance.ts'
import type { Compared } from './compared.ts'
import type { Parameters } from './parameters.ts'

/** The bits of comparison c of pair p at `p * width + c`. */
export type Bits = Float32Array

export function bitsUnder(
  model: LinkageModel,
  features: Features,
  {
    compared,
    m,
    u,
    agreements,
    frequencies,
  }: Readonly<{ compared: Compared; frequencies: Frequencies } & Pick<Parameters, 'm' | 'u' | 'agreements'>>,
): Bits {
  const { levels, width, left, right, count } = compared
  const weights = m.map((own, c) => own.map((chance, level) => (level === 0 ? 0 : Math.log2(chance / u[c]![level]!))))
  const frequency = model.comparisons.map((comparison, c) => {
    const bits: (Readonly<{ codes: Uint32Array; bits: Float64Array }> | undefined)[] = [undefined]
    for (const [at, { termFrequency }] of comparison.levels.entries()) {
      const column = termFrequency && features.columns[termFrequency.of]!
      bits.push(
        column && {
          codes: column.codes,
          bits: frequencies[termFrequency.of]!.map((share) =>
            share === 0
              ? Infinity
              : termFrequencyBits({ ...termFrequency, base: agreements[termFrequency.of]! }, u[c]![at + 1]!, [
                  share,
                  undefined,
                ]),
          ),
        },
      )
    }
    return bits
  })
  const all = new Float32Array(count * width)
  for (let pair = 0, at = 0; pair < count; pair++)
    for (let c = 0; c < width; c++, at++) {
      const level = levels[at]!
      const rare = frequency[c]![level]
      let bits = weights[c]![level]!
      if (rare) {
        // Of two values the commoner counts: its bits are the fewer.
        const more = Math.min(rare.bits[rare.codes[left[pair]!]!]!, rare.bits[rare.codes[right[pair]!]!]!)
        if (more !== Infinity) bits += more
      }
      all[at] = bits
    }
  return all
}

/** By feature whose rarity counts, how common each value is: with what is known, every person counts once. */
export function frequenciesBy(model: LinkageModel, { columns }: Features, known: Known | undefined): Frequencies {
  const names = model.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ termFrequency }) => termFrequency?.of ?? []),
  )
  return Object.fromEntries(
    [...new Set(names)].map((name) => {
      const column = columns[name]!
      return [name, known ? weighted(column, known.weights) : frequenciesOf(column)]
    }),
  )
}

function weighted({ codes, values }: FeatureColumn, weights: Float64Array): Float64Array {
  const sums = new Float64Array(values.length)
  let all = 0
  for (const [record, code] of codes.entries()) {
    if (code === 0) continue
    sums[code]! += weights[record]!
    all += weights[record]!
  }
  return sums.map((sum) => (all > 0 ? sum / all : 0))
}

/** log2 of the odds of each pair, prior and household together. */
export function oddsOf(
  compared: Compared,
  bits: Bits,
  { same, household, shared }: Pick<Parameters, 'same' | 'household'> & Readonly<{ shared: readonly boolean[] }>,
): Readonly<{ match: Float64Array; household: Float64Array }> {
  const [match, ofHousehold] = [new Float64Array(compared.count), new Float64Array(compared.count)]
  const rest = Math.max(1e-12, 1 - same - household)
  const [base, householdBase] = [Math.log2(same / rest), household > 0 ? Math.log2(household / rest) : -Infinity]
  for (let pair = 0; pair < compared.count; pair++) {
    let [sum, sharedSum] = [base, householdBase]
    for (let c = 0; c < compared.width; c++) {
      const own = bits[pair * compared.width + c]!
      sum += own
      if (shared[c]) sharedSum += own
    }
    match[pair] = sum
    ofHousehold[pair] = sharedSum
  }
  return { match, household: ofHousehold }
}
