/** DuckDB for one job: a database in memory that can reach the job's own files and nothing else. */
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { literal } from '#foundation/sql.ts'

export type Row = Readonly<Record<string, unknown>>

export type Engine = Readonly<{
  run(sql: string): Promise<void>
  /** All rows as plain JavaScript values; counts (BIGINT) as bigint. */
  rows(sql: string): Promise<Row[]>
  /** Waits for what is running: an engine that is closed under its work crashes, or never ends. */
  close(): Promise<void>
}>

export type EngineSettings = Readonly<{
  /** DuckDB's `memory_limit`, such as `1GB`. */
  memoryLimit: string
  scratch: string
  /** Files outside `scratch` that may be read. */
  files: readonly string[]
  /** Columns of the table at hand, where it may have very many. */
  columns?: number
}>

export async function openEngine({ memoryLimit, scratch, files, columns = 0 }: EngineSettings): Promise<Engine> {
  const spill = join(scratch, 'spill')
  await mkdir(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(Math.min(availableParallelism(), 8)),
    memory_limit: forColumns(memoryLimit, columns),
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  await connection.run(`SET allowed_directories = [${literal(scratch)}]`)
  await connection.run(`SET allowed_paths = [${files.map(literal).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  const running = new Set<Promise<unknown>>()
  let isClosed = false
  async function work<T>(begin: () => Promise<T>): Promise<T> {
    if (isClosed) throw new Error('the engine is closed')
    const begun = begin()
    running.add(begun)
    try {
      return await begun
    } finally {
      running.delete(begun)
    }
  }
  return {
    run: (sql) => work(async () => void (await connection.run(sql))),
    rows: (sql) => work(async () => (await connection.runAndReadAll(sql)).getRowObjects()),
    async close() {
      isClosed = true
      await Promise.allSettled(running)
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/**
 * The engine counts a block of 256 kB, or several, for each column that it holds, however few rows are in it: a wide table
 * needs a limit on paper that it never comes near in memory.
 */
function forColumns(memoryLimit: string, columns: number): string {
  const [, size, unit] = /^(\d+) ?(MB|GB)$/.exec(memoryLimit) ?? []
  if (columns <= 200 || !size) return memoryLimit
  return `${Number(size) * (unit === 'GB' ? 1000 : 1) + Math.ceil(columns * 1.5)}MB`
}
