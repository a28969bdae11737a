/** What the engine's complaints mean to a publisher. Its own words may hold cells, so none of them goes on. */
import { diskFull } from '#foundation/blobs.ts'
import { Problem } from '#foundation/problem.ts'

const messageOf = (error: unknown) => (error instanceof Error ? error.message : '')

/** Is it about the text of the file, so that a more careful reading may help? */
export function isComplaint(error: unknown): boolean {
  return (
    /CSV|Invalid Input Error|Conversion Error|unicode|UTF-?8|encod/i.test(messageOf(error)) &&
    !(error instanceof Problem)
  )
}

export function unreadable(error: unknown): Problem {
  const message = messageOf(error)
  if (/no space left|ENOSPC|disk.*full/i.test(message))
    return diskFull(Object.assign(new Error('full', { cause: error }), { code: 'ENOSPC' })) ?? cannotRead(error)
  if (/Out of Memory/i.test(message))
    return new Problem(422, 'file-too-complex', {
      title: 'The file needs more memory than this node gives',
      detail: 'The file could not be turned into a table within the memory that this node sets aside for publishing.',
      mend: 'Split the file or its widest columns, or ask the operator to raise the limit.',
      cause: error,
    })
  return cannotRead(error)
}

export function cannotRead(cause: unknown): Problem {
  return new Problem(422, 'file-unreadable', {
    title: 'The file could not be read',
    detail: 'The file is damaged, or is not what its name says. Nothing was published.',
    mend: 'Open it in the program that made it, save it again (as CSV if you can), and send it once more.',
    cause,
  })
}

export function tookTooLong(seconds: number): Problem {
  return new Problem(422, 'file-took-too-long', {
    title: 'The file took too long',
    detail: `The file was not read within ${seconds} seconds, which is this node's limit. Nothing was published.`,
    mend: 'Split the file, or ask the operator to raise the limit.',
  })
}
