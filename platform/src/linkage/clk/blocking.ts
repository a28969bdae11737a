/**
 * Fewer comparisons, at the price of some links: two encodings are compared only when they agree in all bits of one of several
 * random samples (locality-sensitive hashing for the Hamming distance; Indyk and Motwani, 1998).
 */
import { Problem } from '#foundation/problem.ts'
import { countsOf, type Encodings } from './encodings.ts'
import { dice } from './dice.ts'
import { drawing } from './drawing.ts'
import { refuseOtherLengths } from './scan.ts'

export type Blocking = Readonly<{
  /** Bits of a sample, up to 32. More of them: fewer comparisons, fewer links found. */
  bits: number
  /** Samples. More of them: more comparisons, more links found. */
  samples: number
  seed: number
}>

type Finding = Readonly<{ threshold: number; found: (left: number, right: number, score: number) => void }>

/** The chance that a pair is compared whose rows of `length` bits have about `set` bits each and score so much. */
export function chanceOfBlock(
  { bits, samples }: Blocking,
  score: number,
  { length, set }: { length: number; set: number },
): number {
  const agreeing = 1 - (2 * set * (1 - score)) / length
  return 1 - (1 - agreeing ** bits) ** samples
}

/** As `scan`, for the pairs that share a block. Each pair is found once. Returns how many were compared. */
export function scanBlocks(
  left: Encodings,
  right: Encodings,
  blocking: Blocking,
  { threshold, found }: Finding,
): number {
  refuseOddBlocking(blocking)
  refuseOtherLengths(left, right)
  if (left.count === 0 || right.count === 0) return 0
  const draw = drawing(String(blocking.seed), 'samples of bits')
  const [ofLeft, ofRight] = [wordsOf(left), wordsOf(right)]
  const earlier: [Uint32Array, Uint32Array][] = []
  let compared = 0
  for (let sample = 0; sample < blocking.samples; sample++) {
    const places = Array.from({ length: blocking.bits }, () => draw(left.bits))
    const keys = [keysOf(left, places), keysOf(right, places)] as const
    for (const [one, other] of sharing(keys)) {
      // What an earlier sample brought together was compared then.
      if (earlier.some(([a, b]) => a[one] === b[other])) continue
      compared++
      const score = dice(common(ofLeft, one, ofRight, other), ofLeft.counts[one] ?? 0, ofRight.counts[other] ?? 0)
      if (score >= threshold) found(one, other, score)
    }
    earlier.push([...keys])
  }
  return compared
}

function refuseOddBlocking({ bits, samples }: Blocking): void {
  const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (isWithin(bits, 32) && isWithin(samples, 10_000)) return
  throw new Problem(422, 'clk-blocking-invalid', {
    title: 'This blocking cannot be done',
    detail: 'A sample has 1 to 32 bits, and there are 1 to 10,000 samples.',
    mend: 'Try 16 bits and 30 samples.',
  })
}

/** The sampled bits of each row as one number. */
function keysOf({ rows, stride, count }: Encodings, places: readonly number[]): Uint32Array {
  const keys = new Uint32Array(count)
  for (let row = 0; row < count; row++) {
    let key = 0
    for (const place of places) key = (key << 1) | (((rows[row * stride + (place >> 3)] ?? 0) >> (7 - (place & 7))) & 1)
    keys[row] = key
  }
  return keys
}

function* sharing([left, right]: readonly [Uint32Array, Uint32Array]): Generator<[number, number]> {
  const blocks = Map.groupBy(right.keys(), (row) => right[row] ?? 0)
  for (const [row, key] of left.entries()) for (const other of blocks.get(key) ?? []) yield [row, other]
}

type Words = Readonly<{ words: Uint32Array; inRow: number; counts: Uint32Array }>

function wordsOf(encodings: Encodings): Words {
  // A copy starts at a whole word, wherever the rows did.
  const words = new Uint32Array(encodings.rows.slice().buffer)
  return { words, inRow: encodings.stride / 4, counts: countsOf(encodings) }
}

// A call of the kernel for one pair costs as much as the counting; so it is counted here, 32 bits at a time.
function common(left: Words, one: number, right: Words, other: number): number {
  let sum = 0
  for (let at = 0; at < left.inRow; at++) {
    let word = (left.words[one * left.inRow + at] ?? 0) & (right.words[other * right.inRow + at] ?? 0)
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    sum += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return sum
}
