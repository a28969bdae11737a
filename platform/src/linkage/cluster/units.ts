/** Weights as whole numbers of 1/65536 bit: their sums are exact, so that no order of adding changes a cluster. */

const unitsPerBit = 65_536
const mostBits = 1_024

/** Bits as a whole number of units. −Infinity stays; anything else beyond ±1024 bits counts as 1024. */
export function unitsOf(bits: number): number {
  if (bits === -Infinity) return bits
  // Adding 0 makes one zero of the two.
  return Math.round(Math.min(mostBits, Math.max(-mostBits, bits)) * unitsPerBit) + 0
}

export const bitsOfUnits = (units: number): number => units / unitsPerBit

/** What counts of a pair that is given twice, in units: the greater weight, but never is never. */
export function ofRepeated(one: number, other: number): number {
  return one === -Infinity || other === -Infinity ? -Infinity : Math.max(one, other)
}
