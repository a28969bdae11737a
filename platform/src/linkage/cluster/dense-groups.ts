import { rootOf, unite } from './components.ts'
import { type Groups, none, type Rules } from './groups.ts'
import type { Limit } from './limits.ts'
import { ofRepeated } from './units.ts'

/** Groups with a cell for every pair, edge or not: eight bytes a pair. For few records, and for many that are nearly all linked. */
export class DenseGroups implements Groups {
  readonly #rules: Rules
  #records = 0
  #parent = new Uint32Array(0)
  #size = new Uint32Array(0)
  /** The names of all groups, in no order; and the place of each among them. */
  #names = new Uint32Array(0)
  #placeOf = new Uint32Array(0)
  #count = 0
  /** The sum of weights between groups i > j, in units, at i (i − 1) / 2 + j. */
  #sums = new Float64Array(0)
  #bestMean = 0

  constructor(rules: Rules) {
    this.#rules = rules
  }

  begin(members: Uint32Array): void {
    const records = members.length
    const cells = (records * (records - 1)) / 2
    if (records > this.#parent.length) {
      this.#parent = new Uint32Array(2 * records)
      this.#size = new Uint32Array(2 * records)
      this.#names = new Uint32Array(2 * records)
      this.#placeOf = new Uint32Array(2 * records)
    }
    if (cells > this.#sums.length) this.#sums = new Float64Array(cells)
    // Not a number yet: no edge.
    this.#sums.fill(Number.NaN, 0, cells)
    this.#records = this.#count = records
    for (let record = 0; record < records; record++) {
      this.#parent[record] = this.#names[record] = this.#placeOf[record] = record
      this.#size[record] = 1
    }
    this.#rules.limits.begin(members)
  }

  addEdge(one: number, other: number, units: number): void {
    if (one === other) return
    const cell = cellOf(one, other)
    const before = this.#sums[cell]!
    this.#sums[cell] = Number.isNaN(before) ? units : ofRepeated(before, units)
  }

  finish(): void {
    const cells = (this.#records * (this.#records - 1)) / 2
    for (let cell = 0; cell < cells; cell++) if (Number.isNaN(this.#sums[cell]!)) this.#sums[cell] = this.#rules.missing
  }

  nameOf(record: number): number {
    return rootOf(this.#parent, record)
  }

  sizeOf(name: number): number {
    return this.#size[name]!
  }

  nearest(name: number): number {
    const { limits, stop } = this.#rules
    const size = this.#size[name]!
    let best = none
    let bestMean = stop
    for (let place = 0; place < this.#count; place++) {
      const far = this.#names[place]!
      if (far === name) continue
      const mean = this.#sums[cellOf(name, far)]! / (size * this.#size[far]!)
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
    unite(this.#parent, kept, gone)
    this.#size[kept]! += this.#size[gone]!
    this.#rules.limits.join(kept, gone)
    const last = this.#names[--this.#count]!
    this.#names[this.#placeOf[gone]!] = last
    this.#placeOf[last] = this.#placeOf[gone]!
    for (let place = 0; place < this.#count; place++) {
      const far = this.#names[place]!
      if (far !== kept) this.#sums[cellOf(kept, far)]! += this.#sums[cellOf(gone, far)]!
    }
    return kept
  }

  heldApart(tell: (one: number, other: number, limit: Limit) => void): void {
    const names = this.#names.slice(0, this.#count).toSorted()
    for (const [place, one] of names.entries())
      for (const other of names.subarray(place + 1)) {
        const [size, far] = [this.#size[one]!, this.#size[other]!]
        if (this.#sums[cellOf(one, other)]! / (size * far) < this.#rules.stop) continue
        const limit = this.#rules.limits.between(one, other, size + far)
        if (limit !== null) tell(one, other, limit)
      }
  }
}

function cellOf(one: number, other: number): number {
  return one > other ? (one * (one - 1)) / 2 + other : (other * (other - 1)) / 2 + one
}
