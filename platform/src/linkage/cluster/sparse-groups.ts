import { rootOf } from './components.ts'
import { type Groups, none, type Rules } from './groups.ts'
import type { Limit } from './limits.ts'
import { ofRepeated } from './units.ts'

/**
 * Groups with lists of edges in flat arrays: 28 bytes an edge, and no cell for a pair without one. For many records of which few
 * are linked. Joining appends one list to the other; edges that have become one are added up when their list is next walked.
 */
export class SparseGroups implements Groups {
  readonly #rules: Rules
  #records = 0
  #edges = 0
  /** Per record: its group's tree. Roots are the smallest of their group. */
  #parent = new Uint32Array(0)
  /** Per root: how many records. */
  #size = new Uint32Array(0)
  /** Per root: its list of half-edges. Half-edge 2e belongs to `one[e]`, 2e + 1 to `other[e]`. */
  #head = new Uint32Array(0)
  #tail = new Uint32Array(0)
  #next = new Uint32Array(0)
  /** Per edge two records, and, for the two groups that these are in by now, the sum of weights and the number of pairs that have one. */
  #one = new Uint32Array(0)
  #other = new Uint32Array(0)
  #sum = new Float64Array(0)
  /** 0 when the edge is gone: inside a group, or added to another edge. */
  #pairs = new Uint32Array(0)
  /** Per root: the last walk that met it, and by which edge. */
  #metOn = new Uint32Array(0)
  #metBy = new Uint32Array(0)
  #walk = 0
  #bestMean = 0

  constructor(rules: Rules) {
    this.#rules = rules
  }

  begin(members: Uint32Array): void {
    const records = members.length
    if (records > this.#parent.length) this.#widen(2 * records)
    this.#records = records
    this.#edges = 0
    this.#walk = 0
    for (let record = 0; record < records; record++) this.#parent[record] = record
    this.#size.fill(1, 0, records)
    this.#head.fill(none, 0, records)
    this.#metOn.fill(0, 0, records)
    this.#rules.limits.begin(members)
  }

  addEdge(one: number, other: number, units: number): void {
    if (one === other) return
    if (this.#edges === this.#one.length) this.#lengthen()
    const edge = this.#edges++
    this.#one[edge] = Math.min(one, other)
    this.#other[edge] = Math.max(one, other)
    this.#sum[edge] = units
    this.#pairs[edge] = 1
    this.#append(this.#one[edge]!, 2 * edge)
    this.#append(this.#other[edge]!, 2 * edge + 1)
  }

  /** Makes pairs that were given twice one edge. */
  finish(): void {
    for (let record = 0; record < this.#records; record++) {
      const walk = ++this.#walk
      for (let half = this.#head[record]!; half !== none; half = this.#next[half]!) {
        if (half & 1) continue
        const edge = half >>> 1
        const far = this.#other[edge]!
        if (this.#metOn[far] === walk) {
          const first = this.#metBy[far]!
          this.#sum[first] = ofRepeated(this.#sum[first]!, this.#sum[edge]!)
          this.#pairs[edge] = 0
        } else {
          this.#metOn[far] = walk
          this.#metBy[far] = edge
        }
      }
    }
  }

  nameOf(record: number): number {
    return rootOf(this.#parent, record)
  }

  sizeOf(name: number): number {
    return this.#size[name]!
  }

  nearest(name: number): number {
    this.#tidy(name)
    const { limits, stop } = this.#rules
    const size = this.#size[name]!
    let best = none
    let bestMean = stop
    for (let half = this.#head[name]!; half !== none; half = this.#next[half]!) {
      const far = this.#far(half)
      const mean = this.#mean(half >>> 1, size * this.#size[far]!)
      if (mean < bestMean || (mean === bestMean && far > best)) continue
      if (limits.between(name, far, size + this.#size[far]!) !== null) continue
      best = far
      bestMean = mean
    }
    this.#bestMean = bestMean
    return best
  }

  meanToNearest(): number {
    return this.#bestMean
  }

  join(one: number, other: number): number {
    const [kept, gone] = one < other ? [one, other] : [other, one]
    this.#parent[gone] = kept
    this.#size[kept]! += this.#size[gone]!
    this.#rules.limits.join(kept, gone)
    if (this.#head[gone] === none) return kept
    if (this.#head[kept] === none) this.#head[kept] = this.#head[gone]!
    else this.#next[this.#tail[kept]!] = this.#head[gone]!
    this.#tail[kept] = this.#tail[gone]!
    return kept
  }

  heldApart(tell: (one: number, other: number, limit: Limit) => void): void {
    for (let name = 0; name < this.#records; name++) {
      if (this.#parent[name] !== name) continue
      this.#tidy(name)
      for (let half = this.#head[name]!; half !== none; half = this.#next[half]!) {
        const far = this.#far(half)
        const [size, farSize] = [this.#size[name]!, this.#size[far]!]
        if (far < name || this.#mean(half >>> 1, size * farSize) < this.#rules.stop) continue
        const limit = this.#rules.limits.between(name, far, size + farSize)
        if (limit !== null) tell(name, far, limit)
      }
    }
  }

  /** The group at the other end of a half-edge. */
  #far(half: number): number {
    return this.nameOf(half & 1 ? this.#one[half >>> 1]! : this.#other[half >>> 1]!)
  }

  #mean(edge: number, between: number): number {
    return (this.#sum[edge]! + this.#rules.missing * (between - this.#pairs[edge]!)) / between
  }

  /** Leaves one edge to each group that a group has edges with, holding the sum of all. */
  #tidy(name: number): void {
    const walk = ++this.#walk
    let last = none
    for (let half = this.#head[name]!; half !== none; half = this.#next[half]!) {
      if (!this.#stays(half, name, walk)) continue
      if (last === none) this.#head[name] = half
      else this.#next[last] = half
      last = half
    }
    if (last === none) this.#head[name] = none
    else this.#next[last] = none
    this.#tail[name] = last
  }

  #stays(half: number, name: number, walk: number): boolean {
    const edge = half >>> 1
    if (this.#pairs[edge] === 0) return false
    const far = this.#far(half)
    if (far !== name && this.#metOn[far] !== walk) {
      this.#metOn[far] = walk
      this.#metBy[far] = edge
      return true
    }
    if (far !== name) {
      const first = this.#metBy[far]!
      this.#sum[first]! += this.#sum[edge]!
      this.#pairs[first]! += this.#pairs[edge]!
    }
    this.#pairs[edge] = 0
    return false
  }

  #append(record: number, half: number): void {
    this.#next[half] = none
    if (this.#head[record] === none) this.#head[record] = half
    else this.#next[this.#tail[record]!] = half
    this.#tail[record] = half
  }

  #widen(records: number): void {
    this.#parent = new Uint32Array(records)
    this.#size = new Uint32Array(records)
    this.#head = new Uint32Array(records)
    this.#tail = new Uint32Array(records)
    this.#metOn = new Uint32Array(records)
    this.#metBy = new Uint32Array(records)
  }

  #lengthen(): void {
    const edges = Math.max(1_024, 2 * this.#one.length)
    this.#one = longer(this.#one, new Uint32Array(edges))
    this.#other = longer(this.#other, new Uint32Array(edges))
    this.#sum = longer(this.#sum, new Float64Array(edges))
    this.#pairs = longer(this.#pairs, new Uint32Array(edges))
    this.#next = longer(this.#next, new Uint32Array(2 * edges))
  }
}

function longer<Column extends Uint32Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}
