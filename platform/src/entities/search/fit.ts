/** How well a record fits what is in hand, and why, in words. Not a probability: what is in hand may be wrong. */
import { jaroWinkler, nicknameClasses, phoneticKey, shareClass, spellingClasses } from '#linkage'
import type { PersonColumns } from '../run/columns.ts'
import type { Clue, ReadClues } from './clues.ts'
import { wordsOf } from './clues.ts'

export type Fit = Readonly<{ fit: number; because: readonly string[] }>
/** 0 to 1, and what was found; null: this record does not say. */
type Part = Readonly<{ fit: number; says: string }> | null

/** How much each clue counts. */
const weights: Readonly<Record<Clue, number>> = {
  name: 3,
  dateOfBirth: 3,
  age: 1,
  postcode: 1.5,
  address: 1,
  nhsNumber: 5,
  telephone: 3,
  email: 3,
}

/** What a record that does not say counts: less than one that fits, more than one that says another thing. */
const notSaid = 0.35

/** By the clues allowed only; null when the record says nothing about any of them. `thisYear` is for ages. */
export function fitOf(
  clues: ReadClues,
  columns: PersonColumns,
  { allowed, thisYear }: Readonly<{ allowed: ReadonlySet<Clue>; thisYear: number }>,
): Fit | null {
  let [sum, weight, said] = [0, 0, 0]
  const because: string[] = []
  for (const clue of Object.keys(weights) as Clue[]) {
    const judge = judges[clue]
    if (!isGiven(clues, clue)) continue
    const part = allowed.has(clue) ? judge(clues, columns, thisYear) : null
    weight += weights[clue]
    sum += weights[clue] * (part?.fit ?? notSaid)
    if (!part) continue
    said++
    because.push(part.says)
  }
  return said === 0 ? null : { fit: sum / weight, because }
}

export const isGiven = (clues: ReadClues, clue: Clue): boolean =>
  clue === 'dateOfBirth' ? clues.born !== null : clues[clue] !== null

type Judge = (clues: ReadClues, columns: PersonColumns, thisYear: number) => Part

const judges: Readonly<Record<Clue, Judge>> = {
  name: ({ name }, columns) => judgeName(name!, columns),
  dateOfBirth: ({ born }, columns) => judgeBirth(born!, columns['date-of-birth']),
  age: ({ age }, columns, thisYear) => judgeAge(age!, columns['date-of-birth'], thisYear),
  postcode: ({ postcode }, columns) => judgePostcode(postcode!, columns.postcode),
  address: ({ address }, columns) => judgeAddress(address!, columns.address),
  nhsNumber: ({ nhsNumber }, columns) => judgeDigits(nhsNumber!, columns['nhs-number'], 'NHS number'),
  telephone: ({ telephone }, columns) => judgeDigits(telephone!, columns.telephone, 'telephone number'),
  email: ({ email }, columns) =>
    columns.email === null ? null : email === columns.email ? yes('same e-mail address') : no('another e-mail address'),
}

const yes = (says: string, fit = 1): Part => ({ fit, says })
const no = (says: string): Part => ({ fit: 0, says })

/** Each word in hand takes the most similar of the record's that is left; the worst of them counts double. */
function judgeName(words: readonly string[], columns: PersonColumns): Part {
  const left = [columns['given-name'], columns['middle-name'], columns.surname].flatMap(
    (part) => part?.split(' ') ?? [],
  )
  if (left.length === 0) return null
  const found = words.map((word) => {
    const scored = left.map((other, at) => ({ at, other, ...alike(word, other) })).toSorted((a, b) => b.fit - a.fit)
    const [best] = scored
    if (best) left.splice(best.at, 1)
    return { word, fit: best?.fit ?? 0, how: best?.how ?? 'not there', other: best?.other ?? '' }
  })
  const total = found.reduce((sum, { fit }) => sum + fit, 0)
  const fit = (total + Math.min(...found.map((each) => each.fit))) / (found.length + 1)
  const inWords = found
    .filter((each) => each.fit < 1)
    .map(({ word, how, other }) =>
      other === '' || how === 'another' ? `“${word}” is not in the name` : `“${word}” ${how} “${other}”`,
    )
  return { fit, says: inWords.length === 0 ? 'same name' : inWords.join('; ') }
}

