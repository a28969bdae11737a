import type { Pool, PoolClient, QueryConfig } from 'pg'
import { Problem } from '#foundation/problem.ts'
import { type Head, lockHead } from './head.ts'
import type { SigningKey } from './signing.ts'
import { saltBytes } from './verify/receipt.ts'

/** One line of the log, made ready: nothing in it depends on its place. */
export type Line = Readonly<{
  kind: 'receipt' | 'completion'
  receipt: string
  at: string
  salt: Buffer
  /** SHA-256(salt ‖ body): the entry as the public log holds it. */
  entry: Buffer
  /** RFC 6962 hash of the entry. */
  leaf: Buffer
  body: string
  organisation: string | null
  holder: string | null
  app: string | null
  person: string | null
  dataset: string | null
}>

/** Told of what was committed, in order. */
export type CommitListener = (from: number, lines: readonly Line[], head: Head) => void

type Waiting = Readonly<{ line: Line; resolve: () => void; reject: (problem: Problem) => void }>

const batchLimit = 1_000
/** Beyond this the database is not keeping up, and more waiting helps nobody. */
const queueLimit = 50_000
/** Milliseconds after which a database that does not answer counts as away. */
const patience = 15_000

/**
 * Group commit: whatever asks while one transaction is being written goes into the next one. One statement locks the
 * head, moves it and inserts the lines, so that a lone node needs one exchange with the database; when another node moved
 * the head in between, the statement does nothing, and the batch goes again under the row lock.
 */
export class Appender {
  readonly #pool: Pool
  readonly #key: SigningKey
  readonly #listen: CommitListener
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #client: PoolClient | undefined
  #closed = false
  /** Where this node believes the log to be; undefined when it has to look. */
  #head: Head | undefined
  /** The size below which the log must never be found again. */
  #seen: number
  /** Another node is writing too. */
  #contended = false

  constructor(deps: Readonly<{ pool: Pool; key: SigningKey; head: Head; listen: CommitListener }>) {
    this.#pool = deps.pool
    this.#key = deps.key
    this.#listen = deps.listen
    this.#head = deps.head
    this.#seen = deps.head.tree.size
  }

  /** Resolves when the line is on disk. Rejects with Problem 503 `receipts-unavailable`. */
  append(line: Line): Promise<void> {
    if (this.#closed || this.#waiting.length >= queueLimit) return Promise.reject(unavailable())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Takes no more lines, and waits for those it has. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    // Once round the event loop, so that requests which arrived together are written together.
    await new Promise(setImmediate)
    let batch = this.#waiting.splice(0, batchLimit)
    let writing = this.#write(batch)
    while (batch.length > 0) {
      const problem = await writing
      const answered = batch
      // The next batch is on its way before this one is answered, so that the database works while the askers do.
      batch = this.#waiting.splice(0, batchLimit)
      writing = this.#write(batch)
      for (const { resolve, reject } of answered) {
        if (problem) reject(problem)
        else resolve()
      }
    }
    this.#client?.release()
    this.#client = undefined
    this.#running = undefined
    if (this.#waiting.length > 0) this.#running = this.#run()
  }

  async #write(batch: readonly Waiting[]): Promise<Problem | undefined> {
    if (batch.length === 0) return undefined
    try {
      this.#client ??= await this.#connect()
      await this.#commit(
        this.#client,
        batch.map(({ line }) => line),
      )
      return undefined
    } catch (error) {
      // Whether it was written is unknown: look before the next, and give no answer on the strength of it.
      this.#head = undefined
      this.#client?.release(true)
      this.#client = undefined
      return unavailable(error)
    }
  }

