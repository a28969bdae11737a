/** A whole name in one cell, taken apart. */
import { fold } from '../fold.ts'
import { saysNothing } from '../nothing.ts'
import { bare, glue, nameWords as wordsOfName, namesNobody } from './name.ts'
import { otherwise, particles, suffixes, titles } from './words.ts'

/** Each part in its standard form, or null where the cell has none. */
export type FullName = Readonly<{
  given: string | null
  middle: string | null
  surname: string | null
  /** Names in brackets or behind “née”, “aka”: `jack` of “John (Jack) Smith”. */
  also: readonly string[]
}>

/** Reads “Dr Mary Ann O’Neill”, “O’NEILL, Mary Ann (Mrs)”, “SMITH John”, “Ana de la Cruz”, “J. R. Smith-Jones”. */
export function readFullName(text: string): FullName | null {
  if (saysNothing(text)) return null
  const { name, also } = withoutAsides(text)
  const ordered = inOrder(name)
  const isSurnameUnknown = saysNothing([...ordered.first, ...ordered.last].at(-1) ?? '')
  const first = withoutTitles(known(ordered.first), 0)
  const last = glue(withoutTitles(known(ordered.last), 1))
  // A lone O or D among given names is an initial.
  const words = glue(withoutTitles([...first, ...last], 1), 2)
  if (namesNobody(words)) return null
  const from = isSurnameUnknown
    ? words.length
    : last.length > 0
      ? Math.max(0, words.lastIndexOf(last[0] as string))
      : surnameFrom(words)
  const given = words.slice(0, from)
  const surname = words.slice(from)
  return {
    given: given[0] ?? null,
    middle: given.length > 1 ? given.slice(1).join(' ') : null,
    surname: surname.length > 0 ? surname.join(' ') : null,
    also,
  }
}

const known = (words: readonly string[]) => words.filter((word) => !saysNothing(word))

/** Given, middle and surname in this order: “SMITH, John” is `john smith`. */
export function cleanFullName(text: string): string | null {
  const read = readFullName(text)
  if (!read) return null
  const joined = [read.given, read.middle, read.surname].filter((part) => part !== null).join(' ')
  return joined === '' ? null : joined
}

/** The words of a name, without those that only announce another. */
const nameWords = (folded: string) => wordsOfName(folded).filter((word) => !otherwise.has(word))

function withoutAsides(text: string): { name: string; also: string[] } {
  const also: string[] = []
  const keep = (_: string, aside: string) => {
    const words = nameWords(fold(aside)).filter((word) => !titles.has(word))
    if (words.length > 0 && !namesNobody(words)) also.push(words.join(' '))
    return ' '
  }
  const name = text.replaceAll(/[([{"“]([^()[\]{}"“”]{0,80})[)\]}"”]/g, keep)
  const words = name.split(/\s/)
  const from = words.findIndex((word, at) => at > 0 && otherwise.has(wordsOfName(fold(word)).join('')))
  if (from < 0) return { name, also }
  const [aside = '', ...rest] = words
    .slice(from + 1)
    .join(' ')
    .split(',')
  keep('', aside)
  return { name: [words.slice(0, from).join(' '), ...rest].join(','), also }
}

/** Which words stand for the given names and which, if the writing shows it, for the surname. */
function inOrder(name: string): { first: string[]; last: readonly string[] } {
  const comma = name.indexOf(',')
  if (comma >= 0) {
    const before = nameWords(fold(name.slice(0, comma)))
    const after = nameWords(fold(name.slice(comma + 1)))
    if (after.every((word) => suffixes.has(word))) return { first: before, last: [] }
    if (before.every((word) => titles.has(word) || suffixes.has(word))) return { first: after, last: [] }
    return { first: after, last: before }
  }
  const raw = name.trim().split(/\s/)
  const shouted = capitalsInFront(raw)
  if (shouted > 0)
    return {
      first: nameWords(fold(raw.slice(shouted).join(' '))),
      last: nameWords(fold(raw.slice(0, shouted).join(' '))),
    }
  return parted(raw)
}

/** A hyphen in the last word holds two surnames together; elsewhere it parts given names. */
function parted(raw: readonly string[]): { first: string[]; last: readonly string[] } {
  const words = bare(raw.map((word) => nameWords(fold(word)).join(' ')).filter((word) => word !== ''))
  const last = words.at(-1) ?? ''
  const isDouble = words.length > 1 && last.includes(' ')
  const first = (isDouble ? words.slice(0, -1) : words).flatMap((word) => word.split(' '))
  return { first, last: isDouble ? last.split(' ') : [] }
}

/** “SMITH John”: so many words in capitals in front of others that are not. */
function capitalsInFront(raw: readonly string[]): number {
  const loud = (word: string) => /^\p{Lu}[\p{Lu}'’-]+$/u.test(word) && !titles.has(word.toLowerCase())
  const shouted = raw.findIndex((word) => !loud(word))
  const quiet =
    shouted > 0 &&
    raw.slice(shouted).every((word) => !loud(word)) &&
    raw.slice(shouted).some((word) => /\p{Ll}{2}/u.test(word))
  return quiet ? shouted : 0
}

/** A clerk may put a title, or “Jr”, on either side; `least` words always stay. */
function withoutTitles(words: readonly string[], least: number): readonly string[] {
  let from = 0
  let to = words.length
  while (from < to - least && titles.has(words[from] as string)) from++
  while (to > from + least && (suffixes.has(words[to - 1] as string) || titles.has(words[to - 1] as string))) to--
  return words.slice(from, to)
}

/** Where the surname begins: at its first particle, else at the last word. The first word is a given name, if there are two. */
function surnameFrom(words: readonly string[]): number {
  if (words.length < 2) return 0
  const particle = words.findIndex((word, at) => at > 0 && at < words.length - 1 && isParticle(word))
  return particle > 0 ? particle : words.length - 1
}

/** A single letter is an initial here, whatever it may be in Portuguese or Polish. */
const isParticle = (word: string) => (word.length > 1 && particles.has(word)) || word === 'mc' || word === 'mac'
