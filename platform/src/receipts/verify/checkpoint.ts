/** What a log commits to: https://c2sp.org/tlog-checkpoint. */
import { fromBase64 } from './base64.ts'
import { openNote, type VerifierKey } from './note.ts'

export type Checkpoint = Readonly<{ origin: string; size: number; root: Buffer }>

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** The checkpoint in a note that `key` signed; undefined when the signature or the text is not good. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | undefined {
  const text = openNote(note, key)
  return text === undefined ? undefined : parseCheckpoint(text, key.name)
}

/** A log signs under its own name, so that one log's checkpoint is never taken for another's. */
function parseCheckpoint(text: string, name: string): Checkpoint | undefined {
  const [origin, size, encoded, ...extensions] = text.slice(0, -1).split('\n')
  if (origin !== name || !/^(0|[1-9][0-9]{0,15})$/.test(size ?? '') || extensions.includes('')) return undefined
  const root = fromBase64(encoded ?? '')
  if (root?.length !== 32 || !Number.isSafeInteger(Number(size))) return undefined
  return { origin, size: Number(size), root }
}
