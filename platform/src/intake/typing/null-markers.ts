/** What people write for “nothing here”: read as null in a typed column, kept as it stands in a text one. Lower case. */
export const nullMarkers: readonly string[] = String.raw`n/a na n.a. n.a #n/a #na null (null) none nan \n (blank)
  - -- --- – — . .. ... ? #value! #ref! #div/0! #name? #num! #null!`.split(/\s+/)

/** White space that spreadsheets leave around values, the no-break space among it. */
const space = String.raw`[\s\x{a0}]*`
const markers = nullMarkers.map((marker) => marker.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')

// One expression and not a list of words: the engine turns long lists into joins, which every row then pays for.
const pattern = `${space}(?:${markers})?${space}`

export function trimmed(cell: string): string {
  return `trim(${cell}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))`
}

/** SQL: does this non-null cell say nothing? */
export const saysNothing = (cell: string) => `regexp_full_match(${cell}, '${pattern}', 'i')`
