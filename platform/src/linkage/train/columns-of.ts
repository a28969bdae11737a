/** Which columns of the input a comparison, or a blocking rule, looks at. */
import type { BlockingRule, Comparison, LinkageModel } from '../model/document.ts'

import { questionsIn } from '../model/tests.ts'

/**
 * A comparison's own columns: of the features that it compares with themselves. One that is only compared across (a forename with
 * the other's surname) is another comparison's.
 */
export function columnsCompared({ features }: LinkageModel, { levels }: Comparison): ReadonlySet<string> {
  const names = levels.flatMap(({ when }) =>
    questionsIn(when).flatMap((question) =>
      question.test !== 'missing' && typeof question.of === 'string' ? [question.of] : [],
    ),
  )
  return new Set(names.flatMap((name) => ownColumns(features[name]!)))
}

export function columnsBlocked({ features }: LinkageModel, { keys }: BlockingRule): ReadonlySet<string> {
  return new Set(keys.flatMap((name) => ownColumns(features[name]!)))
}

const ownColumns = ({ from }: LinkageModel['features'][string]): readonly string[] =>
  typeof from === 'string' ? [from] : from

/** By comparison, a bit for each rule that looks at none of its columns: the rules whose pairs can teach its m. */
export function teachersOf(model: LinkageModel, rules: readonly BlockingRule[]): Uint32Array {
  const blocked = rules.map((rule) => columnsBlocked(model, rule))
  return Uint32Array.from(model.comparisons, (comparison) => {
    const own = columnsCompared(model, comparison)
    return blocked.reduce((bits, columns, rule) => (own.isDisjointFrom(columns) ? bits | (1 << rule) : bits), 0)
  })
}
