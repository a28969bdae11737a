/** How a command ends. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused. */

export class Failed extends Error {
  readonly exitCode: 1 | 2 | 3
  /** What `--json` prints in place of the sentence. */
  readonly body: unknown

  constructor(exitCode: 1 | 2 | 3, sentence: string, body?: unknown) {
    super(sentence)
    this.name = 'Failed'
    this.exitCode = exitCode
    this.body = body ?? { error: sentence }
  }
}

export type ProblemBody = Readonly<{
  code?: string
  title?: string
  detail?: string
  at?: string
  mend?: string
  receipt?: string
  reasons?: readonly Readonly<{
    code: string
    because: string
    source: string
    whose: string
    remedy: { who: string; can: string }
  }>[]
}>

/** From a problem answer to what a person at a terminal needs: what, why, what would help. */
export function fromProblem(status: number, problem: ProblemBody): Failed {
  const lines = problem.reasons?.length
    ? ['Refused.', ...reasonLines(problem.reasons)]
    : [
        problem.title ?? `The server answered ${status}.`,
        problem.detail,
        problem.at && `Where: ${problem.at}`,
        problem.mend,
      ]
  if (problem.receipt) lines.push(`Receipt: ${problem.receipt}`)
  return new Failed(status === 403 ? 3 : 1, lines.filter(Boolean).join('\n'), problem)
}

export function reasonLines(reasons: NonNullable<ProblemBody['reasons']>): string[] {
  return reasons.flatMap(({ because, source, whose, remedy, code }) => [
    `- ${because} (${code})`,
    `  Rule: ${source}, of ${whose}`,
    `  What would help: ${remedy.who} can ${remedy.can}.`,
  ])
}
