import { Problem } from '#foundation/problem.ts'
import type { Edges } from '../cluster/index.ts'
import { orderedPairs } from './pairs.ts'

/** A record of which the truth is not known. It is left out of every measure. */
export const unknownEntity = 0xffffffff

/** Who is who: per record the number of its entity, below the count of records, or `unknownEntity`. */
export type TrueClusters = Uint32Array

/** What reviewers or a gold standard say of some pairs: the score is 1 for the same, 0 for not. */
export type LabelledPairs = Readonly<{
  left: Uint32Array
  right: Uint32Array
  score: Uint8Array | Float32Array | Float64Array
  count: number
}>

export type Truth = Readonly<{ clusters: TrueClusters }> | Readonly<{ pairs: LabelledPairs }>

/** What the truth says of each edge, and how many true pairs there are in all, among the edges or not. */
export type Verdicts = Readonly<{ of: Uint8Array; real: number }>

/** The three verdicts. */
export const [isNot, is, notKnown] = [0, 1, 2] as const

/** Numbers values that are equal alike, from 0; null is `unknownEntity`. */
export function numbered(values: Iterable<string | number | null>, count: number): TrueClusters {
  const numbers = new Map<string | number, number>()
  const of = new Uint32Array(count).fill(unknownEntity)
  let record = 0
  for (const value of values) {
    if (value !== null) {
      if (!numbers.has(value)) numbers.set(value, numbers.size)
      of[record] = numbers.get(value)!
    }
    record++
  }
  return of
}

/** Throws a 422 `truth-unreadable`. */
export function verdictsOn(edges: Edges, truth: Truth): Verdicts {
  return 'clusters' in truth ? byClusters(edges, truth.clusters) : byPairs(edges, truth.pairs)
}

function byClusters({ left, right, count }: Edges, clusters: TrueClusters): Verdicts {
  const of = new Uint8Array(count)
  for (let edge = 0; edge < count; edge++) {
    const [one, other] = [clusters[left[edge]!], clusters[right[edge]!]]
    if (one === undefined || other === undefined)
      throw unreadable(`record ${Math.max(left[edge]!, right[edge]!)}`, 'A record of an edge has no entity.')
    of[edge] = one === unknownEntity || other === unknownEntity ? notKnown : one === other ? is : isNot
  }
  let real = 0
  for (const size of sizesOf(clusters)) real += (size * (size - 1)) / 2
  return { of, real }
}

function byPairs(edges: Edges, pairs: LabelledPairs): Verdicts {
  const labels = orderedPairs(pairs)
  const of = new Uint8Array(edges.count).fill(notKnown)
  for (let edge = 0; edge < edges.count; edge++) {
    const label = labels.find(edges.left[edge]!, edges.right[edge]!)
    if (label >= 0) of[edge] = pairs.score[label]! >= 0.5 ? is : isNot
  }
  let real = 0
  for (const label of labels.each()) real += Number(pairs.score[label]! >= 0.5)
  return { of, real }
}

/** How many records each entity has. */
export function sizesOf(clusters: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(clusters.length)
  for (const cluster of clusters) {
    if (cluster === unknownEntity) continue
    if (cluster >= clusters.length)
      throw unreadable(`entity ${cluster}`, 'The number of an entity is not below the count of records.')
    sizes[cluster]!++
  }
  return sizes
}

function unreadable(at: string, detail: string): Problem {
  return new Problem(422, 'truth-unreadable', {
    title: 'The truth to measure against cannot be read',
    detail,
    at,
    mend: 'Give one entity number per record, below the count of records.',
  })
}
