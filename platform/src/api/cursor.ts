/** Where the next page begins, bound to the question it came from. Not a secret: it grants nothing. */
import { canonicalJson, sha256Hex } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'

/** `sequence`: the moment of records that the first page was read at; null for a table. */
export type Place = Readonly<{ version: number; offset: number; sequence: number | null }>

export function writeCursor(place: Place, question: unknown): string {
  return Buffer.from(JSON.stringify([place.version, place.offset, digest(question), place.sequence])).toString(
    'base64url',
  )
}

/** Problem 400 when it is not a cursor, or not one of this question. */
export function readCursor(cursor: string, question: unknown): Place {
  try {
    const [version, offset, of, sequence] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (
      Number.isSafeInteger(version) &&
      Number.isSafeInteger(offset) &&
      (offset as number) >= 0 &&
      (sequence === null || (Number.isSafeInteger(sequence) && (sequence as number) >= 0)) &&
      of === digest(question)
    )
      return { version: version as number, offset: offset as number, sequence: sequence as number | null }
  } catch {
    // Falls through: a cursor that cannot be read is one that does not fit.
  }
  throw new Problem(400, 'cursor-mismatch', {
    title: 'That cursor does not fit',
    detail: 'The cursor is not one that this question was answered with.',
    at: 'cursor',
    mend: 'Repeat the request with the same fields, filter, order and limit, and the cursor in `next` of the answer before; or start without a cursor.',
  })
}

const digest = (question: unknown): string => sha256Hex(canonicalJson(question)).slice(0, 16)
