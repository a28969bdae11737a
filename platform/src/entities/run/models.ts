/** The models that a linkage may name. */
import { type LinkageModel, readModel } from '#linkage'
import { Problem } from '#foundation/problem.ts'
import { peopleModel } from './people.ts'

export const readyModels: readonly string[] = ['auto', 'people-uk']

/** Problem 422 for a document that is none, or a name that no ready-made model has. */
export function modelNamed(model: unknown, records: number): LinkageModel {
  // Of all pairs, about one for each record is of one person.
  if (model === 'auto' || model === 'people-uk') return peopleModel(Math.min(0.5, 1 / Math.max(2, records)))
  if (typeof model !== 'string') return readModel(model)
  throw new Problem(422, 'model-unknown', {
    title: 'There is no such model',
    detail: `No ready-made model is called ${model.slice(0, 100)}.`,
    at: 'model',
    mend: `Use ${readyModels.join(', ')}, or a linkage-model document.`,
  })
}
