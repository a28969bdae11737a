import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
} from '@duckdb/node-api'
import { literal } from '#foundation/sql.ts'
import { busy, closed, enginesProblem, tooLong } from './faults.ts'
import { functions } from './functions.ts'
import type { Bound } from './parameters.ts'
import { discard, type Planned, ReadyStatements } from './ready-statements.ts'

/** A statement under way. Chunks come one at a time, when asked for; whoever holds it must close it. */
export type Running = Readonly<{
  /** The next chunk of rows; null when there is no more. */
  next(): Promise<DuckDBDataChunk | null>
  /** Stops the statement, if it still runs. */
  close(): void
}>

export type Engine = Readonly<{
  /** Starts a statement that yields one VARCHAR column. */
  start(sql: string, parameters: readonly Bound[]): Promise<Running>
  /** Runs a statement to its end; answers the first value of the first row. */
  run(sql: string, parameters: readonly Bound[]): Promise<unknown>
  close(): Promise<void>
}>

export type EngineSettings = Readonly<{
  /** Where the engine may spill, and write files. */
  folder: string
  /** The only other folders that it may open. */
  reads: readonly string[]
  /** `512MB`, `2GB` … */
  memoryLimit: string
  /** How long it may work on one chunk. */
  timeLimitSeconds: number
  /** Statements under way at once; further ones wait, ten seconds at most. */
  atOnce: number
  /** How many of them may work at the same instant: each takes one of the few threads that files and hashes need too. */
  workers: number
}>

/**
 * DuckDB in process. It has no privilege boundary of its own, so it is shut in: no network, no extensions, no files but
 * those of two folders, settings locked; and it runs only statements that this room compiled.
 */
export async function startEngine(settings: EngineSettings): Promise<Engine> {
  const spill = join(settings.folder, 'spill')
  await mkdir(spill, { recursive: true, mode: 0o700 })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: settings.memoryLimit,
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const first = await instance.connect()
  for (const statement of functions.duckdb) await first.run(statement)
  // Snapshots never change under their names, so what was learnt of one stays true.
  await first.run('SET parquet_metadata_cache = true')
  // DuckDB 1.5.6 loses the row's file when a limited query over a file's row numbers can have no rows, and fails: “Failed to
  // bind column reference file_index”.
  await first.run(`SET disabled_optimizers = 'late_materialization'`)
  await first.run(`SET allowed_directories = [${[settings.folder, ...settings.reads].map(literal).join(', ')}]`)
  await first.run('SET enable_external_access = false')
  await first.run('SET lock_configuration = true')
  first.closeSync()

  const room = turnstile(settings.atOnce, 10)
  const workers = turnstile(settings.workers, Infinity)
  const ready = new ReadyStatements(settings.atOnce)
  const open = new Set<Statement>()
  let closing = false

  async function begin(sql: string, parameters: readonly Bound[]): Promise<Statement> {
    if (closing) throw busy()
    await room.enter()
    if (closing) {
      room.leave()
      throw busy()
    }
    const statement = new Statement(settings.timeLimitSeconds, workers, (planned) => {
      open.delete(statement)
      if (planned && !closing) ready.keep(sql, planned)
      else if (planned) discard(planned)
      room.leave()
    })
    open.add(statement)
    try {
      await statement.begin(instance, ready.take(sql), { sql, parameters })
      return statement
    } catch (error) {
      statement.close()
      throw error
    }
  }

  return {
    start: begin,
    async run(sql, parameters) {
      const statement = await begin(sql, parameters)
      try {
        return await statement.firstValue()
      } finally {
        statement.close()
      }
    },
    async close() {
      closing = true
      while (open.size > 0) await Promise.all([...open].map((statement) => statement.closed()))
      ready.close()
      instance.closeSync()
    },
  }
}

type Asked = Readonly<{ sql: string; parameters: readonly Bound[] }>

/** One statement on a connection that nobody else has at the time. */
class Statement implements Running {
  readonly #seconds: number
  readonly #workers: Turnstile
  readonly #left: (planned: Planned | undefined) => void
  #connection: DuckDBConnection | undefined
  #prepared: DuckDBPreparedStatement | undefined
  #result: DuckDBResult | undefined
  /** It yielded its last row, so nothing has to be stopped, and it can run again. */
  #hasEnded = false
  /** The engine's work that is under way: a connection must not be closed under it. */
  #work: Promise<unknown> = Promise.resolve()
  #ending: Promise<void> | undefined

