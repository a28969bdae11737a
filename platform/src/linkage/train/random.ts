/** Random numbers from 0 up to 1, the same for the same seed: mulberry32, a counter mixed well. Not for secrets. */
export function seeded(seed: number): () => number {
  let counter = seed | 0
  return () => {
    counter = (counter + 0x6d2b79f5) | 0
    let mixed = Math.imul(counter ^ (counter >>> 15), counter | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many different whole numbers below `below`, in rising order; all of them when there are not more. */
export function sampleOf(below: number, wanted: number, seed: number): Uint32Array {
  if (wanted >= below) return Uint32Array.from({ length: below }, (_, at) => at)
  const random = seeded(seed)
  const drawn = Uint32Array.from({ length: below }, (_, at) => at)
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random() * (below - at))
    const kept = drawn[at]!
    drawn[at] = drawn[other]!
    drawn[other] = kept
  }
  return drawn.slice(0, wanted).toSorted()
}
