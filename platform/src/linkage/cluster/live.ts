import { Problem } from '#foundation/problem.ts'
import { clusterRecords } from './cluster-records.ts'
import { Clusterer } from './clusterer.ts'
import { EdgeStore } from './edge-store.ts'
import { checkInput, type ClusterInput, type ClusterSettings, type Ruling, settingsOf } from './input.ts'
import { LiveRecords } from './live-records.ts'
import { type Part, partOf } from './part.ts'
import { settle } from './rulings.ts'

/** One record that is new or has changed, with *all* its edges; one that is gone; or a ruling. */
export type Change =
  | Readonly<{
      kind: 'put'
      /** One that is known, or the next. */
      record: number
      source?: number
      /** One code per kind, 0 for none. */
      identifiers?: readonly number[]
      edges: Readonly<{ other: ArrayLike<number>; weight: ArrayLike<number> }>
    }>
  | Readonly<{ kind: 'remove'; record: number }>
  | Readonly<{ kind: 'rule'; ruling: Ruling }>

/** What a change touched: the records of the components it was in, and the clusters that these were in before. */
export type Effect = Readonly<{ touched: Uint32Array; before: Uint32Array }>

/**
 * Clusters that are kept up to date, change by change. After any changes they are what a full run over `input()` gives; a change
 * costs as much as the components that it touches.
 */
export class LiveClusters {
  readonly #settings: ClusterSettings
  readonly #records: LiveRecords
  readonly #edges = new EdgeStore()
  readonly #rulings: Ruling[]
  /** Per record the rulings on it, by their place. */
  readonly #rulingsOn = new Map<number, number[]>()
  readonly #clusterer: Clusterer
  #cluster: Uint32Array
  /** Per record the last search that found it. */
  #foundOn: Uint32Array
  #search = 0

  /** Runs over everything once. Throws a `Problem` for input that cannot be read. */
  constructor(input: ClusterInput) {
    this.#cluster = clusterRecords(input).cluster
    this.#settings = settingsOf(input.settings)
    this.#records = new LiveRecords(input.records)
    this.#foundOn = new Uint32Array(input.records.count)
    this.#clusterer = new Clusterer(this.#records, this.#settings)
    this.#rulings = []
    for (const ruling of input.rulings ?? []) this.#keep(ruling)
    this.#edges.reach(input.records.count)
    const { left, right, weight, count } = input.edges
    for (let edge = 0; edge < count; edge++)
      if (left[edge] !== right[edge]) this.#edges.add(left[edge]!, right[edge]!, weight[edge]!)
  }

  /** How many records there have been; those that are gone keep their number. */
  get count(): number {
    return this.#records.count
  }

  /** The smallest record of a record's cluster, which names it. A record that is gone is alone, unless rulings hold it. */
  clusterOf(record: number): number {
    return this.#cluster[record]!
  }

  /** Throws a 422 `change-unreadable` or `edges-unreadable`, and has changed nothing then. */
  apply(change: Change): Effect {
    this.#check(change)
    if (change.kind === 'rule') {
      this.#keep(change.ruling)
      return this.#recluster([change.ruling.left, change.ruling.right])
    }
    const { record } = change
    this.#reach(record + 1)
    const seeds = [record, ...this.#linkedTo(record)]
    this.#edges.removeAllOf(record)
    if (change.kind === 'put') this.#put(change)
    else this.#records.clear(record)
    return this.#recluster(seeds)
  }

  /** The records of one record's cluster with what is between them, to be explained. */
  part(record: number): Part {
    this.#search++
    const name = this.#cluster[record]
    const members = this.#componentOf(record).filter((each) => this.#cluster[each] === name)
    const { which, rulings } = this.#between(members)
    return partOf(this.#whole(), members, { which, rulings })
  }

  /** Everything as it is now, for a full run elsewhere, or to be kept. */
  input(): Required<ClusterInput> {
    const { left, right, weight } = this.#edges.columns
    const kept: number[] = []
    for (let record = 0; record < this.count; record++)
      this.#edges.each(record, (edge) => {
        if (left[edge] === record) kept.push(edge)
      })
    return {
      records: this.#records.copy(),
      edges: {
        left: Uint32Array.from(kept, (edge) => left[edge]!),
        right: Uint32Array.from(kept, (edge) => right[edge]!),
        weight: Float64Array.from(kept, (edge) => weight[edge]!),
        count: kept.length,
      },
      rulings: [...this.#rulings],
      settings: this.#settings,
    }
  }

  #put({ record, source, identifiers, edges }: Extract<Change, { kind: 'put' }>): void {
    this.#records.set(record, source, identifiers)
    for (let place = 0; place < edges.other.length; place++)
      if (edges.other[place] !== record) this.#edges.add(record, edges.other[place]!, edges.weight[place]!)
  }

