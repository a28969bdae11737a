import { randomBytes } from 'node:crypto'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { canonicalJson } from '#foundation/hash.ts'
import { newId } from '#foundation/ids.ts'
import type { Completion, Proof, Receipt, ReceiptEntry } from '#model/receipt.ts'
import { Appender, type Line } from './appending.ts'
import { openHead } from './head.ts'
import { Publisher } from './publishing.ts'
import { type ConsistencyProof, listable, Reader, type ReceiptFilter } from './reading.ts'
import { openSigningKey } from './signing.ts'
import { logEntry, saltBytes } from './verify/receipt.ts'
import { leafHash } from './verify/tree.ts'

export type { ConsistencyProof, ReceiptFilter }

/** The append-only log of what was asked, decided and released. */
export type Receipts = Readonly<{
  /**
   * Resolves when the receipt is on disk and in the log. Rejects with Problem 503 `receipts-unavailable`; then nothing may
   * be released. A person must be named by pseudonym: anything that reads like a name or an address throws a TypeError.
   */
  record(entry: ReceiptEntry): Promise<Receipt>
  /** A second entry for an answer that was streamed: how it ended. The first one told counts. Fails as `record` does. */
  complete(receipt: string, end: Readonly<Pick<Completion, 'rows' | 'ended'>>): Promise<void>
  find(id: string): Promise<Readonly<{ receipt: Receipt; completion: Completion | null }> | undefined>
  /** Newest first. */
  list(filter: ReceiptFilter): Promise<Receipt[]>
  /** That a receipt (or its completion) is in the log; undefined when there is none. */
  prove(id: string, kind?: 'receipt' | 'completion'): Promise<Proof | undefined>
  /** That the log of `from` entries is the beginning of today's; undefined when it never had so many. */
  proveConsistency(from: number): Promise<ConsistencyProof | undefined>
  /** The newest signed note (https://c2sp.org/tlog-checkpoint), to be served as `text/plain` and not cached. */
  checkpoint(): Promise<string>
  /** A file of the public log by its path under /log (`tile/0/000.p/5`); undefined for any path that is not one. */
  tile(path: string): Promise<Buffer | undefined>
  /** The log's verifier key (https://c2sp.org/signed-note), as in its file `key`. */
  key: string
  /** Waits for what was asked to be recorded, and for the public files. */
  close(): Promise<void>
}>

/**
 * Opens the log. `folder` receives the public files, `keysFolder` the signing key; `origin` (this node's own address) names
 * the log when it is made and is not looked at afterwards. Throws when database, key and public files are not of one log.
 */
export async function createReceipts(deps: {
  database: Database
  clock: Clock
  folder: string
  keysFolder: string
  origin: string
}): Promise<Receipts> {
  const { database, clock } = deps
  await database.migrate('receipts', new URL('sql/', import.meta.url))
  const key = await openSigningKey(deps.keysFolder, deps.origin)
  const head = await openHead(database.pool, key)
  const publisher = await Publisher.open(deps.folder, database.pool, key, head)
  const listen = publisher.committed.bind(publisher)
  const appender = new Appender({ pool: database.pool, key, head, listen })
  const reader = new Reader(database.pool)
  return {
    key: key.verifierKey,
    async record(entry) {
      mustBePseudonym(entry.person)
      const receipt: Receipt = { ...entry, id: newId('r'), at: clock().toISOString() }
      await appender.append(lineOf('receipt', receipt.id, receipt))
      return receipt
    },
    async complete(receipt, { rows, ended }) {
      const completion: Completion = { receipt, at: clock().toISOString(), rows, ended }
      await appender.append(lineOf('completion', receipt, completion))
    },
    find: (id) => reader.find(id),
    list: (filter) => reader.list(filter),
    prove: (id, kind = 'receipt') => reader.prove(id, kind),
    proveConsistency: (from) => reader.proveConsistency(from),
    checkpoint: () => publisher.checkpoint(),
    tile: (path) => publisher.tile(path),
    async close() {
      await appender.close()
      await publisher.close()
    },
  }
}

// Drawn many at a time, because each draw is a call to the system; each byte is used once.
let salts = Buffer.alloc(0)

function newSalt(): Buffer {
  if (salts.length === 0) salts = randomBytes(saltBytes * 256)
  const salt = salts.subarray(0, saltBytes)
  salts = salts.subarray(saltBytes)
  return salt
}

/** What is hashed, and what is kept beside it to find it by. Throws a TypeError on what has no JSON. */
function lineOf(kind: Line['kind'], receipt: string, content: Receipt | Completion): Line {
  const body = canonicalJson(content)
  const salt = newSalt()
  const entry = logEntry(salt, body)
  const names = 'organisation' in content ? content : nobody
  return {
    kind,
    receipt,
    at: content.at,
    salt,
    entry,
    leaf: leafHash(entry),
    body,
    organisation: listable(names.organisation),
    holder: listable(names.holder),
    app: listable(names.app),
    person: listable(names.person),
    dataset: listable(names.dataset),
  }
}

const nobody = { organisation: null, holder: null, app: null, person: null, dataset: null }

/** The last guard against a name in the log: a pseudonym is one unbroken run of letters and digits, and not a short one. */
function mustBePseudonym(person: string | null): void {
  if (person !== null && !/^[\w:-]{16,200}$/.test(person))
    throw new TypeError('a receipt names a person by pseudonym only: 16 to 200 letters, digits, “_”, “-” or “:”')
}
