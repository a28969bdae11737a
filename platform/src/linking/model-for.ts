/** The model of a linkage: one that was given, or one made from the data. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Problem } from '#foundation/problem.ts'
import {
  autoModel,
  buildFeatures,
  columnsOf,
  type Features,
  type Frequencies,
  fromSplink,
  isSplinkSettings,
  type LinkageModel,
  readModel,
  type Recognised,
  type Sources,
  type Table,
  trainOnTable,
  type TrainingReport,
} from '#linkage'

/** `auto`: made from the data, and trained on it. */
export type ModelChoice = LinkageModel | 'auto'

export type ChosenModel = Readonly<{
  model: LinkageModel
  features: Features
  /** How common values are when each person counts once; empty: as they stand. */
  frequencies: Frequencies
  /** What the columns were taken for; empty for a model that was given. */
  recognised: readonly Recognised[]
  /** Null for a model that was trained already. */
  training: TrainingReport | null
}>

/** A document of ours, or Splink's settings. Throws 422 Problems that say what is wrong where. */
export async function readModelFile(file: string): Promise<LinkageModel> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadModel(file, 'It is not a file that can be read.', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unreadModel(file, 'It is not JSON.', cause)
  }
  return isSplinkSettings(value) ? fromSplink(value).model : readModel(value)
}

function unreadModel(file: string, detail: string, cause: unknown): Problem {
  return new Problem(422, 'model-unread', {
    title: 'The model cannot be read',
    detail: `“${basename(file)}”: ${detail}`,
    at: file,
    mend: 'Give a linkage-model/1 document, Splink’s saved settings, or “auto”.',
    cause,
  })
}

/** The columns that have to be read for a model. */
export function columnsNeeded(choice: ModelChoice): readonly string[] | 'all' {
  return choice === 'auto' ? 'all' : [...new Set(Object.values(choice.features).flatMap(columnsOf))]
}

/** The model with the features of the data; made and trained now, where that is wanted or not yet done. */
export function modelFor(choice: ModelChoice, table: Table, sources: Sources): ChosenModel {
  const made = choice === 'auto' ? autoModel(table, { sources }) : null
  const model = made?.model ?? (choice as LinkageModel)
  const features = buildFeatures(model, table)
  if (isTrained(model)) return { model, features, frequencies: {}, recognised: [], training: null }
  const { model: trained, frequencies, report } = trainOnTable(model, table, { features, sources })
  return {
    model: trained,
    features,
    frequencies: frequencies ?? {},
    recognised: made?.recognised ?? [],
    training: report,
  }
}

function isTrained({ prior, comparisons }: LinkageModel): boolean {
  const outcomes = comparisons.flatMap(({ levels, else: otherwise }) => [...levels, otherwise])
  return prior !== null && outcomes.every(({ m, u }) => m !== null && u !== null)
}
