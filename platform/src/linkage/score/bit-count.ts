/** How many bits of a 32-bit word are set. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** How many bits of two words are set; cheaper than one after the other. */
export function bitCountOfTwo(word: number, other: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const otherPairs = other - ((other >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  const otherFours = (otherPairs & 0x33333333) + ((otherPairs >>> 2) & 0x33333333)
  const bytes = ((fours + (fours >>> 4)) & 0x0f0f0f0f) + ((otherFours + (otherFours >>> 4)) & 0x0f0f0f0f)
  return Math.imul(bytes, 0x01010101) >>> 24
}
