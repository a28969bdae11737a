import { rootOf, unite } from './components.ts'
import { none } from './groups.ts'
import type { Edges, Ruling } from './input.ts'
import { unitsOf } from './units.ts'

/** Whether one edge is the stronger; of equal ones that with the smaller records is. No two different pairs are equal. */
export function isStronger({ left, right, weight }: Edges, one: number, other: number): boolean {
  const [first, second] = [unitsOf(weight[one]!), unitsOf(weight[other]!)]
  if (first !== second) return first > second
  const [near, otherNear] = [Math.min(left[one]!, right[one]!), Math.min(left[other]!, right[other]!)]
  if (near !== otherNear) return near < otherNear
  return Math.max(left[one]!, right[one]!) < Math.max(left[other]!, right[other]!)
}

/** The edges within clusters that speak for them: of at least `stop` units. */
export function linksIn({ left, right, weight, count }: Edges, cluster: Uint32Array, stop: number): Uint32Array {
  const isLink = (edge: number) =>
    cluster[left[edge]!] === cluster[right[edge]!] && left[edge] !== right[edge] && unitsOf(weight[edge]!) >= stop
  let links = 0
  for (let edge = 0; edge < count; edge++) links += Number(isLink(edge))
  const which = new Uint32Array(links)
  for (let edge = 0, place = 0; edge < count; edge++) if (isLink(edge)) which[place++] = edge
  return which
}

/**
 * The edges on which clusters hang: the strongest that join all that `which` joins, and no more (a maximum spanning forest). Pairs
 * that are ruled to be the same are joined beforehand. All groups look for their strongest way out at once and are joined along it, so
 * that there are as many rounds as a group's size can double.
 */
export function strongestLinks(
  edges: Edges,
  which: Uint32Array,
  records: number,
  same: readonly Ruling[],
): Uint32Array {
  const parent = Uint32Array.from({ length: records }, (_, record) => record)
  for (const { left, right } of same) unite(parent, left, right)
  const best = new Uint32Array(records).fill(none)
  const links: number[] = []
  let open = which
  while (open.length > 0) {
    open = open.filter((edge) => rootOf(parent, edges.left[edge]!) !== rootOf(parent, edges.right[edge]!))
    const roots: number[] = []
    for (const edge of open)
      for (const root of [rootOf(parent, edges.left[edge]!), rootOf(parent, edges.right[edge]!)]) {
        if (best[root] === none) roots.push(root)
        if (best[root] === none || isStronger(edges, edge, best[root]!)) best[root] = edge
      }
    for (const root of roots) {
      const edge = best[root]!
      if (unite(parent, edges.left[edge]!, edges.right[edge]!)) links.push(edge)
      best[root] = none
    }
  }
  return Uint32Array.from(links)
}

/** A forest with its roots on top. */
export type Rooted = Readonly<{
  /** Per record the one above it, and the edge to it; none for a root, and no edge for a pair that is ruled to be the same. */
  above: Uint32Array
  edge: Uint32Array
  depth: Uint32Array
  /** Per record how many are in its branch, itself included. */
  branch: Uint32Array
}>

/** Roots each tree at its smallest record. */
export function rootedAt(edges: Edges, links: Uint32Array, records: number, same: readonly Ruling[]): Rooted {
  const near = neighbours(edges, links, records, same)
  const [above, edge] = [new Uint32Array(records).fill(none), new Uint32Array(records).fill(none)]
  const [depth, branch] = [new Uint32Array(records), new Uint32Array(records).fill(1)]
  const met = new Uint8Array(records)
  const order = new Uint32Array(records)
  let [reached, done] = [0, 0]
  for (let root = 0; root < records; root++) {
    if (met[root] === 1) continue
    met[root] = 1
    order[reached++] = root
    for (; done < reached; done++) {
      const record = order[done]!
      near(record, (other, by) => {
        if (met[other] === 1) return
        met[other] = 1
        above[other] = record
        edge[other] = by
        depth[other] = depth[record]! + 1
        order[reached++] = other
      })
    }
  }
  for (let place = records - 1; place >= 0; place--) {
    const record = order[place]!
    if (above[record] !== none) branch[above[record]!]! += branch[record]!
  }
  return { above, edge, depth, branch }
}

type Near = (record: number, tell: (other: number, edge: number) => void) => void

/** Looks up a record's neighbours, by rulings and by links. */
function neighbours(edges: Edges, links: Uint32Array, records: number, same: readonly Ruling[]): Near {
  const starts = new Uint32Array(records + 1)
  for (const edge of links) {
    starts[edges.left[edge]! + 1]!++
    starts[edges.right[edge]! + 1]!++
  }
  for (let record = 0; record < records; record++) starts[record + 1]! += starts[record]!
  const next = starts.slice(0, records)
  const at = new Uint32Array(2 * links.length)
  for (const edge of links) {
    at[next[edges.left[edge]!]!++] = edge
    at[next[edges.right[edge]!]!++] = edge
  }
  const ruled = new Map<number, number[]>()
  for (const { left, right } of same) {
    ruled.getOrInsertComputed(left, () => []).push(right)
    ruled.getOrInsertComputed(right, () => []).push(left)
  }
  return (record, tell) => {
    for (const other of ruled.get(record) ?? []) tell(other, none)
    for (let place = starts[record]!; place < starts[record + 1]!; place++) {
      const edge = at[place]!
      tell(edges.left[edge] === record ? edges.right[edge]! : edges.left[edge]!, edge)
    }
  }
}

/**
 * Per record the top of what circles of links join it with: every link beside the tree closes a circle. The edge to the one above is a
 * bridge where a record is its own top.
 */
export function circlesIn({ left, right }: Edges, links: Uint32Array, { above, edge, depth }: Rooted): Uint32Array {
  const parent = Uint32Array.from(above, (_, record) => record)
  // The top of a circle is not its smallest record, so roots are hung by hand here.
  const top = (record: number) => {
    let at = record
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  for (const link of links) {
    const [one, other] = [left[link]!, right[link]!]
    // The tree's own, or the same pair again.
    if (edge[one] === link || edge[other] === link || above[one] === other || above[other] === one) continue
    let [low, high] = [top(one), top(other)]
    while (low !== high) {
      if (depth[low]! < depth[high]!) [low, high] = [high, low]
      parent[low] = above[low]!
      low = top(low)
    }
  }
  return parent
}
