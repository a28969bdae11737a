/** From scored pairs and rulings to entities: the same way in a run and after a correction, so that both come to the same. */
import { bitsOf, clusterRecords, type LinkageModel } from '#linkage'

export type Groupable = Readonly<{
  /** One a record. */
  source: Uint16Array
  /** One a record: its valid NHS number as a code; 0 for none. */
  identifier: Uint32Array
}>

export type BitPairs = Readonly<{ left: Uint32Array; right: Uint32Array; weight: Float64Array; count: number }>
export type PlaceRuling = Readonly<{ left: number; right: number; same: boolean }>

export type Grouping = Readonly<{
  /** One a record: the smallest record of its entity. */
  cluster: Uint32Array
  /** Entities that evidence would join and a limit keeps apart, by their smallest records. */
  heldApart: readonly Readonly<{ one: number; other: number }>[]
}>

export function group(
  { source, identifier }: Groupable,
  edges: BitPairs,
  rulings: readonly PlaceRuling[],
  { model, once }: Readonly<{ model: Pick<LinkageModel, 'thresholds' | 'clustering'>; once: readonly number[] }>,
): Grouping {
  const { missingBits = -1, stopBits = 0, largest } = model.clustering
  return clusterRecords({
    records: { count: source.length, source, identifiers: [identifier] },
    edges,
    rulings,
    settings: {
      thresholdBits: bitsOf(Math.min(model.thresholds.link, 1 - 1e-12)),
      stopBits,
      missingBits,
      oncePerSource: once,
      ...(largest === undefined ? {} : { largest }),
    },
  })
}

/** Rulings on records that are there; the others wait for theirs to come back. */
export function placed(
  rulings: readonly Readonly<{ left: string; right: string; same: boolean }>[],
  placeOf: ReadonlyMap<string, number>,
): PlaceRuling[] {
  return rulings.flatMap(({ left, right, same }) => {
    const [one, other] = [placeOf.get(left), placeOf.get(right)]
    return one === undefined || other === undefined ? [] : [{ left: one, right: other, same }]
  })
}

/** Distinct texts as numbers from 1; 0 for none. */
export function codesOf(texts: readonly (string | null | undefined)[]): Uint32Array {
  const known = new Map<string, number>()
  return Uint32Array.from(texts, (text) => {
    if (text === null || text === undefined) return 0
    const code = known.get(text) ?? known.size + 1
    known.set(text, code)
    return code
  })
}
