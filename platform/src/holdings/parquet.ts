import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ident, literal } from '#foundation/sql.ts'
import type { Compiled } from './compile.ts'
import type { Engine } from './engine.ts'
import type { Batch } from './fetched.ts'

/** A compiled query's answer as a Parquet file in `folder`, and how many rows it has. */
export async function writeParquet(
  compiled: Compiled,
  engine: Engine,
  folder: string,
): Promise<{ path: string; rows: number }> {
  const path = join(folder, `${randomUUID()}.parquet`)
  const columns = compiled.shown.map(({ name, column }) => `${column} AS ${ident(name)}`).join(', ')
  const copy = `COPY (SELECT ${columns} FROM (${compiled.sql}) AS answer) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`
  try {
    return { path, rows: Number(await engine.run(copy, compiled.parameters)) }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** The file's bytes, in pieces; it is removed at the end, whichever way that comes. */
export async function* fileBatches({ path, rows }: { path: string; rows: number }): AsyncGenerator<Batch> {
  try {
    const file = await open(path)
    try {
      let counted = rows
      for await (const bytes of file.createReadStream({ highWaterMark: 1 << 18, autoClose: false })) {
        yield { rows: counted, bytes: bytes as Buffer }
        counted = 0
      }
    } finally {
      await file.close()
    }
  } finally {
    await rm(path, { force: true })
  }
}
