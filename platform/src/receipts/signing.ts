import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, checkpointText } from './verify/checkpoint.ts'
import { fromBase64 } from './verify/base64.ts'
import { formatVerifierKey, parseVerifierKey, signatureLine, type VerifierKey } from './verify/note.ts'

/** The key that signs checkpoints. It names the log, for good: moving a node to another address makes no new log. */
export type SigningKey = Readonly<{
  /** The log's name: first line of its checkpoints. */
  origin: string
  /** Published as the file `key`. */
  verifierKey: string
  verifier: VerifierKey
  /** A signed note: https://c2sp.org/tlog-checkpoint. */
  sign(tree: Readonly<{ size: number; root: Buffer }>): string
}>

/** What precedes the 32 bytes of an Ed25519 seed in DER (RFC 8410 §7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The key in `folder/log.key` (mode 0600), made on first start under the name `origin`. Several nodes of one log need the
 * same file. Throws when the file is not a key.
 */
export async function openSigningKey(folder: string, origin: string): Promise<SigningKey> {
  const file = join(folder, 'log.key')
  const text = (await readIfThere(file)) ?? (await makeKey(folder, file, logName(origin)))
  const match = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/u.exec(text)
  const bytes = match && fromBase64(match[3]!)
  if (!match || bytes?.length !== 33 || bytes[0] !== 0x01) throw new Error(`${file} is not a signing key of a log`)
  const name = match[1]!
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, bytes.subarray(1)]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  const verifierKey = formatVerifierKey(name, publicKey)
  const verifier = parseVerifierKey(verifierKey)
  if (!verifier || verifier.id.toString('hex') !== match[2])
    throw new Error(`${file} is damaged: its name and key do not belong together`)
  return {
    origin: name,
    verifierKey,
    verifier,
    sign(tree) {
      const body = checkpointText({ origin: name, ...tree } satisfies Checkpoint)
      return `${body}\n${signatureLine(name, verifier.id, sign(null, Buffer.from(body), key))}`
    },
  }
}

/** An address without its scheme, as the specification recommends. */
function logName(origin: string): string {
  const name = origin.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, '')
  if (!/^[^+\s]+$/u.test(name)) throw new TypeError('the origin of a log is an address without spaces or plus signs')
  return name
}

async function makeKey(folder: string, file: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const seed = randomBytes(32)
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  const [, hash] = formatVerifierKey(name, publicKey).split('+')
  const text = `PRIVATE+KEY+${name}+${hash}+${Buffer.concat([Buffer.of(0x01), seed]).toString('base64')}\n`

  // Whole and synced before it has its name: a key that signed something must not be lost, nor read half-written.
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(temporary, 'wx', 0o600)
  await handle.writeFile(text)
  await handle.sync()
  await handle.close()
  try {
    await link(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    // Another node on the same folder was first; its key is the log's.
    return await readFile(file, 'utf8')
  } finally {
    await rm(temporary)
  }
  const parent = await open(folder, 'r')
  await parent.sync()
  await parent.close()
  return text
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
