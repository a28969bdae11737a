import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { BlobAddress, Blobs } from '#foundation/blobs.ts'
import { ident, literal } from '#foundation/sql.ts'
import type { Field } from '#model/dataset.ts'
import { asTheEngineReads, type Source } from './compile.ts'
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

/** A Parquet file with its row numbers, which it yields in their order. */
export function parquetSource(path: string, version: Readonly<{ fields: readonly Pick<Field, 'name'>[] }>): Source {
  const file = `read_parquet(${literal(path)})`
  const names = new Set(version.fields.map(({ name }) => asTheEngineReads(name)))
  if (!names.has('file_row_number')) return { from: file, place: 'file_row_number' }
  // A file with a field of that very name hides the engine's own numbers.
  let place = 'place'
  while (names.has(place)) place += '_'
  return { from: `(SELECT *, row_number() OVER () - 1 AS ${ident(place)} FROM ${file})`, place }
}
