/** The slip of paper of a crossing: what was asked, decided and released. */
import type { Reason } from './refusal.ts'

/** What is written down before any data leaves. No personal data: a person is a keyed pseudonym. */
export type ReceiptEntry = Readonly<{
  outcome: 'permit' | 'refusal' | 'failed'
  /** A data action (`read`) or an act (`publish`, `sign`, `see-receipt` …). */
  action: string
  organisation: string | null
  role: string | null
  app: string | null
  /** Keyed pseudonym of the person, or null for apps and the public. */
  person: string | null
  purpose: string | null
  dataset: string | null
  /** The organisation that holds what was asked for. */
  holder: string | null
  version: number | null
  fields: readonly string[]
  /** Rows released; null while an answer is still being streamed (see `Completion`). */
  rows: number | null
  clause: Readonly<{ agreement: string; clause: string }> | null
  duties: readonly string[]
  reasons: readonly Reason[]
  /** SHA-256 (hex) of the canonical query, so that the caller can show what was asked. */
  query: string | null
}>

export type Receipt = ReceiptEntry &
  Readonly<{
    /** `r` and 26 base32 characters: unguessable. */
    id: string
    at: string
  }>

/** A second entry in the log, for an answer that was streamed: how it ended. */
export type Completion = Readonly<{ receipt: string; at: string; rows: number; ended: 'complete' | 'cut' | 'failed' }>

/** Whether an entry is in the log, checkable by anyone (RFC 6962 §2.1.1; C2SP tlog-checkpoint). */
export type Proof = Readonly<{
  /** Position of the entry in the log. */
  index: number
  /** Size of the tree that the proof leads to. */
  size: number
  /** Base64 sibling hashes, leaf to root. */
  hashes: readonly string[]
  /** The signed note of that tree. */
  checkpoint: string
  /** Base64 random bytes; the log entry is SHA-256(salt ‖ canonical JSON of the receipt), so the public log tells nothing. */
  salt: string
}>
