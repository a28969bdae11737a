/** Some of a table's records as a table of their own. */
import type { Column, Table } from './table.ts'

export function tableOfRecords({ columns }: Table, records: Uint32Array): Table {
  return {
    count: records.length,
    columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, recoded(column, records)])),
  }
}

/** Only the texts that are still there keep a code. */
function recoded({ codes, texts }: Column, records: Uint32Array): Column {
  const places = new Uint32Array(texts.length)
  const kept: (string | null)[] = [null]
  const recodes = new Uint32Array(records.length)
  for (const [at, record] of records.entries()) {
    const code = codes[record]!
    if (code === 0) continue
    if (places[code] === 0) {
      places[code] = kept.length
      kept.push(texts[code]!)
    }
    recodes[at] = places[code]!
  }
  return { codes: recodes, texts: kept }
}
