/** A DuckDB of its own for one linkage: in memory, spilling into the linkage's working folder, without extensions or network. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export type Engine = Readonly<{ connection: DuckDBConnection; close(): void }>

export async function openEngine(folder: string, memoryMb: number, threads: number): Promise<Engine> {
  const spill = join(folder, 'engine')
  await mkdir(spill, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${Math.max(64, Math.round(memoryMb))}MB`,
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  return {
    connection,
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A name or a text as SQL writes it. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`