function alike(word: string, other: string): { fit: number; how: string } {
  if (word === other) return { fit: 1, how: 'same' }
  if (shareClass(nicknameClasses(word), nicknameClasses(other))) return { fit: 0.95, how: 'is a form of' }
  if (shareClass(spellingClasses(word), spellingClasses(other))) return { fit: 0.95, how: 'is another spelling of' }
  const similarity = jaroWinkler(word, other)
  if (similarity >= 0.8 && soundAlike(word, other)) return { fit: Math.max(0.9, similarity), how: 'sounds like' }
  if (similarity >= 0.85) return { fit: similarity * 0.95, how: 'is spelt like' }
  if (word.length === 1 && other.startsWith(word)) return { fit: 0.85, how: 'is the initial of' }
  if (other.startsWith(word) && word.length >= 3) return { fit: 0.85, how: 'begins' }
  return { fit: similarity >= 0.7 ? 0.4 * similarity : 0, how: 'another' }
}

function soundAlike(word: string, other: string): boolean {
  const sound = phoneticKey(word)
  return sound !== '' && sound === phoneticKey(other)
}

function judgeBirth({ packed, precision }: NonNullable<ReadClues['born']>, iso: string | null): Part {
  if (iso === null) return null
  const held = Number(iso.replaceAll('-', ''))
  if (precision === 'year')
    return Math.floor(packed / 1e4) === Math.floor(held / 1e4) ? yes('same year of birth') : nearYear(packed, held)
  if (precision === 'month')
    return Math.floor(packed / 100) === Math.floor(held / 100) ? yes('same month of birth') : nearYear(packed, held)
  if (packed === held) return yes('same date of birth')
  const [asked, there] = [String(packed), String(held)]
  if (
    asked.slice(0, 4) === there.slice(0, 4) &&
    asked.slice(4, 6) === there.slice(6) &&
    asked.slice(6) === there.slice(4, 6)
  )
    return yes('day and month of birth swapped', 0.85)
  const differing = differingDigits(asked, there)
  if (differing === 1) return yes('dates of birth differ by a digit', 0.75)
  return asked.slice(0, 4) === there.slice(0, 4) ? yes('same year of birth, another day', 0.4) : nearYear(packed, held)
}

function nearYear(packed: number, held: number): Part {
  const years = Math.abs(Math.floor(packed / 1e4) - Math.floor(held / 1e4))
  return years === 1 ? yes('year of birth differs by one', 0.3) : no('another date of birth')
}

function judgeAge(age: number, iso: string | null, thisYear: number): Part {
  if (iso === null) return null
  const off = Math.abs(thisYear - Number(iso.slice(0, 4)) - age)
  if (off <= 3) return yes('about that age', 1 - off * 0.05)
  return off <= 6 ? yes(`age differs by about ${off} years`, 0.4) : no('another age')
}

function judgePostcode(asked: string, held: string | null): Part {
  if (held === null) return null
  if (asked === held) return yes('same postcode')
  const [outward, inward] = asked.split(' ')
  if (outward === held.split(' ')[0])
    return inward === undefined ? yes('same postcode district') : yes('same postcode district, another postcode', 0.5)
  return no('another postcode')
}

function judgeAddress(asked: readonly string[], held: string | null): Part {
  const words = wordsOf(held ?? undefined)
  if (!words) return null
  const found = asked.filter((word) =>
    words.some((other) =>
      /^\d/.test(word) ? word === other : other.startsWith(word) || jaroWinkler(word, other) >= 0.9,
    ),
  )
  const share = found.length / asked.length
  return share === 0
    ? no('another address')
    : { fit: share, says: share === 1 ? 'address fits' : 'address fits in part' }
}

function judgeDigits(asked: string, held: string | null, what: string): Part {
  if (held === null) return null
  if (asked === held) return yes(`same ${what}`)
  const differing = differingDigits(asked, held)
  return differing === 1 ? yes(`${what} differs by a digit`, 0.6) : no(`another ${what}`)
}

/** At the same places; all of them when the lengths differ. */
function differingDigits(one: string, other: string): number {
  if (one.length !== other.length) return one.length
  return Array.from(one).filter((digit, at) => digit !== other[at]).length
}
