import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Edge, hashedEntry } from './edge.ts'
import { naiveConsistency, naivePath, naiveRoot } from './log-for-tests.ts'
import {
  consistencyPath,
  hashOfRange,
  inclusionPath,
  knownPeaks,
  peakRanges,
  type TileHashes,
  type TilePlace,
  tilesFor,
} from './ranges.ts'
import { verifyConsistency, verifyInclusion } from './verify/proofs.ts'
import { leafHash, rootOfPeaks } from './verify/tree.ts'

const entries = Array.from({ length: 66_000 }, (_, index) => createHash('sha256').update(`entry ${index}`).digest())

/** Tile hashes of the log's first `size` entries, out of the very files that would be published. */
function tilesOf(size: number): TileHashes {
  const edge = new Edge()
  const files = [...edge.add(entries.slice(0, size).map(hashedEntry)), ...edge.partials()]
  const tiles = new Map(files.map(({ tile, bytes }) => [`${tile.level}/${tile.n}`, bytes]))
  return ({ level, n }) => {
    const bytes = tiles.get(`${level}/${n}`) ?? Buffer.alloc(0)
    return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32))
  }
}

function checkProofs(size: number, index: number, older: number): void {
  const tiles = tilesOf(size)
  const log = entries.slice(0, size)
  const root = naiveRoot(log)
  const hash = (range: readonly [number, number]) => hashOfRange(range, tiles)
  assert.deepEqual(rootOfPeaks(peakRanges(size).map(hash)), root)

  const hashes = inclusionPath(index, size).map(hash)
  assert.deepEqual(hashes, naivePath(index, log))
  const known = knownPeaks(size, peakRanges(size).map(hash))
  assert.deepEqual(
    inclusionPath(index, size).map((range) => hashOfRange(range, tiles, known)),
    hashes,
  )
  // With the peaks known, only the tiles above the leaf itself are read.
  const inTileOfLeaf = ({ level, n }: TilePlace) => n === Math.floor(index / 256 ** (level + 1))
  assert.ok(tilesFor(inclusionPath(index, size), known).every(inTileOfLeaf))
  const inclusion = { index, size, leaf: leafHash(log[index]!), hashes, root }
  assert.ok(verifyInclusion(inclusion))
  assert.ok(!verifyInclusion({ ...inclusion, index: (index + 1) % size }) || size === 1)
  assert.ok(!verifyInclusion({ ...inclusion, hashes: [...hashes, root] }))
  assert.ok(!verifyInclusion({ ...inclusion, root: leafHash(root) }))

  const path = consistencyPath(older, size).map(hash)
  assert.deepEqual(path, naiveConsistency(older, log))
  const consistency = { from: older, to: size, fromRoot: naiveRoot(log.slice(0, older)), toRoot: root, hashes: path }
  assert.ok(verifyConsistency(consistency))
  assert.ok(!verifyConsistency({ ...consistency, fromRoot: leafHash(root) }))
  assert.ok(!verifyConsistency({ ...consistency, toRoot: leafHash(root) }))
  assert.ok(!verifyConsistency({ ...consistency, hashes: [...path, root] }))
}

test('every proof of every small log is what RFC 6962 says, and verifies', () => {
  for (let size = 1; size <= 18; size++) {
    for (let index = 0; index < size; index++) checkProofs(size, index, index + 1)
  }
})

test('proofs of random logs are what RFC 6962 says, and verify', () => {
  const proof = fc
    .oneof(fc.integer({ min: 1, max: 1_500 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 1_024))
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.integer({ min: 1, max: size })))
  fc.assert(
    fc.property(proof, ([size, index, older]) => checkProofs(size, index, older)),
    { numRuns: 30 },
  )
})

test('a log with three levels of tiles', () => {
  checkProofs(65_536 + 256 + 3, 65_537, 65_536)
})

test('a hole in a tile is told, not papered over', () => {
  assert.throws(() => hashOfRange([0, 4], () => []), /hole in tile 0 of level 0/)
})
