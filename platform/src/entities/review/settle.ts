/** When a pair is settled: who has to agree, and what they said. Pure. */
import { agreementOf } from '#linkage'
import type { Opinion } from '../store/reviews.ts'
import type { ReviewMeasures } from './review.ts'

export type Standing = Readonly<{
  needs: number
  settled: 'same' | 'different' | null
  /** Reviewers who have given an answer that counts, or said that they cannot tell. */
  answered: ReadonlySet<string>
}>

/**
 * One reviewer is enough, unless every pair needs two, or one of them asked for a second opinion or could not tell. When two
 * disagree, a third decides.
 */
export function standingOf(
  opinions: readonly Pick<Opinion, 'answer' | 'secondOpinion' | 'reviewer'>[],
  secondOpinion: 'when-asked' | 'always',
): Standing {
  const last = new Map(
    opinions.filter(({ answer }) => answer !== 'defer').map((opinion) => [opinion.reviewer, opinion]),
  )
  const said = [...last.values()]
  const count = (answer: string) => said.filter((opinion) => opinion.answer === answer).length
  const [same, different] = [count('same'), count('different')]
  const isContested = same > 0 && different > 0
  const needs = secondOpinion === 'always' || isContested || said.some((opinion) => opinion.secondOpinion) ? 2 : 1
  const settled =
    same >= needs && same > different ? 'same' : different >= needs && different > same ? 'different' : null
  return { needs, settled, answered: new Set(last.keys()) }
}

export function measuresOf(
  opinions: readonly Opinion[],
  waiting: number,
  secondOpinion: 'when-asked' | 'always',
): ReviewMeasures {
  const byPair = [...Map.groupBy(opinions, ({ pair }) => pair).values()]
  const settled = byPair.flatMap((said) => standingOf(said, secondOpinion).settled ?? [])
  const twice = byPair.flatMap((said) => {
    const firsts = [
      ...new Map(
        said
          .filter(({ answer }) => answer !== 'defer')
          .toReversed()
          .map((each) => [each.reviewer, each]),
      ).values(),
    ].toReversed()
    const [one, other] = firsts
    return one && other ? [[one.answer, other.answer] as const] : []
  })
  const reviewers = Map.groupBy(opinions, ({ reviewer }) => reviewer)
  return {
    decided: settled.length,
    waiting,
    same: settled.filter((each) => each === 'same').length,
    different: settled.filter((each) => each === 'different').length,
    cannotTell: opinions.filter(({ answer }) => answer === 'cannot-tell').length,
    kappa: agreementOf(
      twice.map(([one]) => one),
      twice.map(([, other]) => other),
    ).kappa,
    twice: twice.length,
    reviewers: [...reviewers].map(([reviewer, said]) => ({ reviewer, answers: said.length })),
  }
}
