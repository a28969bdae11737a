/** In memory: where the records are that might fit. Finds candidates; what is shown is read through the corridor. */
import { kinOf, type PersonColumns } from '../run/columns.ts'
import type { Clue, ReadClues } from './clues.ts'

export type PeopleIndex = Readonly<{
  add(place: number, columns: PersonColumns): void
  /** The likeliest places by each clue allowed, the most hits first. */
  candidates(clues: ReadClues, allowed: ReadonlySet<Clue>, most: number): readonly number[]
}>

export function peopleIndex(): PeopleIndex {
  const postings = new Map<string, number[]>()
  const put = (term: string, place: number) => {
    const list = postings.get(term)
    if (list) list.push(place)
    else postings.set(term, [place])
  }
  return {
    add(place, columns) {
      for (const term of termsOf(columns)) put(term, place)
    },
    candidates(clues, allowed, most) {
      const hits = new Map<number, number>()
      for (const { term, worth } of termsFor(clues, allowed))
        for (const place of postings.get(term) ?? []) hits.set(place, (hits.get(place) ?? 0) + worth)
      return [...hits]
        .toSorted(([a, x], [b, y]) => y - x || a - b)
        .slice(0, most)
        .map(([place]) => place)
    },
  }
}

/** Three neighbouring characters of each word, its ends marked: misspelt words still share most of theirs. */
function trigrams(word: string): string[] {
  const points = Array.from(`^${word}$`)
  return points.length < 3 ? [points.join('')] : points.slice(2).map((_, at) => points.slice(at, at + 3).join(''))
}

function termsOf(columns: PersonColumns): Set<string> {
  const words = [columns['given-name'], columns['middle-name'], columns.surname].flatMap(
    (part) => part?.split(' ') ?? [],
  )
  const kin: string[] = columns.kin === null ? [] : (JSON.parse(columns.kin) as string[])
  const born = columns['date-of-birth']
  return new Set([
    ...words.flatMap(trigrams).map((part) => `n:${part}`),
    ...kin.map((id) => `k:${id}`),
    ...(born === null ? [] : birthTerms(born.replaceAll('-', ''))),
    ...(columns['nhs-number'] === null ? [] : digitTerms('h', columns['nhs-number'])),
    ...(columns.telephone === null ? [] : [`t:${columns.telephone}`]),
    ...(columns.email === null ? [] : [`e:${columns.email}`]),
  ])
}

/** The day, and the year: who mistypes one may get the other right. */
const birthTerms = (digits: string): string[] => [`b:${digits}`, `y:${digits.slice(0, 4)}`, `d:${swapped(digits)}`]
const swapped = (digits: string): string => digits.slice(0, 4) + digits.slice(6) + digits.slice(4, 6)

/** Both halves, so that one wrong digit still finds the other half. */
const digitTerms = (kind: string, digits: string): string[] => [
  `${kind}1:${digits.slice(0, 5)}`,
  `${kind}2:${digits.slice(5)}`,
]

type Term = Readonly<{ term: string; worth: number }>

function termsFor(clues: ReadClues, allowed: ReadonlySet<Clue>): Term[] {
  const terms: Term[] = []
  const add = (worth: number, ...found: readonly string[]) => terms.push(...found.map((term) => ({ term, worth })))
  if (clues.name && allowed.has('name'))
    for (const word of clues.name) {
      const parts = trigrams(word)
      // A long word must not outweigh a short one.
      add(1 / parts.length, ...parts.map((part) => `n:${part}`))
      add(0.8, ...kinOf(word).map((id) => `k:${id}`))
    }
  if (clues.born && allowed.has('dateOfBirth')) {
    const digits = String(clues.born.packed)
    if (clues.born.precision === 'day') add(1.5, `b:${digits}`, `d:${digits}`)
    // A year alone has a fiftieth of everybody: it narrows, and finds by itself only when nothing else is in hand.
    add(0.3, `y:${digits.slice(0, 4)}`)
  }
  if (clues.nhsNumber && allowed.has('nhsNumber')) add(1.5, ...digitTerms('h', clues.nhsNumber))
  if (clues.telephone && allowed.has('telephone')) add(2, `t:${clues.telephone}`)
  if (clues.email && allowed.has('email')) add(2, `e:${clues.email}`)
  return terms
}