  constructor(seconds: number, workers: Turnstile, left: (planned: Planned | undefined) => void) {
    this.#seconds = seconds
    this.#workers = workers
    this.#left = left
  }

  async begin(instance: DuckDBInstance, planned: Planned | undefined, { sql, parameters }: Asked): Promise<void> {
    this.#connection = planned?.connection
    this.#prepared = planned?.statement
    this.#result = await this.#timed(async () => {
      this.#connection ??= await instance.connect()
      if (this.#ending) throw closed()
      const prepared = (this.#prepared ??= await this.#connection.prepare(sql))
      if (this.#ending) throw closed()
      parameters.forEach((value, index) => bind(prepared, index + 1, value))
      return prepared.stream()
    })
  }

  async next(): Promise<DuckDBDataChunk | null> {
    const result = this.#result
    if (!result || this.#ending) throw closed()
    const chunk = await this.#timed(() => result.fetchChunk())
    if (chunk && chunk.rowCount > 0) return chunk
    this.#hasEnded = true
    return null
  }

  async firstValue(): Promise<unknown> {
    return (await this.next())?.getColumnVector(0).getItem(0)
  }

  close(): void {
    void this.closed()
  }

  closed(): Promise<void> {
    return (this.#ending ??= this.#end())
  }

  async #timed<T>(work: () => Promise<T>): Promise<T> {
    await this.#workers.enter()
    if (this.#ending) {
      this.#workers.leave()
      throw closed()
    }
    let isLate = false
    let stop = () => {}
    const timer = setTimeout(() => {
      isLate = true
      stop = this.#interrupt()
    }, this.#seconds * 1_000)
    const done = work()
    this.#work = done.catch(() => undefined)
    try {
      return await done
    } catch (error) {
      throw isLate ? tooLong(this.#seconds) : enginesProblem(error)
    } finally {
      clearTimeout(timer)
      stop()
      this.#workers.leave()
    }
  }

  /** An interruption that comes before the work has properly begun is forgotten; so it is said again until it is heard. */
  #interrupt(): () => void {
    this.#connection?.interrupt()
    const again = setInterval(() => this.#connection?.interrupt(), 20)
    return () => clearInterval(again)
  }

  async #end(): Promise<void> {
    const stop = this.#hasEnded ? () => undefined : this.#interrupt()
    await this.#work
    stop()
    this.#result = undefined
    const [connection, statement] = [this.#connection, this.#prepared]
    if (this.#hasEnded && connection && statement) return this.#left({ connection, statement })
    statement?.destroySync()
    connection?.closeSync()
    this.#left(undefined)
  }
}

function bind(prepared: DuckDBPreparedStatement, index: number, value: Bound): void {
  if (typeof value === 'string') prepared.bindVarchar(index, value)
  else if (typeof value === 'boolean') prepared.bindBoolean(index, value)
  else if (typeof value !== 'number') prepared.bindBlob(index, value)
  else if (Number.isSafeInteger(value)) prepared.bindBigInt(index, BigInt(value))
  else prepared.bindDouble(index, value)
}

type Turnstile = Readonly<{ enter(): Promise<void>; leave(): void }>

/** Lets in so many at a time, in order of coming. Who waits longer than they have patience for hears that it is busy. */
function turnstile(places: number, patienceSeconds: number): Turnstile {
  const waiting: (() => void)[] = []
  let free = places
  return {
    async enter() {
      if (free > 0) {
        free -= 1
        return
      }
      await new Promise<void>((admitted, refused) => {
        const giveUp = () => {
          waiting.splice(waiting.indexOf(admit), 1)
          refused(busy())
        }
        const timer = Number.isFinite(patienceSeconds) ? setTimeout(giveUp, patienceSeconds * 1_000) : undefined
        const admit = () => {
          clearTimeout(timer)
          admitted()
        }
        waiting.push(admit)
      })
    },
    leave() {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    },
  }
}
