/** How good the pairs and clusters are, held to labels. */
import {
  type Calibration,
  calibrationOf,
  type ClusterMeasures,
  type EdgeMeasures,
  type Edges,
  measureClusters,
  measureClustersByPairs,
  measureEdges,
  type Rates,
  type Truth,
} from '#linkage'

export type Measured = Readonly<{
  edges: EdgeMeasures
  clusters: ClusterMeasures | null
  /** For labels that are pairs: whether they are together in a cluster. */
  labelledPairs: Rates | null
  calibration: Calibration
  notes: readonly string[]
}>

export function measure(
  edges: Edges,
  cluster: Uint32Array,
  { truth, threshold, notes }: Readonly<{ truth: Truth; threshold: number; notes: readonly string[] }>,
): Measured {
  return {
    edges: measureEdges(edges, truth, [threshold]),
    clusters: 'clusters' in truth ? measureClusters(cluster, truth.clusters) : null,
    labelledPairs: 'pairs' in truth ? measureClustersByPairs(cluster, truth.pairs) : null,
    calibration: calibrationOf(edges, truth),
    notes,
  }
}
