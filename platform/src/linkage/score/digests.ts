/** What two digests of texts (`sides.ts`) tell of the texts without looking at their characters. */
import { bitCount, bitCountOfTwo } from './bit-count.ts'

/** A length in the top byte that stands for “not told”. */
const untoldLength = 255
const twiceBits = 0xf_ffff
const oneOver = Float64Array.from({ length: 256 }, (_, length) => (length === 0 ? 0 : 1 / length))

/** At least the Jaro similarity of two texts, by the first two words of their digests. Rounded: allow for the last bits. */
export function jaroAtMost(onceA: number, twiceA: number, onceB: number, twiceB: number): number {
  const lengthA = twiceA >>> 24
  const lengthB = twiceB >>> 24
  if (lengthA === untoldLength || lengthB === untoldLength) return 1
  // Of each class the smaller number can match: told of up to two, and all that are untold of may match as well.
  const told = bitCountOfTwo(onceA & onceB, twiceA & twiceB & twiceBits)
  const untoldA = (twiceA >>> 20) & 15
  const untoldB = (twiceB >>> 20) & 15
  const common = told + (untoldA < untoldB ? untoldA : untoldB)
  return common === 0 ? 0 : (common * (oneOver[lengthA]! + oneOver[lengthB]!) + 1) / 3
}

/** How many characters of either text have no partner in the other, at least: each takes an edit. */
export function editsAtLeast(onceA: number, twiceA: number, onceB: number, twiceB: number): number {
  const lengthA = twiceA >>> 24
  const lengthB = twiceB >>> 24
  if (lengthA === untoldLength || lengthB === untoldLength) return 0
  const onlyA = bitCount(onceA & ~onceB) + bitCount(twiceA & ~twiceB & twiceBits)
  const onlyB = bitCount(onceB & ~onceA) + bitCount(twiceB & ~twiceA & twiceBits)
  return Math.max(onlyA, onlyB, Math.abs(lengthA - lengthB))
}

/** How many of the first four characters two texts have in common at most, by the third words of their digests. */
function startAtMost(startA: number, startB: number): number {
  const differ = startA ^ startB
  return differ === 0 ? 4 : (31 - Math.clz32(differ & -differ)) >>> 3
}

/** At least the Jaro–Winkler similarity, from what Jaro is at most. */
export function winklerAtMost(jaroBound: number, digests: Int32Array, left: number, right: number): number {
  // A little below 0.7, lest rounding take away the prefix from a pair that has it.
  if (jaroBound < 0.7 - 1e-9) return jaroBound
  return jaroBound + startAtMost(digests[4 * left + 2]!, digests[4 * right + 2]!) * 0.1 * (1 - jaroBound)
}
