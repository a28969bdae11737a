/**
 * From a value to tokens: two values are alike as far as their tokens are the same. N-grams for misspelt names, the whole
 * value for codes, neighbourhoods on a grid for numbers (Vatsalan and Christen, Journal of Biomedical Informatics 2015).
 */
import { asFlag, asOneOf, asWhole, member, optional, type Place, wrong } from './document.ts'
import { readNumber, roundHalfEven } from './numbers.ts'

export type Comparison =
  | Readonly<{ type: 'ngram'; n: number; positional: boolean }>
  | Readonly<{ type: 'exact' }>
  | Readonly<{
      type: 'numeric'
      /** In units of 10^-decimals. */ distance: bigint
      resolution: number
      decimals: number
    }>

export function readComparison(place: Place): Comparison {
  const type = asOneOf(['ngram', 'exact', 'numeric'])(member(place, 'type'))
  if (type === 'exact') return { type }
  if (type === 'ngram') {
    const n = asWhole(1, 1000)(member(place, 'n'))
    return { type, n, positional: optional(place, 'positional', asFlag) ?? false }
  }
  const decimals = optional(place, 'fractional_precision', asWhole(0, 300)) ?? 0
  const resolution = asWhole(1, 10_000)(member(place, 'resolution'))
  return { type, distance: readDistance(member(place, 'thresholdDistance'), decimals), resolution, decimals }
}

function readDistance(place: Place, decimals: number): bigint {
  const { value } = place
  if (typeof value !== 'number' || !(value > 0)) throw wrong(place, 'has to be a number greater than 0')
  const scaled = value * Number(10n ** BigInt(decimals))
  if (!Number.isFinite(scaled)) throw wrong(place, 'is too large')
  const distance = BigInt(roundHalfEven(scaled))
  if (distance === 0n) throw wrong(place, 'is less than fractional_precision can tell', 'Raise fractional_precision.')
  return distance
}

/** The tokens of a value, in order; none for an empty one. Characters are code points. Throws `Unfit` for what is no number. */
export function tokensOf(value: string, comparison: Comparison): string[] {
  if (value === '') return []
  if (comparison.type === 'exact') return [value]
  if (comparison.type === 'numeric') return neighbourhood(readNumber(value, comparison.decimals), comparison)
  return ngrams(value, comparison.n, comparison.positional)
}

function ngrams(value: string, n: number, positional: boolean): string[] {
  const edge = ' '.repeat(n - 1)
  const padded = edge + value + edge
  // Almost every value is within 16 bits, where a slice of the text itself is the n-gram.
  const characters = /[\uD800-\uDFFF]/.test(padded) ? Array.from(padded) : null
  const count = (characters ?? padded).length - n + 1
  const tokens: string[] = []
  for (let at = 0; at < count; at++) {
    const gram = characters ? characters.slice(at, at + n).join('') : padded.slice(at, at + n)
    tokens.push(positional ? `${at + 1} ${gram}` : gram)
  }
  return tokens
}

/** The grid points round the number: `resolution` of them on either side and the nearest, all multiplied by 2 × resolution. */
function neighbourhood(number: bigint, { distance, resolution }: Extract<Comparison, { type: 'numeric' }>): string[] {
  const scaled = number * 2n * BigInt(resolution)
  const over = ((scaled % distance) + distance) % distance
  const nearest = over < Number(distance) / 2 ? scaled - over : scaled + (distance - over)
  return Array.from({ length: 2 * resolution + 1 }, (_, at) => String(nearest + BigInt(at - resolution) * distance))
}
