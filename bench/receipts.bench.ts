/**
 * The log of receipts: how many are recorded in a second, each on disk before its answer, and how long it takes to prove
 * one in a log of ten million (one million unless WAYLEAVE_BENCH_FULL=1).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../platform/src/foundation/clock.ts'
import { type Database, openDatabase } from '../platform/src/foundation/database.ts'
import { sha256 } from '../platform/src/foundation/hash.ts'
import { startPostgres } from '../platform/src/foundation/postgres.ts'
import type { ReceiptEntry } from '../platform/src/model/receipt.ts'
import { createReceipts } from '../platform/src/receipts/index.ts'
import { Reader } from '../platform/src/receipts/reading.ts'
import { openSigningKey } from '../platform/src/receipts/signing.ts'
import { verifyReceipt } from '../platform/src/receipts/verify/index.ts'
import { GrowingTree, leafHash, nodeHash } from '../platform/src/receipts/verify/tree.ts'
import type { Row } from './row.ts'

const recorded = 100_000
/** Requests that wait for their receipt at the same time. */
const askers = 2_000
const logSize = process.env['WAYLEAVE_BENCH_FULL'] === '1' ? 10_000_000 : 1_000_000
const proofs = 1_000

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-receipts-'))
  const server = await startPostgres(join(folder, 'pg'))
  try {
    return [
      await appending(openDatabase(server.connection), folder),
      await proving(await secondDatabase(server.connection), folder),
    ]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function secondDatabase(connection: Parameters<typeof openDatabase>[0]): Promise<Database> {
  const first = openDatabase(connection)
  await first.pool.query('create database proving')
  await first.close()
  return openDatabase({ ...connection, database: 'proving' })
}

const open = (database: Database, folder: string) =>
  createReceipts({
    database,
    clock: systemClock,
    folder: join(folder, 'log'),
    keysFolder: join(folder, 'keys'),
    origin: 'bench.example/log',
  })

/** An ordinary crossing; no two of the same person. */
function entry(n: number): ReceiptEntry {
  return {
    outcome: 'permit',
    action: 'read',
    organisation: `organisation-${n % 7}`,
    role: 'practitioner',
    app: null,
    person: sha256(String(n)).toString('hex').slice(0, 32),
    purpose: 'northford:winter-support',
    dataset: `northford-council/dataset-${n % 12}`,
    holder: 'northford-council',
    version: 3,
    fields: ['uprn', 'postcode', 'date_of_birth', 'nhs_number', 'name'],
    rows: 12,
    clause: { agreement: 'warm-homes', clause: 'c1' },
    duties: ['retain until 2027-06-30'],
    reasons: [],
    query: sha256(`query ${n}`).toString('hex'),
  }
}

async function appending(database: Database, folder: string): Promise<Row> {
  const receipts = await open(database, join(folder, 'appending'))
  const recordMany = async (entries: readonly ReceiptEntry[]) => {
    let next = 0
    const ask = async () => {
      while (next < entries.length) await receipts.record(entries[next++]!)
    }
    await Promise.all(Array.from({ length: askers }, ask))
  }
  // What is measured is a node that has been running for a while.
  await recordMany(Array.from({ length: recorded / 5 }, (_, n) => entry(n)))
  const entries = Array.from({ length: recorded }, (_, n) => entry(n))
  const started = performance.now()
  await recordMany(entries)
  const seconds = (performance.now() - started) / 1_000
  await receipts.close()
  await database.close()
  return {
    what: 'receipts appended, each durable before its answer',
    ours: Math.round(recorded / seconds),
    peer: null,
    ratio: null,
    budget: '≥ 20,000',
    unit: 'per second',
  }
}

async function proving(database: Database, folder: string): Promise<Row> {
  const home = join(folder, 'proving')
  const empty = await open(database, home)
  await empty.close()
  await fill(database, join(home, 'keys'))
  // The reader alone: the public files of so many entries are another matter.
  const reader = new Reader(database.pool)
  const ids = Array.from({ length: proofs }, (_, n) => `r${(n * 7_919_317 + 13) % logSize}`)
  await mustVerify(reader, ids[0]!, empty.key)
  const times: number[] = []
  for (const id of ids) {
    const started = performance.now()
    await reader.prove(id, 'receipt')
    times.push(performance.now() - started)
  }
  await database.close()
  return {
    what: `proof of one receipt in ${logSize / 1_000_000} million (median)`,
    ours: Number(times.toSorted((left, right) => left - right)[proofs / 2]!.toFixed(2)),
    peer: null,
    ratio: null,
    budget: '≤ 5',
    unit: 'ms',
  }
}

/**
 * A large log in bulk, with the right hashes everywhere. The entries repeat after 256, so that every bundle has one root
 * and the tree above is soon made; to the database, and to a proof, they are as many rows as any.
 */
async function fill(database: Database, keysFolder: string): Promise<void> {
  const salt = Buffer.alloc(16, 1)
  const entries = Array.from({ length: 256 }, (_, n) => sha256(Buffer.concat([salt, Buffer.from(`{"n":${n}}`)])))
  await database.pool.query('drop index receipts.entries_by_receipt')
  await database.pool.query(
    `insert into receipts.entries (index, kind, receipt, at, salt, entry, body)
     select n, 'receipt', 'r' || n, now(), $2, substring($3::bytea from (n % 256)::int * 32 + 1 for 32), '{"n":' || n % 256 || '}'
     from generate_series(0, $1::bigint - 1) as n`,
    [logSize, salt, Buffer.concat(entries)],
  )
  await database.pool.query('create index entries_by_receipt on receipts.entries (receipt)')

  const tree = treeOf(entries.map(leafHash), logSize)
  for (const [level, hashes] of tree.levels.entries()) {
    await database.pool.query(
      `insert into receipts.nodes (level, index, hash)
       select $1, n - 1, substring($2::bytea from (n::int - 1) * 32 + 1 for 32) from generate_series(1, $3::int) as n`,
      [level + 1, Buffer.concat(hashes), hashes.length],
    )
  }
  const key = await openSigningKey(keysFolder, 'bench.example/log')
  const root = tree.top.root()
  const checkpoint = key.sign({ size: logSize, root })
  await database.pool.query('update receipts.head set size = $1, root = $2, peaks = $3, checkpoint = $4', [
    logSize,
    root,
    Buffer.concat(tree.top.peaks),
    checkpoint,
  ])
  await database.pool.query('vacuum analyze receipts.entries, receipts.nodes')
}

/** The whole tree over leaves that repeat after 256: its tile hashes from level 1 up, and its growing end. */
function treeOf(leaves: readonly Buffer[], size: number): { levels: Buffer[][]; top: GrowingTree } {
  const bundleRoot = perfectRoot(leaves)
  const bundles = new GrowingTree()
  const levels: Buffer[][] = []
  const full = Math.floor(size / 256)
  for (let n = 0; n < full; n++)
    bundles.append(bundleRoot, (level, _index, hash) => void (levels[level] ??= []).push(hash))
  const rest = new GrowingTree()
  for (const leaf of leaves.slice(0, size % 256)) rest.append(leaf)
  return { levels, top: new GrowingTree(size, [...bundles.peaks, ...rest.peaks]) }
}

function perfectRoot(hashes: readonly Buffer[]): Buffer {
  let row = hashes
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[at * 2]!, row[at * 2 + 1]!))
  return row[0]!
}

async function mustVerify(reader: Reader, id: string, key: string): Promise<void> {
  const [found, proof] = [await reader.find(id), await reader.prove(id, 'receipt')]
  const verdict = found && proof && verifyReceipt(found.receipt, proof, key)
  if (!verdict?.good) throw new Error(`the large log does not prove its receipts: ${verdict?.because ?? 'not found'}`)
}
