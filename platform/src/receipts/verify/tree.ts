import { sha256 } from '#foundation/hash.ts'

/** The leaf of an entry: RFC 6962 §2.1, SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  const text = Buffer.allocUnsafe(entry.length + 1)
  text[0] = 0x00
  text.set(entry, 1)
  return sha256(text)
}

// One scratch for all pairs: hashing is synchronous, and a log of ten million entries has as many of them.
const pair = Buffer.alloc(65, 0x01)

/** The parent of two hashes: RFC 6962 §2.1, SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 33)
  return sha256(pair)
}

/** Hears of each hash that belongs in a tile: level 0 leaves, level 1 roots of 256 leaves, and so on. */
export type TileHashListener = (level: number, index: number, hash: Buffer) => void

/**
 * A Merkle tree that only grows, known by the roots of its perfect subtrees from the largest to the smallest: some forty
 * hashes for any log, from which the root follows and to which leaves can be added.
 */
export class GrowingTree {
  #size: number
  readonly #peaks: Buffer[]

  /** Starts empty, or where a tree of `size` leaves with these `peaks` left off. Throws when the two do not fit. */
  constructor(size = 0, peaks: readonly Buffer[] = []) {
    if (peaks.length !== bitsOf(size)) throw new TypeError('the peaks do not fit the size of the tree')
    this.#size = size
    this.#peaks = [...peaks]
  }

  get size(): number {
    return this.#size
  }

  get peaks(): readonly Buffer[] {
    return this.#peaks
  }

  append(leaf: Buffer, listen?: TileHashListener): void {
    let hash = leaf
    let level = 0
    let index = this.#size
    listen?.(0, index, leaf)
    while (index % 2 === 1) {
      hash = nodeHash(this.#peaks.pop()!, hash)
      index = (index - 1) / 2
      level++
      if (level % 8 === 0) listen?.(level / 8, index, hash)
    }
    this.#peaks.push(hash)
    this.#size++
  }

  root(): Buffer {
    return rootOfPeaks(this.#peaks)
  }

  clone(): GrowingTree {
    return new GrowingTree(this.#size, this.#peaks)
  }
}

/** The root over perfect subtrees from left to right; of none: SHA-256 of nothing. */
export function rootOfPeaks(peaks: readonly Buffer[]): Buffer {
  return peaks.length === 0 ? sha256('') : peaks.reduceRight((right, left) => nodeHash(left, right))
}

function bitsOf(size: number): number {
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}
