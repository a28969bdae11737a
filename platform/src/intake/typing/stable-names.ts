/** A field keeps its name from version to version, however its header is spelt this time. */
import type { ReportLine } from '#model/dataset.ts'

/** Case, spacing and punctuation aside. */
function essence(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Names for these headers, unique whatever the case (engines ignore it), the earlier version's where they match. */
export function stableNames(
  headers: readonly string[],
  earlier: readonly Readonly<{ name: string }>[],
): { names: string[]; lines: ReportLine[] } {
  const lines: ReportLine[] = []
  const free = new Map(earlier.map(({ name }) => [name, essence(name)]))
  const names: (string | undefined)[] = headers.map((header) => (free.delete(header) ? header : undefined))
  for (const [at, header] of headers.entries()) {
    if (names[at] !== undefined) continue
    const wanted = essence(header)
    const kept = wanted === '' ? undefined : [...free].find(([, known]) => known === wanted)?.[0]
    if (kept === undefined) continue
    free.delete(kept)
    names[at] = kept
    lines.push({
      code: 'field-name-kept',
      what: `The header “${header}” is the field “${kept}” of the version before, whose name stays.`,
      field: kept,
      count: 1,
      rows: [],
    })
  }
  const taken = new Set(names.flatMap((name) => (name === undefined ? [] : [name.toLowerCase()])))
  const all = names.map((name, at) => {
    if (name !== undefined) return name
    const header = headers[at] ?? ''
    const unique = firstFree(header, taken)
    if (unique !== header)
      lines.push({
        code: 'header-repeated',
        what: `A second field called “${header}” was named “${unique}”.`,
        field: unique,
        count: 1,
        rows: [],
      })
    taken.add(unique.toLowerCase())
    return unique
  })
  return { names: all, lines }
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name.toLowerCase())) return name
  for (let number = 2; ; number++) if (!taken.has(`${name}_${number}`.toLowerCase())) return `${name}_${number}`
}
