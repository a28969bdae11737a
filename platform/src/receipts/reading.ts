import type { Pool } from 'pg'
import type { Completion, Proof, Receipt } from '#model/receipt.ts'
import { hashesOf } from './head.ts'
import { consistencyPath, inclusionPath, knownPeaks } from './ranges.ts'
import { TileStore } from './tile-store.ts'

/** Which receipts to list; all that are given must fit. */
export type ReceiptFilter = Readonly<{
  /** Asked by this organisation. */
  organisation?: string
  /** About what this organisation holds. */
  holder?: string
  /** Asked by this organisation, or about what it holds. */
  concerning?: string
  app?: string
  /** Keyed pseudonym. */
  person?: string
  dataset?: string
  /** Up to 1,000. */
  limit: number
  /** Only receipts recorded before this one: the id of the last receipt of the page before. */
  before?: string
}>

/** That a log of `from` entries is the beginning of the one of `to` entries (RFC 6962 §2.1.2). Hashes in Base64. */
export type ConsistencyProof = Readonly<{ from: number; to: number; hashes: readonly string[]; checkpoint: string }>

const columns = ['organisation', 'holder', 'app', 'person', 'dataset'] as const

/** As long as an index holds; a name beyond that was never anybody's. Text in PostgreSQL has no NUL. */
export function listable(name: string | null): string | null {
  return name === null ? null : name.replaceAll('\0', '\ufffd').slice(0, 200)
}

export class Reader {
  readonly #pool: Pool
  readonly #store: TileStore

  constructor(pool: Pool) {
    this.#pool = pool
    this.#store = new TileStore(pool)
  }

  async find(id: string): Promise<Readonly<{ receipt: Receipt; completion: Completion | null }> | undefined> {
    const { rows } = await this.#pool.query<{ kind: string; body: string }>({
      name: 'receipts: find',
      text: 'select kind, body from receipts.entries where receipt = $1 order by index',
      values: [searchable(id)],
    })
    const receipt = rows.find(({ kind }) => kind === 'receipt')
    const completion = rows.find(({ kind }) => kind === 'completion')
    if (!receipt) return undefined
    return { receipt: JSON.parse(receipt.body), completion: completion ? JSON.parse(completion.body) : null }
  }

  /** Newest first. */
  async list(filter: ReceiptFilter): Promise<Receipt[]> {
    const values: unknown[] = [Math.min(Math.max(Math.trunc(filter.limit), 0), 1_000)]
    const bind = (value: unknown) => `$${values.push(value)}`
    const conditions = [`kind = 'receipt'`]
    for (const name of columns) {
      const wanted = filter[name]
      if (wanted !== undefined) conditions.push(`${name} = ${bind(listable(wanted))}`)
    }
    if (filter.before !== undefined)
      conditions.push(
        `index < (select min(index) from receipts.entries where receipt = ${bind(searchable(filter.before))})`,
      )
    const newest = (also: readonly string[]) =>
      `select index, body from receipts.entries where ${[...conditions, ...also].join(' and ')} order by index desc limit $1`
    // Each half walks its own index from the newest on; “or” would walk the whole log.
    const name = filter.concerning === undefined ? undefined : bind(listable(filter.concerning))
    const text = name
      ? `(${newest([`organisation = ${name}`])}) union (${newest([`holder = ${name}`])}) order by index desc limit $1`
      : newest([])
    const { rows } = await this.#pool.query<{ body: string }>(text, values)
    return rows.map(({ body }) => JSON.parse(body) as Receipt)
  }

  async prove(id: string, kind: 'receipt' | 'completion'): Promise<Proof | undefined> {
    const { rows } = await this.#pool.query<{
      index: number
      salt: Buffer
      size: number
      peaks: Buffer
      checkpoint: string
    }>({
      name: 'receipts: prove',
      text: `select index, salt, size, peaks, checkpoint from receipts.entries, receipts.head
        where receipt = $1 and kind = $2 order by index limit 1`,
      values: [searchable(id), kind],
    })
    const [row] = rows
    if (!row) return undefined
    const { index, size, checkpoint } = row
    const known = knownPeaks(size, hashesOf(row.peaks))
    const hashes = await this.#store.hashes(inclusionPath(index, size), known)
    return { index, size, hashes: hashes.map(base64), checkpoint, salt: base64(row.salt) }
  }

  /** Undefined when the log was never so large. */
  async proveConsistency(from: number): Promise<ConsistencyProof | undefined> {
    const { rows } = await this.#pool.query<{ size: number; peaks: Buffer; checkpoint: string }>(
      'select size, peaks, checkpoint from receipts.head',
    )
    const [head] = rows
    if (!head || !Number.isSafeInteger(from) || from < 1 || from > head.size) return undefined
    const hashes = await this.#store.hashes(
      consistencyPath(from, head.size),
      knownPeaks(head.size, hashesOf(head.peaks)),
    )
    return { from, to: head.size, hashes: hashes.map(base64), checkpoint: head.checkpoint }
  }
}

const searchable = (id: string) => id.replaceAll('\0', '\ufffd')
const base64 = (bytes: Buffer) => bytes.toString('base64')
