/** The reviewers' queue: the next pair, an answer, and what comes of it. */
import { Problem } from '#foundation/problem.ts'
import type { Reason } from '#model/refusal.ts'
import { type AskingLinked, type Desk, onEntities } from '../desk.ts'
import type { Decision, Entities } from '../entities.ts'
import { alreadyAnswered, noReview, settledAlready } from '../faults.ts'
import { type Change, correctIn, roleOf, splitOff } from '../correct/correcting.ts'
import type { Correction } from '../correct/correction.ts'
import { type Queries, recordsByToken, recordsOfEntities } from '../store/records.ts'
import { decideDisputes, opinionsOf, putOpinion } from '../store/reviews.ts'
import { inTransaction } from '../store/transaction.ts'
import { createQuestions } from './questions.ts'
import { type Waiting, waitingPairs } from './queue.ts'
import type { ReviewOutcome } from './review.ts'
import { measuresOf, standingOf } from './settle.ts'
import { showPair } from './show-pair.ts'

/** Pairs that are tried before the queue says that there is none for this reviewer: each try is a read with receipts. */
const mostTried = 8

export function createReviewing(desk: Desk): Pick<Entities, 'reviews' | 'review' | 'decide' | 'reviewMeasures'> {
  const questions = createQuestions(desk)
  return {
    reviews: (asked) =>
      onEntities(desk, asked, 'review-link', async (asking) => {
        const waiting = await waitingPairs({ desk, questions }, asking)
        const reviewer = asking.linkage.key.pseudonym(asking.caller)
        const deferred = await deferredBy(desk, asking, reviewer)
        const open = waiting.filter(({ id, standing }) => !standing.answered.has(reviewer) && !deferred.has(id))
        let hidden = 0
        let reasons: readonly Reason[] = []
        for (const pair of open.slice(0, mostTried)) {
          const item = await showPair(desk, { ...asking, credentials: asked.credentials }, pair)
          if (item && 'id' in item) return { waiting: waiting.length, next: item, hidden, reasons }
          hidden++
          if (item) reasons = item.hidden
        }
        return { waiting: waiting.length, next: null, hidden, reasons }
      }),
    review: (asked) =>
      onEntities(desk, asked, 'review-link', async (asking) => {
        const item = await showPair(
          desk,
          { ...asking, credentials: asked.credentials },
          await pairNamed({ desk, questions }, asking, asked.id),
        )
        if (!item || 'hidden' in item) throw noReview()
        return item
      }),
    decide: (asked) =>
      onEntities(desk, asked, 'review-link', async (asking) => {
        const waiting = await pairNamed({ desk, questions }, asking, asked.id)
        // Who may not see both records cannot say what they are.
        const item = await showPair(desk, { ...asking, credentials: asked.credentials }, waiting)
        if (!item || 'hidden' in item) throw noReview()
        return answerPair(desk, asking, { waiting, decision: asked })
      }),
    reviewMeasures: (asked) =>
      onEntities(desk, asked, 'review-link', async (asking) => {
        const { secondOpinion = 'when-asked' } = asking.linkage.document
        const [opinions, waiting] = [
          await opinionsOf(desk.database.pool, asking.linkage, null),
          await waitingPairs({ desk, questions }, asking),
        ]
        return measuresOf(opinions, waiting.length, secondOpinion)
      }),
  }
}

async function pairNamed(
  queue: Parameters<typeof waitingPairs>[0],
  asking: AskingLinked,
  id: string,
): Promise<Waiting> {
  const { desk } = queue
  const waiting = (await waitingPairs(queue, asking)).find((pair) => pair.id === id)
  if (waiting) return waiting
  const { secondOpinion = 'when-asked' } = asking.linkage.document
  const said = await opinionsOf(desk.database.pool, asking.linkage, id)
  throw standingOf(said, secondOpinion).settled === null ? noReview() : settledAlready()
}

/** The newest word of each reviewer on a pair is “later”. */
async function deferredBy(desk: Desk, { linkage }: AskingLinked, reviewer: string): Promise<Set<string>> {
  const own = (await opinionsOf(desk.database.pool, linkage, null)).filter((each) => each.reviewer === reviewer)
  const last = new Map(own.map(({ pair, answer }) => [pair, answer]))
  return new Set([...last].filter(([, answer]) => answer === 'defer').map(([pair]) => pair))
}

type Answered = Readonly<{ waiting: Waiting; decision: Decision }>

/** The opinion, what it settles, and what moves by that: one transaction. */
async function answerPair(desk: Desk, asking: AskingLinked, { waiting, decision }: Answered): Promise<ReviewOutcome> {
  const { linkage, caller } = asking
  const reviewer = linkage.key.pseudonym(caller)
  return inTransaction(desk.database, async (client) => {
    await client.query('select from entities.linkages where ref = $1 for update', [linkage.ref])
    const before = await opinionsSince(client, asking, waiting)
    const standing = standingFor(asking, before)
    if (standing.settled !== null) throw settledAlready()
    if (standing.answered.has(reviewer)) throw alreadyAnswered()
    const { answer, comment = null, secondOpinion = false } = decision
    const { id: pair, left, right } = waiting
    const at = desk.clock()
    const opinion = {
      pair,
      left,
      right,
      at: at.toISOString(),
      answer,
      secondOpinion,
      comment,
      reviewer,
      role: roleOf(caller),
    }
    await putOpinion(client, linkage, opinion)
    const after = standingFor(asking, [...before, opinion])
    if (after.settled === null)
      return { id: pair, state: answer === 'defer' ? 'open' : 'waiting-for-another', settled: null, changed: [] }
    const settled = after.settled
    const corrected = await correctIn(client, { desk, asking }, () => settling(client, asking, waiting, settled))
    if (waiting.dispute)
      await decideDisputes(client, linkage.ref, { pair, state: settled === 'different' ? 'upheld' : 'not-upheld', at })
    return { id: pair, state: 'settled', settled, changed: changedBy(corrected) }
  })
}

async function opinionsSince(queries: Queries, { linkage }: AskingLinked, { id, dispute }: Waiting) {
  const all = await opinionsOf(queries, linkage, id)
  // A report opens the question anew.
  return dispute ? all.filter(({ at }) => at >= dispute.reportedAt) : all
}

const standingFor = ({ linkage }: AskingLinked, opinions: Parameters<typeof standingOf>[0]) =>
  standingOf(opinions, linkage.document.secondOpinion ?? 'when-asked')

/** Two records are ruled on; of a report that is upheld, the record and all others of its entity. */
async function settling(
  queries: Queries,
  { linkage }: AskingLinked,
  { left, right, dispute }: Waiting,
  settled: 'same' | 'different',
): Promise<Change> {
  const reason = null
  if (!dispute || settled === 'same')
    return { kind: 'settle', reason, rulings: [{ left, right, same: settled === 'same' }] }
  const [record] = await recordsByToken(queries, linkage, [left])
  if (!record)
    throw new Problem(409, 'record-gone', {
      title: 'The record is gone',
      detail: 'The last run did not find it any more.',
      mend: 'Nothing needs to be done.',
    })
  const members = await recordsOfEntities(queries, linkage, [record.entity])
  const rulings = members.length > 1 ? splitOff(members, [left]) : [{ left, right, same: false }]
  return { kind: 'settle', reason, rulings, leaving: [left] }
}

const changedBy = ({ from, to }: Correction): string[] => [...new Set([...from, ...to])].toSorted()
