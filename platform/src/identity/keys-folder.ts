/**
 * The node's own keys, made on first start, readable by their owner only. Nodes that share the folder honour each
 * other's tokens, sessions and pseudonyms; losing it ends every session and token, and breaks the link between old
 * and new pseudonyms in receipts.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

export type KeysFolder = Readonly<{
  /** 32 random bytes kept under this name. */
  secret(name: string): Promise<Buffer>
  /** Private signing keys, newest first: the first signs, all of them verify. To roll a key, put a new one in front. */
  signingKeys(name: string, algorithm: 'EdDSA' | 'ES256'): Promise<readonly JWK[]>
}>

export async function openKeysFolder(folder: string): Promise<KeysFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    async secret(name) {
      const text = await keep(join(folder, `${name}.key`), async () => randomBytes(32).toString('base64url'))
      const bytes = Buffer.from(text.trim(), 'base64url')
      if (bytes.length !== 32) throw new Error(`${name}.key in the keys folder is damaged: restore it from a backup`)
      return bytes
    },
    async signingKeys(name, algorithm) {
      const text = await keep(join(folder, `${name}.json`), () => newKeySet(algorithm))
      const { keys } = JSON.parse(text) as { keys: JWK[] }
      if (!Array.isArray(keys) || !keys[0]?.d)
        throw new Error(`${name}.json in the keys folder is damaged: restore it from a backup`)
      return keys
    },
  }
}

async function newKeySet(algorithm: 'EdDSA' | 'ES256'): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = (await calculateJwkThumbprint(jwk)).slice(0, 16)
  return JSON.stringify({ keys: [{ ...jwk, alg: algorithm, kid }] }, null, 2)
}

/** Reads the file, or writes it first: whole or not at all, and never over a file that another node made meanwhile. */
async function keep(path: string, make: () => Promise<string>): Promise<string> {
  if (!(await exists(path))) {
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
