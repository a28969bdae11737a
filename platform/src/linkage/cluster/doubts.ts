/** What is doubtful about clusters, as data: their weakest links, bridges, size, and what rulings did against the evidence. */
import type { Clustering } from './cluster-records.ts'
import { componentsOf } from './components.ts'
import { none } from './groups.ts'
import { type ClusterInput, type Edges, noSource, type Records, settingsOf } from './input.ts'
import { settle } from './rulings.ts'
import { circlesIn, isStronger, linksIn, rootedAt, type Rooted, strongestLinks } from './spanning.ts'
import { unitsOf } from './units.ts'

/** Why somebody should look at a cluster. */
export const doubtNames = {
  /** The edge without which it would fall apart first is weak. */
  'weak-link': 1,
  /** One edge alone holds two parts of two records or more together. */
  bridge: 2,
  /** More records than usual. */
  large: 4,
  /** The evidence would join it with another, and a limit keeps them apart. */
  'held-apart': 8,
  /** A ruling joined what hard evidence, two identifiers or a register without duplicates keeps apart. */
  'against-evidence': 16,
  /** Its component had too many edges to be looked at closely. */
  'broken-up': 32,
} as const

export type Doubt = keyof typeof doubtNames

/** Columns, with a place for every cluster of two records or more. */
export type Doubts = Readonly<{
  /** The smallest record of each, rising. */
  cluster: Uint32Array
  size: Uint32Array
  /** The weakest of the edges that the cluster hangs on; 0xffffffff when rulings alone hold it. */
  weakest: Uint32Array
  /** The edge that alone holds two parts together, of several the one with the largest smaller part; 0xffffffff for none. */
  bridge: Uint32Array
  /** How many records the smaller of those two parts has. */
  bridged: Uint32Array
  /** The sum of `doubtNames` that hold. */
  flags: Uint8Array
}>

export type DoubtSettings = Readonly<{
  /** Bits: a weakest link below this is weak. */
  weakBits: number
  /** Records: a cluster of more is large. */
  large: number
}>

export const defaultDoubts: DoubtSettings = { weakBits: 4.25, large: 50 }

/** The names of the doubts in a sum of them. */
export const doubtsIn = (flags: number): Doubt[] =>
  (Object.keys(doubtNames) as Doubt[]).filter((name) => (flags & doubtNames[name]) !== 0)

/** Looks at every cluster. Links are edges of at least `stopBits` within a cluster. Near linear. */
export function doubtsOf(
  input: ClusterInput,
  clustering: Pick<Clustering, 'cluster' | 'heldApart' | 'brokenUp'>,
  asked: Partial<DoubtSettings> = {},
): Doubts {
  const { weakBits, large } = { ...defaultDoubts, ...asked }
  const { edges, records } = input
  const { cluster } = clustering
  const doubts = emptyDoubts(cluster)
  const placeOf = new Uint32Array(records.count).fill(none)
  for (const [place, name] of doubts.cluster.entries()) placeOf[name] = place
  const of = (record: number) => placeOf[cluster[record]!]!
  const same = settle(input.rulings ?? []).standing.filter((ruling) => ruling.same)
  const links = linksIn(edges, cluster, unitsOf(settingsOf(input.settings).stopBits))
  const held = strongestLinks(edges, links, records.count, same)
  for (const edge of held) {
    const place = of(edges.left[edge]!)
    const weakest = doubts.weakest[place]!
    if (weakest === none || isStronger(edges, weakest, edge)) doubts.weakest[place] = edge
  }
  const tree = rootedAt(edges, held, records.count, same)
  findBridges(edges, tree, circlesIn(edges, links, tree), { doubts, of })
  const add = (place: number, doubt: Doubt) => {
    if (place !== none) doubts.flags[place]! |= doubtNames[doubt]
  }
  for (let place = 0; place < doubts.cluster.length; place++) {
    const weakest = doubts.weakest[place]!
    if (weakest !== none && edges.weight[weakest]! < weakBits) add(place, 'weak-link')
    if (doubts.bridged[place]! >= 2) add(place, 'bridge')
    if (doubts.size[place]! > large) add(place, 'large')
  }
  for (const { one, other } of clustering.heldApart) for (const name of [one, other]) add(of(name), 'held-apart')
  eachAgainstEvidence(input, cluster, (record) => add(of(record), 'against-evidence'))
  const broken = new Set(clustering.brokenUp)
  if (broken.size > 0) eachBrokenUp(input, broken, (record) => add(of(record), 'broken-up'))
  return doubts
}

function emptyDoubts(cluster: Uint32Array): Doubts {
  const size = new Uint32Array(cluster.length)
  for (const name of cluster) size[name]!++
  const names = Uint32Array.from({ length: cluster.length }, (_, record) => record).filter((name) => size[name]! > 1)
  return {
    cluster: names,
    size: names.map((name) => size[name]!),
    weakest: new Uint32Array(names.length).fill(none),
    bridge: new Uint32Array(names.length).fill(none),
    bridged: new Uint32Array(names.length),
    flags: new Uint8Array(names.length),
  }
}

function findBridges(
  edges: Edges,
  { edge, branch }: Rooted,
  circles: Uint32Array,
  { doubts, of }: Readonly<{ doubts: Doubts; of: (record: number) => number }>,
): void {
  for (let record = 0; record < edge.length; record++) {
    const link = edge[record]!
    // Part of a circle with the one above it.
    if (link === none || circles[record] !== record) continue
    const place = of(record)
    const smaller = Math.min(branch[record]!, doubts.size[place]! - branch[record]!)
    const best = doubts.bridge[place]!
    const isMore = smaller > doubts.bridged[place]!
    if (!isMore && !(smaller === doubts.bridged[place] && isStronger(edges, best, link))) continue
    doubts.bridge[place] = link
    doubts.bridged[place] = smaller
  }
}

/** Tells of records that a ruling put into a cluster against evidence or limits: nothing else can. */
function eachAgainstEvidence(input: ClusterInput, cluster: Uint32Array, tell: (record: number) => void): void {
  if (!input.rulings?.some(({ same }) => same)) return
  const { left, right, weight, count } = input.edges
  for (let edge = 0; edge < count; edge++)
    if (weight[edge] === -Infinity && cluster[left[edge]!] === cluster[right[edge]!] && left[edge] !== right[edge])
      tell(left[edge]!)
  const { source, identifiers = [] }: Records = input.records
  const unique = new Set(settingsOf(input.settings).oncePerSource)
  const seen = new Set<string>()
  const codes = identifiers.map(() => new Map<number, number>())
  for (let record = 0; record < cluster.length; record++) {
    const name = cluster[record]!
    const from = source?.[record] ?? noSource
    if (unique.has(from)) {
      if (seen.has(`${name} ${from}`)) tell(record)
      seen.add(`${name} ${from}`)
    }
    for (const [kind, column] of identifiers.entries()) {
      const code = column[record]!
      if (code !== 0 && codes[kind]!.getOrInsert(name, code) !== code) tell(record)
    }
  }
}

/** Tells of records in the components that were broken up. */
function eachBrokenUp(input: ClusterInput, broken: ReadonlySet<number>, tell: (record: number) => void): void {
  const { thresholdBits } = settingsOf(input.settings)
  const component = componentsOf(input.records.count, input.edges, thresholdBits, input.rulings)
  for (const [record, name] of component.entries()) if (broken.has(name)) tell(record)
}
