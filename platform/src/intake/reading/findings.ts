/** What reading did to a file, collected as it goes: nothing is mended or left out without a line here. */
import type { Report, ReportLine } from '#model/dataset.ts'

const ROWS_SHOWN = 100
const FIELDS_NAMED = 100

/** Every code that reading reports, with its sentence. Codes are permanent. */
const sentences = {
  // Repaired
  'byte-order-mark': 'A byte order mark before the first character was left off.',
  'cells-trimmed': 'White space or control characters around a cell were removed.',
  'nul-characters-removed': 'NUL characters were removed.',
  'mixed-encoding': 'Most of the text is UTF-8, but some bytes are not; those were read as Windows-1252.',
  'unreadable-bytes': 'Bytes that mean nothing in the encoding of the file were replaced by “�”.',
  'line-ends-normalised': 'Line ends of more than one kind, or of an old kind, were read as line ends.',
  'stray-quote': 'A quotation mark that was not part of a pair was read as ordinary text.',
  'ragged-row-padded': 'A row with fewer cells than the table has columns was filled up with empty cells.',
  'extra-empty-cells': 'Empty cells beyond the last column were left off.',
  'blank-column': 'A column with neither a name nor a value was left out.',
  'header-rows-joined': 'The header spans more than one row; its parts were joined with “–”.',
  'header-missing': 'The first row looks like data, so columns were named by their position.',
  'column-named': 'A column without a name was named by its position.',
  'column-renamed': 'A column whose name another column has already was given a number.',
  'column-name-shortened': 'A column name longer than 200 characters was shortened.',
  'repeated-key': 'A record names the same key twice; the last value was kept.',
  'coordinates-converted': 'Coordinates in another system were converted to longitude and latitude (WGS84).',
  'numbers-rounded': 'Numbers with floating-point noise were rounded to 15 significant digits.',
  // Set aside
  preamble: 'A row above the table was set aside.',
  'blank-row': 'An empty row was left out.',
  'repeated-header': 'A row that repeats the header was set aside.',
  'units-row': 'A row below the header that only names units was set aside.',
  'total-row': 'A row of totals at the end was set aside.',
  footnote: 'A note below the table was set aside.',
  'ragged-row-too-long':
    'A row with more cells than the table has columns was set aside, because it cannot be known which belongs where.',
  'not-a-record': 'An item that is not a record was set aside.',
  'other-sheet': 'Another sheet of the workbook holds data too and was set aside.',
  'hidden-sheet': 'A hidden sheet of the workbook was left out.',
  'other-file': 'Another file in the archive was set aside.',
  'other-member': 'Something beside the records was set aside.',
  'coordinates-unknown': 'The coordinates are in a system that is not known here, so they were kept as plain text.',
} as const

export type Code = keyof typeof sentences

type Line = { code: string; what: string; field?: string; count: number; rows: number[] }

export type Findings = ReturnType<typeof startFindings>

export function startFindings() {
  const recognised: Record<string, string | number | boolean | null> = {}
  const repaired = new Map<string, Line>()
  const setAside = new Map<string, Line>()

  function add(lines: Map<string, Line>, code: Code, row: number | undefined, field: string | undefined): void {
    const key = field === undefined ? code : `${code} ${field}`
    let line = lines.get(key)
    if (!line && field !== undefined && countOf(lines, code) >= FIELDS_NAMED) {
      // So many that the rest share a line without a name.
      return add(lines, code, row, undefined)
    }
    if (!line) {
      line = { code, what: sentences[code], ...(field === undefined ? {} : { field }), count: 0, rows: [] }
      lines.set(key, line)
    }
    line.count++
    if (row !== undefined && line.rows.length < ROWS_SHOWN && line.rows.at(-1) !== row) line.rows.push(row)
  }

  return {
    recognise(what: string, value: string | number | boolean | null): void {
      recognised[what] = value
    },
    repaired(code: Code, row?: number, field?: string): void {
      add(repaired, code, row, field)
    },
    setAside(code: Code, row?: number, field?: string): void {
      add(setAside, code, row, field)
    },
    /** A way back to here: for a file that has to be read a second time. */
    mark(): () => void {
      const before = structuredClone({ repaired, setAside })
      return () => {
        restore(repaired, before.repaired)
        restore(setAside, before.setAside)
      }
    },
    report(): Report {
      const lines = (from: Map<string, Line>): ReportLine[] => [...from.values()]
      return { recognised: { ...recognised }, repaired: lines(repaired), setAside: lines(setAside) }
    },
  }
}

function countOf(lines: ReadonlyMap<string, Line>, code: Code): number {
  let count = 0
  for (const line of lines.values()) if (line.code === code) count++
  return count
}

function restore(lines: Map<string, Line>, before: ReadonlyMap<string, Line>): void {
  lines.clear()
  for (const [key, line] of before) lines.set(key, structuredClone(line))
}
