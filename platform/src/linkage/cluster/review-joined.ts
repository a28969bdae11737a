import type { Joined } from './clusterer.ts'
import { rootOf, unite } from './components.ts'
import { none } from './groups.ts'
import type { ClusterInput, Edges } from './input.ts'
import { type Asked, byValue, likely, type Question, type ReviewSettings } from './question.ts'
import { settle } from './rulings.ts'
import { isStronger } from './spanning.ts'

/** Questions about groups that were joined: were they rightly? */
export function joinedQuestions(
  input: ClusterInput,
  joinings: readonly Joined[],
  { most }: ReviewSettings,
): Question[] {
  const places = new Map<Asked, number>()
  for (const [place, { one, other, bits, pairs }] of joinings.entries()) {
    const probability = likely(bits, pairs)
    const value = (1 - probability) * pairs
    if (value > 0) places.set({ now: 'joined', one, other, probability, pairs, value }, place)
  }
  const questions = [...places.keys()].toSorted(byValue).slice(0, most)
  const sides = sidesOf(
    input,
    joinings,
    questions.map((question) => places.get(question)!),
  )
  const strongest = strongestBetween(input.edges, sides)
  return questions.map((question, at) => {
    const edge = strongest[at]!
    const { one, other } = sides[at]!
    return {
      ...question,
      left: input.edges.left[edge]!,
      right: input.edges.right[edge]!,
      sizes: [one.length, other.length],
    }
  })
}

type Sides = Readonly<{ one: readonly number[]; other: readonly number[] }>

/** The records of the two groups, at the time when they were joined, for some of the joinings. */
function sidesOf(
  { records, rulings = [] }: ClusterInput,
  joinings: readonly Joined[],
  places: readonly number[],
): Sides[] {
  const wanted = new Map(places.map((place, at) => [place, at]))
  const parent = Uint32Array.from({ length: records.count }, (_, record) => record)
  for (const { left, right, same } of settle(rulings).standing) if (same) unite(parent, left, right)
  const members = new Map<number, number[]>()
  for (let record = 0; record < records.count; record++) {
    const root = rootOf(parent, record)
    if (root !== record) members.getOrInsertComputed(root, () => [root]).push(record)
  }
  const of = (name: number) => members.get(name) ?? [name]
  const sides: Sides[] = []
  for (const [place, { one, other }] of joinings.entries()) {
    const at = wanted.get(place)
    if (at !== undefined) sides[at] = { one: [...of(one)], other: of(other) }
    const kept = of(one)
    for (const record of of(other)) kept.push(record)
    members.set(one, kept)
  }
  return sides
}

/** Per pair of sides the strongest edge between them. */
function strongestBetween(edges: Edges, sides: readonly Sides[]): Uint32Array {
  const best = new Uint32Array(sides.length).fill(none)
  /** Per record the questions that it is in: on the first side as they are, on the second less 1 and negated. */
  const asked = new Map<number, number[]>()
  for (const [at, { one, other }] of sides.entries()) {
    for (const record of one) asked.getOrInsertComputed(record, () => []).push(at)
    for (const record of other) asked.getOrInsertComputed(record, () => []).push(-1 - at)
  }
  for (let edge = 0; edge < edges.count; edge++) {
    const here = asked.get(edges.left[edge]!)
    const there = here && asked.get(edges.right[edge]!)
    if (!there) continue
    for (const side of here) {
      const at = side < 0 ? -1 - side : side
      if (there.includes(-1 - side) && (best[at] === none || isStronger(edges, edge, best[at]!))) best[at] = edge
    }
  }
  return best
}
