/** An entry of an address list in its parts, as given or, of a plain text, as read. */
import type { Postcode } from '../cleaning/postcode.ts'
import { divide } from './part-of-building.ts'
import { type DoorNumber, type Token, type Tokens, tokensOf } from './tokens.ts'
import { buildingKinds, idleWords, streetKinds } from './words.ts'

/** As a list gives it. A text, or parts, or both (the parts win). */
export type AddressEntry = Readonly<{
  uprn: string
  text?: string | null
  /** “Flat 3”; secondary addressable object (BS 7666). */
  part?: string | null
  building?: string | null
  /** “12”, “12a”, “12-14”, or a name; primary addressable object. */
  number?: string | null
  street?: string | null
  locality?: string | null
  town?: string | null
  postcode?: string | null
  /** Easting and northing, or longitude and latitude: given back as they are. */
  at?: readonly [number, number] | null
}>

/** Standard forms; an empty text where there is none. */
export type AddressParts = Readonly<{
  part: string
  building: string
  number: DoorNumber | null
  street: string
  locality: string
  town: string
  postcode: Postcode | null
}>

/** All tokens of an entry in the order in which a person would write them: what exact matches are found by. */
export type ReadEntry = Readonly<{ parts: AddressParts; text: string }>

const fields = ['part', 'building', 'number', 'street', 'locality', 'town', 'postcode'] as const

export function readEntry(entry: AddressEntry): ReadEntry {
  const given = fields.map((field) => entry[field]?.trim()).filter((value) => value)
  const text = entry.text?.trim() || joined(entry)
  const isInParts = Boolean(entry.street?.trim() || entry.building?.trim() || entry.number?.trim())
  const read = isInParts
    ? fromParts(entry)
    : partsOf(tokensOf(text + (entry.text && given.length > 0 ? `, ${given.join(', ')}` : '')))
  return { parts: read, text }
}

/** “Flat 3, Kestrel House, 14 Mill Road, Northford, NF1 1AA”. */
function joined(entry: AddressEntry): string {
  const door = [entry.number, entry.street].map((value) => value?.trim()).filter(Boolean)
  return [entry.part, entry.building, door.join(' '), entry.locality, entry.town, entry.postcode]
    .map((value) => value?.trim())
    .filter(Boolean)
    .join(', ')
}

function fromParts(entry: AddressEntry): AddressParts {
  const divided = divide(tokensOf(entry.part ?? '').tokens)
  const part = divided.part ?? words(divided.rest)
  const door = tokensOf([entry.building, entry.number].filter(Boolean).join(', '))
  const { rest, part: within } = divide(door.tokens)
  const number = rest.findLast((token) => token.number !== null)
  const name = withoutThe(rest.filter((token) => token !== number))
  const street = streetOf(entry.street ?? '')
  return {
    part: part === '' ? (within ?? '') : part,
    building: name,
    number: number?.number ?? street.number,
    street: street.name,
    locality: placeOf(entry.locality ?? ''),
    town: placeOf(entry.town ?? ''),
    postcode: postcodeOf(entry.postcode ?? ''),
  }
}

/** A list says the same streets, places and postcodes again and again: each is read once. */
function once<T>(read: (text: string) => T): (text: string) => T {
  let known = new Map<string, T>()
  return (text) => {
    let value = known.get(text)
    if (value === undefined) {
      if (known.size >= 100_000) known = new Map()
      known.set(text, (value = read(text)))
    }
    return value
  }
}

/** Some lists have the number in the street's cell. */
const streetOf = once((text) => {
  const { tokens } = tokensOf(text)
  const door = tokens.find((token) => token.number !== null)
  return { name: words(tokens.filter((token) => token !== door)), number: door?.number ?? null }
})
const placeOf = once((text) => words(tokensOf(text).tokens))
const postcodeOf = once((text) => tokensOf(text).postcode)

