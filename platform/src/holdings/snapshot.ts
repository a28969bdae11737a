import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { BlobAddress, Blobs } from '#foundation/blobs.ts'
import { unreadable } from './faults.ts'

/** Files whose hash was found right are remembered by what changes when they do. */
const remembered = 100_000

/**
 * Answers a snapshot's path once its bytes were seen to be those that its address promises: a damaged file is never
 * given to the engine, which could crash on it or, worse, serve it. Read once in a process, and again when it changes.
 */
export function soundSnapshots(blobs: Blobs): (address: BlobAddress) => Promise<string> {
  const sound = new Set<string>()
  const underWay = new Map<string, Promise<boolean>>()

  return async (address) => {
    const path = blobs.path(address)
    const found = await stat(path, { bigint: true }).catch(() => undefined)
    if (!found?.isFile()) throw unreadable()
    const identity = `${address} ${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`
    if (sound.has(identity)) return path
    const checking =
      underWay.get(identity) ??
      hashOf(path).then(
        (hash) => hash === address,
        () => false,
      )
    underWay.set(identity, checking)
    const isSound = await checking.finally(() => underWay.delete(identity))
    if (!isSound) throw unreadable()
    if (sound.size >= remembered) sound.clear()
    sound.add(identity)
    return path
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(part as Buffer)
  return hash.digest('hex')
}
