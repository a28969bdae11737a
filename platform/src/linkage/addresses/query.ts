/** An address to be found, seen through the list: which of its words are streets, buildings and places there, and what its numbers may be. */
import type { Postcode } from '../cleaning/postcode.ts'
import { slipsBetween } from './distance.ts'
import { packDoor } from './door.ts'
import type { AddressList } from './list.ts'
import { divide } from './part-of-building.ts'
import { readDoorNumber, type Token, type Tokens } from './tokens.ts'
import { buildingKinds, idleWords, standardWords, streetKinds } from './words.ts'

/** Words `from` to `to` (not included) are the list's name of that code. */
export type Span = Readonly<{ from: number; to: number; name: number }>

/** One way to read the numbers. `part` is -1 for none and `notListed` for one that no address of the list has. */
export type Numbers = Readonly<{ door: number; part: number; strain: number }>
export const notListed = -2

export type Query = Readonly<{
  tokens: readonly Token[]
  postcode: Postcode | null
  /** -1 when the list has no such postcode. */
  postcodeCode: number
  part: string | null
  streets: readonly Span[]
  buildings: readonly Span[]
  places: readonly Span[]
  /** Something is said that is a street or looks like one. */
  saysStreet: boolean
  numbers: readonly Numbers[]
}>

const longestName = 7
const mostNumbers = 4

export function readQuery(list: AddressList, { tokens, postcode }: Tokens): Query {
  const { rest, part } = divide(withKindsMended(list, tokens))
  const spans = spansOf(list, rest)
  const streets = outermost(spans.filter(({ name }) => list.often.street[name]! > 0))
  const buildings = outermost(spans.filter(({ name }) => list.often.building[name]! > 0))
  const places = spans.filter(
    (span) => list.often.place[span.name]! > 0 && !streets.some((street) => isWithin(span, street)),
  )
  return {
    tokens: rest,
    postcode,
    postcodeCode: postcode ? list.postcodes.find(postcode.text) : -1,
    part,
    streets,
    buildings,
    places,
    saysStreet:
      streets.length > 0 ||
      rest.some(({ text }, at) => at > 0 && streetKinds.has(text) && !buildingKinds.has(text)) ||
      rest.some((token, at) => token.number !== null && isWord(rest[at + 1])),
    numbers: numbersOf(list, rest, { part, buildings }),
  }
}

/** “Tsreet”, “Avneue”: a word that the list never uses and that is a slip from one of these is it. */
function withKindsMended(list: AddressList, tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token) => {
    const { text } = token
    if (token.number || text.length < 4 || list.words.has(text)) return token
    const kind = longKinds.find(([long]) => slipsBetween(text, long, 1) <= 1)
    return kind ? { ...token, text: kind[1] } : token
  })
}

/** Last words of streets as they are written out, with their standard forms. */
const longKinds = [...streetKinds, 'street', 'saint']
  .filter((kind) => kind.length > 3)
  .map((kind) => [kind, standardWords.get(kind) ?? kind] as const)

const isWord = (token: Token | undefined) => token !== undefined && token.number === null

function spansOf(list: AddressList, tokens: readonly Token[]): Span[] {
  const spans: Span[] = []
  for (let from = 0; from < tokens.length; from++) {
    let text = ''
    for (let to = from; to < Math.min(tokens.length, from + longestName); to++) {
      const token = tokens[to]!
      if (token.number || token.segment !== tokens[from]!.segment) break
      text = text === '' ? token.text : `${text} ${token.text}`
      const name = list.names.find(text)
      if (name >= 0) spans.push({ from, to: to + 1, name })
    }
  }
  return spans
}

const isWithin = (inner: Span, outer: Span) =>
  inner.from >= outer.from && inner.to <= outer.to && inner.to - inner.from < outer.to - outer.from

/** “Park Road” within “Victoria Park Road” is none by itself. */
const outermost = (spans: readonly Span[]) => spans.filter((span) => !spans.some((other) => isWithin(span, other)))

type Said = Readonly<{ part: string | null; buildings: readonly Span[] }>

/** All ways to read the numbers that a person would think of, with bits off for the less likely. */
function numbersOf(list: AddressList, tokens: readonly Token[], { part, buildings }: Said): Numbers[] {
  const found: Numbers[] = []
  const partCode = (text: string) => {
    const code = list.parts.find(text)
    return code >= 0 ? code : notListed
  }
  const doors = tokens
    .flatMap(({ number, text }, at) => (number ? [{ number, text, at, door: packDoor(number) }] : []))
    .slice(0, mostNumbers)
  const said = part === null ? -1 : partCode(part)
  if (doors.length === 0) {
    const alone = part === null ? null : readDoorNumber(part)
    const asPart = { door: -1, part: said, strain: 0 }
    // “Flat 3 Mill Road” may be the flat at number 3.
    return alone ? [asPart, { door: packDoor(alone), part: -1, strain: -2 }] : [asPart]
  }
  for (const { number, door, at, text } of doors) {
    const others = doors.filter((other) => other.at !== at)
    found.push({ door, part: said, strain: others.length * -1.5 })
    if (part === null) {
      for (const other of others)
        found.push({
          door,
          part: partCode(other.text),
          strain: (other.at < at ? -0.3 : -3) - 1.5 * (others.length - 1),
        })
      // “3 Kestrel House”: a flat, or the house's number.
      if (others.length === 0)
        found.push({
          door: -1,
          part: partCode(text),
          strain: buildings.some(({ from }) => from === at + 1) ? -0.5 : -3,
        })
      // “12c” is flat C of number 12, where there is one.
      if (number.letter > 0)
        found.push({
          door: packDoor({ ...number, letter: 0 }),
          part: partCode(String.fromCharCode(96 + number.letter)),
          strain: -1,
        })
    } else if (/^[a-z]$/.test(part) && number.letter === 0) {
      found.push({ door: packDoor({ ...number, letter: part.charCodeAt(0) - 96 }), part: -1, strain: -1 })
    }
  }
  return found
}

/** The words that a street would be if the list has none of them: behind a number, or before a word like Road. A few tries. */
export function streetPhrases({ tokens }: Query): string[] {
  const phrases = new Set<string>()
  const take = (from: number, to: number) => {
    const words = tokens.slice(Math.max(0, from), to).filter(({ number }) => number === null)
    if (words.length > 0) phrases.add(words.map(({ text }) => text).join(' '))
  }
  for (const [at, { text, segment, number }] of tokens.entries()) {
    if (number) {
      let to = at + 1
      while (to < tokens.length && to < at + 5 && tokens[to]!.segment === segment && !tokens[to]!.number) {
        if (streetKinds.has(tokens[to++]!.text)) break
      }
      take(at + 1, to)
      for (const length of [2, 1, 3]) if (at + 1 + length < to) take(at + 1, at + 1 + length)
    } else if (streetKinds.has(text) && at > 0 && !streetKinds.has(tokens[at + 1]?.text ?? '')) {
      take(at - 1, at + 1)
      if (at > 1) take(at - 2, at + 1)
    }
  }
  if (phrases.size === 0)
    for (const segment of new Set(tokens.map((token) => token.segment)))
      take(
        tokens.findIndex((token) => token.segment === segment),
        tokens.findLastIndex((token) => token.segment === segment) + 1,
      )
  return [...phrases].filter((phrase) => !idleWords.has(phrase)).slice(0, 6)
}
