/** What people write for “nothing here”: read as null in a typed column, kept as it stands in a text one. Lower case, trimmed. */
export const nullMarkers: readonly string[] = [
  'n/a',
  'na',
  'n.a.',
  'n.a',
  '#n/a',
  '#na',
  'null',
  '(null)',
  'none',
  'nan',
  '\\n',
  '(blank)',
  '-',
  '--',
  '---',
  '–',
  '—',
  '.',
  '..',
  '...',
  '?',
  '#value!',
  '#ref!',
  '#div/0!',
  '#name?',
  '#num!',
  '#null!',
]

/** White space that spreadsheets leave around values, the no-break space among it. */
const blanks = `' ' || chr(9) || chr(10) || chr(13) || chr(160)`

export function trimmed(cell: string): string {
  return `trim(${cell}, ${blanks})`
}

const quoted = nullMarkers.map((marker) => `'${marker}'`).join(', ')

/** SQL: is this non-null cell one of the markers? */
export function isMarker(cell: string): string {
  return `(lower(${trimmed(cell)}) IN (${quoted}))`
}

/** SQL: is this non-null cell nothing but white space? */
export function isBlank(cell: string): string {
  return `(${trimmed(cell)} = '')`
}

/** SQL: does this non-null cell say nothing? */
export function saysNothing(cell: string): string {
  return `(lower(${trimmed(cell)}) IN ('', ${quoted}))`
}
