/**
 * Compares two sets of encodings with each other. Both are walked in tiles that fit the processor's cache, ordered by how many
 * bits are set: a tile whose rows have too many or too few for the threshold is passed over whole.
 */
import { Problem } from '#foundation/problem.ts'
import { dice, leastCommon, mostPossible } from './dice.ts'
import { countsOf, type Encodings } from './encodings.ts'
import { createKernel, type Kernel } from './kernel.ts'

export type Scanning = Readonly<{
  /** What a pair with this row of the left has to score, asked again for every tile; it may rise as pairs are found. */
  threshold: (left: number) => number
  /** Called for each pair that scores as much, in no particular order. */
  found: (left: number, right: number, score: number) => void
  /** The rows of the left to compare; all when left out. */
  lefts?: Uint32Array
}>

/** Bytes of a tile: two of them and the output stay in the second-level cache. */
const tileBytes = 1 << 17

/** Calls `found` for every pair that reaches its threshold. Returns how many comparisons were made. */
export function scan(left: Encodings, right: Encodings, { threshold, found, lefts }: Scanning): number {
  refuseOtherLengths(left, right)
  const { stride } = left
  if (left.count === 0 || right.count === 0) return 0
  const rowsInTile = Math.max(1, Math.floor(tileBytes / stride))
  const kernel = createKernel(stride, rowsInTile)
  const [tilesOfLeft, tilesOfRight] = [tilesOf(left, rowsInTile, lefts), tilesOf(right, rowsInTile)]
  let compared = 0
  for (const a of tilesOfLeft) {
    load(kernel, left, a.rows, 0)
    for (const b of tilesOfRight) {
      if (!a.rows.some((row, at) => mostPossible(a.counts[at] ?? 0, b.fewest, b.most) >= threshold(row))) continue
      load(kernel, right, b.rows, kernel.right)
      compared += compareTiles(kernel, { a, b, stride }, { threshold, found })
    }
  }
  return compared
}

/** Rows with about as many bits set. */
type Tile = Readonly<{ rows: Uint32Array; counts: Uint32Array; fewest: number; most: number }>

function tilesOf(encodings: Encodings, rowsInTile: number, chosen?: Uint32Array): Tile[] {
  const counts = countsOf(encodings)
  const order = Uint32Array.from(chosen ?? counts.keys()).sort((x, y) => (counts[x] ?? 0) - (counts[y] ?? 0) || x - y)
  const tiles: Tile[] = []
  for (let from = 0; from < order.length; from += rowsInTile) {
    const rows = order.subarray(from, from + rowsInTile)
    const own = rows.map((row) => counts[row] ?? 0)
    tiles.push({ rows, counts: own, fewest: own[0] ?? 0, most: own.at(-1) ?? 0 })
  }
  return tiles
}

function load({ memory }: Kernel, { rows: bytes, stride }: Encodings, rows: Uint32Array, at: number): void {
  const target = new Uint8Array(memory)
  for (const [index, row] of rows.entries())
    target.set(bytes.subarray(row * stride, (row + 1) * stride), at + index * stride)
}

type Tiles = Readonly<{ a: Tile; b: Tile; stride: number }>

function compareTiles(
  kernel: Kernel,
  tiles: Tiles,
  { threshold, found }: Pick<Scanning, 'threshold' | 'found'>,
): number {
  const { a, b, stride } = tiles
  const results = new Uint32Array(kernel.memory, kernel.results)
  let compared = 0
  for (let at = 0; at < a.rows.length; at++) {
    const row = a.rows[at] ?? 0
    const count = a.counts[at] ?? 0
    const wanted = threshold(row)
    if (mostPossible(count, b.fewest, b.most) < wanted) continue
    // With the tile's fewest bits the least is lowest, so that none is missed; what is let through is looked at again.
    const least = leastCommon(wanted, count, b.fewest)
    const end = kernel.scan(at * stride, kernel.right + b.rows.length * stride, least)
    compared += b.rows.length
    for (let result = 0; result < (end - kernel.results) / 4; result += 2) {
      const other = ((results[result] ?? 0) - kernel.right) / stride
      const score = dice(results[result + 1] ?? 0, count, b.counts[other] ?? 0)
      if (score >= wanted) found(row, b.rows[other] ?? 0, score)
    }
  }
  return compared
}

/** A 422 `clk-lengths-differ`. */
export function refuseOtherLengths(left: Encodings, right: Encodings): void {
  if (left.bits === right.bits || left.count === 0 || right.count === 0) return
  throw new Problem(422, 'clk-lengths-differ', {
    title: 'The encodings are not of one length',
    detail: `The encodings of one side have ${left.bits} bits, those of the other ${right.bits}.`,
    mend: 'Encode both with the same schema and the same hardening.',
  })
}
