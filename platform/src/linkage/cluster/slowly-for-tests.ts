/** Clustering read straight from its definition: every pair of groups is looked at before every joining. */
import { type ClusterInput, type ClusterSettings, settingsOf } from './input.ts'
import { settle } from './rulings.ts'

type Group = number[]

/** The smallest record of each record's cluster. */
export function clusteredSlowly(input: ClusterInput): number[] {
  const settings = settingsOf(input.settings)
  const { records, edges, rulings = [] } = input
  const { standing } = settle(rulings)
  const weights = new Map<string, number>()
  const pairOf = (left: number, right: number) => `${Math.min(left, right)} ${Math.max(left, right)}`
  for (let edge = 0; edge < edges.count; edge++) {
    const pair = pairOf(edges.left[edge]!, edges.right[edge]!)
    const weight = Math.round(Math.max(-1_024, edges.weight[edge]!) * 65_536) / 65_536
    const never = edges.weight[edge] === -Infinity || weights.get(pair) === -Infinity
    weights.set(pair, never ? -Infinity : Math.max(weight, weights.get(pair) ?? -Infinity))
  }
  const all = Array.from({ length: records.count }, (_, record) => record)
  const linked = (left: number, right: number) =>
    edgeOverThreshold(input, settings.thresholdBits, left, right) ||
    rulings.some((ruling) => ruling.same && pairOf(ruling.left, ruling.right) === pairOf(left, right))
  const components = closure(all, linked)
  const ruledSame = (left: number, right: number) =>
    standing.some((ruling) => ruling.same && pairOf(ruling.left, ruling.right) === pairOf(left, right))
  const ruledApart = (left: number, right: number) =>
    standing.some((ruling) => !ruling.same && pairOf(ruling.left, ruling.right) === pairOf(left, right))

  const weightOf = (left: number, right: number) =>
    ruledApart(left, right) ? -Infinity : (weights.get(pairOf(left, right)) ?? settings.missingBits)
  const meanOf = (one: Group, other: Group) =>
    mayBeOne(input, settings, one, other)
      ? one.flatMap((left) => other.map((right) => weightOf(left, right))).reduce((sum, bits) => sum + bits, 0) /
        (one.length * other.length)
      : -Infinity

  const cluster = [...all]
  for (const component of components) {
    let groups = closure(component, ruledSame)
    for (
      let best = bestPair(groups, meanOf, settings.stopBits);
      best;
      best = bestPair(groups, meanOf, settings.stopBits)
    ) {
      const [one, other] = best
      groups = groups.filter((group) => group !== one && group !== other)
      groups.push([...one, ...other].toSorted((a, b) => a - b))
      groups.sort((a, b) => a[0]! - b[0]!)
    }
    for (const group of groups) for (const record of group) cluster[record] = group[0]!
  }
  return cluster
}

/** The pair with the highest mean that reaches `stop`; of equal ones the first, as groups are in the order of their smallest records. */
function bestPair(
  groups: readonly Group[],
  meanOf: (one: Group, other: Group) => number,
  stop: number,
): [Group, Group] | undefined {
  let best: [Group, Group] | undefined
  let bestMean = -Infinity
  for (const [place, one] of groups.entries())
    for (const other of groups.slice(place + 1)) {
      const mean = meanOf(one, other)
      if (mean < stop || mean <= bestMean) continue
      best = [one, other]
      bestMean = mean
    }
  return best
}

function mayBeOne({ records }: ClusterInput, settings: ClusterSettings, one: Group, other: Group): boolean {
  if (one.length + other.length > settings.largest) return false
  const sourcesOf = (group: Group) =>
    new Set(group.map((record) => records.source![record]!).filter((each) => settings.oncePerSource.includes(each)))
  if (!sourcesOf(one).isDisjointFrom(sourcesOf(other))) return false
  return (records.identifiers ?? []).every((codes) => {
    const codesOf = (group: Group) => new Set(group.map((record) => codes[record]!).filter((code) => code !== 0))
    const [first, second] = [codesOf(one), codesOf(other)]
    return first.size === 0 || second.size === 0 || first.union(second).size === 1
  })
}

function edgeOverThreshold({ edges }: ClusterInput, threshold: number, left: number, right: number): boolean {
  for (let edge = 0; edge < edges.count; edge++) {
    const [one, other] = [edges.left[edge], edges.right[edge]]
    const isIt = (one === left && other === right) || (one === right && other === left)
    if (isIt && edges.weight[edge]! >= threshold) return true
  }
  return false
}

/** Groups of things that chains of a relation join, in the order of their smallest. */
function closure(things: readonly number[], related: (left: number, right: number) => boolean): Group[] {
  const groups: Group[] = []
  const left = new Set(things)
  for (const thing of things) {
    if (!left.delete(thing)) continue
    const group = [thing]
    for (const member of group)
      for (const other of left)
        if (related(member, other)) {
          left.delete(other)
          group.push(other)
        }
    groups.push(group.toSorted((a, b) => a - b))
  }
  return groups.toSorted((a, b) => a[0]! - b[0]!)
}
