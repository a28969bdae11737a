/**
 * Each linkage's own key, kept in the keys folder and never in the database. What the database holds of a person is made
 * with it: so the tables of two linkages share no value by which they could be joined, and a linkage whose key is gone is
 * gone, in every backup too.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keptSecret } from '#foundation/kept-file.ts'
import type { Caller } from '#model/request.ts'

export type LinkageKey = Readonly<{
  /** 32 hex characters that stand for a record; unguessable and always the same for the same record. */
  token(dataset: string, key: string): string
  /** Stands for a pair of records, in either order. */
  pair(left: string, right: string): string
  /** Stands for a reviewer, or whoever else did something. */
  pseudonym(caller: Pick<Caller, 'kind' | 'id'>): string
  /** AES-256-GCM: 12 bytes nonce, 16 bytes tag, then the text. `about` must be the same when it is opened. */
  seal(text: string, about: string): Buffer
  /** Throws when it was sealed with another key, or about something else, or was changed. */
  open(sealed: Uint8Array, about: string): string
}>

export type LinkageKeys = Readonly<{
  /** Made at the first use. */
  of(ref: string): Promise<LinkageKey>
  secret(ref: string): Promise<Buffer>
  destroy(ref: string): Promise<void>
}>

export function linkageKeys(folder: string): LinkageKeys {
  const known = new Map<string, Promise<LinkageKey>>()
  const path = (ref: string) => join(folder, 'linkages', `${ref}.key`)
  const secret = (ref: string) => keptSecret(path(ref))
  return {
    secret,
    of(ref) {
      const key = known.get(ref) ?? secret(ref).then(linkageKey)
      known.set(ref, key)
      // A file that could not be read is tried again the next time.
      key.catch(() => known.delete(ref))
      return key
    },
    async destroy(ref) {
      known.delete(ref)
      await rm(path(ref), { force: true })
    },
  }
}

export function linkageKey(secret: Uint8Array): LinkageKey {
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `wayleave linkage ${use}`, 32))
  const [naming, sealing] = [derived('names'), derived('seals')]
  const name = (...parts: readonly string[]) =>
    createHmac('sha256', naming).update(JSON.stringify(parts)).digest('hex').slice(0, 32)
  return {
    token: (dataset, key) => name('record', dataset, key),
    pair: (left, right) => name('pair', ...[left, right].toSorted()),
    pseudonym: ({ kind, id }) => name('reviewer', kind, id ?? '').slice(0, 24),
    seal(text, about) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      cipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28))
      return cipher.update(bytes.subarray(28), undefined, 'utf8') + cipher.final('utf8')
    },
  }
}
