/** Trains on a table of any size: on all of it, or on records drawn from it. */
import { tableOfRecords } from '../features/sample.ts'
import { buildFeatures, type Features } from '../features/store.ts'
import type { Table } from '../features/table.ts'
import type { LinkageModel } from '../model/document.ts'
import type { Frequencies } from '../score/pack.ts'
import { sampleOf } from './random.ts'
import { type Trained, trainModel, type TrainingSettings } from './train-model.ts'

export type TableTrained = Omit<Trained, 'frequencies'> &
  Readonly<{
    /** How common values are when every person counts once; null when only some records were trained on. */
    frequencies: Frequencies | null
  }>

/** So many records hold enough pairs of everything that is to be learnt. */
const enough = 60_000

/**
 * As `trainModel`, with the features built here unless they are given. The prior is a share of pairs, which a sample has as the whole
 * has it; whether a source holds people twice is asked of the sample too.
 */
export function trainOnTable(
  model: LinkageModel,
  table: Table,
  {
    features,
    records = enough,
    ...settings
  }: TrainingSettings & Readonly<{ features?: Features; records?: number }> = {},
): TableTrained {
  if (table.count <= records) return trainModel(model, features ?? buildFeatures(model, table), settings)
  const drawn = sampleOf(table.count, records, settings.seed ?? 1)
  const { sources } = settings
  const trained = trainModel(model, buildFeatures(model, tableOfRecords(table, drawn)), {
    ...settings,
    sources: sources && {
      mode: sources.mode,
      sourceOf: Uint16Array.from(drawn, (record) => sources.sourceOf[record]!),
    },
  })
  return { ...trained, frequencies: null }
}
