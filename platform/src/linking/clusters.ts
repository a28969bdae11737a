/** Clusters of the scored pairs, as the model's settings say. */
import { bitsOf, clusterRecords, componentsOf, type Edges, type LinkageModel } from '#linkage'
import { Problem } from '#foundation/problem.ts'
import { pairCount, pairsIn, type Segment } from './pair-store.ts'
import type { Source } from './read.ts'

export type ClusterCounts = Readonly<{ clusters: number; ofSeveral: number; largest: number }>

/** All pairs in one array a column, which clustering has to see together. */
export function edgesOf(segments: readonly Segment[]): Edges {
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

/** Per record the smallest record of its cluster. */
export function clusterEdges(
  model: LinkageModel,
  edges: Edges,
  { sourceOf, sources, threshold }: Readonly<{ sourceOf: Uint16Array; sources: readonly Source[]; threshold: number }>,
): Uint32Array {
  const { method, missingBits, stopBits, largest, oncePerSource = [] } = model.clustering
  const thresholdBits = bitsOf(threshold)
  if (method === 'components') return componentsOf(sourceOf.length, edges, thresholdBits)
  const once = oncePerSource.map((name) => {
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
    thresholdBits,
    oncePerSource: once,
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
