/** Opening a zip file, whoever made it. */
import type { Readable } from 'node:stream'

import { crc32 } from 'node:zlib'

import yauzl from 'yauzl'

import type { Limits } from '../limits.ts'

import { Problem } from '#foundation/problem.ts'

import { damaged, tooLarge } from '../refuse.ts'
import { measured, unpacksTooFar } from './measured.ts'

export type ZipEntry = Readonly<{ name: string; size: number; open: () => AsyncIterable<Buffer> }>
export type Zip = Readonly<{ entries: readonly ZipEntry[]; close: () => void }>

/** The files of an archive, without its folders and what macOS adds. Names are labels: nothing is ever written under them. */
export async function openZip(path: string, limits: Limits): Promise<Zip> {
  const file = await yauzl.openPromise(path, { autoClose: false }).catch(asDamaged)
  try {
    const entries: ZipEntry[] = []
    let seen = 0
    for await (const entry of file.eachEntry()) {
      if (++seen > limits.entries) {
        const most = limits.entries.toLocaleString('en-GB')
        throw tooLarge('too-many-entries', `The archive holds more than ${most} files.`, 'Upload the table on its own.')
      }
      const name = entry.fileName
      if (name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$)/.test(name)) continue
      entries.push({ name, size: entry.uncompressedSize, open: () => openEntry(file, entry, limits) })
    }
    return { entries, close: () => file.close() }
  } catch (error) {
    file.close()
    throw error instanceof Problem ? error : asDamaged(error)
  }
}

function asDamaged(error: unknown): never {
  if (error instanceof Error && 'syscall' in error) throw error
  const message = error instanceof Error ? error.message : ''
  if (/invalid relative path|absolute path|invalid characters in fileName/.test(message)) {
    throw new Problem(422, 'archive-names-unsafe', {
      title: 'The archive is not safe to read',
      detail: 'A file in the archive has a name that leads outside it.',
      mend: 'Upload the table on its own, or pack it again.',
    })
  }
  throw damaged('The archive’s table of contents cannot be read.')
}

async function* openEntry(file: yauzl.ZipFile, entry: yauzl.Entry, limits: Limits): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) {
    throw new Problem(422, 'file-encrypted', {
      title: 'The file is protected by a password',
      detail: 'What is in the archive is encrypted.',
      mend: 'Upload a copy without a password.',
    })
  }
  if (entry.uncompressedSize > limits.unpackedBytes) throw unpacksTooFar()
  const stream: Readable = await file.openReadStreamPromise(entry).catch(asDamaged)
  const packed = Math.max(entry.compressedSize, 1)
  let sum = 0
  try {
    for await (const piece of measured(stream, { packed, limits, what: 'A file in the archive' })) {
      sum = crc32(piece, sum)
      yield piece
    }
    if (sum !== entry.crc32) throw damaged('A file in the archive is not what its checksum says.')
  } finally {
    stream.destroy()
  }
}
