/** What to ask a reviewer next: the questions whose answers are expected to change most. */
import type { Clustering } from './cluster-records.ts'
import type { ClusterInput } from './input.ts'
import { byValue, defaultReview, type Question, type ReviewSettings } from './question.ts'
import { apartQuestions } from './review-apart.ts'
import { joinedQuestions } from './review-joined.ts'

/**
 * The queue, the most valuable question first. One question a pair of groups, so that one answer does for all pairs of records between
 * them; none that a ruling, hard evidence or a limit has answered. `clustering` has to be made with its joinings. Ask a few, add the
 * rulings, cluster again, and ask for the next queue: answers change what is worth asking.
 */
export function reviewQueue(
  input: ClusterInput,
  clustering: Pick<Clustering, 'cluster' | 'joinings'>,
  asked: Partial<ReviewSettings> = {},
): Question[] {
  const settings = { ...defaultReview, ...asked }
  return [
    ...joinedQuestions(input, clustering.joinings, settings),
    ...apartQuestions(input, clustering.cluster, settings),
  ]
    .toSorted(byValue)
    .slice(0, settings.most)
}
