import { Problem } from '../problem.ts'

export type Token = Readonly<{
  kind: 'name' | 'quoted' | 'text' | 'number' | 'symbol' | 'end'
  /** A name as written, a text without its quotes, a number's digits, a symbol. */
  text: string
  /** Position of the first character, counted from 1. */
  at: number
}>

export const keywords: ReadonlySet<string> = new Set(
  'AND OR NOT BETWEEN IN LIKE IS NULL TRUE FALSE DATE TIMESTAMP CASEI BBOX S_INTERSECTS'.split(' '),
)

const space = /[ \t\r\n]+/y
const name = /[\p{L}_:][\p{L}\p{M}\p{N}_.:]*/uy
const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const symbol = /<>|<=|>=|[=<>(),]/y

/** Cuts CQL2 text into tokens; the last one is `end`. Throws a `filter-unreadable` problem at the first character that fits nothing. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(text)?.[0]
    if (match !== undefined) at += match.length
    return match
  }
  while (at < text.length) {
    if (take(space) !== undefined) continue
    const start = at
    const add = (kind: Token['kind'], content: string) => found.push({ kind, text: content, at: start + 1 })
    const quote = text[at]
    if (quote === "'" || quote === '"') {
      const { content, end } = quoted(text, at, quote)
      add(quote === "'" ? 'text' : 'quoted', content)
      at = end
      continue
    }
    const word = take(name)
    if (word !== undefined) {
      add('name', word)
      continue
    }
    const digits = take(number)
    if (digits !== undefined) {
      add('number', digits)
      continue
    }
    const sign = take(symbol)
    if (sign === undefined) {
      throw unreadable(
        at + 1,
        'This character has no meaning in a condition.',
        'Put texts in single quotes and field names with spaces or signs in double quotes.',
      )
    }
    add('symbol', sign)
  }
  found.push({ kind: 'end', text: '', at: text.length + 1 })
  return found
}

/** A quoted text from its opening quote on; a doubled quote stands for one. */
function quoted(text: string, start: number, quote: string): { content: string; end: number } {
  let content = ''
  let from = start + 1
  for (;;) {
    const close = text.indexOf(quote, from)
    if (close < 0)
      throw unreadable(
        start + 1,
        'A quote is opened here and never closed.',
        `Close it with ${quote}; write ${quote}${quote} for a quote inside.`,
      )
    content += text.slice(from, close)
    if (text[close + 1] !== quote) return { content, end: close + 1 }
    content += quote
    from = close + 2
  }
}

/** The one problem of a text that is not a condition. Never repeats the text: it may hold personal data. */
export function unreadable(at: number, what: string, mend: string): Problem {
  return new Problem(400, 'filter-unreadable', {
    title: 'The filter cannot be read',
    detail: `Character ${at}: ${what}`,
    at: `character ${at}`,
    mend,
  })
}