  async #connect(): Promise<PoolClient> {
    const client = await this.#pool.connect()
    // A connection that breaks while nobody waits on it would otherwise end the process; the next query tells.
    if (client.listenerCount('error') === 0) client.on('error', () => undefined)
    return client
  }

  async #commit(client: PoolClient, lines: readonly Line[]): Promise<void> {
    const known = this.#contended ? undefined : this.#head
    const next = known && (await this.#tryAt(client, known, lines))
    if (next) {
      this.#committed(lines, next)
      return
    }
    await client.query(`begin; set local lock_timeout = ${patience}`)
    const locked = await lockHead(client, this.#key)
    if (locked.tree.size < this.#seen)
      throw new Error(
        `the log of receipts went back from ${this.#seen} to ${locked.tree.size} entries: the database was altered`,
      )
    this.#contended = locked.tree.size !== this.#head?.tree.size && this.#head !== undefined
    const moved = await this.#tryAt(client, locked, lines)
    if (!moved) throw new Error('the head of the log moved while it was locked')
    await client.query('commit')
    this.#committed(lines, moved)
  }

  #committed(lines: readonly Line[], head: Head): void {
    this.#head = head
    this.#seen = head.tree.size
    this.#listen(head.tree.size - lines.length, lines, head)
  }

  /** The head after appending to `before`; undefined, with nothing done, when the log is no longer there. */
  async #tryAt(client: PoolClient, before: Head, lines: readonly Line[]): Promise<Head | undefined> {
    const tree = before.tree.clone()
    const nodes: { level: number; index: number; hash: Buffer }[] = []
    for (const { leaf } of lines)
      tree.append(leaf, (level, index, hash) => void (level > 0 && nodes.push({ level, index, hash })))
    const root = tree.root()
    const checkpoint = this.#key.sign({ size: tree.size, root })
    const column = <Name extends keyof Line>(name: Name) => lines.map((line) => line[name])
    const bodies = lines.map(({ body }) => Buffer.from(body))
    const values = [
      before.tree.size,
      before.root,
      tree.size,
      root,
      Buffer.concat(tree.peaks),
      checkpoint,
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
      Buffer.concat(column('salt')),
      Buffer.concat(column('entry')),
      Buffer.concat(bodies),
      startsOf(bodies),
      bodies.map(({ length }) => length),
      ...(['kind', 'receipt', 'at', 'organisation', 'holder', 'app', 'person', 'dataset'] as const).map(column),
    ]
    // `query_timeout` is in pg, and not yet in its types.
    const statement: QueryConfig & { query_timeout: number } = {
      name: 'receipts: append',
      text: appendText,
      values,
      query_timeout: patience,
    }
    const { rowCount } = await client.query(statement)
    return rowCount === lines.length ? { tree, root, checkpoint } : undefined
  }
}

// Salts, entries and bodies come as bytes in one piece each: reading an array of texts costs more than inserting it.
const appendText = `
  with moved as (
    update receipts.head set size = $3, root = $4, peaks = $5, checkpoint = $6 where size = $1 and root = $2 returning 1
  ), nodes as (
    insert into receipts.nodes (level, index, hash)
    select node.* from moved, unnest($7::smallint[], $8::bigint[], $9::bytea[]) as node
  )
  insert into receipts.entries (index, kind, receipt, at, salt, entry, body, organisation, holder, app, person, dataset)
  select $1::bigint + n - 1, kind, receipt, at,
    substring($10::bytea from (n::int - 1) * ${saltBytes} + 1 for ${saltBytes}),
    substring($11::bytea from (n::int - 1) * 32 + 1 for 32),
    convert_from(substring($12::bytea from start for length), 'UTF8'),
    organisation, holder, app, person, dataset
  from moved, unnest($13::int[], $14::int[], $15::text[], $16::text[], $17::timestamptz[], $18::text[], $19::text[],
    $20::text[], $21::text[], $22::text[]) with ordinality
    as line (start, length, kind, receipt, at, organisation, holder, app, person, dataset, n)`

/** Where each begins when they stand one after the other, counted from 1 as SQL does. */
function startsOf(pieces: readonly Buffer[]): number[] {
  let next = 1
  return pieces.map(({ length }) => (next += length) - length)
}

function unavailable(cause?: unknown): Problem {
  return new Problem(503, 'receipts-unavailable', {
    title: 'No receipt can be written',
    detail: 'The log of receipts is not available at the moment, and nothing is released without a receipt.',
    mend: 'Try again in a minute. If it goes on, tell the operator of this node.',
    cause,
  })
}
