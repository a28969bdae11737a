import type { Duplex } from 'node:stream'
import type pg from 'pg'

/** What `pg` gives a query of one's own; its types leave most of it out. */
type Wire = pg.Connection &
  Readonly<{ sendCopyFromChunk(chunk: Uint8Array): void; endCopyFrom(): void; sendCopyFail(why: string): void }>

/**
 * Runs a `COPY … FROM STDIN` (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY) with the content
 * given, pulled no faster than the server takes it. Answers how many rows it took. When the content breaks off, the copy
 * is called off and that error is thrown; the connection can be used again in either case.
 */
export function copyIn(client: pg.ClientBase, statement: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((done, failed) => {
    client.query(new CopyIn(statement, content, { done, failed }))
  })
}

type Settle = Readonly<{ done: (rows: number) => void; failed: (error: unknown) => void }>

/** A query as `pg` drives it: called back for each message that the server sends. */
class CopyIn implements pg.Submittable {
  readonly #statement: string
  readonly #content: AsyncIterable<Uint8Array>
  readonly #settle: Settle
  #rows = 0
  #isOver = false
  #brokeOff: { error: unknown } | undefined

  constructor(statement: string, content: AsyncIterable<Uint8Array>, settle: Settle) {
    this.#statement = statement
    this.#content = content
    this.#settle = settle
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#statement)
  }

  handleCopyInResponse(connection: Wire): void {
    void this.#send(connection)
  }

  async #send(connection: Wire): Promise<void> {
    try {
      for await (const chunk of this.#content) {
        if (this.#isOver) return
        if (chunk.length > 0) connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await drained(connection.stream)
      }
      if (!this.#isOver) connection.endCopyFrom()
    } catch (error) {
      this.#brokeOff = { error }
      if (!this.#isOver) connection.sendCopyFail('the content broke off')
    }
  }

  handleError(error: unknown): void {
    this.#isOver = true
    this.#settle.failed(this.#brokeOff ? this.#brokeOff.error : error)
  }

  handleCommandComplete({ text }: Readonly<{ text: string }>): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0)
  }

  handleReadyForQuery(): void {
    this.#isOver = true
    this.#settle.done(this.#rows)
  }
}

/** Until the stream takes more, or is no more. */
function drained(stream: Duplex): Promise<void> {
  return new Promise((done) => {
    const over = () => {
      stream.off('drain', over)
      stream.off('close', over)
      done()
    }
    stream.on('drain', over)
    stream.on('close', over)
  })
}
