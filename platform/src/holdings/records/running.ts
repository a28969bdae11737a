/** Compiled statements on PostgreSQL: a text a row, pulled batch by batch. */
import type pg from 'pg'
import type { Batch } from '../fetched.ts'
import { busy, closed, tooLong } from '../faults.ts'
import { databaseFailed } from './faults.ts'
import type { Lines } from '../lines.ts'
import type { Bound } from '../parameters.ts'

export type Statement = Readonly<{ sql: string; parameters: readonly Bound[] }>

/** Rows that come at once. */
export const batchRows = 2_048

type Reader = Readonly<{ pool: pg.Pool; timeLimitSeconds: number }>

/** A statement under way; whoever holds it must close it. */
export type RowStream = Readonly<{
  /** The next rows, as arrays of texts; empty at the end. */
  next(): Promise<readonly (readonly (string | null)[])[]>
  close(): Promise<void>
}>

/**
 * Starts a statement whose rows are wanted one batch after another. `few`: as many rows as one batch has at most, which
 * come at once, without a cursor.
 */
export async function start(reader: Reader, statement: Statement, few: boolean): Promise<RowStream> {
  return few ? atOnce(reader, statement) : throughCursor(reader, statement)
}

async function atOnce({ pool, timeLimitSeconds }: Reader, statement: Statement): Promise<RowStream> {
  const { rows } = await told(() => pool.query(arrays(statement)), timeLimitSeconds)
  let left = rows
  return {
    next: async () => {
      const now = left
      left = []
      return now
    },
    close: async () => undefined,
  }
}

async function throughCursor({ pool, timeLimitSeconds }: Reader, { sql, parameters }: Statement): Promise<RowStream> {
  const client = await told(() => pool.connect(), timeLimitSeconds)
  let ending: Promise<void> | undefined
  let work: Promise<unknown> = Promise.resolve()
  const end = async (): Promise<void> => {
    // A statement is not closed under its work, which the time limit ends.
    await work.catch(() => undefined)
    await client.query('rollback').then(
      () => client.release(),
      (error: Error) => client.release(error),
    )
  }
  const close = () => (ending ??= end())
  try {
    await told(
      () => client.query(`begin read only; set local statement_timeout = ${timeLimitSeconds * 1_000}`),
      timeLimitSeconds,
    )
    await told(
      () => client.query(arrays({ sql: `declare answer no scroll cursor for ${sql}`, parameters })),
      timeLimitSeconds,
    )
  } catch (error) {
    await close()
    throw error
  }
  return {
    async next() {
      if (ending) throw closed()
      const fetched = told(
        () => client.query(arrays({ sql: `fetch ${batchRows} from answer`, parameters: [] })),
        timeLimitSeconds,
      )
      work = fetched
      return (await fetched).rows
    },
    close,
  }
}

function arrays({ sql, parameters }: Statement): pg.QueryArrayConfig {
  const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value))
  return { text: sql, values, rowMode: 'array', types: { getTypeParser: () => (text: string) => text } as never }
}

/** What the database complained of, in words that hold nothing of its own. */
async function told<T>(work: () => Promise<T>, seconds: number): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, message = '' } = error as { code?: string; message?: string }
    // A register that was read just before its tables were made anew: whoever asked reads it again.
    if (code === '42P01') throw error
    if (code === '57014') throw tooLong(seconds)
    if (code === '53300' || /timeout exceeded when trying to connect/.test(message)) throw busy()
    throw databaseFailed(code)
  }
}

/** Rows whose first column is their text, as batches; the statement is closed at the end, whichever way that comes. */
export async function* lineBatches(
  rows: RowStream,
  { head, skip }: Pick<Lines, 'head' | 'skip'>,
): AsyncGenerator<Batch> {
  try {
    let isFirst = true
    for (let some = await rows.next(); some.length > 0 || (isFirst && head !== ''); some = await rows.next()) {
      const text = some.map(([line]) => line).join('')
      yield { rows: some.length, bytes: Buffer.from(isFirst ? head + text.slice(skip) : text) }
      isFirst = false
      if (some.length === 0) return
    }
  } finally {
    await rows.close()
  }
}
