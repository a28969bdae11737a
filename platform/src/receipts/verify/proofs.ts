import { nodeHash } from './tree.ts'

/** What an inclusion proof claims: that `leaf` is entry number `index` of the tree of `size` entries with this `root`. */
export type Inclusion = Readonly<{ index: number; size: number; leaf: Buffer; hashes: readonly Buffer[]; root: Buffer }>

/** RFC 9162 §2.1.3.2. Never throws: whatever is not a proof proves nothing. */
export function verifyInclusion({ index, size, leaf, hashes, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...hashes])) return false
  let hash = leaf
  const isWhole = climb([index, size - 1], hashes, (sibling, isLeft) => {
    hash = isLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
  })
  return isWhole && hash.equals(root)
}

/** What a consistency proof claims: that the tree of `from` entries is the beginning of the tree of `to` entries. */
export type Consistency = Readonly<{
  from: number
  to: number
  fromRoot: Buffer
  toRoot: Buffer
  hashes: readonly Buffer[]
}>

/** RFC 9162 §2.1.4.2. Never throws. About an empty tree there is nothing to prove: false. */
export function verifyConsistency({ from, to, fromRoot, toRoot, hashes }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from < 1 || from > to) return false
  if (from === to) return hashes.length === 0 && fromRoot.equals(toRoot)
  if (!areHashes([fromRoot, toRoot, ...hashes])) return false
  const path = isPowerOfTwo(from) ? [fromRoot, ...hashes] : [...hashes]
  const first = path.shift()
  if (!first) return false
  let [position, last] = [from - 1, to - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [older, newer] = [first, first]
  const isWhole = climb([position, last], path, (sibling, isLeft) => {
    // What stands to the right came after the older tree.
    if (isLeft) older = nodeHash(sibling, older)
    newer = isLeft ? nodeHash(sibling, newer) : nodeHash(newer, sibling)
  })
  return isWhole && older.equals(fromRoot) && newer.equals(toRoot)
}

/** From a node, and the last one of its level, up to the root: tells of each sibling on which side it stands. False unless the siblings end at the root. */
function climb(
  [position, last]: readonly [number, number],
  siblings: readonly Buffer[],
  meet: (sibling: Buffer, isLeft: boolean) => void,
): boolean {
  for (const sibling of siblings) {
    if (last === 0) return false
    const isLeft = position % 2 === 1 || position === last
    meet(sibling, isLeft)
    // A last node without a sibling goes up as it is.
    while (isLeft && position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0
}

// Sizes go beyond 2^32, where bit operations would cut them off.
const half = (n: number) => Math.floor(n / 2)

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0
}

function isPowerOfTwo(n: number): boolean {
  while (n % 2 === 0) n /= 2
  return n === 1
}

function areHashes(hashes: readonly Buffer[]): boolean {
  return hashes.every((hash) => hash.length === 32)
}
