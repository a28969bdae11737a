export { clusterRecords, type Clustering } from './cluster-records.ts'
export type { HeldApart, Joined } from './clusterer.ts'
export { componentsOf } from './components.ts'
export {
  type ClusterInput,
  type ClusterSettings,
  defaultSettings,
  type Edges,
  type Records,
  type Ruling,
} from './input.ts'
export type { Limit } from './limits.ts'
export { mergedByHand, settle, type Settled, unmergedByHand } from './rulings.ts'
