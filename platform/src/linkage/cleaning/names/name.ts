/** Names of people, one field at a time. Nothing is put into another spelling here: that two names are kin is for `classes`. */
import { fold, wordsOf } from '../fold.ts'
import { saysNothing } from '../nothing.ts'
import { babyOf, glued, noNames, onlyTitles, particles, standIns, suffixes, titles } from './words.ts'

/** Given names as recorded: “Mr. José-Luis” is `jose luis`, “Baby of Jane” is nothing. */
export function cleanGivenName(text: string): string | null {
  return standard(text, (words) => words)
}

/** A surname as recorded: “Mc Donald” and “McDonald” are `mcdonald`, “Smith-Jones” is `smith jones`, particles stay: `van der berg`. */
export function cleanSurname(text: string): string | null {
  return standard(text, (words) => glue(words))
}

/** The words of a name that remain when its particles are gone, if any remain: `van der berg` gives `['berg']`. */
export function surnameCore(standardSurname: string): string[] {
  const words = standardSurname.split(' ')
  const core = words.filter((word) => !particles.has(word))
  return core.length > 0 ? core : words
}

/** First letters of the words, in order: `jose luis` gives `jl`. By code point, so that a letter is never cut in two. */
export function initialsOf(standardName: string): string {
  return standardName
    .split(' ')
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).trim())
    .join('')
}

function standard(text: string, shape: (words: readonly string[]) => readonly string[]): string | null {
  if (saysNothing(text)) return null
  const words = shape(bare(nameWords(fold(text))))
  return namesNobody(words) ? null : words.join(' ')
}

/** Words of a name; digits are slips of the pen (or ward numbers) and part of none. */
export function nameWords(folded: string): string[] {
  return wordsOf(folded.replaceAll(/\p{N}/gu, ' '))
}

/** Without titles in front and suffixes behind; the last word always stays. */
export function bare(words: readonly string[]): readonly string[] {
  let from = 0
  let to = words.length
  while (from < to - 1 && titles.has(words[from] as string)) from++
  while (to > from + 1 && suffixes.has(words[to - 1] as string)) to--
  return words.slice(from, to)
}

/** Mc, Mac, O, Fitz and D join the word behind them. From the right, so that doing it twice changes nothing. */
export function glue(words: readonly string[], leastLetters = 1): readonly string[] {
  const joined: string[] = []
  for (const word of words.toReversed()) {
    const next = joined.at(-1)
    if (next !== undefined && next.length > 2 && word.length >= leastLetters && glued.has(word))
      joined[joined.length - 1] = word + next
    else joined.push(word === 'saint' ? 'st' : word)
  }
  return joined.toReversed()
}

/** Placeholders: `unknown`, `test`, `baby of …`, `xx`, `the occupier`, a title alone. */
export function namesNobody(words: readonly string[]): boolean {
  const [first = ''] = words
  if (words.length === 0) return true
  if (words.every((word) => saysNothing(word) || noNames.has(word))) return true
  if (words.length === 1)
    return onlyTitles.has(first) || /^(?:(.)\1{2,}|zz+test.*|xx+test.*|test(?:ing|er)?)$/.test(first)
  const joined = words.length > 8 ? '' : words.join(' ')
  return (
    standIns.has(joined) ||
    babyOf.some((start) => joined === start || joined.startsWith(start.endsWith(' ') ? start : `${start} `))
  )
}
