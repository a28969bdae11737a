/** Writes the normalised copy: UTF-8, commas, RFC 4180, no header, the row's number first. */
import { open } from 'node:fs/promises'

const BATCH = 512 * 1024
const special = /[",\n\r]/

export type CsvWriter = Readonly<{
  /** Adds a row; resolves only when there is room, so await it when it gives a promise. */
  row: (number: number, cells: readonly string[]) => Promise<void> | undefined
  close: () => Promise<void>
}>

export async function openCsvWriter(path: string): Promise<CsvWriter> {
  const file = await open(path, 'w', 0o600)
  let text = ''

  async function flush(): Promise<void> {
    const whole = text
    text = ''
    await file.writeFile(whole)
  }

  return {
    row(number, cells) {
      let line = String(number)
      for (const cell of cells) line += `,${special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell}`
      text += `${line}\n`
      return text.length > BATCH ? flush() : undefined
    },
    async close() {
      try {
        if (text !== '') await flush()
      } finally {
        await file.close()
      }
    },
  }
}