/** Finds the street by its last word or its number; what is before is a building, what is behind are places. */
export function partsOf({ tokens, postcode }: Tokens): AddressParts {
  const { rest, part } = divide(tokens)
  const found = streetIn(rest)
  const before = rest.slice(0, found.from)
  const behind = segmentsOf(rest.slice(found.to))
  const number = found.from > 0 ? rest[found.from - 1] : undefined
  const own = number?.number && number.segment === rest[found.from]?.segment ? number : undefined
  const others = before.filter((token) => token !== own)
  const loose = others.findLast((token) => token.number !== null)
  const building = withoutThe(others.filter((token) => token !== loose))
  // “3 Kestrel House, Mill Road” has no door in Mill Road: it is flat 3.
  const isFlat = loose && part === null && (own !== undefined || buildingKinds.has(building.split(' ').at(-1) ?? ''))
  return {
    part: part ?? (isFlat ? loose.text : ''),
    building,
    number: own?.number ?? (loose && !isFlat ? loose.number : null),
    street: words(rest.slice(found.from, found.to)),
    locality: behind.length > 1 ? (behind[0] ?? '') : '',
    town: behind.length > 1 ? (behind[1] ?? '') : (behind[0] ?? ''),
    postcode,
  }
}

/** From and to of the street's words. Empty at the place where it would be, if there is none. */
function streetIn(tokens: readonly Token[]): { from: number; to: number } {
  const ends = tokens.flatMap((token, at) => (streetKinds.has(token.text) && isEndOfName(tokens, at) ? [at] : []))
  const numbered = ends
    .map((end) => ({ end, from: startOf(tokens, end) }))
    .filter(({ from }) => tokens[from - 1]?.number)
  const last = numbered.at(-1)
  if (last) return { from: last.from, to: last.end + 1 }
  // A street without a number; not the first words of all if others like it follow (“Kestrel Court, Mill Road”).
  const end = ends.findLast((at) => !buildingKinds.has(tokens[at]?.text ?? '')) ?? ends.at(-1)
  if (end !== undefined) return { from: startOf(tokens, end), to: end + 1 }
  const door = tokens.findLastIndex((token, at) => token.number !== null && tokens[at + 1]?.segment === token.segment)
  if (door >= 0) return { from: door + 1, to: endOfSegment(tokens, door + 1) }
  // “Rose Cottage, Broadmead, Bath”: the second of three.
  const segments = [...new Set(tokens.map((token) => token.segment))]
  const second = tokens.findIndex((token) => token.segment === segments[1])
  if (segments.length > 2 && second > 0) return { from: second, to: endOfSegment(tokens, second) }
  return second > 0 ? { from: second, to: second } : { from: tokens.length, to: tokens.length }
}

/** “Park” of “Park Road” ends no name. */
function isEndOfName(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  return !(next && next.segment === tokens[at]?.segment && streetKinds.has(next.text))
}

/** Back to the number or the comma before. */
function startOf(tokens: readonly Token[], end: number): number {
  let from = end
  while (from > 0 && tokens[from - 1]?.segment === tokens[end]?.segment && !tokens[from - 1]?.number) from--
  return from
}

function endOfSegment(tokens: readonly Token[], from: number): number {
  let to = from
  while (to < tokens.length && tokens[to]?.segment === tokens[from]?.segment) to++
  return to
}

function segmentsOf(tokens: readonly Token[]): string[] {
  const segments = new Map<number, Token[]>()
  for (const token of tokens) segments.set(token.segment, [...(segments.get(token.segment) ?? []), token])
  return [...segments.values()].map(words).filter((name) => name !== '')
}

const words = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join(' ')

/** “The Laurels” and “Laurels” are one house, but a village has “The Street”. */
function withoutThe(tokens: readonly Token[]): string {
  const telling = tokens.filter(({ text }) => !idleWords.has(text))
  return words(telling.length > 0 ? telling : tokens)
}
