/** stdout is for data, stderr for talk. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { type Client, connect, type Connection } from './client.ts'

export type Common = Connection & Readonly<{ json?: boolean }>

export const client = (command: Command): Client => connect(command.optsWithGlobals<Common>())

export const wantsJson = (command: Command): boolean => command.optsWithGlobals<Common>().json === true

/** The value for `--json`, else the lines for people. */
export function print(command: Command, value: unknown, lines: readonly string[]): void {
  process.stdout.write(wantsJson(command) ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join('\n')}\n`)
}

export function table(rows: readonly (readonly (string | number | null)[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => plain(String(cell ?? ''))))
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** What others wrote must not steer a terminal. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

/** Progress for people who watch; silent in a pipe. `say` is how a number is told: bytes, when left out. */
export function progress(label: string, say = megabytes): { at: (count: number) => void; end: () => void } {
  if (!process.stderr.isTTY) return { at: () => undefined, end: () => undefined }
  let last = 0
  return {
    at: (count) => {
      if (Date.now() - last < 200) return
      last = Date.now()
      process.stderr.write(`\r${label} ${say(count)} `)
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  }
}

/** A file appears only when it is whole. */
export async function toFile(body: Readable, path: string): Promise<void> {
  const partial = `${path}.partial`
  try {
    await pipeline(body, createWriteStream(partial))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
