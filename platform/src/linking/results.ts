/** Pairs and clusters as lines of a file. */
import { probabilityOf } from '#linkage'
import type { Ids } from './ids.ts'
import { quotedCell } from './ids.ts'
import { pairsIn, type Segment } from './pair-store.ts'
import type { Source } from './read.ts'

export const pairTypes = {
  source_l: 'VARCHAR',
  id_l: 'VARCHAR',
  source_r: 'VARCHAR',
  id_r: 'VARCHAR',
  probability: 'DOUBLE',
  weight: 'DOUBLE',
} as const

export const clusterTypes = { source: 'VARCHAR', id: 'VARCHAR', cluster: 'BIGINT' } as const

export type Named = Readonly<{ ids: Ids; sources: readonly Source[]; sourceOf: Uint16Array }>

/** How many pairs are at or above a weight. */
export function countFrom(segments: readonly Segment[], bits: number): number {
  let count = 0
  for (const { weight } of pairsIn(segments)) for (const one of weight) count += Number(one >= bits)
  return count
}

/** Each pair at or above a weight. */
export function* pairLines(
  segments: readonly Segment[],
  { ids, sources, sourceOf }: Named,
  bits: number,
): Generator<string> {
  const names = sources.map(({ name }) => quotedCell(name))
  for (const { left, right, weight } of pairsIn(segments))
    for (let at = 0; at < left.length; at++) {
      if (weight[at]! < bits) continue
      const [one, other] = [left[at]!, right[at]!]
      yield `${names[sourceOf[one]!]},${ids.cell(one)},${names[sourceOf[other]!]},${ids.cell(other)},${probabilityOf(weight[at]!)},${weight[at]}\n`
    }
}

/** Each record with its cluster; clusters are numbered from 1 in the order of their first records. */
export function* clusterLines(cluster: Uint32Array, { ids, sources, sourceOf }: Named): Generator<string> {
  const names = sources.map(({ name }) => quotedCell(name))
  const numbers = new Uint32Array(cluster.length)
  let last = 0
  for (let record = 0; record < cluster.length; record++) {
    const name = cluster[record]!
    if (numbers[name] === 0) numbers[name] = ++last
    yield `${names[sourceOf[record]!]},${ids.cell(record)},${numbers[name]}\n`
  }
}
