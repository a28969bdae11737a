/** The models that a linkage may name, made ready for its records. */
import {
  buildFeatures,
  type Features,
  type LinkageModel,
  readModel,
  type Table,
  type Trained,
  trainModel,
} from '#linkage'
import { Problem } from '#foundation/problem.ts'
import { peopleModel } from './people.ts'

export const readyModels: readonly string[] = ['auto', 'people-uk']

export type Ready = Readonly<{
  model: LinkageModel
  features: Features
  /** How common values are; by the features themselves when nothing else is known. */
  frequencies: Trained['frequencies']
}>

/** Fewer records than this teach less than is known of registers in general. */
const enoughToLearn = 1_000

type Wanted = Readonly<{ model: unknown; thresholds: LinkageModel['thresholds'] | null }>

/**
 * `people-uk` as it is; `auto`, the same trained on these records; or a document. Problem 422 for a document that is none,
 * or a name that no ready-made model has.
 */
export function readyModel(table: Table, { model, thresholds }: Wanted): Ready {
  const chosen = modelNamed(model, table.count)
  const features = buildFeatures(chosen, table)
  const isToLearn = model === 'auto' && table.count >= enoughToLearn
  const ready = isToLearn ? trainModel(chosen, features) : { model: chosen, frequencies: {} }
  return { model: thresholds ? { ...ready.model, thresholds } : ready.model, features, frequencies: ready.frequencies }
}

function modelNamed(model: unknown, records: number): LinkageModel {
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
