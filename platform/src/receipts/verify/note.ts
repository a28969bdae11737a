/** Signed notes and their verifier keys: https://c2sp.org/signed-note, Ed25519 (type 0x01) only. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { sha256 } from '#foundation/hash.ts'
import { fromBase64 } from './base64.ts'

/** Who may sign: a name, the first four bytes of the key's hash, the key. */
export type VerifierKey = Readonly<{ name: string; id: Buffer; key: KeyObject }>

const ed25519 = 0x01
/** What precedes the 32 bytes of an Ed25519 public key in DER (RFC 8410 §4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const dash = '\u2014'

/** `<name>+<hash in hex>+<base64 of type and key>`, as Go's `sumdb/note` writes it. */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  return `${name}+${keyId(name, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(ed25519), publicKey]).toString('base64')}`
}

/** Undefined when the text is not a verifier key for Ed25519, or its hash does not fit. One line break at its end is allowed. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/u.exec(text)
  if (!match) return undefined
  const [, name, hash, encoded] = match as unknown as [string, string, string, string]
  const bytes = fromBase64(encoded)
  if (bytes?.length !== 33 || bytes[0] !== ed25519) return undefined
  const publicKey = bytes.subarray(1)
  const id = keyId(name, publicKey)
  if (id.toString('hex') !== hash) return undefined
  return {
    name,
    id,
    key: createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' }),
  }
}

/** SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), first four bytes. */
function keyId(name: string, publicKey: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey])).subarray(0, 4)
}

/** The line that a signer adds under a note. */
export function signatureLine(name: string, id: Uint8Array, signature: Uint8Array): string {
  return `${dash} ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

/**
 * The text of a note that `key` has signed; undefined when it has not, when its signature is wrong, or when the note is
 * not one. Signatures of other keys (witnesses) are passed over, as the specification asks.
 */
export function openNote(note: string, key: VerifierKey): string | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n') || !note.isWellFormed() || hasControls(note)) return undefined
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > 64) return undefined
  let signed = false
  for (const line of lines) {
    const match = /^\u2014 ([^+\s]+) ([A-Za-z0-9+/=]+)$/u.exec(line)
    const bytes = match && fromBase64(match[2]!)
    if (!bytes || bytes.length < 5) return undefined
    if (match[1] !== key.name || !bytes.subarray(0, 4).equals(key.id)) continue
    if (bytes.length !== 68 || !verify(null, Buffer.from(text), key.key, bytes.subarray(4))) return undefined
    signed = true
  }
  return signed ? text : undefined
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x0a) return true
  }
  return false
}
