/** Counts cells that meet a condition, and says in which rows of the file they are. */
import type { Engine } from '../working/engine.ts'

/** Rows that a report line lists. */
const rowsListed = 100
const conditionsAtOnce = 24

/** One count for each condition, in their order. `from` is `FROM`-able SQL of the cells. */
export async function countCells(
  engine: Engine,
  from: string,
  asked: readonly Readonly<{ condition: string }>[],
): Promise<number[]> {
  const counts: number[] = []
  for (let start = 0; start < asked.length; start += conditionsAtOnce) {
    const batch = asked.slice(start, start + conditionsAtOnce)
    const sums = batch.map(({ condition }, at) => `count_if(${condition}) AS n${at}`)
    const [row] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${from}`)
    for (const at of batch.keys()) counts.push(Number(row?.[`n${at}`] ?? 0))
  }
  return counts
}

/** The first rows, by their number in the file; `numbered` has it as `r`. */
export async function rowsOf(engine: Engine, numbered: string, condition: string): Promise<number[]> {
  const found = await engine.rows(`SELECT r FROM ${numbered} WHERE ${condition} LIMIT ${rowsListed}`)
  return found.map(({ r }) => Number(r)).toSorted((left, right) => left - right)
}
