import { Problem } from '#foundation/problem.ts'

/** What a cell is that its feature does not take, as the rest of a sentence that starts “the cell …”. Never holds the cell. */
export class Unfit extends Error {}

/** Runs the work on one cell; what it refuses is told with its row, counted from 1 as people do, and its feature. */
export function located<T>(row: number, identifier: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    throw new Problem(422, 'clk-record-unfit', {
      title: 'A record does not fit the linkage schema',
      detail: `In record ${row}, feature “${identifier}”, the cell ${error.message}.`,
      at: `record ${row}, ${identifier}`,
      mend: 'Mend the record, or let the schema say what stands for a missing value (missingValue.sentinel).',
    })
  }
}
