/** What was claimed against what is true. */
export type Counts = Readonly<{
  /** Claimed, and true. */
  found: number
  claimed: number
  /** All that is true, found or not. */
  real: number
}>

export type Rates = Counts &
  Readonly<{
    /** The part of what was claimed that is true; null when nothing was claimed. */
    precision: number | null
    /** The part of what is true that was found; null when nothing is. */
    recall: number | null
    /** The harmonic mean of the two; null when nothing was claimed and nothing is true. */
    f1: number | null
  }>

export function ratesOf({ found, claimed, real }: Counts): Rates {
  return {
    found,
    claimed,
    real,
    precision: claimed === 0 ? null : found / claimed,
    recall: real === 0 ? null : found / real,
    f1: claimed + real === 0 ? null : (2 * found) / (claimed + real),
  }
}

/** What a part of so many cases says of the whole, with 95 % certainty (Wilson's score interval, https://doi.org/10.1080/01621459.1927.10502953). */
export function intervalOf(hits: number, cases: number): readonly [number, number] {
  if (cases === 0) return [0, 1]
  const z = 1.959964
  const part = hits / cases
  const centre = part + (z * z) / (2 * cases)
  const half = z * Math.sqrt((part * (1 - part)) / cases + (z * z) / (4 * cases * cases))
  const whole = 1 + (z * z) / cases
  return [Math.max(0, (centre - half) / whole), Math.min(1, (centre + half) / whole)]
}
