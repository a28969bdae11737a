/**
 * Publishing a clean CSV of about 200 MB, from the stored original to a snapshot in the store, beside DuckDB's own
 * `COPY (FROM read_csv(…)) TO …` of the same file. Both take turns; the best of five counts, for other programs only ever add.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { fileBlobs } from '../platform/src/foundation/blobs.ts'
import { createWorkerPool } from '../platform/src/intake/worker-pool.ts'
import type { Row } from './row.ts'

const rows = 5_000_000
const turns = 5
const memoryLimit = '1GB'

/** Requests to a council, as a made-up export: text that repeats, amounts, dates, a reference, gaps and “N/A”. */
const made = `SELECT i + 1 AS reference,
    ['Pothole', 'Street light', 'Missed bin', 'Fly-tipping', 'Graffiti'][1 + (i * 7 + i // 11) % 5] AS kind,
    'Ward ' || (i * 13 % 40) AS ward,
    CASE WHEN i % 23 = 0 THEN 'N/A' ELSE (i * 7919 % 400)::VARCHAR END AS days_open,
    round((i * 104729 % 10000019) / 100, 2) AS cost,
    strftime(DATE '2015-01-01' + (i // 1500)::INTEGER, '%d/%m/%Y') AS reported
  FROM range(${rows}) t(i)`

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-publish-'))
  const file = join(folder, 'requests.csv')
  const pool = createWorkerPool({ secondsPerJob: 600, heapMb: 400 })
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: memoryLimit })
  const connection = await instance.connect()
  try {
    await connection.run(`COPY (${made}) TO '${file}' (HEADER)`)
    const blobs = await fileBlobs(join(folder, 'blobs'))
    const publish = async (path: string, turn: number) => {
      const scratch = join(folder, `job-${turn}`)
      mkdirSync(scratch)
      const snapshot = join(scratch, 'snapshot.parquet')
      const job = {
        kind: 'publish',
        path,
        name: 'requests.csv',
        scratch,
        snapshot,
        types: {},
        earlier: [],
        memoryLimit,
      } as const
      const started = performance.now()
      const made = await pool.run(job)
      const { address } = await blobs.adopt(snapshot)
      const seconds = (performance.now() - started) / 1000
      if (made.rows !== rows) throw new Error('rows were lost')
      // Or the same bytes would be there already at the next turn.
      rmSync(blobs.path(address))
      rmSync(scratch, { recursive: true })
      return seconds
    }
    const ours: number[] = []
    const peer: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      const started = performance.now()
      await connection.run(`COPY (FROM read_csv('${file}')) TO '${join(folder, 'peer.parquet')}'`)
      peer.push((performance.now() - started) / 1000)
      ours.push(await publish(file, turn))
    }
    const [best, peers] = [Math.min(...ours), Math.min(...peer)]
    const megabytes = Math.round(statSync(file).size / 1e6)
    return [
      {
        what: `CSV to queryable, ${megabytes} MB, ${rows / 1e6} M rows`,
        ours: best,
        peer: peers,
        ratio: best / peers,
        budget: '≤ 1.5 × DuckDB’s COPY',
        unit: 's',
      },
    ]
  } finally {
    await pool.close()
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}
