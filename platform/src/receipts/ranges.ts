/**
 * Which subtrees a proof is made of, and how their hashes come out of tiles. Pure: the tiles are fetched by whoever asks.
 */
import { tileWidth } from './verify/tiles.ts'
import { nodeHash, rootOfPeaks } from './verify/tree.ts'

/** Leaves `from` up to, not including, `to`. */
export type Range = readonly [from: number, to: number]

/** A tile of hashes by its place. */
export type TilePlace = Readonly<{ level: number; n: number }>

/** The hashes of a tile from its first one on. */
export type TileHashes = (place: TilePlace) => readonly Buffer[]

/** Hashes of perfect subtrees that are known already, and need no tile. */
export type KnownHashes = (part: Range) => Buffer | undefined

/** A tree's own peaks: with them a proof reads no tile of the right edge. */
export function knownPeaks(size: number, peaks: readonly Buffer[]): KnownHashes {
  const known = new Map(peakRanges(size).map((range, at) => [range.join(), peaks[at]!]))
  return (part) => known.get(part.join())
}

const nothingKnown: KnownHashes = () => undefined

/** RFC 6962 §2.1.1, PATH(index, D[size]): the subtrees beside the way from a leaf up to the root. */
export function inclusionPath(index: number, size: number): Range[] {
  const path: Range[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + split(to - from)
    path.push(index < middle ? [middle, to] : [from, middle])
    ;[from, to] = index < middle ? [from, middle] : [middle, to]
  }
  return path.toReversed()
}

/** RFC 6962 §2.1.2, PROOF(older, D[newer]), for 0 < older ≤ newer. */
export function consistencyPath(older: number, newer: number): Range[] {
  const path: Range[] = []
  let [from, to] = [0, newer]
  while (older !== to) {
    const middle = from + split(to - from)
    path.push(older <= middle ? [middle, to] : [from, middle])
    ;[from, to] = older <= middle ? [from, middle] : [middle, to]
  }
  // The verifier has the older tree's own root already.
  if (from > 0) path.push([from, to])
  return path.toReversed()
}

/** The perfect subtrees of the leaves before `size`, largest first. */
export function peakRanges(size: number): Range[] {
  return perfectParts([0, size])
}

/** The tiles that the hashes of these ranges are computed from, each once. */
export function tilesFor(ranges: readonly Range[], known = nothingKnown): TilePlace[] {
  const places = new Map<string, TilePlace>()
  for (const part of ranges.flatMap(perfectParts)) {
    if (known(part)) continue
    const place = placeOf(part)
    places.set(`${place.level}/${place.n}`, { level: place.level, n: place.n })
  }
  return [...places.values()]
}

/** Merkle tree hash of the leaves of a range (one that a proof or `peakRanges` named). */
export function hashOfRange(range: Range, tiles: TileHashes, known = nothingKnown): Buffer {
  return rootOfPeaks(perfectParts(range).map((part) => known(part) ?? hashOfPerfect(part, tiles)))
}

function hashOfPerfect(part: Range, tiles: TileHashes): Buffer {
  const { level, n, first, count } = placeOf(part)
  let hashes = tiles({ level, n }).slice(first, first + count)
  if (hashes.length !== count) throw new Error(`the log has a hole in tile ${n} of level ${level}`)
  while (hashes.length > 1) {
    const row = hashes
    hashes = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[at * 2]!, row[at * 2 + 1]!))
  }
  return hashes[0]!
}

/** The highest level of tiles at which a perfect subtree is made of whole hashes: there it lies within one tile. */
function placeOf([from, to]: Range): TilePlace & Readonly<{ first: number; count: number }> {
  let level = 0
  while (tileWidth ** (level + 1) <= to - from) level++
  const start = from / tileWidth ** level
  return { level, n: Math.floor(start / tileWidth), first: start % tileWidth, count: (to - from) / tileWidth ** level }
}

function perfectParts([from, to]: Range): Range[] {
  const parts: Range[] = []
  for (let at = from; at < to;) {
    let length = 1
    while (length * 2 <= to - at) length *= 2
    parts.push([at, at + length])
    at += length
  }
  return parts
}

/** The largest power of two below n (n > 1). */
function split(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}
