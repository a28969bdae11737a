/**
 * Which names are kin: short forms of one name, or spellings of one. Kinship is a level of comparison and never a replacement: Liz is not
 * made Elizabeth, for she may be Lisa. Classes are numbers that are stable within one release of the tables; two names are kin
 * when their classes share one.
 */
import { fold } from '../fold.ts'
import { britishNicknames } from './nicknames-british.ts'
import { otherNicknames } from './nicknames-of-the-world.ts'
import { spellings } from './spellings.ts'

const none: readonly number[] = []
const nicknameTable = tableOf(`${britishNicknames}${otherNicknames}`)
const spellingTable = tableOf(spellings)

/** Classes of one word of a name in its standard form, in rising order: those of Elizabeth, Beth and Liz have one in common. */
export function nicknameClasses(word: string): readonly number[] {
  return nicknameTable.get(word) ?? none
}

/** The same for spellings and languages: Yusuf, Yousef, Joseph. */
export function spellingClasses(word: string): readonly number[] {
  return spellingTable.get(word) ?? none
}

export function shareClass(one: readonly number[], other: readonly number[]): boolean {
  return one.some((id) => other.includes(id))
}

/** A line, or a part of it that ends in a semicolon, is a class; the word before a colon belongs to it too. Two lines with the same word before the colon are one class. */
function tableOf(text: string): ReadonlyMap<string, readonly number[]> {
  const heads = new Map<string, number>()
  const table = new Map<string, number[]>()
  for (const [at, line] of text.split(/[\n;]/).entries()) {
    const words = fold(line.replace(':', ' ')).split(' ').filter(Boolean)
    const [head = ''] = words
    const id = line.includes(':') ? (heads.get(head) ?? at) : at
    if (line.includes(':')) heads.set(head, id)
    for (const word of new Set(words)) {
      const ids = table.get(word) ?? []
      if (!ids.includes(id)) ids.push(id)
      table.set(word, ids)
    }
  }
  return table
}
