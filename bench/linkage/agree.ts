/** Whether two programs came to the same pairs and weights. */
import { DuckDBInstance } from '@duckdb/node-api'

export type Agreement = Readonly<{
  peer: number
  ours: number
  /** Pairs that both have. */
  both: number
  /** The largest difference of weight among them, in bits. */
  worst: number
}>

/** Of two Parquet files of `id_l`, `id_r`, `weight`; a pair is the same either way round. */
export async function agreement(peer: string, ours: string): Promise<Agreement> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  const pairs = (file: string) =>
    `(SELECT least(id_l::VARCHAR, id_r::VARCHAR) AS a, greatest(id_l::VARCHAR, id_r::VARCHAR) AS b, weight FROM '${file}')`
  try {
    const reader = await connection.runAndReadAll(
      `SELECT count(p.weight), count(o.weight), count(p.weight + o.weight), coalesce(max(abs(p.weight - o.weight)), 0)
      FROM ${pairs(peer)} p FULL JOIN ${pairs(ours)} o USING (a, b)`,
    )
    const [peers = 0, own = 0, both = 0, worst = 0] = reader.getRows()[0]!.map(Number)
    return { peer: peers, ours: own, both, worst }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
