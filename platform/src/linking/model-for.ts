/** The model of a linkage: one that was given, or one made from the data. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Problem } from '#foundation/problem.ts'
import {
  columnsOf,
  fromSplink,
  isSplinkSettings,
  type LinkageModel,
  readModel,
  type Sources,
  type Table,
} from '#linkage'

/** `auto`: made from the data, and trained on it. */
export type ModelChoice = LinkageModel | 'auto'

export type ChosenModel = Readonly<{ model: LinkageModel; notes: readonly string[] }>

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

export function modelFor(choice: ModelChoice, _table: Table, _sources: Sources): ChosenModel {
  if (choice !== 'auto') return { model: choice, notes: [] }
  throw new Problem(422, 'model-missing', {
    title: 'No model was given',
    detail: 'Making one from the data is not possible yet.',
    at: 'model',
    mend: 'Give a model document.',
  })
}
