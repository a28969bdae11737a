import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from './problem.ts'

/** SHA-256 in hex: the content's address. */
export type BlobAddress = string

/**
 * Content-addressed files. What `put` answered is on disk, whole and synced, under its own hash; a half-written file is
 * never visible, and the same content is kept once.
 */
export type Blobs = Readonly<{
  put(
    content: Readable,
    limits?: Readonly<{ bytes: number }>,
  ): Promise<Readonly<{ address: BlobAddress; bytes: number }>>
  /** Takes over a finished file on the same disk (a snapshot that an engine wrote). */
  adopt(path: string): Promise<Readonly<{ address: BlobAddress; bytes: number }>>
  /** Throws when there is no such blob. */
  read(address: BlobAddress): Promise<Readable>
  /** For engines that read files themselves. */
  path(address: BlobAddress): string
  has(address: BlobAddress): Promise<boolean>
  /** Only for what nothing else can have the same bytes as. One that is not there is no fault. */
  remove(address: BlobAddress): Promise<void>
}>

/** Blobs in a folder of the data folder: `ab/cdef…`, written to `incoming/` first and renamed into place. */
export async function fileBlobs(folder: string): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  // What a crash left half-written was never answered for.
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { recursive: true, mode: 0o700 })

  const path = (address: BlobAddress) => {
    if (!/^[0-9a-f]{64}$/.test(address)) throw new TypeError('not a blob address')
    return join(folder, address.slice(0, 2), address.slice(2))
  }
  const has = (address: BlobAddress) =>
    stat(path(address)).then(
      () => true,
      () => false,
    )

  async function settle(temporary: string, address: BlobAddress): Promise<void> {
    const home = path(address)
    await sync(temporary)
    const parent = join(folder, address.slice(0, 2))
    await mkdir(parent, { recursive: true, mode: 0o700 })
    await rename(temporary, home)
    await sync(parent)
    await sync(folder)
  }

  return {
    path,
    has,
    async put(content, limits) {
      const temporary = join(incoming, randomUUID())
      const hash = createHash('sha256')
      let bytes = 0
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          if (limits && bytes > limits.bytes) {
            done(tooLarge(limits.bytes))
            return
          }
          hash.update(chunk)
          done(null, chunk)
        },
      })
      try {
        await pipeline(content, meter, createWriteStream(temporary, { mode: 0o600 }))
        const address = hash.digest('hex')
        if (await has(address)) await rm(temporary)
        else await settle(temporary, address)
        return { address, bytes }
      } catch (error) {
        await rm(temporary, { force: true })
        throw diskFull(error) ?? error
      }
    },
    async adopt(source) {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const chunk of createReadStream(source)) {
        hash.update(chunk as Buffer)
        bytes += (chunk as Buffer).length
      }
      const address = hash.digest('hex')
      if (await has(address)) await rm(source)
      else await settle(source, address)
      return { address, bytes }
    },
    async read(address) {
      const file = await open(path(address))
      return file.createReadStream()
    },
    remove: (address) => rm(path(address), { force: true }),
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function tooLarge(limit: number): Problem {
  return new Problem(413, 'upload-too-large', {
    title: 'The file is too large',
    detail: `This node takes files of up to ${Math.floor(limit / 1_000_000)} MB.`,
    mend: 'Split the file, compress it, or ask the operator to raise the limit.',
  })
}

/** A full disk is an operator's matter that the publisher should hear of plainly. */
export function diskFull(error: unknown): Problem | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined
  return new Problem(507, 'storage-full', {
    title: 'The node has no room left',
    detail: 'The file was not kept, because the disk of this node is full. Nothing was changed.',
    mend: 'Ask the operator to make room, then send the file again.',
    cause: error,
  })
}
