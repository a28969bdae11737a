/** Files that are whole or not there: written under another name, synced, and put in place at the end. */
import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, basename, join } from 'node:path'
import { Problem } from '#foundation/problem.ts'
import { type Engine, quotedText } from './engine.ts'

/** Text is written in pieces of about so many characters. */
const piece = 1 << 20

export type Writing = Readonly<{
  engine: Engine
  /** Columns of the file, with the engine's types, for Parquet. */
  types: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}>

/** Writes lines as CSV, or as Parquet when the file's name says so. Nothing is left of a file that was not finished. */
export async function writeTable(
  file: string,
  lines: Iterable<string>,
  { engine, types, signal }: Writing,
): Promise<void> {
  const unfinished = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`)
  const parquet = `${unfinished}.parquet`
  try {
    await writeText(unfinished, `${Object.keys(types).join(',')}\n`, lines, signal)
    if (!/\.parquet$/i.test(file)) return await rename(unfinished, file)
    const columns = `{${Object.entries(types)
      .map(([name, type]) => `${quotedText(name)}: ${quotedText(type)}`)
      .join(', ')}}`
    await engine.connection.run(
      `COPY (SELECT * FROM read_csv(${quotedText(unfinished)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = ${columns}))
       TO ${quotedText(parquet)} (FORMAT parquet)`,
    )
    await rename(parquet, file)
  } finally {
    await rm(unfinished, { force: true })
    await rm(parquet, { force: true })
  }
}

async function writeText(
  file: string,
  header: string,
  lines: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const handle = await open(file, 'wx').catch((cause: unknown) => {
    throw new Problem(422, 'output-unwritable', {
      title: 'The output cannot be written',
      detail: 'The folder of an output file is missing, or may not be written to.',
      at: dirname(file),
      mend: 'Make the folder, or name another file.',
      cause,
    })
  })
  try {
    let text = header
    for (const line of lines) {
      text += line
      if (text.length < piece) continue
      signal?.throwIfAborted()
      await handle.writeFile(text)
      text = ''
    }
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
