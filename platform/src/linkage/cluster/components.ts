import type { Edges, Ruling } from './input.ts'

/**
 * Which records hang together: union-find over the edges of at least `threshold` bits, and over pairs ruled to be the same.
 * Each record gets the smallest record of its component. Near linear; four bytes a record.
 */
export function componentsOf(
  count: number,
  edges: Edges,
  threshold: number,
  rulings: readonly Ruling[] = [],
): Uint32Array {
  const parent = new Uint32Array(count)
  for (let record = 0; record < count; record++) parent[record] = record
  const { left, right, weight } = edges
  for (let edge = 0; edge < edges.count; edge++)
    if (weight[edge]! >= threshold && weight[edge]! > -Infinity) unite(parent, left[edge]!, right[edge]!)
  for (const ruling of rulings) if (ruling.same) unite(parent, ruling.left, ruling.right)
  // Roots are the smallest of their trees, so that one pass upwards settles all.
  for (let record = 0; record < count; record++) parent[record] = parent[parent[record]!]!
  return parent
}

/** The root of a thing's tree; halves the way there for the next to ask. */
export function rootOf(parent: Uint32Array, thing: number): number {
  let at = thing
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!
    at = parent[at]!
  }
  return at
}

/** Joins two trees under the smaller root. False when they were one already. */
export function unite(parent: Uint32Array, one: number, other: number): boolean {
  const [first, second] = [rootOf(parent, one), rootOf(parent, other)]
  if (first === second) return false
  if (first < second) parent[second] = first
  else parent[first] = second
  return true
}
