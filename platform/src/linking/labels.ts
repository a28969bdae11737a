/** What is known to be true, from a file: a cluster for each record, or scores for pairs of records. */
import { type LabelledPairs, numbered, type Truth } from '#linkage'
import { Problem } from '#foundation/problem.ts'
import { type Engine, quotedName } from './engine.ts'
import { openFiles } from './files.ts'
import type { Ids } from './ids.ts'
import type { Source } from './read.ts'

export type Labelled = Readonly<{ truth: Truth; notes: readonly string[] }>

type Known = Readonly<{ ids: Ids; sources: readonly Source[]; sourceOf: Uint16Array; folder: string }>

const oneOf = {
  id: ['id', 'unique_id'],
  cluster: ['cluster', 'cluster_id', 'entity'],
  left: ['id_l', 'unique_id_l', 'left'],
  right: ['id_r', 'unique_id_r', 'right'],
  score: ['score', 'clerical_match_score', 'label', 'match'],
} as const

/** Columns that may hold the truth: where there are labels, no model may be made from them. */
export const columnsOfTruth: readonly string[] = [...oneOf.cluster, ...oneOf.score]

/**
 * `source,id,cluster`, or `source_l,id_l,source_r,id_r,score`; the source may be left out when there is one. A pair without a score is
 * the same. Throws 422 `labels-unread`.
 */
export async function readLabels(engine: Engine, file: string, known: Known): Promise<Labelled> {
  const [opened] = await openFiles(engine.connection, [file], known.folder)
  const { columns, table } = opened!
  const named = (names: readonly string[]): string | undefined => names.find((name) => columns.has(name))
  const [left, right] = [named(oneOf.left), named(oneOf.right)]
  const wanted =
    left && right
      ? [
          named(['source_l', 'source_dataset_l']),
          left,
          named(['source_r', 'source_dataset_r']),
          right,
          named(oneOf.score),
        ]
      : [named(['source', 'source_dataset']), named(oneOf.id), undefined, undefined, named(oneOf.cluster)]
  if (!(left && right) && (!wanted[1] || !wanted[4]))
    throw unread(`It has the columns ${[...columns.keys()].slice(0, 20).join(', ')}.`)
  const list = wanted.map((name) => (name === undefined ? 'NULL' : `${quotedName(name)}::VARCHAR`)).join(', ')
  const rows = (await engine.connection.runAndReadAll(`SELECT ${list} FROM ${table}`)).getRows() as (string | null)[][]
  const find = finder(known)
  return left && right ? pairsOf(rows, find) : clustersOf(rows, find, known.ids.count)
}

type Find = (source: string | null, id: string | null) => number

/** The record of a source and id; -1 when there is none. */
function finder({ ids, sources, sourceOf }: Known): Find {
  const records = new Map<string, number>()
  const key = (source: number, id: string): string => `${source} ${id}`
  for (let record = 0; record < ids.count; record++) records.set(key(sourceOf[record]!, ids.of(record)), record)
  return (source, id) => {
    // Of a single file there is nothing to tell apart.
    const at = sources.length === 1 ? 0 : sources.findIndex(({ name }) => name === source)
    if (source === null && sources.length > 1) throw unread('With several files it has to say which one each id is of.')
    return id === null || at < 0 ? -1 : (records.get(key(at, id)) ?? -1)
  }
}

function pairsOf(rows: readonly (string | null)[][], find: Find): Labelled {
  const found = rows
    .map(([sourceLeft, left, sourceRight, right, score]) => ({
      left: find(sourceLeft ?? null, left ?? null),
      right: find(sourceRight ?? null, right ?? null),
      score: score === null || score === undefined ? 1 : Number(score),
    }))
    .filter(({ left, right, score }) => left >= 0 && right >= 0 && Number.isFinite(score))
  const pairs: LabelledPairs = {
    left: Uint32Array.from(found, ({ left }) => left),
    right: Uint32Array.from(found, ({ right }) => right),
    score: Float64Array.from(found, ({ score }) => score),
    count: found.length,
  }
  return { truth: { pairs }, notes: unknown(rows.length - found.length) }
}

function clustersOf(rows: readonly (string | null)[][], find: Find, count: number): Labelled {
  const of: (string | null)[] = Array.from({ length: count }, () => null)
  let missing = 0
  for (const [source, id, , , cluster] of rows) {
    const record = find(source ?? null, id ?? null)
    if (record < 0) missing++
    else of[record] = cluster ?? null
  }
  return { truth: { clusters: numbered(of, count) }, notes: unknown(missing) }
}

const unknown = (rows: number): readonly string[] =>
  rows === 0 ? [] : [`${rows} rows of the labels name no record of the data, or have no score.`]

function unread(detail: string): Problem {
  return new Problem(422, 'labels-unread', {
    title: 'The labels cannot be read',
    detail,
    at: 'labels',
    mend: 'Give source,id,cluster for records, or source_l,id_l,source_r,id_r,score for pairs.',
  })
}
