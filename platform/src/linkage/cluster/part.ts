import type { ClusterInput, Ruling } from './input.ts'

/** What clustering knows of some records alone, numbered from 0 in their own order. */
export type Part = Readonly<{
  /** The number that each of them has in the whole, rising. */
  members: Uint32Array
  input: ClusterInput
}>

/** The records of one cluster (`record`'s), with the edges and rulings between them. Looks at every edge of the whole once. */
export function clusterPart(input: ClusterInput, cluster: Uint32Array, record: number): Part {
  const { left, right } = input.edges
  const name = cluster[record]
  const isIn = (one: number, other: number) => cluster[one] === name && cluster[other] === name
  const members: number[] = []
  for (let each = 0; each < input.records.count; each++) if (cluster[each] === name) members.push(each)
  const which: number[] = []
  for (let edge = 0; edge < input.edges.count; edge++) if (isIn(left[edge]!, right[edge]!)) which.push(edge)
  const rulings = (input.rulings ?? []).filter((ruling) => isIn(ruling.left, ruling.right))
  return partOf(input, Uint32Array.from(members), { which: Uint32Array.from(which), rulings })
}

/** Numbers members from 0, with the edges (by number) and rulings given, which are all between members. */
export function partOf(
  { records, edges, settings }: ClusterInput,
  members: Uint32Array,
  { which, rulings }: Readonly<{ which: Uint32Array; rulings: readonly Ruling[] }>,
): Part {
  const placeOf = new Map(Array.from(members, (record, place) => [record, place] as const))
  const place = (record: number) => placeOf.get(record)!
  const { source, identifiers } = records
  return {
    members,
    input: {
      records: {
        count: members.length,
        ...(source ? { source: Uint16Array.from(members, (record) => source[record]!) } : {}),
        ...(identifiers ? { identifiers: identifiers.map((codes) => members.map((record) => codes[record]!)) } : {}),
      },
      edges: {
        left: which.map((edge) => place(edges.left[edge]!)),
        right: which.map((edge) => place(edges.right[edge]!)),
        weight: Float64Array.from(which, (edge) => edges.weight[edge]!),
        count: which.length,
      },
      rulings: rulings.map(({ left, right, same }) => ({ left: place(left), right: place(right), same })),
      ...(settings ? { settings } : {}),
    },
  }
}
