/**
 * What the kernel knows of each distinct value beside its code, in typed arrays that threads share: its characters, a digest that
 * bounds its similarity to others, its date, number, place or members. Made once a dictionary.
 */
import { bitCount } from './bit-count.ts'
import type { FeatureColumn } from '../features/store.ts'
import { type DateValue, textOf, type Value } from '../features/values.ts'

/** A similarity is taken of so many characters of a text and no more, so that no text is too long. */
export const longestCompared = 1_000

/** Texts as symbols: a number for each distinct character, so that 16 bits hold any script. */
export type Texts = Readonly<{
  symbols: Uint16Array
  /** The text of code c is `symbols[starts[c]]` up to `symbols[starts[c + 1]]`. */
  starts: Uint32Array
  /**
   * Four words a code. Which of 32 classes of symbols occur. Which of the first 20 classes occur twice or more; in the next four
   * bits, how many more symbols there are than that tells of; in the top byte, the length; 255 stands for a text too long, or with
   * too many of one class, to be told of so. The first four symbols in 8 bits each. The digits of a date as written, else 0.
   */
  digests: Int32Array
}>

export type Sets = Readonly<{ members: Uint32Array; starts: Uint32Array; texts: Texts }>

export type Sides = Readonly<{
  texts?: Texts
  /** Of dates: seconds, and the year, month and day as one number. */
  seconds?: Float64Array
  days?: Int32Array
  numbers?: Float64Array
  /** Latitude and longitude, two a code. */
  points?: Float64Array
  sets?: Sets
}>

export type Need = keyof Sides

/** What is needed of a dictionary, and no more. Codes without a value have zeros. */
export function makeSides({ kind, values }: FeatureColumn, needs: ReadonlySet<Need>): Sides {
  const of = <T>(need: Need, make: () => T): T | undefined => (needs.has(need) ? make() : undefined)
  const dates = values as readonly (DateValue | null)[]
  const sides: { [Name in Need]?: Sides[Name] | undefined } = {
    texts: of('texts', () => makeTexts(values.map((value) => (value === null || kind === 'set' ? '' : textOf(value))))),
    seconds: of('seconds', () => shared(Float64Array, dates, (date) => date?.seconds ?? 0)),
    days: of('days', () => shared(Int32Array, dates, (date) => (date ? packedDay(date) : 0))),
    numbers: of('numbers', () => shared(Float64Array, values, (value) => (typeof value === 'number' ? value : 0))),
    points: of('points', () => makePoints(values)),
    sets: of('sets', () => makeSets(values as readonly (readonly string[] | null)[])),
  }
  return Object.fromEntries(Object.entries(sides).filter(([, side]) => side !== undefined))
}

export const packedDay = ({ year, month, day }: DateValue): number => (year << 9) | (month << 5) | day

/** A typed array in memory that threads share. */
export function sharedArray<Kind extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array>(
  Kind: Readonly<{ BYTES_PER_ELEMENT: number }> & (new (buffer: SharedArrayBuffer) => Kind),
  length: number,
): Kind {
  return new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT))
}

function shared<Array extends Int32Array | Float64Array, Item>(
  Kind: Parameters<typeof sharedArray<Array>>[0],
  items: readonly Item[],
  number: (item: Item) => number,
): Array {
  const array = sharedArray(Kind, items.length)
  for (const [at, item] of items.entries()) array[at] = number(item)
  return array
}

function makePoints(values: readonly (Value | null)[]): Float64Array {
  const points = sharedArray(Float64Array, 2 * values.length)
  for (const [code, value] of (values as readonly ([number, number] | null)[]).entries())
    points.set(value ?? [0, 0], 2 * code)
  return points
}

export function makeTexts(known: readonly string[]): Texts {
  const texts = {
    symbols: sharedArray(
      Uint16Array,
      known.reduce((sum, text) => sum + Math.min(text.length, longestCompared), 0),
    ),
    starts: sharedArray(Uint32Array, known.length + 1),
    digests: sharedArray(Int32Array, 4 * known.length),
  }
  const alphabet = new Map<number, number>()
  for (const [code, text] of known.entries()) describeText(text, code, { texts, alphabet })
  return texts
}

/** Writes a text under a code, after that of the code before it. False when there is no room. */
export function describeText(
  text: string,
  code: number,
  { texts, alphabet }: Readonly<{ texts: Texts; alphabet: Map<number, number> }>,
): boolean {
  const { symbols, starts, digests } = texts
  const from = starts[code]!
  if (from + Math.min(text.length, longestCompared) > symbols.length) return false
  let at = from
  for (let unit = 0; unit < text.length && at - from < longestCompared; at++) {
    const point = text.codePointAt(unit)!
    unit += point > 0xffff ? 2 : 1
    symbols[at] = symbolFor(point, alphabet)
  }
  starts[code + 1] = at
  digest(symbols.subarray(from, at), digests, 4 * code)
  digests[4 * code + 3] = writtenDate(text)
  return true
}

/** Beyond 65,535 distinct characters the rest share one; no script has so many in use. */
function symbolFor(point: number, symbolOf: Map<number, number>): number {
  let symbol = symbolOf.get(point)
  if (symbol === undefined) {
    symbol = Math.min(symbolOf.size, 0xffff)
    symbolOf.set(point, symbol)
  }
  return symbol
}

function digest(symbols: Uint16Array, digests: Int32Array, at: number): void {
  let [once, twice, start] = [0, 0, 0]
  for (const [place, symbol] of symbols.entries()) {
    const bit = 1 << (symbol & 31)
    if ((once & bit) !== 0) twice |= bit
    once |= bit
    if (place < 4) start |= (symbol & 255) << (8 * place)
  }
  twice &= 0xf_ffff
  const untold = symbols.length - bitCount(once) - bitCount(twice)
  const isTold = symbols.length < 255 && untold < 16
  digests[at] = once
  digests[at + 1] = twice | (isTold ? untold << 20 : 0) | ((isTold ? symbols.length : 255) << 24)
  digests[at + 2] = start
}

/** The eight digits of `2026-04-01` as one word, a digit in four bits; 0 for any other text. */
export function writtenDate(text: string): number {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? Number.parseInt(text.replaceAll('-', ''), 16) | 0 : 0
}

function makeSets(values: readonly (readonly string[] | null)[]): Sets {
  const codeOf = new Map<string, number>()
  const starts = sharedArray(Uint32Array, values.length + 1)
  const members = sharedArray(
    Uint32Array,
    values.reduce((sum, value) => sum + (value?.length ?? 0), 0),
  )
  let at = 0
  for (const [code, value] of values.entries()) {
    for (const member of value ?? []) {
      if (!codeOf.has(member)) codeOf.set(member, codeOf.size)
      members[at++] = codeOf.get(member)!
    }
    starts[code + 1] = at
  }
  return { members, starts, texts: makeTexts([...codeOf.keys()]) }
}
