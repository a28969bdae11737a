/** Decides which encoding a text file is in. */
import { isUtf8 } from 'node:buffer'

import chardet from 'chardet'
import iconv from 'iconv-lite'

import { pieces } from '../file-bytes.ts'
import { plausibility } from './plausible.ts'
import { countUtf8, unfinished, type Census } from './utf8.ts'

export type Encoding = Readonly<{
  /** A name that `decode.ts` understands: `utf-8`, `utf-8+windows-1252` (mixed), `utf-16le`, `windows-1252`, `macroman`, `big5` … */
  name: string
  /** Bytes of the byte order mark to pass over. */
  mark: number
}>

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** By the mark at the beginning, the pattern of zero bytes, or strict UTF-8 at both ends; undefined: some 8-bit encoding, see `sniffBytes`. */
export function sniffUnicode(head: Buffer, tail: Buffer): Encoding | undefined {
  for (const [name, mark] of marks) {
    if (mark.every((byte, at) => head[at] === byte)) {
      if (name === 'utf-8' && !(isUtf8(wholeHead(head, tail)) && isUtf8(wholeTail(tail)))) return undefined
      return { name, mark: mark.length }
    }
  }
  const wide = sniffUtf16(head)
  if (wide) return { name: wide, mark: 0 }
  if (isUtf8(wholeHead(head, tail)) && isUtf8(wholeTail(tail))) return { name: 'utf-8', mark: 0 }
  return undefined
}

function wholeHead(head: Buffer, tail: Buffer): Buffer {
  return tail.length === 0 ? head : head.subarray(0, head.length - unfinished(head))
}

function wholeTail(tail: Buffer): Buffer {
  let start = 0
  while (start < Math.min(3, tail.length) && ((tail[start] as number) & 0xc0) === 0x80) start++
  return tail.subarray(start)
}

/** UTF-16 without a mark: the high bytes of Western text are zero. */
function sniffUtf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const looked = Math.min(head.length, 65_536) & ~1
  if (looked < 4) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < looked; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  const pairs = looked / 2
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le'
  if (even > pairs * 0.4 && odd < pairs * 0.05) return 'utf-16be'
  return undefined
}

/** For a text that is not UTF-8 throughout: looks through the whole file for the bytes that matter and weighs the likely encodings. */
export async function sniffBytes(path: string): Promise<Encoding> {
  const census: Census = { characters: 0, strays: 0 }
  const samples: Buffer[] = []
  let sampled = 0
  for await (const piece of pieces(path)) {
    if (isUtf8(piece) && !piece.some((byte) => byte >= 0x80)) continue
    countUtf8(piece, census)
    if (sampled > 200_000) continue
    const sample = linesWithHighBytes(piece)
    samples.push(sample)
    sampled += sample.length
  }
  const mark = (await startsWithMark(path)) ? 3 : 0
  // Text in an 8-bit encoding hardly ever makes UTF-8 characters by accident.
  if (census.characters > census.strays || mark > 0) return { name: 'utf-8+windows-1252', mark }
  return { name: likeliest(Buffer.concat(samples)), mark: 0 }
}

async function startsWithMark(path: string): Promise<boolean> {
  for await (const piece of pieces(path)) return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf
  return false
}

function linesWithHighBytes(piece: Buffer): Buffer {
  const parts: Buffer[] = []
  let total = 0
  for (let from = 0; from < piece.length && total < 50_000;) {
    let end = piece.indexOf(10, from)
    if (end === -1) end = piece.length
    const line = piece.subarray(from, Math.min(end + 1, from + 4_000))
    if (line.some((byte) => byte >= 0x80)) {
      parts.push(line)
      total += line.length
    }
    from = end + 1
  }
  return Buffer.concat(parts)
}

/** Eastern encodings are taken on strong evidence only; the usual case in Britain is Windows-1252. */
function likeliest(sample: Buffer): string {
  const guesses = chardet.analyse(sample)
  const eastern = guesses.find(({ name }) => /^(GB18030|Big5|Shift_JIS|EUC-|ISO-2022)/.test(name))
  if (eastern && eastern.confidence >= 50 && decodesCleanly(sample, eastern.name)) return eastern.name.toLowerCase()

  const candidates = ['windows-1252', 'macroman', 'cp850']
  for (const { name, confidence } of guesses) {
    const plain = name.toLowerCase().replace('iso-8859-1', 'windows-1252')
    const known = /^(windows-125\d|iso-8859-\d+|koi8-r)$/.test(plain)
    if (known && confidence >= 60 && !candidates.includes(plain)) candidates.push(plain)
  }
  const scored = candidates.map((name, rank) => ({
    name,
    // Later candidates must be clearly better, not a little.
    score: plausibility(iconv.decode(sample, name)) - (rank === 0 ? 0 : rank < 3 ? 0.2 : 0.5),
  }))
  return scored.toSorted((a, b) => b.score - a.score)[0]?.name ?? 'windows-1252'
}

function decodesCleanly(sample: Buffer, name: string): boolean {
  const text = iconv.decode(sample, name)
  const bad = text.split('\uFFFD').length - 1
  const ideographs = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0
  return ideographs > 8 && bad <= ideographs * 0.02
}
