/** Clerical review: uncertain pairs, shown side by side, decided by people. */
import type { Reason } from '#model/refusal.ts'

export const answers = ['same', 'different', 'cannot-tell', 'defer'] as const
export type ReviewAnswer = (typeof answers)[number]

export type ReviewItem = Readonly<{
  /** Of the pair, within this linkage. */
  id: string
  /** Why it is here: between the thresholds; an entity with a weak link; somebody said “this is not me”. */
  why: 'uncertain' | 'weak-link' | 'dispute'
  /** Of a dispute: what was said. */
  reported: string | null
  /** The entities that the two records are in now; the same key twice when they are in one. */
  entities: readonly [string, string]
  left: ReviewedRecord
  right: ReviewedRecord
  comparisons: readonly ReviewedComparison[]
  /**
   * The probability that both are one person; null when something counted that the reviewer may not see, because the
   * difference would tell it.
   */
  probability: number | null
  /** One plain sentence. */
  says: string
  /** What others said before, without who they are. */
  opinions: readonly Readonly<{ answer: ReviewAnswer; comment: string | null; at: string }>[]
  /** Reviewers that must agree before it is settled. */
  needs: number
}>

export type ReviewedRecord = Readonly<{
  record: string
  dataset: string
  organisation: string
  key: string | number
  values: readonly Readonly<{ field: string; meaning: string | null; value: string | number | boolean | null }>[]
  receipt: string
}>

export type ReviewedComparison = Readonly<{
  name: string
  title: string
  /** What was found: “same surname”, “postcodes differ”. */
  level: string
  /** log2 of how much it speaks for one person; negative: against. */
  bits: number
  left: string | null
  right: string | null
}>

export type ReviewQueue = Readonly<{
  waiting: number
  /** The next one that this reviewer may see and has not answered; null: there is none. */
  next: ReviewItem | null
  /** Pairs passed over because the reviewer's permit does not show both records. */
  hidden: number
  reasons: readonly Reason[]
}>

export type ReviewOutcome = Readonly<{
  id: string
  /** Settled: it counts from now on. */
  state: 'settled' | 'waiting-for-another' | 'open'
  settled: 'same' | 'different' | null
  /** Entities that changed by it. */
  changed: readonly string[]
}>

export type ReviewMeasures = Readonly<{
  decided: number
  waiting: number
  same: number
  different: number
  cannotTell: number
  /** Cohen's kappa over pairs with two opinions: 1 is full agreement, 0 is chance; null when that says nothing. */
  kappa: number | null
  /** Pairs with two opinions. */
  twice: number
  /** By reviewer, as pseudonyms of this linkage. */
  reviewers: readonly Readonly<{ reviewer: string; answers: number }>[]
}>
