/**
 * The node's own keys, made on first start, readable by their owner only. Nodes that share the folder honour each
 * other's tokens, sessions and pseudonyms; losing it ends every session and token, and breaks the link between old
 * and new pseudonyms in receipts.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { keptFile, keptSecret } from '#foundation/kept-file.ts'

export type KeysFolder = Readonly<{
  /** 32 random bytes kept under this name. */
  secret(name: string): Promise<Buffer>
  /** Private signing keys, newest first: the first signs, all of them verify. To roll a key, put a new one in front. */
  signingKeys(name: string, algorithm: 'EdDSA' | 'ES256'): Promise<readonly JWK[]>
}>

export async function openKeysFolder(folder: string): Promise<KeysFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    secret: (name) => keptSecret(join(folder, `${name}.key`)),
    async signingKeys(name, algorithm) {
      const text = await keptFile(join(folder, `${name}.json`), () => newKeySet(algorithm))
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
