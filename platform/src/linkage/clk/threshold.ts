/**
 * A threshold without knowing who is who. It rests on what one-to-one linkage supposes: that each side has a person once. Then the
 * best that a record scores with *others of its own side*, and the second best that it scores with the other side, are scores of two
 * different people, and show how high these go. (Mass spectrometry finds its false discoveries so, with decoys.)
 */
import type { Encodings } from './encodings.ts'
import { scan } from './scan.ts'

export type Estimate = Readonly<{
  threshold: number
  /** The share of the left's records that seem to have nobody on the right. */
  withoutMatch: number
  /** Of the links that the threshold lets through, the share that is expected to be false. */
  falseLinks: number
  /** The share of the left's records whose best score reaches the threshold. */
  linked: number
}>

/** Records of the left that are looked at: enough for a share of 1 in 1,000, few enough for a long right side. */
const mostSampled = 5_000
const mostComparisons = 500_000_000

/** An estimate that expects more false links than this is none. */
const tooFalse = 0.1

/**
 * The lowest threshold that lets through at most so many false links, in proportion, and is no lower than what every second record
 * scores with a stranger. Where few have a match, the threshold with the fewest false links; with nobody in common it is 1.
 */
export function chooseThreshold(left: Encodings, right: Encodings, mostFalse: number): Estimate {
  const rows = sampleOf(left.count, Math.ceil(mostComparisons / Math.max(1, left.count + right.count)))
  const { first, second } = bestOf(left, right, rows)
  const within = bestOf(left, left, rows, true).first
  if (rows.length === 0 || right.count === 0) return { threshold: 1, withoutMatch: 1, falseLinks: 0, linked: 0 }
  // A longer right side has more strangers to choose a best from.
  const more = right.count / Math.max(1, left.count - 1)
  const strangers = (score: number) =>
    Math.min(1, Math.max(shareFrom(second, score), more * shareFrom(within, score)) + 1 / rows.length)
  const usual = Math.max(middle(second), middle(within))
  const below = 1 - shareFrom(first, usual)
  const withoutMatch = Math.min(1, below / Math.max(1 - strangers(usual), 1 / rows.length))
  let best: Estimate = { threshold: 1, withoutMatch, falseLinks: tooFalse, linked: 0 }
  for (const threshold of first.subarray(lowest(first, usual))) {
    const linked = shareFrom(first, threshold)
    const falseLinks = (withoutMatch * strangers(threshold)) / linked
    if (falseLinks < best.falseLinks) best = { threshold, withoutMatch, falseLinks, linked }
    if (falseLinks <= mostFalse) break
  }
  return best
}

function sampleOf(count: number, affordable: number): Uint32Array {
  const size = Math.min(count, mostSampled, Math.max(affordable, 200))
  return Uint32Array.from({ length: size }, (_, at) => Math.floor((at * count) / size))
}

/** The best and second best score of each row, in ascending order of score. */
function bestOf(
  left: Encodings,
  right: Encodings,
  lefts: Uint32Array,
  notItself = false,
): Readonly<{ first: Float64Array; second: Float64Array }> {
  const [first, second] = [new Float64Array(left.count), new Float64Array(left.count)]
  scan(left, right, {
    lefts,
    threshold: (row) => second[row] ?? 0,
    found(row, other, score) {
      if (notItself && row === other) return
      const best = first[row] ?? 0
      second[row] = Math.min(best, score)
      first[row] = Math.max(best, score)
    },
  })
  const ascending = (all: Float64Array) => Float64Array.from(lefts, (row) => all[row] ?? 0).sort()
  return { first: ascending(first), second: ascending(second) }
}

const middle = (ascending: Float64Array) => ascending[Math.floor(ascending.length / 2)] ?? 0

/** The share of the scores that are as high or higher. */
const shareFrom = (ascending: Float64Array, score: number) =>
  (ascending.length - lowest(ascending, score)) / ascending.length

/** Where the scores begin that are as high or higher. */
function lowest(ascending: Float64Array, score: number): number {
  let [from, to] = [0, ascending.length]
  while (from < to) {
    const at = (from + to) >> 1
    if ((ascending[at] ?? 0) < score) from = at + 1
    else to = at
  }
  return from
}
