/** Merging and un-merging by hand, and “this is not me”. */

export type Correction = Readonly<{
  /** Its number in the linkage's history. */
  id: number
  at: string
  /** `settle`: a review was settled; `run`: a new run moved records. */
  kind: 'merge' | 'split' | 'undo' | 'settle' | 'run'
  /** Role and pseudonym of who did it; null for a run. */
  role: string | null
  by: string | null
  reason: string | null
  /** Entities before and after, and the records that moved, by their handles. */
  from: readonly string[]
  to: readonly string[]
  records: readonly string[]
  /** The correction that this one takes back. */
  undoes: number | null
  /** Whether it was taken back. */
  undone: boolean
}>

export type Dispute = Readonly<{
  /** `n` and 26 characters: what the reporter keeps. */
  reference: string
  state: 'open' | 'upheld' | 'not-upheld'
  reportedAt: string
  decidedAt: string | null
  /** In plain words. */
  says: string
}>
