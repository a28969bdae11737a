import { groupedBy, membersOf } from '../grouped.ts'
import { none } from './groups.ts'
import { type ClusterInput, type Edges, settingsOf } from './input.ts'
import { Limits } from './limits.ts'
import { byValue, likely, type Question, type ReviewSettings } from './question.ts'
import { settle } from './rulings.ts'
import { isStronger } from './spanning.ts'

/** Questions about clusters that are apart: should they be one? */
export function apartQuestions(
  input: ClusterInput,
  cluster: Uint32Array,
  { most, leastBits }: ReviewSettings,
): Question[] {
  const settings = settingsOf(input.settings)
  const { edges } = input
  const isOpen = openBetween(input, cluster)
  const questions: Question[] = []
  eachBetween(edges, cluster, (one, other, between) => {
    if (edges.weight[between.strongest]! < leastBits || !isOpen.mayBeOne(one, other)) return
    const sizes = [isOpen.sizeOf(one), isOpen.sizeOf(other)] as const
    const pairs = sizes[0] * sizes[1]
    const probability = likely((between.sum + settings.missingBits * (pairs - between.edges)) / pairs, pairs)
    const value = probability * pairs
    if (!(value > 0)) return
    const [left, right] = [edges.left[between.strongest]!, edges.right[between.strongest]!]
    questions.push({ now: 'apart', left, right, one, other, sizes, probability, pairs, value })
    // No more than twice what is wanted is ever kept.
    if (questions.length >= 2 * most + 1_000) questions.sort(byValue).splice(most)
  })
  return questions.sort(byValue).slice(0, most)
}

type Between = Readonly<{ sum: number; edges: number; strongest: number }>

/** All edges between two clusters added up, for every two that have some. */
function eachBetween(
  edges: Edges,
  cluster: Uint32Array,
  tell: (one: number, other: number, between: Between) => void,
): void {
  const { left, right, weight, count } = edges
  const nearOf = new Uint32Array(count)
  for (let edge = 0; edge < count; edge++) {
    const [one, other] = [cluster[left[edge]!]!, cluster[right[edge]!]!]
    nearOf[edge] = one === other ? none : Math.min(one, other)
  }
  const byNear = groupedBy(nearOf, count, cluster.length)
  const sum = new Float64Array(cluster.length)
  const number = new Uint32Array(cluster.length)
  const strongest = new Uint32Array(cluster.length)
  for (let near = 0; near < cluster.length; near++) {
    const fars: number[] = []
    for (const edge of membersOf(byNear, near)) {
      const far = Math.max(cluster[left[edge]!]!, cluster[right[edge]!]!)
      if (number[far] === 0) fars.push(far)
      if (number[far] === 0 || isStronger(edges, edge, strongest[far]!)) strongest[far] = edge
      sum[far]! += weight[edge]!
      number[far]!++
    }
    for (const far of fars) {
      tell(near, far, { sum: sum[far]!, edges: number[far]!, strongest: strongest[far]! })
      sum[far] = number[far] = 0
    }
  }
}

type Open = Readonly<{ mayBeOne: (one: number, other: number) => boolean; sizeOf: (name: number) => number }>

/** Whether rulings and limits leave it open that two clusters are one. */
function openBetween(input: ClusterInput, cluster: Uint32Array): Open {
  const size = new Uint32Array(cluster.length)
  const limits = new Limits(input.records, settingsOf(input.settings))
  limits.begin(Uint32Array.from(cluster, (_, record) => record))
  for (let record = 0; record < cluster.length; record++) {
    const name = cluster[record]!
    if (name !== record) limits.join(name, record)
    size[name]!++
  }
  const pairOf = (one: number, other: number) => Math.min(one, other) * cluster.length + Math.max(one, other)
  const ruled = settle(input.rulings ?? []).standing.filter(({ same }) => !same)
  const apart = new Set(ruled.map(({ left, right }) => pairOf(cluster[left]!, cluster[right]!)))
  return {
    mayBeOne: (one, other) =>
      !apart.has(pairOf(one, other)) && limits.between(one, other, size[one]! + size[other]!) === null,
    sizeOf: (name) => size[name]!,
  }
}
