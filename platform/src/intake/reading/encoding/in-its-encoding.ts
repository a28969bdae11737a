/** Reads a text file in the encoding it seems to have, and once more when that proves wrong on the way. */
import type { Ends } from '../file-bytes.ts'
import type { Job } from '../job.ts'

import { sniffBytes, sniffUnicode, type Encoding } from './sniff-encoding.ts'
import { NotUtf8 } from './utf8.ts'

export async function inItsEncoding<T>(job: Job, ends: Ends, run: (encoding: Encoding) => Promise<T>): Promise<T> {
  const encoding = sniffUnicode(ends.head, ends.tail) ?? (await sniffBytes(job.path))
  const back = job.findings.mark()
  try {
    return await run(encoding)
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    back()
    return run(await sniffBytes(job.path))
  }
}
