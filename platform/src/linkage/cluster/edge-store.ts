import { none } from './groups.ts'
import type { Edges } from './input.ts'

/**
 * Edges that come and go, found by record: two-way lists in flat arrays, 32 bytes an edge. What is taken out leaves a place for the
 * next to come in.
 */
export class EdgeStore {
  #left = new Uint32Array(0)
  #right = new Uint32Array(0)
  #weight = new Float64Array(0)
  /** Per half-edge its neighbours in the list of its record. Half-edge 2e belongs to the left record, 2e + 1 to the right. */
  #next = new Uint32Array(0)
  #previous = new Uint32Array(0)
  /** Per record. */
  #head = new Uint32Array(0)
  #places = 0
  /** The first free place; the others follow by the `next` of their left half. */
  #free = none

  /** The columns, which hold what was taken out too: only for use with numbers that `each` gave. */
  get columns(): Edges {
    return { left: this.#left, right: this.#right, weight: this.#weight, count: this.#places }
  }

  /** Makes room for records below `count`. */
  reach(count: number): void {
    if (count <= this.#head.length) return
    const longer = new Uint32Array(Math.max(count, 2 * this.#head.length)).fill(none)
    longer.set(this.#head)
    this.#head = longer
  }

  add(left: number, right: number, weight: number): void {
    const edge = this.#place()
    this.#left[edge] = left
    this.#right[edge] = right
    this.#weight[edge] = weight
    this.#link(left, 2 * edge)
    this.#link(right, 2 * edge + 1)
  }

  /** Takes out every edge of a record. */
  removeAllOf(record: number): void {
    for (let half = this.#head[record]!; half !== none; half = this.#head[record]!) {
      const edge = half >>> 1
      this.#unlink(this.#left[edge]!, 2 * edge)
      this.#unlink(this.#right[edge]!, 2 * edge + 1)
      this.#next[2 * edge] = this.#free
      this.#free = edge
    }
  }

  /** Every edge of a record. */
  each(record: number, tell: (edge: number, other: number) => void): void {
    for (let half = this.#head[record]!; half !== none; half = this.#next[half]!)
      tell(half >>> 1, half & 1 ? this.#left[half >>> 1]! : this.#right[half >>> 1]!)
  }

  #place(): number {
    if (this.#free !== none) {
      const edge = this.#free
      this.#free = this.#next[2 * edge]!
      return edge
    }
    if (this.#places === this.#left.length) this.#lengthen(Math.max(1_024, 2 * this.#places))
    return this.#places++
  }

  #link(record: number, half: number): void {
    const first = this.#head[record]!
    this.#next[half] = first
    this.#previous[half] = none
    if (first !== none) this.#previous[first] = half
    this.#head[record] = half
  }

  #unlink(record: number, half: number): void {
    const [before, after] = [this.#previous[half]!, this.#next[half]!]
    if (before === none) this.#head[record] = after
    else this.#next[before] = after
    if (after !== none) this.#previous[after] = before
  }

  #lengthen(edges: number): void {
    const grown = <Column extends Uint32Array | Float64Array>(from: Column, to: Column): Column => {
      to.set(from)
      return to
    }
    this.#left = grown(this.#left, new Uint32Array(edges))
    this.#right = grown(this.#right, new Uint32Array(edges))
    this.#weight = grown(this.#weight, new Float64Array(edges))
    this.#next = grown(this.#next, new Uint32Array(2 * edges))
    this.#previous = grown(this.#previous, new Uint32Array(2 * edges))
  }
}
