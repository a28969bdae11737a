/** UTF-8 in pieces: strictly, or with the odd byte of another encoding mended. */
import { isUtf8 } from 'node:buffer'

/** Thrown when bytes that were taken for UTF-8 are not; the file must be looked at again. Never leaves this folder. */
export class NotUtf8 extends Error {}

/** How many bytes at the end of a piece are the beginning of a character that goes on in the next piece. */
export function unfinished(piece: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

function sequenceLength(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2
  if (first >= 0xe0 && first <= 0xef) return 3
  if (first >= 0xf0 && first <= 0xf4) return 4
  return 1
}

/** The length of the valid multi-byte character that starts at `at`, or 0. Surrogates and overlong forms are not valid. */
function validAt(bytes: Uint8Array, at: number): number {
  const length = sequenceLength(bytes[at] as number)
  if (length === 1 || at + length > bytes.length) return 0
  const second = bytes[at + 1] as number
  const first = bytes[at] as number
  if ((second & 0xc0) !== 0x80) return 0
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0
  for (let next = 2; next < length; next++) if (((bytes[at + next] as number) & 0xc0) !== 0x80) return 0
  return length
}

/** Decodes UTF-8; throws `NotUtf8` at the first byte that is none. */
export async function* strictUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  yield* inWholeCharacters(source, (whole) => {
    if (!isUtf8(whole)) throw new NotUtf8()
    return whole.toString('utf8')
  })
}

/** Decodes UTF-8; bytes that are none are read as Windows-1252, and `mended` hears how many there were. */
export async function* mendedUtf8(
  source: AsyncIterable<Buffer>,
  mended: (bytes: number) => void,
): AsyncGenerator<string> {
  const windows = new TextDecoder('windows-1252')
  yield* inWholeCharacters(source, (whole) => {
    if (isUtf8(whole)) return whole.toString('utf8')
    const parts: string[] = []
    let from = 0
    let odd = 0
    for (let at = 0; at < whole.length;) {
      const length = (whole[at] as number) < 0x80 ? 1 : validAt(whole, at)
      if (length > 0) {
        at += length
        continue
      }
      parts.push(whole.toString('utf8', from, at), windows.decode(whole.subarray(at, at + 1)))
      odd++
      from = ++at
    }
    parts.push(whole.toString('utf8', from))
    mended(odd)
    return parts.join('')
  })
}

async function* inWholeCharacters(
  source: AsyncIterable<Buffer>,
  decode: (whole: Buffer) => string,
): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of source) {
    const joined = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    const cut = joined.length - unfinished(joined)
    rest = joined.subarray(cut)
    if (cut > 0) yield decode(joined.subarray(0, cut))
  }
  if (rest.length > 0) yield decode(rest)
}

export type Census = { characters: number; strays: number }

/** Counts the multi-byte characters of UTF-8 and the bytes that cannot be UTF-8, to tell mixed text from text in another encoding. */
export function countUtf8(bytes: Uint8Array, census: Census): void {
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] as number) < 0x80) {
      at++
      continue
    }
    const length = validAt(bytes, at)
    if (length > 0) census.characters++
    else census.strays++
    at += Math.max(length, 1)
  }
}
