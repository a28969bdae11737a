/** Unpacked bytes, counted: a small file must not unpack to more than it may. */
import type { Limits } from '../limits.ts'

import { Problem } from '#foundation/problem.ts'

import { damaged, tooLarge } from '../refuse.ts'

type Allowed = Readonly<{ packed: number; limits: Limits; what: string }>

/** Passes the bytes on; a reading fault of the stream itself becomes a `Problem` that calls the file damaged. */
export async function* measured(
  stream: AsyncIterable<Buffer>,
  { packed, limits, what }: Allowed,
): AsyncGenerator<Buffer> {
  let unpacked = 0
  try {
    for await (const piece of stream) {
      unpacked += piece.length
      const bloated = unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio
      if (bloated || unpacked > limits.unpackedBytes) throw unpacksTooFar()
      yield piece
    }
  } catch (error) {
    if (error instanceof Problem || !isDamage(error)) throw error
    throw damaged(`${what} could not be unpacked to its end.`)
  }
}

export function unpacksTooFar(): Problem {
  return tooLarge(
    'unpacks-too-far',
    'The file unpacks to far more than its size lets expect, so it was not read.',
    'Upload the unpacked file, or a part of it.',
  )
}

/** zlib and yauzl complain about content with plain errors; a fault of the machine has a system call's code. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'syscall' in error
  return !code
}
