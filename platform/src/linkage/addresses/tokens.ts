/** An address as tokens: words in their standard form and numbers, each with the part between commas that it stands in. */
import { fold } from '../cleaning/fold.ts'
import { type Postcode, readPostcode } from '../cleaning/postcode.ts'
import { standardWords } from './words.ts'

/** A number as doors have it: `12`, `12a`, `12-14`. Letters are 0 for none, 1 for a. */
export type DoorNumber = Readonly<{ from: number; to: number; letter: number }>

export type Token = Readonly<{
  text: string
  number: DoorNumber | null
  /** Which part between commas or line ends. */
  segment: number
}>

export type Tokens = Readonly<{ tokens: readonly Token[]; postcode: Postcode | null }>

/** No address is longer; of a longer text the two ends are read. */
const [most, mostAtEnd] = [400, 100]
const postcodeShape = /\b[a-z]{1,2}\d[a-z\d]? {0,2}\d[a-z]{2}\b/g
const tokenShape = /\d+[a-z]?(?: ?- ?\d+[a-z]?\b|\/\d+[a-z]?\b)|[\p{L}\p{M}\p{N}]+/gu
const numberShape = /^0*(\d{1,5})([a-z]?)(?:-0*(\d{1,5})([a-z]?))?$/
const careOf = /(?:^|,)\s*(?:c\/o|care of|fao|f\.a\.o\.?|attn:?)\s[^,]*(?=,)/g

/** Never throws; the work is bounded whatever the length. */
export function tokensOf(text: string): Tokens {
  const cut = text.length > most ? `${text.slice(0, most - mostAtEnd)}, ${text.slice(-mostAtEnd)}` : text
  const lines = fold(cut.replaceAll(/[\n\r;|\t]/g, ','))
    .replaceAll("'", '')
    .replaceAll(careOf, ',')
  const { rest, postcode } = withoutPostcode(lines)
  const tokens: Token[] = []
  for (const [segment, part] of rest.split(',').entries()) addTokens(tokens, part, segment)
  return { tokens, postcode }
}

/** The last one that looks like it; else the end of the text, with letters and digits put right. */
function withoutPostcode(text: string): { rest: string; postcode: Postcode | null } {
  const found = [...text.matchAll(postcodeShape)].at(-1)
  const last = /(?:^|[\s,])([a-z\d]{2,4} ?[a-z\d]{3}|[a-z]{1,2}\d{1,2}[a-z]?)[\s,.]*$/.exec(text)
  for (const [match, at] of [
    [found?.[0], found?.index],
    [last?.[1], last ? text.lastIndexOf(last[1] as string) : undefined],
  ] as const) {
    if (match === undefined || at === undefined || !/\d/.test(match)) continue
    const postcode = readPostcode(match)
    if (postcode && isWhole(match, postcode))
      return { rest: `${text.slice(0, at)},${text.slice(at + match.length)}`, postcode }
  }
  return { rest: text, postcode: null }
}

/** `B1` at the end is a flat as likely as a district. */
const isWhole = (match: string, { text, isPlaceholder }: Postcode) =>
  !isPlaceholder && (text.includes(' ') || match.length > 2)

function addTokens(tokens: Token[], part: string, segment: number): void {
  const from = tokens.length
  for (const [raw] of part.matchAll(tokenShape)) {
    const text = raw.replaceAll(' ', '')
    const before = tokens.at(-1)
    // “12 A High Street”: a letter behind a number belongs to it.
    if (
      tokens.length > from &&
      before?.number?.letter === 0 &&
      before.number.from === before.number.to &&
      /^[a-h]$/.test(text)
    ) {
      tokens[tokens.length - 1] = word(before.text + text, segment)
    } else tokens.push(word(standardWords.get(text) ?? text, segment))
  }
}

function word(text: string, segment: number): Token {
  return { text, number: readDoorNumber(text), segment }
}

/** Null for a text that is no number of a door. A range the wrong way round, or longer than a terrace, is its first number. */
export function readDoorNumber(text: string): DoorNumber | null {
  const parts = numberShape.exec(text)
  if (!parts) return null
  const from = Number(parts[1])
  const letter = (parts[2] || parts[4] || '`').charCodeAt(0) - 96
  const to = parts[3] === undefined ? from : Number(parts[3])
  return { from, to: to >= from && to - from < 200 ? to : from, letter }
}
