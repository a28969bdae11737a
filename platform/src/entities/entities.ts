/**
 * People in several registers, recognised as the same: for one agreed purpose, correctable, and seen only through the
 * corridor. Everything that a caller is shown of a person was read by that caller's own permit, with a receipt.
 */
import type { Done, Refused } from '#exchange'
import type { Credentials } from '#identity'
import type { Correction, Dispute } from './correct/correction.ts'
import type { LinkageView, Run } from './linkages/linkage.ts'
import type { ReviewAnswer, ReviewItem, ReviewMeasures, ReviewOutcome, ReviewQueue } from './review/review.ts'
import type { Clues, SearchAnswer } from './search/search.ts'
import type { PersonView } from './view/person.ts'

/** Whoever asks, and by its id which linkage of the organisation that they act for. Another organisation's is “not there”. */
export type OnLinkage = Readonly<{ credentials: Credentials; linkage: string }>

/** Done, or a refusal with reasons. 404 `linkage-unknown`, `entity-unknown`; 409 `not-linked-yet` before the first run. */
type Outcome<T> = Promise<Done<T> | Refused>

export type Entities = Readonly<{
  /** From a document (plain data). A new id defines, a known one redefines. Problem 422 `linkage-faulty` that says where. */
  define(asked: Readonly<{ credentials: Credentials; document: unknown }>): Outcome<LinkageView>
  /** Those of the caller's organisation; none for who may see none. */
  linkages(credentials: Credentials): Promise<readonly LinkageView[]>
  linkage(asked: OnLinkage): Outcome<LinkageView>
  /** Newest first. */
  runs(asked: OnLinkage): Outcome<readonly Run[]>
  /** With all that was kept of it: its key is destroyed. */
  remove(asked: OnLinkage): Outcome<null>
  /**
   * Starts a run and answers at once; see `linkage` for its progress. The old result serves until the new one is whole.
   * Problem 409 `already-running`.
   */
  run(asked: OnLinkage): Outcome<Run>
  /** Resolves when no run of that linkage is under way on this node. */
  settled(asked: OnLinkage): Promise<void>

  /** Reads every dataset of the linkage by the caller's own permit. The key alone says which linkage it is of. */
  person(asked: Readonly<{ credentials: Credentials; key: string; household?: boolean }>): Outcome<PersonView>
  /** Problem 400 `clues-missing`, 429 `too-many-searches`. */
  search(asked: OnLinkage & Readonly<{ clues: Clues }>): Outcome<SearchAnswer>

  /** The head of the queue for this reviewer. */
  reviews(asked: OnLinkage): Outcome<ReviewQueue>
  review(asked: OnLinkage & Readonly<{ id: string }>): Outcome<ReviewItem>
  /** Problem 409 `already-answered`, `settled-already`. */
  decide(asked: OnLinkage & Readonly<{ id: string }> & Decision): Outcome<ReviewOutcome>
  reviewMeasures(asked: OnLinkage): Outcome<ReviewMeasures>

  /** Makes one of several entities. They stay one whatever later runs find, until it is undone. */
  merge(asked: OnLinkage & Readonly<{ keys: readonly string[]; reason: string }>): Outcome<Correction>
  /** Takes records (by their handles) out of an entity, into one of their own. */
  split(asked: OnLinkage & Readonly<{ key: string; records: readonly string[]; reason: string }>): Outcome<Correction>
  /** Takes a merge or a split back. Problem 404 `correction-unknown`, 409 `undone-already`. */
  undo(asked: OnLinkage & Readonly<{ correction: number; reason: string }>): Outcome<Correction>
  /** Newest first; of one entity with its key. */
  history(asked: OnLinkage & Readonly<{ key?: string }>): Outcome<readonly Correction[]>

  /**
   * “This is not me”: by a citizen who holds the entity's key (from a letter, say), or by a practitioner of the organisation
   * on their behalf. Opens a review at the head of the queue. `record` or `dataset` say what is not theirs, if known.
   */
  dispute(
    asked: Readonly<{ credentials: Credentials; key: string; record?: string; dataset?: string; reason: string }>,
  ): Outcome<Dispute>
  /** Whoever has the reference number may ask. Problem 404 `dispute-unknown`. */
  disputed(asked: Readonly<{ credentials: Credentials; reference: string }>): Outcome<Dispute>

  close(): Promise<void>
}>

export type Decision = Readonly<{
  answer: ReviewAnswer
  comment?: string
  /** Ask for a second reviewer. */
  secondOpinion?: boolean
}>
