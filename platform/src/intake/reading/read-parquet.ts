/** Parquet passes through: the engine reads it. Only its two ends are checked here. */
import type { Job } from './job.ts'
import type { Tidied } from './tidied.ts'

import { readEnds } from './file-bytes.ts'
import { damaged } from './refuse.ts'

/** https://parquet.apache.org/docs/file-format/: magic, row groups, footer, its length in four bytes, magic. */
export async function readParquet(job: Job): Promise<Tidied> {
  const { size, head, tail } = await readEnds(job.path, 4, 8)
  const footer = tail.length === 8 ? tail.readUInt32LE(0) : 0
  const ends = head.toString('latin1') === 'PAR1' && tail.toString('latin1', 4) === 'PAR1'
  if (!ends || footer === 0 || footer > size - 12) throw damaged('The Parquet file has no proper end.')
  job.progress?.(size)
  job.findings.recognise('format', 'parquet')
  return { source: { kind: 'parquet', path: job.path }, columns: [], report: job.findings.report() }
}
