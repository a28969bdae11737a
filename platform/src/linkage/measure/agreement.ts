/** How far two reviewers who answered the same questions agree. */
export type Agreement = Readonly<{
  questions: number
  /** The part that they answered alike. */
  alike: number | null
  /**
   * Cohen's kappa (https://doi.org/10.1177/001316446002000104): 1 is full agreement, 0 what chance would give. Null without questions, and
   * when both gave one and the same answer throughout, which says nothing of chance.
   */
  kappa: number | null
}>

/** Answers in the same order; any values, such as “same”, “different”, “cannot tell”. */
export function agreementOf(one: readonly string[], other: readonly string[]): Agreement {
  if (one.length !== other.length) throw new TypeError('not the answers to the same questions')
  const questions = one.length
  if (questions === 0) return { questions, alike: null, kappa: null }
  const alike = one.filter((answer, place) => answer === other[place]).length / questions
  const part = (answers: readonly string[], answer: string) =>
    answers.filter((each) => each === answer).length / questions
  const byChance = [...new Set(one)].reduce((sum, answer) => sum + part(one, answer) * part(other, answer), 0)
  return { questions, alike, kappa: byChance === 1 ? null : (alike - byChance) / (1 - byChance) }
}
