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
const lastWords = /(?:^|[\s,])([a-z\d]{2,4} ?[a-z\d]{3}|[a-z]{1,2}\d{1,2}[a-z]?)[\s,.]*$/
const postcodeShape = /\b[a-z]{1,2}\d[a-z\d]? {0,2}\d[a-z]{2}\b/g
const numberShape = /^0*(\d{1,5})([a-z]?)(?:-0*(\d{1,5})([a-z]?))?$/
const careOf = /(?:^|,)\s*(?:c\/o|care of|fao|f\.a\.o\.?|attn:?)\s[^,]*(?=,)/g

const breaks = /[\n\r;|\t]/
const cares = /\b(?:c\/o|care of|fao|f\.a\.o|attn)\b/

/** Never throws; the work is bounded whatever the length. */
export function tokensOf(text: string): Tokens {
  const cut = text.length > most ? `${text.slice(0, most - mostAtEnd)}, ${text.slice(-mostAtEnd)}` : text
  const folded = fold(breaks.test(cut) ? cut.replaceAll(/[\n\r;|\t]/g, ',') : cut)
  const { rest, postcode } = withoutPostcode(cares.test(folded) ? folded.replaceAll(careOf, ',') : folded)
  return { tokens: split(rest), postcode }
}

/** The last one that looks like it; else the end of the text, with letters and digits put right. */
function withoutPostcode(text: string): { rest: string; postcode: Postcode | null } {
  let found: RegExpExecArray | null = null
  postcodeShape.lastIndex = 0
  for (let next = postcodeShape.exec(text); next; next = postcodeShape.exec(text)) found = next
  return (found && cutOut(text, found[0], found.index)) ?? atEnd(text) ?? { rest: text, postcode: null }
}

function atEnd(text: string): { rest: string; postcode: Postcode } | null {
  const last = lastWords.exec(text.slice(-12))?.[1]
  return last === undefined ? null : cutOut(text, last, text.lastIndexOf(last))
}

function cutOut(text: string, match: string, at: number): { rest: string; postcode: Postcode } | null {
  const postcode = /\d/.test(match) ? readPostcode(match) : null
  if (!postcode || !isWhole(match, postcode)) return null
  return { rest: `${text.slice(0, at)},${text.slice(at + match.length)}`, postcode }
}

/** `B1` at the end is a flat as likely as a district. */
const isWhole = (match: string, { text, isPlaceholder }: Postcode) =>
  !isPlaceholder && (text.includes(' ') || match.length > 2)

/** Runs of letters and digits; an apostrophe parts nothing. “12 - 14” and “2/1” are one token, and so is “12 A”. */
function split(text: string): Token[] {
  const tokens: Token[] = []
  let segment = 0
  let word = ''
  let gap = ''
  const end = () => {
    if (word !== '') add(tokens, word, gap, segment)
    if (word !== '') gap = ''
    word = ''
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isWordCode(code)) word += text[at]
    else if (code !== apostrophe) {
      end()
      gap += text[at]
      if (code === comma) segment++
    }
  }
  end()
  return tokens
}

const [apostrophe, comma] = [39, 44]

function isWordCode(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
  // Half of a pair, or a letter, a mark or a digit.
  return (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{M}\p{N}]/u.test(String.fromCharCode(code))
}

function add(tokens: Token[], word: string, gap: string, segment: number): void {
  const before = tokens.at(-1)
  const code = word.charCodeAt(0)
  const isDigit = code >= 48 && code <= 57
  if (before?.number && before.segment === segment) {
    const { from, to, letter } = before.number
    const isJoined =
      isDigit && (gap.trim() === '-' || gap === '/') && /^\d+[a-z]?$/.test(word) && !/[-/]/.test(before.text)
    const isItsLetter = letter === 0 && from === to && gap === ' ' && /^[a-h]$/.test(word)
    if (isJoined || isItsLetter) {
      const text = before.text + (isJoined ? gap.trim() : '') + word
      tokens[tokens.length - 1] = { text, number: readDoorNumber(text), segment }
      return
    }
  }
  const text = isDigit ? word : (standardWords.get(word) ?? word)
  tokens.push({ text, number: isDigit ? readDoorNumber(text) : null, segment })
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
