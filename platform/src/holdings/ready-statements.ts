import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'

/** A statement that was planned, on a connection of its own. */
export type Planned = Readonly<{ connection: DuckDBConnection; statement: DuckDBPreparedStatement }>

/**
 * Statements that ran to their end, kept to run again: planning one takes as long as a short answer. A plan is its text and
 * nothing else: every value is bound anew, and none stays behind. One that was stopped or failed is not kept. The one that
 * was not wanted for longest goes first.
 */
export class ReadyStatements {
  readonly #most: number
  readonly #ready = new Map<string, Planned>()

  constructor(most: number) {
    this.#most = most
  }

  /** Handed to one asker, who has it alone until it is kept again. */
  take(sql: string): Planned | undefined {
    const planned = this.#ready.get(sql)
    this.#ready.delete(sql)
    return planned
  }

  keep(sql: string, planned: Planned): void {
    planned.statement.clearBindings()
    const twin = this.take(sql)
    if (twin) discard(twin)
    this.#ready.set(sql, planned)
    const [oldest] = this.#ready
    if (this.#ready.size > this.#most && oldest) discard(this.take(oldest[0])!)
  }

  close(): void {
    for (const planned of this.#ready.values()) discard(planned)
    this.#ready.clear()
  }
}

export function discard({ connection, statement }: Planned): void {
  statement.destroySync()
  connection.closeSync()
}
