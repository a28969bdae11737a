/** Text out of bytes, in pieces. */
import iconv from 'iconv-lite'

import type { Findings } from '../findings.ts'
import type { Encoding } from './sniff-encoding.ts'

import { pieces } from '../file-bytes.ts'
import { mendedUtf8, strictUtf8 } from './utf8.ts'

/** Decodes a file. Throws `NotUtf8` when it was taken for UTF-8 and is not. */
export async function* decode(
  path: string,
  encoding: Encoding,
  findings: Findings,
  progress?: (bytes: number) => void,
): AsyncGenerator<string> {
  const source = pieces(path, encoding.mark, progress)
  if (encoding.name === 'utf-8') yield* strictUtf8(source)
  else if (encoding.name === 'utf-8+windows-1252') {
    yield* mendedUtf8(source, (bytes) => {
      for (let n = 0; n < bytes; n++) findings.repaired('mixed-encoding')
    })
  } else yield* otherwise(source, encoding.name, findings)
}

async function* otherwise(source: AsyncIterable<Buffer>, name: string, findings: Findings): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(name)
  let text = ''
  for await (const piece of source) {
    text = decoder.write(piece)
    if (text.includes('\uFFFD')) findings.repaired('unreadable-bytes')
    if (text !== '') yield text
  }
  text = decoder.end() ?? ''
  if (text !== '') yield text
}

/** Decodes the beginning of a file for a first look; bytes at the cut may be left off, bad ones are replaced. */
export function decodeHead(head: Buffer, encoding: Encoding): string {
  const bytes = head.subarray(encoding.mark)
  if (encoding.name.startsWith('utf-8'))
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
  return iconv.getDecoder(encoding.name).write(bytes)
}
