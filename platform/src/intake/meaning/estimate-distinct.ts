/**
 * How many different values a whole has, from how many a part of it showed: the number D for which a part of that size
 * would show as many, were the values spread evenly. With few values all are seen (D = seen); with a key none repeats (D = whole).
 */
export function estimateDistinct(seen: number, part: number, whole: number): number {
  if (seen === 0 || part >= whole) return Math.min(seen, whole)
  const missed = 1 - part / whole
  const expected = (different: number) => different * (1 - missed ** (whole / different))
  let low = Math.min(seen, whole)
  let high = whole
  if (expected(high) <= seen) return whole
  for (let step = 0; step < 60 && high - low > 0.5; step++) {
    const middle = (low + high) / 2
    if (expected(middle) < seen) low = middle
    else high = middle
  }
  return Math.round(low)
}
