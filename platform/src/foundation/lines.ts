import { isUtf8 } from 'node:buffer'

export type Line = Readonly<{ line: number; text: string }>

/** A line that is too long, or not UTF-8: its number, and which of the two. */
export class LineFault extends Error {
  readonly line: number
  readonly kind: 'too-long' | 'not-utf-8'

  constructor(line: number, kind: 'too-long' | 'not-utf-8') {
    super(`line ${line} is ${kind}`)
    this.name = 'LineFault'
    this.line = line
    this.kind = kind
  }
}

/**
 * The lines of a text in UTF-8, as its bytes come, counted from 1; empty ones are passed over, and a byte order mark too.
 * No more than one line is held. Throws `LineFault`.
 */
export async function* linesIn(content: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = []
  let length = 0
  let line = 0
  const add = (piece: Uint8Array) => {
    length += piece.length
    if (length > longest) throw new LineFault(line + 1, 'too-long')
    held.push(piece)
  }
  const take = (): Line | undefined => {
    const bytes = Buffer.concat(held, length)
    held = []
    length = 0
    line += 1
    if (!isUtf8(bytes)) throw new LineFault(line, 'not-utf-8')
    const text = bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim()
    return text === '' ? undefined : { line, text }
  }
  for await (const chunk of content) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, at))
      from = at + 1
      const found = take()
      if (found) yield found
    }
    if (from < chunk.length) add(chunk.subarray(from))
  }
  const last = length > 0 ? take() : undefined
  if (last) yield last
}
