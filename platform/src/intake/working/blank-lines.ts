import { open } from 'node:fs/promises'

const lineFeeds = Buffer.from('\n\n')
const withReturns = ['\n\r\n', '\r\r'].map((text) => Buffer.from(text))

const carriageReturn = 13

/** Is there an empty line in the file, or one inside quotes? Looks at bytes only, at the speed of the disk. */
export async function hasBlankLine(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(4 * 1024 * 1024)
    let kept = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept)
      if (bytesRead === 0) return false
      const seen = buffer.subarray(0, kept + bytesRead)
      if (seen.includes(lineFeeds)) return true
      if (seen.includes(carriageReturn) && withReturns.some((pattern) => seen.includes(pattern))) return true
      // A pattern may lie across two reads.
      kept = Math.min(2, seen.length)
      buffer.copyWithin(0, seen.length - kept, seen.length)
    }
  } finally {
    await file.close()
  }
}
