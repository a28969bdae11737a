/** Which pairs wait for people, in which order. */
import type { AskingLinked, Desk } from '../desk.ts'
import { openDisputes, opinionsOf, type StoredDispute } from '../store/reviews.ts'
import { pairNamed } from '../store/records.ts'
import type { Asked, Questions } from './questions.ts'
import type { ReviewItem } from './review.ts'
import { type Standing, standingOf } from './settle.ts'

export type Waiting = Omit<Asked, 'isJoined'> &
  Readonly<{ why: ReviewItem['why']; dispute: StoredDispute | null; standing: Standing }>

/** Reports first, the oldest first; then the questions whose answers are expected to change most. */
export async function waitingPairs(
  { desk, questions }: Readonly<{ desk: Desk; questions: Questions }>,
  asking: AskingLinked,
): Promise<readonly Waiting[]> {
  const { pool } = desk.database
  const { linkage } = asking
  const { secondOpinion = 'when-asked' } = linkage.document
  const [asked, disputes, opinions] = await Promise.all([
    questions.of(asking),
    openDisputes(pool, linkage.ref),
    opinionsOf(pool, linkage, null),
  ])
  const said = Map.groupBy(opinions, ({ pair }) => pair)
  const disputed = await Promise.all(
    disputes.map(async (dispute): Promise<Waiting> => {
      const { pair: id, left, right } = dispute
      // A report opens the question anew.
      const since = (said.get(id) ?? []).filter(({ at }) => at >= dispute.reportedAt)
      const bits = (await pairNamed(pool, linkage, id))?.bits ?? null
      return { id, left, right, bits, why: 'dispute', dispute, standing: standingOf(since, secondOpinion) }
    }),
  )
  const inDispute = new Set(disputes.map(({ pair }) => pair))
  const uncertain = asked.flatMap(({ isJoined, ...pair }): Waiting[] => {
    const standing = standingOf(said.get(pair.id) ?? [], secondOpinion)
    if (inDispute.has(pair.id) || standing.settled !== null) return []
    return [{ ...pair, why: isJoined ? 'weak-link' : 'uncertain', dispute: null, standing }]
  })
  return [...disputed, ...uncertain]
}
