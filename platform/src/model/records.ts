/** Records: keyed rows that change. Each commit of changes is numbered, and what was before it is kept. */

/**
 * A point in a records dataset's life: after the commit of this number (1, 2, 3 … within the dataset; 0 is before the
 * first), and when that was made. It numbers commits and not changes, so that it does not tell how many there are.
 */
export type Moment = Readonly<{ sequence: number; at: string | null }>

/** Which moment is asked for: at a time (ISO 8601), after a commit, or whatever the columnar copy holds. */
export type When = Readonly<{ asOf?: string | null; sequence?: number | null; staleOk?: boolean }>

/** One line of a batch of changes, as it was read and not yet checked; lines count from 1. */
export type ChangeLine = Readonly<{ line: number; value: unknown }>

export const loadModes = ['replace', 'upsert'] as const
/** What a file does to the records there are: it is all of them, or it adds to and changes them. */
export type LoadMode = (typeof loadModes)[number]

/** What a commit did. Where nothing differs from what was there, no commit is made and `sequence` is the one before. */
export type Changed = Readonly<{
  sequence: number
  at: string | null
  inserted: number
  updated: number
  deleted: number
  /** Upserts of what was there already, and deletions of what was not. */
  unchanged: number
  /** Changes whose idempotency id was seen before. */
  repeated: number
}>

/** Rows of a file that were not taken: without a key, or with a key that a later row has too. Numbers of data rows. */
export type SetAside = Readonly<{ count: number; rows: readonly number[] }>
export type Loaded = Changed & Readonly<{ keyless: SetAside; duplicates: SetAside }>

/** How far a records dataset has come, and its columnar copy. `rows` is content: for those who may count. */
export type RecordsState = Readonly<{ moment: Moment; rows: number; copy: Moment | null }>

/** How the rows of a records dataset are looked at; `moment` is the latest that counts. */
export type Look =
  | Readonly<{ kind: 'rows'; moment: Moment }>
  /** What is different now from what it was after the commit `since`. */
  | Readonly<{ kind: 'changes'; since: number; moment: Moment }>
  /** What a record has been, one after another; the query's filter says which. */
  | Readonly<{ kind: 'history'; moment: Moment }>

/** The same as a caller asks for it: which moment, or how far. `limit`: about so many changes, in whole commits. */
export type LookAsked =
  | Readonly<{ kind: 'rows'; when: When }>
  | Readonly<{ kind: 'changes'; since: number; limit: number | null }>
  | Readonly<{ kind: 'history' }>
