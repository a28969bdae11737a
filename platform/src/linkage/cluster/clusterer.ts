import { groupedBy, membersOf } from '../grouped.ts'
import { agglomerate, type Joining } from './agglomerate.ts'
import { brokenUp } from './break-up.ts'
import { DenseGroups } from './dense-groups.ts'
import type { Groups, Rules } from './groups.ts'
import type { ClusterSettings, Edges, Records, Ruling } from './input.ts'
import { type Limit, Limits } from './limits.ts'
import { SparseGroups } from './sparse-groups.ts'
import { bitsOfUnits, unitsOf } from './units.ts'

/** Up to so many records a cell for every pair fits a processor's nearest memory. */
const few = 48
/** What an edge in a list takes, in cells of a pair. */
const cellsPerEdge = 3.5

/** Two clusters that the evidence would join and a limit keeps apart, each named by its smallest record. */
export type HeldApart = Readonly<{ one: number; other: number; limit: Limit }>

/** Two groups of records that became one, each named by its smallest record. */
export type Joined = Readonly<{
  one: number
  other: number
  /** Mean weight over all pairs between the two. */
  bits: number
  pairs: number
}>

/** Who wants to know what happens while records are clustered. */
export type Watcher = Readonly<{
  heldApart?: (held: HeldApart) => void
  joined?: (joined: Joined) => void
  /** The smallest record of a component that had too many edges to be looked at closely. */
  brokenUp?: (record: number) => void
}>

/** One component, or what is to be treated as one. */
export type Component = Readonly<{
  /** Rising. */
  members: Uint32Array
  /** The edges between members, by number. */
  which: Uint32Array
  /** Rulings on two members each, that stand. */
  rulings: readonly Ruling[]
}>

/** Clusters one component after another; keeps its memory between them. The outcome hangs on the component alone. */
export class Clusterer {
  readonly #dense: DenseGroups
  readonly #sparse: SparseGroups
  readonly #rules: Rules
  readonly #settings: ClusterSettings
  readonly #watcher: Watcher
  /** Per record its place among the members of its component. */
  #places: Uint32Array

  constructor(records: Records, settings: ClusterSettings, watcher: Watcher = {}) {
    this.#settings = settings
    this.#watcher = watcher
    const limits = new Limits(records, settings)
    this.#rules = { stop: unitsOf(settings.stopBits), missing: unitsOf(settings.missingBits), limits }
    this.#dense = new DenseGroups(this.#rules)
    this.#sparse = new SparseGroups(this.#rules)
    this.#places = new Uint32Array(records.count)
  }

  /** Writes into `cluster`, for each member, the smallest record of its cluster. */
  cluster(component: Component, edges: Edges, cluster: Uint32Array): void {
    const { members, which } = component
    if (which.length <= this.#settings.edgesAtOnce || this.#fitsInCells(members.length)) {
      this.#closely(component, edges, cluster)
      return
    }
    this.#watcher.brokenUp?.(members[0]!)
    for (const part of this.#partsOf(component, edges)) this.#closely(part, edges, cluster)
  }

  #closely({ members, which, rulings }: Component, edges: Edges, cluster: Uint32Array): void {
    const places = this.#placesOf(members)
    const groups = this.#groupsFor(members.length, which.length)
    groups.begin(members)
    for (const edge of which)
      groups.addEdge(places[edges.left[edge]!]!, places[edges.right[edge]!]!, unitsOf(edges.weight[edge]!))
    for (const { left, right, same } of rulings) if (!same) groups.addEdge(places[left]!, places[right]!, -Infinity)
    groups.finish()
    for (const { left, right, same } of rulings) {
      const [one, other] = [groups.nameOf(places[left]!), groups.nameOf(places[right]!)]
      if (same && one !== other) groups.join(one, other)
    }
    agglomerate(groups, members.length, this.#tellJoined(members))
    for (let place = 0; place < members.length; place++) cluster[members[place]!] = members[groups.nameOf(place)]!
    const { heldApart: tell } = this.#watcher
    if (tell && this.#rules.limits.some)
      groups.heldApart((one, other, limit) => tell({ one: members[one]!, other: members[other]!, limit }))
  }

  /** Both kinds give the same clusters; which is faster and smaller hangs on how many of the pairs have edges. */
  #groupsFor(records: number, edges: number): Groups {
    if (records <= few) return this.#dense
    const isDense = (records * records) / 2 <= cellsPerEdge * edges
    return isDense && this.#fitsInCells(records) ? this.#dense : this.#sparse
  }

  #fitsInCells(records: number): boolean {
    return (records * records) / 2 <= cellsPerEdge * this.#settings.edgesAtOnce
  }

  #tellJoined(members: Uint32Array): Joining | undefined {
    const { joined } = this.#watcher
    if (!joined) return undefined
    return (one, other, mean, pairs) =>
      joined({ one: members[one]!, other: members[other]!, bits: bitsOfUnits(mean), pairs })
  }

  /** The parts of a component that is too large, each with its own edges and rulings. */
  *#partsOf({ members, which, rulings }: Component, edges: Edges): Generator<Component> {
    const places = this.#placesOf(members)
    const part = brokenUp(edges, which, {
      places,
      members: members.length,
      same: rulings.filter(({ same }) => same),
      edgesAtOnce: this.#settings.edgesAtOnce,
    })
    const partOf = (record: number) => part[places[record]!]!
    const byPart = groupedBy(part, members.length, members.length)
    const inside = which.filter((edge) => partOf(edges.left[edge]!) === partOf(edges.right[edge]!))
    const edgesByPart = groupedBy(
      inside.map((edge) => partOf(edges.left[edge]!)),
      inside.length,
      members.length,
    )
    const rulingsByPart = Map.groupBy(
      rulings.filter(({ left, right }) => partOf(left) === partOf(right)),
      ({ left }) => partOf(left),
    )
    for (let root = 0; root < members.length; root++) {
      if (part[root] !== root) continue
      yield {
        members: membersOf(byPart, root).map((place) => members[place]!),
        which: membersOf(edgesByPart, root).map((place) => inside[place]!),
        rulings: rulingsByPart.get(root) ?? [],
      }
    }
  }

  #placesOf(members: Uint32Array): Uint32Array {
    const last = members[members.length - 1] ?? 0
    if (last >= this.#places.length) this.#places = new Uint32Array(2 * (last + 1))
    for (let place = 0; place < members.length; place++) this.#places[members[place]!] = place
    return this.#places
  }
}