  #recluster(seeds: readonly number[]): Effect {
    const touched: number[] = []
    this.#search++
    const components = seeds.flatMap((seed) => (this.#foundOn[seed] === this.#search ? [] : [this.#componentOf(seed)]))
    for (const component of components) for (const record of component) touched.push(record)
    const before = Uint32Array.from(touched, (record) => this.#cluster[record]!)
    for (const members of components) {
      if (members.length === 1) this.#cluster[members[0]!] = members[0]!
      else this.#clusterOne(members)
    }
    return { touched: Uint32Array.from(touched), before }
  }

  #clusterOne(members: Uint32Array): void {
    const { which, rulings } = this.#between(members)
    const component = { members, which, rulings: settle(rulings).standing }
    this.#clusterer.cluster(component, this.#edges.columns, this.#cluster)
  }

  /** The edges, by number, and rulings between some records. */
  #between(members: Uint32Array): Readonly<{ which: Uint32Array; rulings: readonly Ruling[] }> {
    const inside = new Set(members)
    const which: number[] = []
    const places = new Set<number>()
    const { left } = this.#edges.columns
    for (const record of members) {
      this.#edges.each(record, (edge, other) => {
        if (left[edge] === record && inside.has(other)) which.push(edge)
      })
      for (const place of this.#rulingsOn.get(record) ?? [])
        if (inside.has(this.#other(place, record))) places.add(place)
    }
    const rulings = [...places].toSorted((a, b) => a - b).map((place) => this.#rulings[place]!)
    return { which: Uint32Array.from(which), rulings }
  }

  #whole(): ClusterInput {
    return { records: this.#records, edges: this.#edges.columns, settings: this.#settings }
  }

  /** The records of a record's component, rising. */
  #componentOf(seed: number): Uint32Array {
    const found = [seed]
    this.#foundOn[seed] = this.#search
    for (const record of found)
      for (const other of this.#linkedTo(record)) {
        if (this.#foundOn[other] === this.#search) continue
        this.#foundOn[other] = this.#search
        found.push(other)
      }
    return Uint32Array.from(found).sort()
  }

  /** Those that an edge over the threshold, or a ruling of one day, puts in one component with a record. */
  #linkedTo(record: number): number[] {
    const others: number[] = []
    const { weight } = this.#edges.columns
    this.#edges.each(record, (edge, other) => {
      if (weight[edge]! >= this.#settings.thresholdBits && weight[edge]! > -Infinity) others.push(other)
    })
    for (const place of this.#rulingsOn.get(record) ?? [])
      if (this.#rulings[place]!.same) others.push(this.#other(place, record))
    return others
  }

  #other(place: number, record: number): number {
    const { left, right } = this.#rulings[place]!
    return left === record ? right : left
  }

  #keep(ruling: Ruling): void {
    const place = this.#rulings.push(ruling) - 1
    for (const record of new Set([ruling.left, ruling.right])) {
      const on = this.#rulingsOn.get(record)
      if (on) on.push(place)
      else this.#rulingsOn.set(record, [place])
    }
  }

  #reach(count: number): void {
    this.#records.reach(count)
    this.#edges.reach(count)
    if (count <= this.#cluster.length) return
    const grown = (from: Uint32Array) => {
      const to = new Uint32Array(Math.max(count, 2 * from.length))
      to.set(from)
      return to
    }
    const old = this.#cluster.length
    this.#cluster = grown(this.#cluster)
    for (let record = old; record < this.#cluster.length; record++) this.#cluster[record] = record
    this.#foundOn = grown(this.#foundOn)
  }

  #check(change: Change): void {
    if (change.kind === 'rule') {
      checkInput({ records: { count: this.count }, edges: nothing, rulings: [change.ruling] })
      return
    }
    const { record } = change
    const isKnown = Number.isInteger(record) && record >= 0 && record < this.count
    if (!isKnown && !(change.kind === 'put' && record === this.count))
      throw new Problem(422, 'change-unreadable', {
        title: 'A change of records cannot be read',
        detail: `It names neither one of the ${this.count} records nor, to put it, the next.`,
        at: 'record',
        mend: 'Number records from 0 in the order in which they come.',
      })
    if (change.kind !== 'put') return
    const count = change.edges.other.length
    checkInput({
      records: { count: Math.max(this.count, record + 1) },
      edges: {
        left: new Uint32Array(count).fill(record),
        right: Uint32Array.from(change.edges.other),
        weight: Float64Array.from(change.edges.weight),
        count,
      },
    })
  }
}

const nothing = { left: new Uint32Array(0), right: new Uint32Array(0), weight: new Float64Array(0), count: 0 }
