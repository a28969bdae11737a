export { clusterRecords, type Clustering } from './cluster-records.ts'
export type { HeldApart, Joined } from './clusterer.ts'
export { componentsOf } from './components.ts'
export {
  type ClusterInput,
  type ClusterSettings,
  defaultSettings,
  type Edges,
  noSource,
  type Records,
  type Ruling,
} from './input.ts'
export type { Limit } from './limits.ts'
export { mergedByHand, settle, type Settled, unmergedByHand } from './rulings.ts'
export { type Change, type Effect, LiveClusters } from './live.ts'
export { carryIdentities, type Identities, type IdentityEvent, type Part, replay } from './identities.ts'
export { defaultDoubts, type Doubt, doubtNames, doubtsIn, doubtsOf, type Doubts, type DoubtSettings } from './doubts.ts'
export { drawCluster } from './explain/draw-cluster.ts'
export { type ClusterExplanation, type Cut, explainCluster, type ExplainedLink } from './explain/explain-cluster.ts'
export { tabulateCluster } from './explain/tabulate-cluster.ts'
export { clusterInWords } from './explain/words.ts'
export { clusterPart, type Part as ClusterPart } from './part.ts'
export { defaultReview, type Question, type ReviewSettings } from './question.ts'
export { reviewQueue } from './review.ts'
