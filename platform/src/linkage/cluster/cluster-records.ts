import { groupedBy, membersOf } from '../grouped.ts'
import { Clusterer, type HeldApart, type Joined, type Watcher } from './clusterer.ts'
import { componentsOf } from './components.ts'
import { none } from './groups.ts'
import { checkInput, type ClusterInput, type Edges, type Ruling, settingsOf } from './input.ts'
import { settle } from './rulings.ts'

export type Clustering = Readonly<{
  /** Per record the smallest record of its cluster, which names it. */
  cluster: Uint32Array
  /** Rulings that newer ones contradict. */
  setAside: readonly Ruling[]
  heldApart: readonly HeldApart[]
  /** Per component that had too many edges to be looked at closely, its smallest record. */
  brokenUp: readonly number[]
  /** Every joining that made the clusters, when asked for: those of one cluster together, its last one last. */
  joinings: readonly Joined[]
}>

/**
 * Clusters records: components over the edges of at least the threshold, and in each the groups with the highest mean weight joined
 * again and again, down to `stop` (average link). Limits, hard evidence and rulings are kept.
 *
 * The outcome hangs neither on the order of edges nor on what else was clustered. Near linear for components of the size
 * that entities have. Throws a `Problem` for input that cannot be read.
 */
export function clusterRecords(
  input: ClusterInput,
  { withJoinings = false }: Readonly<{ withJoinings?: boolean }> = {},
): Clustering {
  const settings = settingsOf(input.settings)
  checkInput(input)
  const { records, edges, rulings = [] } = input
  const { standing, setAside } = settle(rulings)
  const component = componentsOf(records.count, edges, settings.thresholdBits, rulings)
  const [held, joinings, brokenUp]: [HeldApart[], Joined[], number[]] = [[], [], []]
  const watcher: Watcher = {
    heldApart: (each) => held.push(each),
    brokenUp: (record) => brokenUp.push(record),
    ...(withJoinings ? { joined: (each: Joined) => joinings.push(each) } : {}),
  }
  const clusterer = new Clusterer(records, settings, watcher)
  const within = (left: number, right: number) => component[left] === component[right]
  const rulingsOf = Map.groupBy(
    standing.filter(({ left, right }) => within(left, right)),
    ({ left }) => component[left]!,
  )
  const members = groupedBy(component, records.count, records.count)
  const inside = groupedBy(componentOfEach(edges, component), edges.count, records.count)
  const cluster = Uint32Array.from(component)
  for (let root = 0; root < records.count; root++) {
    if (component[root] !== root || members.starts[root + 1]! - members.starts[root]! === 1) continue
    const rulingsHere = rulingsOf.get(root) ?? []
    clusterer.cluster(
      { members: membersOf(members, root), which: membersOf(inside, root), rulings: rulingsHere },
      edges,
      cluster,
    )
  }
  return { cluster, setAside, heldApart: held, brokenUp, joinings }
}

/** Per edge the component that it is in, or none for one that is between two. */
function componentOfEach({ left, right, count }: Edges, component: Uint32Array): Uint32Array {
  const of = new Uint32Array(count)
  for (let edge = 0; edge < count; edge++) {
    const [one, other] = [component[left[edge]!]!, component[right[edge]!]!]
    of[edge] = one === other ? one : none
  }
  return of
}
