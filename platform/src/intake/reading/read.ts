/** The one way into this folder: an uploaded file in, one plain table out. */
import { randomBytes } from 'node:crypto'

import type { Tidied } from './tidied.ts'

import { readCsv } from './csv/read-csv.ts'
import { startFindings } from './findings.ts'
import { usualLimits, type Limits } from './limits.ts'

export type ReadOptions = Readonly<{
  /** Read every byte and write a normalised copy, even when the file looks clean. */
  careful?: boolean
  /** An existing folder for the files that reading writes; the caller removes it. */
  scratch: string
  limits?: Partial<Limits>
  /** Called now and then with the number of bytes of the upload read so far. */
  progress?: (bytes: number) => void
}>

/**
 * Makes one plain table of an uploaded file, whatever its format, encoding and mess.
 *
 * `name` is the file's name as its publisher gave it: a hint only, content decides. Throws `Problem` (4xx) for anything that is not a
 * table, and nothing else for bad content.
 */
export async function read(path: string, name: string, options: ReadOptions): Promise<Tidied> {
  return readCsv({
    path,
    name,
    scratch: options.scratch,
    stem: `tidied-${randomBytes(6).toString('hex')}`,
    careful: options.careful === true,
    limits: { ...usualLimits, ...options.limits },
    findings: startFindings(),
    progress: options.progress,
  })
}
