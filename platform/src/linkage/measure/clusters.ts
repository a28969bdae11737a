import { groupedBy, membersOf } from '../grouped.ts'
import { type Counts, type Rates, ratesOf } from './rates.ts'
import { orderedPairs } from './pairs.ts'
import { type LabelledPairs, sizesOf, type TrueClusters, unknownEntity } from './truth.ts'

export type ClusterMeasures = Readonly<{
  /** Over pairs of records: together in a cluster, and one in truth. */
  pairs: Rates
  /** Mean over records of how much of its cluster is its entity, and of its entity its cluster (B-cubed). */
  bCubed: Readonly<{ precision: number; recall: number; f1: number }> | null
  /** Over clusters: those that are one entity, whole and nothing else. */
  exact: Rates
}>

/** What a record has about it, itself included: in its cluster, in its entity, and in both. */
export type About = (record: number, both: number, cluster: number, entity: number) => void

/** Holds clusters to the truth. `cluster` names each record's by its smallest record. Records whose truth is not known are left out. Linear. */
export function measureClusters(cluster: Uint32Array, truth: TrueClusters): ClusterMeasures {
  const pairs = { found: 0, claimed: 0, real: 0 }
  const exact = { found: 0, claimed: 0, real: 0 }
  let [records, precision, recall] = [0, 0, 0]
  eachRecord(cluster, truth, (_, both, inCluster, inEntity) => {
    records++
    pairs.found += (both - 1) / 2
    pairs.claimed += (inCluster - 1) / 2
    pairs.real += (inEntity - 1) / 2
    precision += both / inCluster
    recall += both / inEntity
    // The records of a cluster have it in equal parts.
    exact.claimed += 1 / inCluster
    exact.real += 1 / inEntity
    if (both === inCluster && both === inEntity) exact.found += 1 / both
  })
  return { pairs: ratesOf(pairs), exact: ratesOf(whole(exact)), bCubed: bCubedOf(records, precision, recall) }
}

/** Over labelled pairs: together in a cluster or not. */
export function measureClustersByPairs(cluster: Uint32Array, pairs: LabelledPairs): Rates {
  const counts = { found: 0, claimed: 0, real: 0 }
  for (const label of orderedPairs(pairs).each()) {
    const isTogether = cluster[pairs.left[label]!] === cluster[pairs.right[label]!]
    const isSame = pairs.score[label]! >= 0.5
    counts.found += Number(isTogether && isSame)
    counts.claimed += Number(isTogether)
    counts.real += Number(isSame)
  }
  return ratesOf(counts)
}

/** Calls `about` for every record whose truth is known. */
export function eachRecord(cluster: Uint32Array, truth: TrueClusters, about: About): void {
  const entity = sizesOf(truth)
  const both = new Uint32Array(truth.length)
  const clusters = groupedBy(cluster, truth.length, truth.length)
  for (let name = 0; name < truth.length; name++) {
    const members = membersOf(clusters, name)
    let known = 0
    for (const record of members) {
      if (truth[record] === unknownEntity) continue
      known++
      both[truth[record]!]!++
    }
    for (const record of members)
      if (truth[record] !== unknownEntity) about(record, both[truth[record]!]!, known, entity[truth[record]!]!)
    for (const record of members) if (truth[record] !== unknownEntity) both[truth[record]!] = 0
  }
}

function bCubedOf(records: number, precision: number, recall: number): ClusterMeasures['bCubed'] {
  if (records === 0) return null
  return {
    precision: precision / records,
    recall: recall / records,
    f1: (2 * precision * recall) / (precision + recall) / records,
  }
}

/** Sums of equal parts, rid of rounding. */
const whole = ({ found, claimed, real }: Counts): Counts => ({
  found: Math.round(found),
  claimed: Math.round(claimed),
  real: Math.round(real),
})
