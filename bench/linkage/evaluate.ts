/**
 * How good scored pairs and clusters are, against who each record really is. One evaluator for both programs, in SQL, apart from
 * either. Every share of the true pairs is of *all* of them: a pair that no rule found counts as missed.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export type Quality = Readonly<{ precision: number; recall: number; f1: number }>

export type Measures = Readonly<{
  truePairs: number
  candidates: number
  /** The share of the true pairs that were compared at all. */
  blockingRecall: number
  /** Pairs from the shipped threshold on. */
  edges: Quality
  /** At the threshold, found with the truth, at which F1 is best. */
  bestEdges: Quality & Readonly<{ threshold: number }>
  /** Mean distance between probability and truth, see `calibrationSql`: over pairs from p ≥ 0.01 on, and over all. */
  calibrationError: number
  calibrationErrorOfAll: number
  /** By clusters file: pairs within clusters, and each record’s cluster against its entity. */
  clusters: Readonly<Record<string, Readonly<{ pairs: Quality; bCubed: Quality; exact: Quality }>>>
}>

type Given = Readonly<{
  /** Parquet: `source_l`, `id_l`, `source_r`, `id_r`, `probability`; only pairs of different records, each once. */
  pairs: string
  /** Parquet by a name of one's own: `source`, `id`, `cluster`, of every record. */
  clusters: Readonly<Record<string, string>>
  /** Parquet: `source`, `unique_id`, `entity`. */
  truth: string
  /** Two tables that are each without duplicates: only pairs across them count. */
  acrossOnly: boolean
  threshold: number
}>

export async function evaluate(given: Given): Promise<Measures> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    await connection.run(
      `CREATE TABLE truth AS SELECT source, unique_id, dense_rank() OVER (ORDER BY entity) AS entity FROM '${given.truth}'`,
    )
    await connection.run(`CREATE TABLE pairs AS
      SELECT probability AS p, l.entity = r.entity AS same FROM '${given.pairs}' pair
      JOIN truth l ON l.source = source_l AND l.unique_id = id_l JOIN truth r ON r.source = source_r AND r.unique_id = id_r
      ${given.acrossOnly ? 'WHERE source_l <> source_r' : ''}`)
    const truePairs = (await one(connection, countPairs('truth', 'entity', given.acrossOnly)))[0]!
    const [candidates = 0, found = 0] = await one(connection, 'SELECT count(*), count(*) FILTER (same) FROM pairs')
    const [linked = 0, right = 0] = await one(
      connection,
      `SELECT count(*), count(*) FILTER (same) FROM pairs WHERE p >= ${given.threshold}`,
    )
    const [threshold = 1, bestLinked = 0, bestRight = 0] = await one(connection, bestSql(truePairs))
    const [calibrationError = 0] = await one(connection, calibrationSql(0.01))
    const [calibrationErrorOfAll = 0] = await one(connection, calibrationSql(0))
    const clusters: Record<string, Measures['clusters'][string]> = {}
    for (const [name, file] of Object.entries(given.clusters))
      clusters[name] = await clusterMeasures(connection, file, { truePairs, acrossOnly: given.acrossOnly })
    return {
      truePairs,
      candidates,
      blockingRecall: found / truePairs,
      edges: quality(right, linked, truePairs),
      bestEdges: { ...quality(bestRight, bestLinked, truePairs), threshold },
      calibrationError,
      calibrationErrorOfAll,
      clusters,
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Precision and recall of `right` among `said` and `real`. Nothing said is precise. */
function quality(right: number, said: number, real: number): Quality {
  const [precision, recall] = [said === 0 ? 1 : right / said, real === 0 ? 1 : right / real]
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

async function one(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  const [row = []] = (await connection.runAndReadAll(sql)).getRows()
  return row.map(Number)
}

/** How many pairs of records have the same value in `column`. */
const countPairs = (table: string, column: string, acrossOnly: boolean) =>
  acrossOnly
    ? `WITH sizes AS (SELECT "${column}", source, count(*) AS n FROM ${table} GROUP BY ALL)
       SELECT coalesce(sum(pairs), 0) FROM (SELECT (sum(n) ** 2 - sum(n ** 2)) / 2 AS pairs FROM sizes GROUP BY "${column}")`
    : `SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM (SELECT count(*) AS n FROM ${table} GROUP BY "${column}")`

const bestSql = (truePairs: number) => `WITH steps AS (
    SELECT p, sum(count(*)) OVER (ORDER BY p DESC) AS linked, sum(count(*) FILTER (same)) OVER (ORDER BY p DESC) AS found
    FROM pairs GROUP BY p)
  SELECT p, linked, found FROM steps ORDER BY 2.0 * found / (linked + ${truePairs}) DESC LIMIT 1`

/**
 * Expected calibration error: pairs in twenty equal steps of probability; in each, how far the mean probability is from the
 * share that is true; weighed by pairs. Pairs under 0.01 are most of all, and right by being hopeless: so also without them.
 */
const calibrationSql = (from: number) => `WITH steps AS (
    SELECT least(19, floor(p * 20)) AS step, count(*) AS n, avg(p) AS said, avg(same::INT) AS so FROM pairs WHERE p >= ${from} GROUP BY step)
  SELECT coalesce(sum(n * abs(said - so)) / sum(n), 0) FROM steps`

async function clusterMeasures(
  connection: DuckDBConnection,
  file: string,
  { truePairs, acrossOnly }: Readonly<{ truePairs: number; acrossOnly: boolean }>,
): Promise<Measures['clusters'][string]> {
  await connection.run(`CREATE OR REPLACE TABLE found AS
    SELECT source, entity, cluster, entity || '/' || cluster AS part FROM truth LEFT JOIN (SELECT source, id AS unique_id, cluster FROM '${file}') USING (source, unique_id)`)
  const [records = 0, clustered = 0] = await one(connection, 'SELECT count(*), count(cluster) FROM found')
  if (clustered < records) throw new Error(`${file}: ${records - clustered} of ${records} records are in no cluster`)
  const said = (await one(connection, countPairs('found', 'cluster', acrossOnly)))[0]!
  const right = (await one(connection, countPairs('found', 'part', acrossOnly)))[0]!
  const [precision = 0, recall = 0, same = 0, clusters = 0, entities = 0] = await one(
    connection,
    `WITH parts AS (SELECT entity, cluster, count(*) AS n FROM found GROUP BY ALL),
      c AS (SELECT cluster, count(*) AS size FROM found GROUP BY ALL),
      e AS (SELECT entity, count(*) AS size FROM found GROUP BY ALL)
    SELECT sum(n * n / c.size) / ${records}, sum(n * n / e.size) / ${records}, count(*) FILTER (n = c.size AND n = e.size),
      (SELECT count(*) FROM c), (SELECT count(*) FROM e)
    FROM parts JOIN c USING (cluster) JOIN e USING (entity)`,
  )
  return {
    pairs: quality(right, said, truePairs),
    bCubed: { precision, recall, f1: (2 * precision * recall) / (precision + recall) },
    exact: quality(same, clusters, entities),
  }
}
