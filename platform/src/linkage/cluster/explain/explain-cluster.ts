import { probabilityOf } from '../../odds.ts'
import { clusterRecords } from '../cluster-records.ts'
import type { Joined } from '../clusterer.ts'
import { rootOf, unite } from '../components.ts'
import { type Doubt, doubtsIn, doubtsOf } from '../doubts.ts'
import { none } from '../groups.ts'
import { type ClusterInput, type ClusterSettings, type Ruling, settingsOf } from '../input.ts'
import { settle } from '../rulings.ts'
import { circlesIn, isStronger, linksIn, rootedAt, strongestLinks } from '../spanning.ts'
import { ofRepeated, unitsOf } from '../units.ts'

/** Two of the records, by their places, and what is known of them together. */
export type ExplainedLink = Readonly<{
  left: number
  right: number
  /** −Infinity for hard evidence; null for a pair that was ruled on without having been compared. */
  bits: number | null
  probability: number | null
  /** What a reviewer ruled, as it stands. */
  ruled: 'same' | 'different' | null
  /** The weakest of the links that the cluster hangs on. */
  isWeakest: boolean
  /** It alone holds two parts together. */
  isBridge: boolean
}>

/** Where the cluster would come apart first: the two halves that were joined last, and what lies between them. */
export type Cut = Readonly<{
  /** Places of records; `one` has the first. */
  one: readonly number[]
  other: readonly number[]
  /** Bits: the mean over all pairs between the halves. */
  mean: number
  pairs: number
  /** How many of them were not compared. */
  notCompared: number
  /** Bits: how much evidence less, over all pairs together, would make the halves two clusters. */
  margin: number
}>

export type ClusterExplanation = Readonly<{
  /** What each record is called. */
  labels: readonly string[]
  /** Pairs that were compared or ruled on, the strongest first. */
  links: readonly ExplainedLink[]
  /** Pairs that were neither. */
  notCompared: number
  /** Bits: what such a pair counts. */
  missingBits: number
  /** Null when rulings alone hold the cluster together, or it has one record. */
  cut: Cut | null
  /** Those that the cluster shows by itself. */
  doubts: readonly Doubt[]
}>

/** Explains one cluster, given its records, edges and rulings alone (`clusterPart`). */
export function explainCluster(part: ClusterInput, labels: readonly string[]): ClusterExplanation {
  // Records may hang together through others that are not in the cluster: among themselves any edge will do.
  const settings = settingsOf({ ...part.settings, thresholdBits: -Infinity })
  const input = { ...part, settings }
  const { standing } = settle(part.rulings ?? [])
  const clustering = clusterRecords(input, { withJoinings: true })
  const links = linksOf(input, settings, standing)
  const { count } = part.records
  const isOne = clustering.cluster.every((name) => name === 0)
  return {
    labels: Array.from({ length: count }, (_, place) => labels[place] ?? `record ${place + 1}`),
    links,
    notCompared: (count * (count - 1)) / 2 - links.length,
    missingBits: settings.missingBits,
    cut: isOne ? cutOf(clustering.joinings, links, { count, standing, stopBits: settings.stopBits }) : null,
    doubts: doubtsIn(doubtsOf(input, clustering).flags[0] ?? 0),
  }
}

function linksOf({ records, edges }: ClusterInput, settings: ClusterSettings, standing: readonly Ruling[]) {
  const key = (left: number, right: number) => Math.min(left, right) * records.count + Math.max(left, right)
  const bits = new Map<number, number>()
  for (let edge = 0; edge < edges.count; edge++) {
    const pair = key(edges.left[edge]!, edges.right[edge]!)
    const weight = edges.weight[edge]!
    if (edges.left[edge] !== edges.right[edge]) bits.set(pair, ofRepeated(bits.get(pair) ?? weight, weight))
  }
  const ruled = new Map(
    standing.map(({ left, right, same }) => [key(left, right), same ? 'same' : 'different'] as const),
  )
  const pairOf = (edge: number) => key(edges.left[edge]!, edges.right[edge]!)
  const held = heldBy({ records, edges }, settings, standing)
  const bridges = new Set(Array.from(held.bridges, pairOf))
  const weakest = held.weakest === none ? null : pairOf(held.weakest)
  const links = [...new Set([...bits.keys(), ...ruled.keys()])].map((pair): ExplainedLink => {
    const weight = bits.get(pair)
    return {
      left: Math.floor(pair / records.count),
      right: pair % records.count,
      bits: weight ?? null,
      probability: weight === undefined ? null : probabilityOf(weight),
      ruled: ruled.get(pair) ?? null,
      isWeakest: pair === weakest,
      isBridge: bridges.has(pair),
    }
  })
  const rank = (link: ExplainedLink) => (link.bits === null ? -Infinity : link.bits)
  return links
    .filter(({ left, right }) => left !== right)
    .toSorted((a, b) => (rank(a) === rank(b) ? a.left - b.left || a.right - b.right : rank(b) - rank(a)))
}

type Held = Readonly<{ weakest: number; bridges: ReadonlySet<number> }>

/** The edge that the cluster hangs on most weakly, and all bridges. */
function heldBy(
  { records: { count }, edges }: ClusterInput,
  { stopBits }: ClusterSettings,
  standing: readonly Ruling[],
): Held {
  const same = standing.filter((ruling) => ruling.same)
  const links = linksIn(edges, new Uint32Array(count), unitsOf(stopBits))
  const held = strongestLinks(edges, links, count, same)
  const tree = rootedAt(edges, held, count, same)
  const tops = circlesIn(edges, links, tree)
  return {
    weakest: held.reduce((low, edge) => (low === none || isStronger(edges, low, edge) ? edge : low), none),
    bridges: new Set(tree.edge.filter((edge, record) => edge !== none && tops[record] === record)),
  }
}

function cutOf(
  joinings: readonly Joined[],
  links: readonly ExplainedLink[],
  { count, standing, stopBits }: Readonly<{ count: number; standing: readonly Ruling[]; stopBits: number }>,
): Cut | null {
  const last = joinings.at(-1)
  if (!last) return null
  const parent = Uint32Array.from({ length: count }, (_, place) => place)
  for (const { left, right, same } of standing) if (same) unite(parent, left, right)
  for (const { one, other } of joinings.slice(0, -1)) unite(parent, one, other)
  const places = Array.from({ length: count }, (_, place) => place)
  const isOne = (place: number) => rootOf(parent, place) === last.one
  const compared = links.filter(({ bits, left, right }) => bits !== null && isOne(left) !== isOne(right)).length
  return {
    one: places.filter(isOne),
    other: places.filter((place) => !isOne(place)),
    mean: last.bits,
    pairs: last.pairs,
    notCompared: last.pairs - compared,
    margin: (last.bits - stopBits) * last.pairs,
  }
}
