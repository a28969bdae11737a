import type { ClientBase, Pool } from 'pg'
import type { SigningKey } from './signing.ts'
import { openCheckpoint } from './verify/checkpoint.ts'
import { GrowingTree } from './verify/tree.ts'

/** Where the log stands: its tree, and the signed note that says so. */
export type Head = Readonly<{ tree: GrowingTree; root: Buffer; checkpoint: string }>

type HeadRow = { size: number; root: Buffer; peaks: Buffer; checkpoint: string; key: string }

/** Makes the head of an empty log, unless there is one. Throws when the log belongs to another key. */
export async function openHead(pool: Pool, key: SigningKey): Promise<Head> {
  const tree = new GrowingTree()
  const root = tree.root()
  await pool.query(
    `insert into receipts.head (size, root, peaks, checkpoint, key) values (0, $1, '', $2, $3) on conflict do nothing`,
    [root, key.sign({ size: 0, root }), key.verifierKey],
  )
  return await readHead(pool, key)
}

export async function readHead(connection: Pool | ClientBase, key: SigningKey): Promise<Head> {
  return await select(connection, key, '')
}

/** Waits for whoever is appending, and keeps others waiting until the transaction ends. */
export async function lockHead(connection: ClientBase, key: SigningKey): Promise<Head> {
  return await select(connection, key, 'for update')
}

/** Nothing is built on a head that this log did not sign: a database altered behind our back must not get our signature. */
async function select(connection: Pool | ClientBase, key: SigningKey, lock: '' | 'for update'): Promise<Head> {
  const text = `select size, root, peaks, checkpoint, key from receipts.head ${lock}`
  const [row] = (await connection.query<HeadRow>({ name: `receipts: head ${lock}`, text })).rows
  if (!row) throw new Error('the log of receipts has lost its head')
  if (row.key !== key.verifierKey)
    throw new Error(
      `the log of receipts in this database belongs to the key ${row.key}, and this node signs with ${key.verifierKey}: copy keys/log.key from the node that made the log`,
    )
  const signed = openCheckpoint(row.checkpoint, key.verifier)
  const tree = new GrowingTree(row.size, hashesOf(row.peaks))
  if (signed?.size !== row.size || !signed.root.equals(row.root) || !tree.root().equals(row.root))
    throw new Error('the head of the log of receipts is not what this log signed: the database was altered')
  return { tree, root: row.root, checkpoint: row.checkpoint }
}

/** 32-byte hashes one after the other. */
export function hashesOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32))
}
