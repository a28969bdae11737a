import { Problem } from '#foundation/problem.ts'

/**
 * Passes batches on once the answer is known to have at least `atLeast` rows; until then nothing leaves. An answer that
 * ends short of it throws a 403 `too-few-rows`, with the same words for one row as for none.
 */
export async function* withhold<Batch extends Readonly<{ rows: number }>>(
  batches: AsyncIterable<Batch>,
  atLeast: number,
): AsyncGenerator<Batch> {
  if (Number.isNaN(atLeast)) throw new TypeError('not a number of rows')
  let rows = 0
  let kept: Batch[] | null = atLeast > 0 ? [] : null
  for await (const batch of batches) {
    rows += batch.rows
    if (kept && rows < atLeast) {
      kept.push(batch)
      continue
    }
    if (kept) yield* kept
    kept = null
    yield batch
  }
  if (kept) throw tooFewRows(atLeast)
}

function tooFewRows(atLeast: number): Problem {
  return new Problem(403, 'too-few-rows', {
    title: 'The answer is withheld',
    detail: `The agreement lets out no answer with fewer than ${atLeast} rows, because few rows could point to a person.`,
    mend: 'Ask a wider question: fewer conditions, or a larger area or time.',
  })
}
