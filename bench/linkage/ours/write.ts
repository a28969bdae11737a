/** Pairs as Parquet, for the evaluator and to be held against the peer’s. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Pairs } from '../../../platform/src/linkage/index.ts'

type To = Readonly<{
  /** Of all records, by number. */
  ids: readonly string[]
  file: string
  wanted: (left: string, right: string) => boolean
}>

/** `id_l`, `id_r`, `weight` of the pairs that are wanted. */
export async function writePairs(
  connection: DuckDBConnection,
  all: Iterable<Pairs>,
  { ids, file, wanted }: To,
): Promise<void> {
  const text = `${file}.csv`
  const to = openSync(text, 'w')
  let lines: string[] = []
  const flush = () => {
    if (lines.length > 0) writeSync(to, `${lines.join('\n')}\n`)
    lines = []
  }
  for (const { left, right, weight } of all)
    for (const [at, bits] of weight.entries()) {
      const [one, other] = [ids[left[at]!]!, ids[right[at]!]!]
      if (wanted(one, other)) lines.push(`${one},${other},${bits}`)
      if (lines.length >= 10_000) flush()
    }
  flush()
  closeSync(to)
  await connection.run(`COPY (FROM read_csv('${text}', header = false,
    columns = {'id_l': 'VARCHAR', 'id_r': 'VARCHAR', 'weight': 'DOUBLE'})) TO '${file}'`)
  rmSync(text)
}
