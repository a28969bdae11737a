/** Entities keep their keys from run to run: by the largest overlap of their records. */
import { newId } from '#foundation/ids.ts'
import type { Moves } from './job.ts'

export type Keyed = Readonly<{
  /** By cluster, in the order of `clusters`. */
  keys: readonly string[]
  moves: Moves
}>

/**
 * A key for each cluster (a list of record tokens). The cluster that has most of an entity's records keeps its key, the
 * larger overlap first; ties go to the one that comes first by its smallest token, so that the outcome does not hang on the
 * order of clusters. What keeps none gets a new, unguessable one. Records that are `leaving` claim no key for where they go.
 */
export function keepKeys(
  clusters: readonly (readonly string[])[],
  before: ReadonlyMap<string, string>,
  leaving: ReadonlySet<string> = new Set(),
): Keyed {
  const claims = clusters.flatMap((tokens, cluster) =>
    [
      ...overlaps(
        tokens.filter((token) => !leaving.has(token)),
        before,
      ),
    ].map(([entity, count]) => ({ cluster, entity, count, first: smallest(tokens) })),
  )
  claims.sort((a, b) => b.count - a.count || compare(a.first, b.first) || compare(a.entity, b.entity))
  const kept = new Map<number, string>()
  const taken = new Set<string>()
  for (const { cluster, entity } of claims) {
    if (kept.has(cluster) || taken.has(entity)) continue
    kept.set(cluster, entity)
    taken.add(entity)
  }
  const keys = clusters.map((_, cluster) => kept.get(cluster) ?? newId('e'))
  return { keys, moves: movesOf(clusters, keys, before) }
}

/** Records that are in another entity than before, and the entities that lost and got them. New records have not moved. */
function movesOf(
  clusters: readonly (readonly string[])[],
  keys: readonly string[],
  before: ReadonlyMap<string, string>,
): Moves {
  const [from, to, records] = [new Set<string>(), new Set<string>(), [] as string[]]
  for (const [cluster, tokens] of clusters.entries()) {
    for (const token of tokens) {
      const was = before.get(token)
      if (was === undefined || was === keys[cluster]) continue
      from.add(was)
      to.add(keys[cluster]!)
      records.push(token)
    }
  }
  return { from: [...from].toSorted(), to: [...to].toSorted(), records: records.toSorted() }
}

function overlaps(tokens: readonly string[], before: ReadonlyMap<string, string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) {
    const entity = before.get(token)
    if (entity !== undefined) counts.set(entity, (counts.get(entity) ?? 0) + 1)
  }
  return counts
}

const smallest = (tokens: readonly string[]): string => tokens.reduce((a, b) => (a < b ? a : b))
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
