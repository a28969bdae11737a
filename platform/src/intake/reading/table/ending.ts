/** What stands below a table: notes, sources, totals. */
import type { Layout } from './layout.ts'

import { kindOf } from './cell-kind.ts'

export type Held = Readonly<{ number: number; cells: string[]; gap: boolean; length: number }>

export type Ending = Readonly<{ notes: readonly number[]; totals: readonly number[] }>

const noteWords =
  /^[*†‡]|^(?:sources?|(?:foot)?notes?\s*\d*)\s*(?:[:–-]|$)|^(?:key|legend)\s*:|^(?:n\.?b\.?\s*[:\s]|\(?\d+[.)]\s|©|copyright\b)|^(?:data|figures|this table|these|please|last updated|updated|published|produced|generated|exported)\b.{15}/i
const totalWords =
  /^(?:grand |overall |sub-?|net |gross )?totals?(?: (?:for|of|to|excluding|including|all)\b.*)?\s*:?$|^sum\s*:?$/i

/** `rows`: the last rows that are not blank. Gives the places of those that are notes or totals. */
export function findEnding(rows: readonly Held[], layout: Layout, usualFilled: number): Ending {
  if (layout.width < 2) return { notes: [], totals: [] }
  let start = rows.length
  while (start > 0 && isNoteShaped(rows[start - 1] as Held, usualFilled)) start--
  // The block begins where something says so.
  while (start < rows.length && !saysNote(rows[start] as Held, layout)) start++
  const notes = Array.from({ length: rows.length - start }, (_, n) => start + n)

  const totals: number[] = []
  for (let at = start - 1; at >= 0 && isTotal(rows[at] as Held, layout, usualFilled); at--) totals.push(at)
  return { notes, totals }
}

/** Text in the first cell or two and nothing else, where other rows are fuller. */
function isNoteShaped({ cells }: Held, usualFilled: number): boolean {
  const places = cells.flatMap((cell, column) => (cell === '' ? [] : [column]))
  if (places.length > 2 || places.length * 2 > usualFilled || (places.at(-1) ?? 0) > 1) return false
  return places.every((column) => column === 0 || !['number', 'date'].includes(kindOf(cells[column] ?? '')))
}

function saysNote({ cells, gap, length }: Held, layout: Layout): boolean {
  const first = cells.find((cell) => cell !== '') ?? ''
  return gap || noteWords.test(first) || first.length > 60 || (length <= 2 && layout.width > 3)
}

function isTotal({ cells }: Held, layout: Layout, usualFilled: number): boolean {
  const filled = cells.filter((cell) => cell !== '')
  const hasNumber = filled.some((cell) => kindOf(cell) === 'number')
  if (!hasNumber) return false
  if (totalWords.test(filled[0] ?? '')) return true
  const unlabelled = (cells[0] ?? '') === '' && layout.firstIsFilled
  return unlabelled && filled.length * 2 <= usualFilled && filled.every((cell) => kindOf(cell) === 'number')
}
