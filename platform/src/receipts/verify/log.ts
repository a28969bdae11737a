import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { LogCopy, LogFault } from './copy.ts'
import { parseVerifierKey, type VerifierKey } from './note.ts'
import { hashesAt, tileWidth } from './tiles.ts'
import { GrowingTree, leafHash } from './tree.ts'

export type LogVerdict =
  | Readonly<{
      good: true
      origin: string
      /** Entries checked. */
      size: number
      /** Base64 root hash that they lead to, and that the checkpoint signs. */
      root: string
      /** A log that brings its own key shows only that its files belong together: whoever forges all can forge the key. */
      key: 'given' | 'from the log itself'
    }>
  | Readonly<{ good: false; because: string; at: string }>

export type LogChecks = Readonly<{
  /** The log's verifier key, from somewhere other than the copy. */
  key?: string
  /** A checkpoint seen before: the log must begin with everything that it covered. */
  earlier?: string
}>

/**
 * Checks a copy of a log's public files (`checkpoint`, `tile/…`, `key`) from the entries up: every entry is hashed, every
 * hash of every tile made again and compared, the root held against the signed checkpoint. Reads one bundle of 256
 * entries at a time. Files beyond the checkpoint's size are vouched for by nobody and are compared only where they overlap.
 */
export async function verifyLog(folder: string, { key, earlier }: LogChecks = {}): Promise<LogVerdict> {
  const copy = new LogCopy(folder)
  try {
    const verifier = await verifierKey(copy, key)
    const checkpoint = openCheckpoint(await copy.text('checkpoint'), verifier)
    if (!checkpoint)
      throw new LogFault(
        'checkpoint',
        `The checkpoint is not signed by ${verifier.name}, or was changed after it was signed.`,
      )
    const before = earlier === undefined ? undefined : earlierCheckpoint(earlier, verifier, checkpoint)
    await checkEntries(copy, checkpoint, before)
    const { origin, size, root } = checkpoint
    return {
      good: true,
      origin,
      size,
      root: root.toString('base64'),
      key: key === undefined ? 'from the log itself' : 'given',
    }
  } catch (error) {
    if (error instanceof LogFault) return { good: false, because: error.message, at: error.at }
    throw error
  }
}

async function verifierKey(copy: LogCopy, given: string | undefined): Promise<VerifierKey> {
  const verifier = parseVerifierKey(given ?? (await copy.text('key')))
  if (verifier) return verifier
  throw new LogFault(
    'key',
    `The ${given === undefined ? 'file key' : 'key given'} is not an Ed25519 verifier key (name+hash+key).`,
  )
}

function earlierCheckpoint(note: string, verifier: VerifierKey, now: Checkpoint): Checkpoint {
  const before = openCheckpoint(note, verifier)
  if (!before) throw new LogFault('checkpoint', `The earlier checkpoint is not one that ${verifier.name} signed.`)
  if (before.size > now.size)
    throw new LogFault(
      'checkpoint',
      `The log went back: it had ${before.size} entries at the earlier checkpoint and has ${now.size} now.`,
    )
  return before
}

async function checkEntries(copy: LogCopy, checkpoint: Checkpoint, before: Checkpoint | undefined): Promise<void> {
  const tree = new GrowingTree()
  /** Hashes made from the entries and not yet compared with their tile, by level. */
  const made: Buffer[][] = []
  const collect = (level: number, _index: number, hash: Buffer) => void (made[level] ??= []).push(hash)
  const compareEarlier = () => {
    if (tree.size === before?.size && !tree.root().equals(before.root))
      throw new LogFault(
        'checkpoint',
        `The first ${before.size} entries are not those of the earlier checkpoint: history was rewritten.`,
      )
  }

  compareEarlier()
  for (let n = 0; tree.size < checkpoint.size; n++) {
    const bundle = { level: 'entries', n, width: Math.min(tileWidth, checkpoint.size - tree.size) } as const
    const { path, items } = await copy.tile(bundle)
    for (const entry of items) {
      tree.append(leafHash(entry), collect)
      compareEarlier()
    }
    await compareTiles(copy, made, tree.size)
    await copy.compareOthers(bundle, items, path)
  }
  for (const level of made.keys()) await compareTile(copy, made, level, tree.size)
  if (!tree.root().equals(checkpoint.root)) throw new LogFault('checkpoint', rewritten(checkpoint))
}

const rewritten = ({ size }: Checkpoint) =>
  `The ${size} entries and their tiles agree with one another, but not with the signed checkpoint: entries were rewritten, removed or reordered, and the tiles with them.`

/** The levels whose tile has just become full, from the leaves up: the lowest that differs is the first bad place. */
async function compareTiles(copy: LogCopy, made: Buffer[][], size: number): Promise<void> {
  for (let level = 0; made[level]?.length === tileWidth; level++) await compareTile(copy, made, level, size)
}

async function compareTile(copy: LogCopy, made: Buffer[][], level: number, size: number): Promise<void> {
  const hashes = made[level] ?? []
  if (hashes.length === 0) return
  made[level] = []
  const first = hashesAt(level, size) - hashes.length
  const tile = { level, n: Math.floor(first / tileWidth), width: hashes.length }
  const { path, items } = await copy.tile(tile)
  const at = hashes.findIndex((hash, index) => !hash.equals(items[index]!))
  if (at >= 0) {
    const what =
      level === 0
        ? `entry ${first + at}`
        : `the ${tileWidth ** level} entries from ${(first + at) * tileWidth ** level} on`
    throw new LogFault(
      path,
      `The file ${path} and ${what} do not belong together: one of them was changed, moved or replaced.`,
    )
  }
  await copy.compareOthers(tile, items, path)
}
