/** Small secret files that are made once and then kept: keys. Readable by their owner alone. */
import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Reads the file, or writes what `make` answers first: whole or not at all, and never over a file that another node made
 * meanwhile. Throws when other accounts of the machine can read it.
 */
export async function keptFile(path: string, make: () => Promise<string>): Promise<string> {
  if (!(await exists(path))) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const temporary = `${path}.${randomUUID()}`
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(await make())
      await file.sync()
    } finally {
      await file.close()
    }
    try {
      await link(temporary, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      await rm(temporary, { force: true })
    }
  }
  await refuseOpenFile(path)
  return readFile(path, 'utf8')
}

/** 32 random bytes that are kept in the file. Throws when the file is damaged. */
export async function keptSecret(path: string): Promise<Buffer> {
  const text = await keptFile(path, async () => randomBytes(32).toString('base64url'))
  const bytes = Buffer.from(text.trim(), 'base64url')
  if (bytes.length !== 32) throw new Error(`${path} is damaged: restore it from a backup`)
  return bytes
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

async function refuseOpenFile(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if (mode & 0o077) throw new Error(`${path} can be read by other accounts of this machine: run chmod 600 on it`)
}
