/** For property tests: small worlds of records, edges and rulings in which ties, repeats, self-links and contradictions are common. */
import fc from 'fast-check'
import type { ClusterInput, ClusterSettings, Edges, Ruling } from './input.ts'

export type AnyEdge = Readonly<{ left: number; right: number; weight: number }>

export const edgesOf = (list: readonly AnyEdge[]): Edges => ({
  left: Uint32Array.from(list, ({ left }) => left),
  right: Uint32Array.from(list, ({ right }) => right),
  weight: Float64Array.from(list, ({ weight }) => weight),
  count: list.length,
})

export const anyWeight = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -6, max: 12 }) },
  { weight: 3, arbitrary: fc.double({ min: -20, max: 40, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(-Infinity) },
)

export const anySettings: fc.Arbitrary<Partial<ClusterSettings>> = fc.record({
  thresholdBits: fc.constantFrom(-2, 0, 1, 5),
  stopBits: fc.constantFrom(-0.5, 0, 2),
  missingBits: fc.constantFrom(-1, -3),
  oncePerSource: fc.constantFrom([], [0], [0, 2]),
  largest: fc.constantFrom(2, 5, 1_000),
})

export const anyRecord = (count: number) => fc.nat({ max: count - 1 })

export const anyRuling = (count: number): fc.Arbitrary<Ruling> =>
  fc.record({ left: anyRecord(count), right: anyRecord(count), same: fc.boolean() })

/** A world with its edges as a list, so that a test may add to them. */
export type AnyWorld = Readonly<{ count: number; list: readonly AnyEdge[]; input: ClusterInput }>

export const anyWorld: fc.Arbitrary<AnyWorld> = fc
  .integer({ min: 1, max: 14 })
  .chain((count) =>
    fc.record({
      count: fc.constant(count),
      list: fc.array(fc.record({ left: anyRecord(count), right: anyRecord(count), weight: anyWeight }), {
        maxLength: 4 * count,
      }),
      source: fc.array(fc.nat({ max: 3 }), { minLength: count, maxLength: count }),
      identifier: fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2), { minLength: count, maxLength: count }),
      rulings: fc.oneof(fc.constant([]), fc.array(anyRuling(count), { maxLength: 5 })),
      settings: anySettings,
    }),
  )
  .map(({ count, list, source, identifier, rulings, settings }) => ({
    count,
    list,
    input: {
      records: { count, source: Uint8Array.from(source), identifiers: [Uint32Array.from(identifier)] },
      edges: edgesOf(list),
      rulings,
      settings,
    },
  }))
