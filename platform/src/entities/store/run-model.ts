import type { LinkageModel } from '#linkage'
import type { Queries, Served } from './records.ts'

/** The model by which the served run compared, whole. */
export async function runModel(queries: Queries, { ref, currentRun, key }: Served): Promise<LinkageModel> {
  const { rows } = await queries.query<{ model: Buffer | null }>(
    'select model from entities.runs where linkage = $1 and number = $2',
    [ref, currentRun],
  )
  const sealed = rows[0]?.model
  if (!sealed) throw new Error('a run that is served has no model')
  return JSON.parse(key.open(sealed, 'model')) as LinkageModel
}
