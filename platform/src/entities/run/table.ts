/** The rows of all datasets of a run as one table of columns, each record once. */
import { type Column, columnOf, type Table } from '#linkage'
import type { LinkageKey } from '../keys.ts'
import { type Cell, keyText } from '../reading/rows.ts'
import type { RecordFacts } from '../store/records.ts'
import { columnNames, personColumns, type Values } from './columns.ts'
import type { JobSource } from './job.ts'

export type Gathered = Readonly<{
  table: Table
  tokens: readonly string[]
  /** One a record: the place of its dataset among the job's. */
  source: Uint16Array
  facts: readonly RecordFacts[]
  /** Rows without a key, or with the key of another row. */
  leftOut: number
}>

/** NDJSON, cut into pieces anywhere, to lines. */
export function* linesOf(pieces: readonly Uint8Array[]): Generator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield line
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

export function gather(
  pieces: readonly (readonly Uint8Array[])[],
  sources: readonly JobSource[],
  key: LinkageKey,
): Gathered {
  const columns = new Map<string, (string | null)[]>(columnNames.map((name) => [name, []]))
  const known = new Set<string>()
  const [tokens, facts, places]: [string[], RecordFacts[], number[]] = [[], [], []]
  let leftOut = 0
  for (const [place, source] of sources.entries()) {
    for (const line of linesOf(pieces[place] ?? [])) {
      const row = JSON.parse(line) as Record<string, Cell>
      const keyValue = keyText(row[source.key])
      const token = keyValue === null ? null : key.token(source.dataset, keyValue)
      if (keyValue === null || token === null || known.has(token)) {
        leftOut++
        continue
      }
      known.add(token)
      tokens.push(token)
      places.push(place)
      const values = valuesOf(row, source)
      facts.push({ dataset: source.dataset, key: keyValue, values })
      const cells = personColumns(values)
      for (const name of columnNames) columns.get(name)!.push(cells[name])
    }
  }
  const table = { count: tokens.length, columns: Object.fromEntries([...columns].map(toColumn)) }
  return { table, tokens, source: Uint16Array.from(places), facts, leftOut }
}

const toColumn = ([name, texts]: [string, readonly (string | null)[]]): [string, Column] => [name, columnOf(texts)]

function valuesOf(row: Readonly<Record<string, Cell>>, { fields }: JobSource): Values {
  const entries = fields.flatMap(([slot, name]) => {
    const text = keyText(row[name])
    return text === null ? [] : [[slot, text] as const]
  })
  return Object.fromEntries(entries)
}
