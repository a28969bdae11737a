import { canonicalJson, sha256 } from '#foundation/hash.ts'
import { fromBase64 } from './base64.ts'
import { openCheckpoint } from './checkpoint.ts'
import { parseVerifierKey } from './note.ts'
import { verifyInclusion } from './proofs.ts'
import { leafHash } from './tree.ts'

/** The same shape as `Proof` in `model/receipt.ts`; told again here, for this program stands on its own. */
export type ReceiptProof = Readonly<{
  index: number
  size: number
  hashes: readonly string[]
  checkpoint: string
  salt: string
}>

export type ReceiptVerdict =
  | Readonly<{ good: true; origin: string; index: number; size: number }>
  | Readonly<{ good: false; because: string }>

/** Bytes of random salt before a receipt's text: too many to guess what a receipt says from its hash. */
export const saltBytes = 16

/** What stands in the log for a receipt: 32 bytes that tell nothing to whoever has not the receipt and its salt. */
export function logEntry(salt: Uint8Array, canonicalText: string): Buffer {
  return sha256(Buffer.concat([salt, Buffer.from(canonicalText)]))
}

/**
 * Whether this receipt (or completion), word for word, is in the log whose verifier key this is. Trust is in the key
 * alone: take it from somewhere other than where the receipt came from.
 */
export function verifyReceipt(receipt: unknown, proof: ReceiptProof, key: string): ReceiptVerdict {
  const verifier = parseVerifierKey(key)
  if (!verifier) return bad('The key is not an Ed25519 verifier key of the form name+hash+key.')
  const checkpoint = typeof proof.checkpoint === 'string' ? openCheckpoint(proof.checkpoint, verifier) : undefined
  if (!checkpoint) return bad(`The checkpoint is not signed by ${verifier.name}, or was changed after it was signed.`)
  if (proof.size !== checkpoint.size) return bad('The proof is for another size of the log than its checkpoint.')
  const salt = typeof proof.salt === 'string' ? fromBase64(proof.salt) : undefined
  if (salt?.length !== saltBytes) return bad(`The salt is not ${saltBytes} bytes of Base64.`)
  const hashes = readHashes(proof.hashes)
  if (!hashes) return bad('The proof holds something that is not a hash.')
  const text = canonicalText(receipt)
  if (text === undefined) return bad('The receipt is not plain JSON.')
  const leaf = leafHash(logEntry(salt, text))
  if (!verifyInclusion({ index: proof.index, size: proof.size, leaf, hashes, root: checkpoint.root }))
    return bad(
      `The log does not hold this receipt at position ${String(proof.index)}: the receipt, its salt or its proof was changed.`,
    )
  return { good: true, origin: checkpoint.origin, index: proof.index, size: checkpoint.size }
}

function readHashes(texts: unknown): Buffer[] | undefined {
  if (!Array.isArray(texts) || texts.length > 64) return undefined
  const hashes = texts.map((text) => (typeof text === 'string' ? fromBase64(text) : undefined))
  return hashes.every((hash) => hash?.length === 32) ? (hashes as Buffer[]) : undefined
}

function canonicalText(receipt: unknown): string | undefined {
  try {
    return canonicalJson(receipt)
  } catch {
    return undefined
  }
}

function bad(because: string): ReceiptVerdict {
  return { good: false, because }
}
