/** Column names out of header cells: readable, unique, never empty. */
import type { Findings } from '../findings.ts'

const LONGEST = 200

/** One name a header cell, in order. What had to be changed is reported. */
export function columnNames(header: readonly string[], findings: Findings): string[] {
  const taken = new Set<string>()
  const wanted = header.map((cell, at) => {
    const name = plainName(cell)
    if (name === '') {
      findings.repaired('column-named', undefined, `column_${at + 1}`)
      return `column_${at + 1}`
    }
    if (name.length <= LONGEST) return name
    const shorter = cut(name, LONGEST)
    findings.repaired('column-name-shortened', undefined, shorter)
    return shorter
  })
  const reserved = new Set(wanted)
  return wanted.map((name) => {
    let unique = name
    for (let n = 2; taken.has(unique) || (unique !== name && reserved.has(unique)); n++) {
      unique = `${cut(name, LONGEST - String(n).length - 1)}_${n}`
    }
    if (unique !== name) findings.repaired('column-renamed', undefined, unique)
    taken.add(unique)
    return unique
  })
}

/** White space collapsed, control and invisible characters removed. */
export function plainName(cell: string): string {
  return cell
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
}

/** At most so many UTF-16 units, never through the middle of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\ud800-\udbff]/.test(text[length - 1] as string) ? length - 1 : length
  return text.slice(0, end).trimEnd()
}
