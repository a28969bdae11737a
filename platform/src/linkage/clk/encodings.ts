/** Encodings of many records: rows of bits, one after the other. */
import { Problem } from '#foundation/problem.ts'

/** `rows` holds `count` rows of `stride` bytes; bit i of a row is the bit 7 − i mod 8 of its byte ⌊i / 8⌋; what is over is 0. */
export type Encodings = Readonly<{ bits: number; count: number; stride: number; rows: Uint8Array }>

/** Bytes of a row: whole words of 64 bits. */
export const strideOf = (bits: number): number => Math.ceil(bits / 64) * 8

/** Rows of `strideOf(bits)` bytes, joined. */
export function joined(bits: number, pieces: readonly Uint8Array[]): Encodings {
  const stride = strideOf(bits)
  const rows = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    rows.set(piece, at)
    at += piece.length
  }
  return { bits, stride, count: rows.length / stride, rows }
}

export function rowOf({ rows, stride }: Encodings, index: number): Uint8Array {
  return rows.subarray(index * stride, (index + 1) * stride)
}

/** How many bits of each row are set. */
export function countsOf({ rows, stride, count }: Encodings): Uint32Array {
  const counts = new Uint32Array(count)
  for (let row = 0; row < count; row++) {
    let sum = 0
    for (let at = row * stride; at < (row + 1) * stride; at++) sum += bitsOfByte[rows[at] ?? 0] ?? 0
    counts[row] = sum
  }
  return counts
}

const bitsOfByte = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/** Base64 of the bits, as clkhash serialises them. */
export function serialised(bits: number, row: Uint8Array): string {
  return Buffer.from(row.buffer, row.byteOffset, Math.ceil(bits / 8)).toString('base64')
}

/** The upload document of clkhash and anonlink, `{"clks": ["…", …]}`, piece by piece. */
export async function* uploadText(encodings: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let before = '{"clks": ['
  for await (const one of encodings) {
    yield `${before}"${one}"`
    before = ', '
  }
  yield before === ', ' ? ']}\n' : '{"clks": []}\n'
}

/**
 * Encodings from a parsed upload document. All have to be of one length; it is whole bytes, because the document does not tell
 * more. Throws a 422 `clk-upload-invalid`.
 */
export function readUpload(document: unknown): Encodings {
  const clks = (document as { clks?: unknown } | null)?.clks
  if (!Array.isArray(clks)) throw invalid('The document has no list “clks”', 'clks')
  const pieces = clks.map((one: unknown, index) => bytesOf(one, index))
  const length = pieces[0]?.length ?? 0
  const odd = pieces.findIndex((piece) => piece.length !== length)
  if (odd !== -1)
    throw invalid(
      `Encoding ${odd + 1} has ${(pieces[odd]?.length ?? 0) * 8} bits, and the first has ${length * 8}`,
      `clks[${odd}]`,
      'Encode all records with one schema.',
    )
  const bits = length * 8
  const stride = strideOf(bits)
  const rows = new Uint8Array(stride * pieces.length)
  for (const [index, piece] of pieces.entries()) rows.set(piece, index * stride)
  return { bits, count: pieces.length, stride, rows }
}

function bytesOf(one: unknown, index: number): Uint8Array {
  if (typeof one === 'string' && one !== '' && one.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(one))
    return Buffer.from(one, 'base64')
  throw invalid(`Encoding ${index + 1} is not base64`, `clks[${index}]`)
}

function invalid(
  detail: string,
  at: string,
  mend = 'Give the file as `clk encode`, clkhash or anonlink-client wrote it.',
): Problem {
  return new Problem(422, 'clk-upload-invalid', { title: 'These are no encodings', detail: `${detail}.`, at, mend })
}
