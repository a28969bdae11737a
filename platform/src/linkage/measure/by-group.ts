import { eachRecord } from './clusters.ts'
import { intervalOf, type Rates, ratesOf } from './rates.ts'
import type { TrueClusters } from './truth.ts'

/** A grouping of records: sex, age band, a proxy of name origin, deprivation of the area. */
export type Grouping = Readonly<{
  /** What it is, as a reader would say it: “sex”, “age band”. */
  name: string
  labels: readonly string[]
  /** Per record the place of its label; a record whose place has none is in no group. */
  of: Uint8Array | Uint16Array | Uint32Array
}>

/** How well the records of one group are linked: each counts its links to others, whichever group these are in. */
export type GroupMeasures = Rates &
  Readonly<{
    label: string
    records: number
    /** What recall and precision may be with 95 % certainty; too narrow where entities have many records. */
    recallInterval: readonly [number, number]
    precisionInterval: readonly [number, number]
  }>

export type Bias = Readonly<{ name: string; groups: readonly GroupMeasures[]; inWords: readonly string[] }>

/** Fewer links than this say nothing of a group. */
const few = 30

/** Linkage bias: whether links are missed, or wrongly made, more often in one group than in the others. */
export function biasOf(cluster: Uint32Array, truth: TrueClusters, grouping: Grouping): Bias {
  const counts = grouping.labels.map(() => ({ records: 0, found: 0, claimed: 0, real: 0 }))
  eachRecord(cluster, truth, (record, both, inCluster, inEntity) => {
    const count = counts[grouping.of[record] ?? -1]
    if (!count) return
    count.records++
    count.found += both - 1
    count.claimed += inCluster - 1
    count.real += inEntity - 1
  })
  const groups = counts.map((count, place): GroupMeasures => ({
    ...ratesOf(count),
    label: grouping.labels[place]!,
    records: count.records,
    recallInterval: intervalOf(count.found, count.real),
    precisionInterval: intervalOf(count.found, count.claimed),
  }))
  return {
    name: grouping.name,
    groups,
    inWords: [
      sentence(grouping.name, groups, { of: ({ real }) => real, says: 'true links are found' }),
      sentence(grouping.name, groups, { of: ({ claimed }) => claimed, says: 'links made are true' }),
    ],
  }
}

type Told = Readonly<{ of: (group: GroupMeasures) => number; says: string }>

/** The group that fares worst beside all others together, and whether chance alone could make the difference. */
function sentence(name: string, groups: readonly GroupMeasures[], { of, says }: Told): string {
  const told = groups.filter((group) => of(group) >= few)
  if (told.length < 2) return `By ${name}: too few links to compare groups (${few} in each of two are needed).`
  const worst = told.reduce((low, group) => (group.found / of(group) < low.found / of(low) ? group : low))
  const others = told.filter((group) => group !== worst)
  const [hits, cases] = [sum(others, ({ found }) => found), sum(others, of)]
  const [low, high] = [worst.found / of(worst), hits / cases]
  const counts = `${percent(low)} of ${of(worst)} ${says} for “${worst.label}”, ${percent(high)} of ${cases} for the others`
  const spread = 1.959964 * Math.sqrt((low * (1 - low)) / of(worst) + (high * (1 - high)) / cases)
  const points = (part: number) => (100 * part).toFixed(1)
  return high - low > spread
    ? `By ${name}: ${counts}, ${points(high - low)} points fewer (95 % interval ${points(high - low - spread)} to ${points(high - low + spread)}).`
    : `By ${name}: ${counts}; chance alone could make that difference.`
}

const sum = (groups: readonly GroupMeasures[], of: (group: GroupMeasures) => number) =>
  groups.reduce((total, group) => total + of(group), 0)
const percent = (part: number) => `${(100 * part).toFixed(1)} %`
