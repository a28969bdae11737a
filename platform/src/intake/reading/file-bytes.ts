/** Reading a file's bytes: its beginning, its end, or all of it in pieces. */
import { open } from 'node:fs/promises'

const PIECE = 256 * 1024

export type Ends = Readonly<{ size: number; head: Buffer; tail: Buffer }>

/** The first `headBytes` and the last `tailBytes` of a file; a small file is all in `head` and has an empty `tail`. */
export async function readEnds(path: string, headBytes: number, tailBytes: number): Promise<Ends> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const head = Buffer.alloc(Math.min(size, headBytes))
  await readFully(file, head, 0)
  const tail = Buffer.alloc(Math.min(Math.max(size - head.length, 0), tailBytes))
  await readFully(file, tail, size - tail.length)
  return { size, head, tail }
}

async function readFully(
  file: { read: (to: Buffer, at: number, length: number, position: number) => Promise<{ bytesRead: number }> },
  into: Buffer,
  position: number,
): Promise<void> {
  let filled = 0
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled)
    if (bytesRead === 0) return
    filled += bytesRead
  }
}

/** All bytes of a file from `start`, in pieces that the receiver may keep. `progress` hears how far reading is. */
export async function* pieces(path: string, start = 0, progress?: (bytes: number) => void): AsyncGenerator<Buffer> {
  await using file = await open(path, 'r')
  let position = start
  for (;;) {
    const piece = Buffer.allocUnsafeSlow(PIECE)
    const { bytesRead } = await file.read(piece, 0, PIECE, position)
    if (bytesRead === 0) return
    position += bytesRead
    progress?.(position)
    yield bytesRead === PIECE ? piece : piece.subarray(0, bytesRead)
  }
}
