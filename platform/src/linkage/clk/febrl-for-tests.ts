/** FEBRL4, a public set of 5,000 made-up people and a second record of each with errors; not in the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Pairs } from './pairs.ts'
import { readSchema } from './schema.ts'

const folder = new URL('../../../../../shared/data/linkage/febrl/', import.meta.url)

export const febrl4Schema = readSchema(
  JSON.parse(readFileSync(new URL('fixtures/febrl4.json', import.meta.url), 'utf8')) as unknown,
)

/** False, or why the test is skipped. */
export const febrl4Missing = existsSync(folder) ? false : `FEBRL4 is not at ${folder.pathname}`

export type Febrl4 = Readonly<{ a: string[][]; b: string[][] }>

export function readFebrl4(): Febrl4 {
  const read = (name: string) => parse(readFileSync(new URL(name, folder)), { from_line: 2, trim: true }) as string[][]
  return { a: read('febrl4a.csv'), b: read('febrl4b.csv') }
}

/** The person a record is of: `rec-123-org` and `rec-123-dup-0` are of 123. */
const personOf = (record: readonly string[] | undefined) => record?.[0]?.split('-')[1]

export function measured(pairs: Pairs, { a, b }: Febrl4): Readonly<{ precision: number; recall: number; f1: number }> {
  const onRight = new Set(b.map(personOf))
  const truth = a.filter((record) => onRight.has(personOf(record))).length
  let right = 0
  for (let at = 0; at < pairs.count; at++)
    if (personOf(a[pairs.left[at] ?? -1]) === personOf(b[pairs.right[at] ?? -1])) right++
  const [precision, recall] = [right / Math.max(1, pairs.count), right / truth]
  return { precision, recall, f1: (2 * right) / (pairs.count + truth) }
}
