import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A file appears only when it is whole. `mode` is of the new file, such as 0o600 for what is about people. */
export async function toFile(body: Readable, path: string, mode?: number): Promise<void> {
  const partial = `${path}.partial`
  try {
    await pipeline(body, createWriteStream(partial, mode === undefined ? {} : { mode }))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
