/** From scored pairs and rulings to entities: the same way in a run and after a correction, so that both come to the same. */
import { bitsOf, type ClusterInput, clusterRecords, type LinkageModel } from '#linkage'

export type Groupable = Readonly<{
  /** One a record. */
  source: Uint16Array
  /** One a record: its valid NHS number as a code; 0 for none. */
  identifier: Uint32Array
}>

export type BitPairs = Readonly<{ left: Uint32Array; right: Uint32Array; weight: Float64Array; count: number }>
export type PlaceRuling = Readonly<{ left: number; right: number; same: boolean }>

type Settings = Readonly<{ model: Pick<LinkageModel, 'thresholds' | 'clustering'>; once: readonly number[] }>

/** One a record: the smallest record of its entity. */
export function group(
  groupable: Groupable,
  edges: BitPairs,
  rulings: readonly PlaceRuling[],
  settings: Settings,
): Uint32Array {
  return clusterRecords(clusterInput(groupable, edges, rulings, settings)).cluster
}

export function clusterInput(
  { source, identifier }: Groupable,
  edges: Omit<BitPairs, 'weight'> & Pick<ClusterInput['edges'], 'weight'>,
  rulings: readonly PlaceRuling[],
  { model, once }: Settings,
): ClusterInput {
  const { missingBits = -1, stopBits = 0, largest } = model.clustering
  return {
    records: { count: source.length, source, identifiers: [identifier] },
    edges,
    rulings,
    settings: {
      // A threshold of 1 is one that nothing reaches.
      thresholdBits: bitsOf(Math.min(model.thresholds.link, 1 - 1e-12)),
      stopBits,
      missingBits,
      oncePerSource: once,
      ...(largest === undefined ? {} : { largest }),
    },
  }
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
