import { ident, literal } from '#foundation/sql.ts'
import { openEngine } from './engine.ts'
import type { KeyCheck, KeyJob } from './job.ts'

/** Counts rows without a key, and rows whose key another row has already. */
export async function checkKey({ snapshot, field, scratch, memoryLimit }: KeyJob): Promise<KeyCheck> {
  const engine = await openEngine({ memoryLimit, scratch, files: [snapshot] })
  try {
    const [row] = await engine.rows(
      `SELECT count(*) AS n, count(${ident(field)}) AS filled, count(DISTINCT ${ident(field)}) AS different FROM read_parquet(${literal(snapshot)})`,
    )
    const filled = Number(row?.['filled'])
    return {
      rows: Number(row?.['n']),
      missing: Number(row?.['n']) - filled,
      repeated: filled - Number(row?.['different']),
    }
  } finally {
    await engine.close()
  }
}
