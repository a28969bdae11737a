/** Is a value what a person is called? By titles and well-known names; organisations, streets and buildings are told apart by their words. */
import { givenNames, notPersonWords, surnames } from './names.ts'

const titles = new Set('mr mrs ms miss mx dr prof professor rev revd cllr councillor sir lady dame lord'.split(' '))

function wordsOf(value: string): string[] {
  return value.toLowerCase().match(/\p{L}[\p{L}'’-]*|&/gu) ?? []
}

/** “Mr A. Smith”, “Priya Patel”, “PATEL, Priya”: two to five words, none of which a person is not called by. */
export function isFullName(value: string): boolean {
  if (value.length > 60 || /[\d/()@:;!?]/.test(value)) return false
  const words = wordsOf(value)
  const [first = '', second = ''] = words
  if (words.length < 2 || words.length > 5) return false
  if (titles.has(first)) return !words.slice(1, -1).some((word) => notPersonWords.has(word))
  // “Hill” and “Wood” are surnames too, but then only behind a given name, and “Victoria Park” is still a park.
  if (words.some((word) => notPersonWords.has(word))) return false
  return givenNames.has(first) || (value.includes(',') && givenNames.has(second))
}

export function isGivenName(value: string): boolean {
  const words = wordsOf(value)
  return words.length <= 2 && givenNames.has(words[0] ?? '')
}

export function isSurname(value: string): boolean {
  return surnames.has(value.trim().toLowerCase())
}
