/** What clustering is given: scored pairs, facts about records, people's rulings, settings. */
import { Problem } from '#foundation/problem.ts'

/** Scored pairs, column by column. The order of the pairs, and of the two records in a pair, means nothing. */
export type Edges = Readonly<{
  /** Records are numbers from 0. */
  left: Uint32Array
  right: Uint32Array
  /**
   * log2 of the odds that the two records are one: prior and match weights together. 0 is even, 10 a thousand to one.
   * −Infinity is hard evidence that they are not, such as two dates of death, and outweighs everything but a ruling.
   */
  weight: Float32Array | Float64Array
  /** How many of the places of the arrays are in use. */
  count: number
}>

/** The source of a record that is from no register. */
export const noSource = 0xffff

/** What must be known of records 0 … count − 1. */
export type Records = Readonly<{
  count: number
  /** The register that each record is from. */
  source?: Uint8Array | Uint16Array
  /**
   * Identifiers that one person has one of, such as valid NHS numbers: per kind a code per record, 0 for none, below 2³² − 1.
   * Two different codes never share a cluster.
   */
  identifiers?: readonly Uint32Array[]
}>

/** A reviewer's word on two records. Of rulings that contradict each other the newest stands. */
export type Ruling = Readonly<{ left: number; right: number; same: boolean }>

export type ClusterSettings = Readonly<{
  /** Bits. Records that no chain of edges of at least this joins are never in one cluster. */
  thresholdBits: number
  /** Bits. Two groups are joined while the mean over all pairs between them is at least this. */
  stopBits: number
  /** Bits. What a pair counts that has no edge; below `stopBits`. */
  missingBits: number
  /** Registers without duplicates: a cluster has at most one record of each. */
  oncePerSource: readonly number[]
  /** Records. No cluster grows beyond this but by rulings. */
  largest: number
  /** Edges. A component with more is broken up first, by raising its threshold where it must be; bounds memory (28 bytes an edge). */
  edgesAtOnce: number
}>

export const defaultSettings: ClusterSettings = {
  thresholdBits: 0,
  stopBits: 0,
  missingBits: -1,
  oncePerSource: [],
  largest: Infinity,
  edgesAtOnce: 16_000_000,
}

export type ClusterInput = Readonly<{
  records: Records
  edges: Edges
  /** Oldest first. */
  rulings?: readonly Ruling[]
  settings?: Partial<ClusterSettings>
}>

/** The settings with defaults filled in. Throws a 422 `setting-unusable`. */
export function settingsOf(given: Partial<ClusterSettings> = {}): ClusterSettings {
  const settings = { ...defaultSettings, ...given }
  const { thresholdBits, stopBits, missingBits, largest, edgesAtOnce, oncePerSource } = settings
  if (Number.isNaN(thresholdBits)) throw unusable('thresholdBits', 'is not a number of bits')
  if (!Number.isFinite(stopBits)) throw unusable('stopBits', 'is not a finite number of bits')
  // Otherwise groups without any evidence between them would be joined, and every pair would have to be looked at.
  if (!(missingBits < stopBits && Number.isFinite(missingBits)))
    throw unusable('missingBits', `is not below stopBits (${stopBits})`)
  if (!(largest >= 1)) throw unusable('largest', 'is not at least 1')
  if (!(edgesAtOnce >= 1)) throw unusable('edgesAtOnce', 'is not at least 1')
  if (oncePerSource.some((source) => !Number.isInteger(source) || source < 0 || source >= noSource))
    throw unusable('oncePerSource', 'names a source that is not a whole number below 65535')
  return settings
}

/** Throws a 422 `edges-unreadable`, `records-unreadable` or `rulings-unreadable` that says where. Self-links and pairs given twice are fine. */
export function checkInput({ records, edges, rulings = [] }: ClusterInput): void {
  const { left, right, weight, count } = edges
  if (count > Math.min(left.length, right.length, weight.length))
    throw unreadable('edges', 'count', 'The columns of the edges are shorter than their count.')
  for (let edge = 0; edge < count; edge++) {
    if (left[edge]! >= records.count || right[edge]! >= records.count)
      throw unreadable('edges', `edge ${edge}`, `An edge names a record that is not among the ${records.count}.`)
    if (!(weight[edge]! < Infinity))
      throw unreadable('edges', `edge ${edge}`, 'The weight of an edge is not a number of bits.')
  }
  for (const column of [records.source, ...(records.identifiers ?? [])])
    if (column && column.length < records.count)
      throw unreadable('records', 'source or identifiers', 'A column of the records is shorter than their count.')
  for (const [place, ruling] of rulings.entries())
    for (const record of [ruling.left, ruling.right])
      if (!Number.isInteger(record) || record < 0 || record >= records.count)
        throw unreadable(
          'rulings',
          `ruling ${place}`,
          `A ruling names a record that is not among the ${records.count}.`,
        )
}

function unusable(setting: string, fault: string): Problem {
  return new Problem(422, 'setting-unusable', {
    title: 'A setting of clustering cannot be used',
    detail: `“${setting}” ${fault}.`,
    at: setting,
    mend: 'Correct the setting, or leave it out to have its default.',
  })
}

function unreadable(what: 'edges' | 'records' | 'rulings', at: string, detail: string): Problem {
  return new Problem(422, `${what}-unreadable`, {
    title: `The ${what} to be clustered cannot be read`,
    detail,
    at,
    mend: 'Number records from 0, give columns of one length, and weights in bits (log2 odds).',
  })
}
