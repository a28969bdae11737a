/** Clusters of the scored pairs, as the model's settings say. */
import { amongRivals, bitsOf, clusterRecords, componentsOf, type Edges, type LinkageModel } from '#linkage'
import { Problem } from '#foundation/problem.ts'
import { pairCount, pairsIn, type Segment } from './pair-store.ts'
import type { Source } from './read.ts'
import type { ScoredPairs } from './workers.ts'

export type ClusterCounts = Readonly<{ clusters: number; ofSeveral: number; largest: number }>

/** All pairs in one array a column, which clustering has to see together. */
export function edgesOf(segments: readonly Segment[]): Edges & Readonly<{ weight: Float64Array }> {
  const count = pairCount(segments)
  const edges = { left: new Uint32Array(count), right: new Uint32Array(count), weight: new Float64Array(count), count }
  let at = 0
  for (const { left, right, weight } of pairsIn(segments)) {
    edges.left.set(left, at)
    edges.right.set(right, at)
    edges.weight.set(weight, at)
    at += left.length
  }
  return edges
}

/**
 * Where a source holds no one twice, links to it are alternatives, and lower each other's weight. That takes all pairs together in
 * memory; without such a source they stay as they are.
 */
export function settleRivals(
  { segments, seen }: ScoredPairs,
  sourceOf: Uint16Array,
  once: readonly boolean[],
): ScoredPairs {
  if (!once.includes(true)) return { segments, seen }
  const { count, ...pairs } = edgesOf(segments)
  const pattern = new Float64Array(count)
  let at = 0
  for (const one of pairsIn(segments)) {
    pattern.set(one.pattern, at)
    at += one.pattern.length
  }
  const weight = amongRivals({ ...pairs, count }, { sourceOf, once })
  return { segments: [{ task: 0, count, pairs: { ...pairs, weight, pattern } }], seen }
}

type Clustered = Readonly<{
  sourceOf: Uint16Array
  sources: readonly Source[]
  /** For the method `components`. */
  threshold: number
  /** By source, whether it holds no one twice, besides those that the model names. */
  once: readonly boolean[]
}>

/** Per record the smallest record of its cluster. */
export function clusterEdges(
  model: LinkageModel,
  edges: Edges,
  { sourceOf, sources, threshold, once }: Clustered,
): Uint32Array {
  const { method, missingBits, stopBits, largest, oncePerSource = [] } = model.clustering
  if (method === 'components') return componentsOf(sourceOf.length, edges, bitsOf(threshold))
  const named = oncePerSource.map((name) => {
    const source = sources.findIndex((one) => one.name === name)
    if (source >= 0) return source
    throw new Problem(422, 'source-missing', {
      title: 'The model names a source that is not there',
      detail: `“oncePerSource” has “${name}”; the sources are ${sources.map((one) => one.name).join(', ')}.`,
      at: '/clustering/oncePerSource',
      mend: 'Name the files as they are named here, or take the name out.',
    })
  })
  const settings = {
    // The mean of a group's pairs decides; that a single one is under the threshold for pairs does not part it.
    thresholdBits: stopBits ?? 0,
    oncePerSource: [...new Set([...named, ...sources.keys().filter((source) => once[source] === true)])],
    ...(missingBits === undefined ? {} : { missingBits }),
    ...(stopBits === undefined ? {} : { stopBits }),
    ...(largest === undefined ? {} : { largest }),
  }
  return clusterRecords({ records: { count: sourceOf.length, source: sourceOf }, edges, settings }).cluster
}

export function countClusters(cluster: Uint32Array): ClusterCounts {
  const sizes = new Uint32Array(cluster.length)
  for (const name of cluster) sizes[name]!++
  let [clusters, ofSeveral, largest] = [0, 0, 0]
  for (const size of sizes) {
    if (size > 0) clusters++
    if (size > 1) ofSeveral++
    if (size > largest) largest = size
  }
  return { clusters, ofSeveral, largest }
}
