/** A log of random entries written without a database, and RFC 6962 in its own recursive words to compare with. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { Edge, hashedEntry } from './edge.ts'
import { PublicFiles } from './public-files.ts'
import { openSigningKey, type SigningKey } from './signing.ts'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-receipts-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type WrittenLog = Readonly<{ folder: string; key: SigningKey; entries: readonly Buffer[]; checkpoint: string }>

export async function writeLog(size: number, folder = temporaryFolder()): Promise<WrittenLog> {
  const key = await openSigningKey(join(folder, 'keys'), 'example.org/log')
  const entries = Array.from({ length: size }, () => randomBytes(32))
  const edge = new Edge()
  const files = new PublicFiles(folder)
  await files.open()
  for (const { tile, bytes } of [...edge.add(entries.map(hashedEntry)), ...edge.partials()])
    await files.writeTile(tile, bytes)
  const checkpoint = key.sign({ size, root: edge.root() })
  await files.write('checkpoint', checkpoint)
  await files.write('key', `${key.verifierKey}\n`)
  return { folder, key, entries, checkpoint }
}

const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1))
}

/** MTH of RFC 6962 §2.1. */
export function naiveRoot(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return sha()
  if (entries.length === 1) return sha(Buffer.of(0), entries[0]!)
  const k = split(entries.length)
  return sha(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

/** PATH of RFC 6962 §2.1.1. */
export function naivePath(m: number, entries: readonly Buffer[]): Buffer[] {
  if (entries.length === 1) return []
  const k = split(entries.length)
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))]
}

/** PROOF of RFC 6962 §2.1.2. */
export function naiveConsistency(m: number, entries: readonly Buffer[]): Buffer[] {
  const proof = (m: number, part: readonly Buffer[], whole: boolean): Buffer[] => {
    if (m === part.length) return whole ? [] : [naiveRoot(part)]
    const k = split(part.length)
    return m <= k
      ? [...proof(m, part.slice(0, k), whole), naiveRoot(part.slice(k))]
      : [...proof(m - k, part.slice(k), false), naiveRoot(part.slice(0, k))]
  }
  return proof(m, entries, true)
}
