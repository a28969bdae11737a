/** The Dice coefficient of two rows with `a` and `b` bits set, `common` of them in both; 0 when none is set, which says nothing of anybody. */
export function dice(common: number, a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * common) / (a + b)
}

/** The fewest bits in common with which two rows of `a` and `b` bits reach the threshold: `dice(c, a, b) >= threshold` exactly when `c` is as much. */
export function leastCommon(threshold: number, a: number, b: number): number {
  let least = Math.ceil((threshold * (a + b)) / 2)
  // Rounding may be one off, either way; the division above all decides.
  while (least > 0 && dice(least - 1, a, b) >= threshold) least--
  while (dice(least, a, b) < threshold && least <= a + b) least++
  return least
}

/** The most that a row of `a` bits can reach with any row of `fewest` to `most` bits. */
export function mostPossible(a: number, fewest: number, most: number): number {
  const nearest = Math.min(Math.max(a, fewest), most)
  return dice(Math.min(a, nearest), a, nearest)
}
