import type { Condition, Value } from './ast.ts'
import { limits } from './limits.ts'
import { readDate, readTimestamp } from './moments.ts'
import { keywords, type Token, tokens, unreadable } from './tokens.ts'

type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='
const turned = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

type Reader = { readonly all: readonly Token[]; next: number; depth: number; terms: number }

/**
 * Reads a condition written in CQL2 text (https://docs.ogc.org/is/21-065r2/21-065r2.html, Annex B): comparisons of a field
 * with a value, `BETWEEN`, `IN`, `LIKE`, `IS NULL`, `S_INTERSECTS(field, BBOX(…))`, with `AND`, `OR`, `NOT` and parentheses.
 * The answer is deeply frozen. Throws a 400 `filter-unreadable` problem that names the character.
 */
export function parse(text: string): Condition {
  if (typeof text !== 'string') throw new TypeError('a condition is a text')
  if (text.length > limits.bytes || new TextEncoder().encode(text).length > limits.bytes) {
    throw unreadable(
      limits.bytes + 1,
      `A filter has at most ${limits.bytes} bytes.`,
      'Ask in several requests, or with a shorter filter.',
    )
  }
  const nul = text.indexOf('\0')
  if (nul >= 0) throw unreadable(nul + 1, 'A NUL character cannot be compared with anything.', 'Leave it out.')
  if (!text.isWellFormed()) throw unreadable(1, 'The text is not valid Unicode.', 'Send it as UTF-8.')
  const reader: Reader = { all: tokens(text), next: 0, depth: 0, terms: 0 }
  if (peek(reader).kind === 'end')
    throw unreadable(1, 'The filter is empty.', "Leave it out, or write a condition such as ward = 'Riverside'.")
  const condition = readOr(reader)
  const rest = peek(reader)
  if (rest.kind !== 'end')
    throw unreadable(rest.at, 'The condition ends before this.', 'Join conditions with AND or OR.')
  return condition
}

function readOr(reader: Reader): Condition {
  return readChain(reader, 'or', readAnd)
}

function readAnd(reader: Reader): Condition {
  return readChain(reader, 'and', readTerm)
}

function readChain(reader: Reader, op: 'and' | 'or', readOne: (reader: Reader) => Condition): Condition {
  const args = [readOne(reader)]
  while (takeWord(reader, op.toUpperCase())) args.push(readOne(reader))
  return args.length === 1 ? args[0]! : Object.freeze({ op, args: Object.freeze(args) })
}

function readTerm(reader: Reader): Condition {
  const token = peek(reader)
  if (isWord(token, 'NOT') || (token.kind === 'symbol' && token.text === '(')) {
    reader.next += 1
    reader.depth += 1
    if (reader.depth > limits.depth)
      throw unreadable(token.at, `Conditions nest at most ${limits.depth} deep.`, 'Write it flatter.')
    const inner = token.text === '(' ? readOr(reader) : readTerm(reader)
    if (token.text === '(') expect(reader, ')')
    reader.depth -= 1
    return token.text === '(' ? inner : not(inner)
  }
  reader.terms += 1
  if (reader.terms > limits.terms)
    throw unreadable(
      token.at,
      `A filter has at most ${limits.terms} comparisons.`,
      'Use IN for many values of one field.',
    )
  if (isWord(token, 'S_INTERSECTS')) return readIntersects(reader)
  if (isWord(token, 'CASEI')) return readCaseInsensitive(reader)
  if (startsValue(token)) return readTurned(reader)
  return readPredicate(reader, readProperty(reader))
}

/** `5 < age` means `age > 5`. */
function readTurned(reader: Reader): Condition {
  const value = readValue(reader)
  const op = readComparison(reader)
  return Object.freeze({ op: turned[op], property: readProperty(reader), value })
}

function readPredicate(reader: Reader, property: string): Condition {
  if (takeWord(reader, 'IS')) {
    const negated = takeWord(reader, 'NOT')
    expectWord(reader, 'NULL')
    const isNull = Object.freeze({ op: 'isNull', property } as const)
    return negated ? not(isNull) : isNull
  }
  const negated = takeWord(reader, 'NOT')
  const positive = readNegatable(reader, property)
  if (positive) return negated ? not(positive) : positive
  if (negated)
    throw unreadable(
      peek(reader).at,
      'Expected BETWEEN, IN or LIKE after NOT.',
      'For other conditions put NOT before the field.',
    )
  const op = readComparison(reader)
  return Object.freeze({ op, property, value: readValue(reader) })
}

function readNegatable(reader: Reader, property: string): Condition | undefined {
  if (takeWord(reader, 'BETWEEN')) {
    const from = readValue(reader)
    expectWord(reader, 'AND')
    return Object.freeze({ op: 'between', property, from, to: readValue(reader) })
  }
  if (takeWord(reader, 'IN')) {
    expect(reader, '(')
    const values = [readValue(reader)]
    while (takeSymbol(reader, ',')) {
      if (values.length >= limits.values)
        throw unreadable(peek(reader).at, `IN takes at most ${limits.values} values.`, 'Ask in several requests.')
      values.push(readValue(reader))
    }
    expect(reader, ')')
    return Object.freeze({ op: 'in', property, values: Object.freeze(values) })
  }
  if (takeWord(reader, 'LIKE')) {
    return Object.freeze({ op: 'like', property, pattern: readPattern(reader), caseInsensitive: false })
  }
  return undefined
}

/** `CASEI(name) LIKE CASEI('smi%')`; with `=` or `<>` the text is taken letter for letter. */
function readCaseInsensitive(reader: Reader): Condition {
  reader.next += 1
  expect(reader, '(')
  const property = readProperty(reader)
  expect(reader, ')')
  const negated = takeWord(reader, 'NOT')
  if (takeWord(reader, 'LIKE')) {
    const like = Object.freeze({
      op: 'like',
      property,
      pattern: readFolded(reader, readPattern),
      caseInsensitive: true,
    } as const)
    return negated ? not(like) : like
  }
  const token = peek(reader)
  const unequal = !negated && takeSymbol(reader, '<>')
  if (negated || !(unequal || takeSymbol(reader, '='))) {
    throw unreadable(token.at, 'Expected LIKE, = or <> after CASEI(…).', "For example CASEI(name) LIKE CASEI('smi%').")
  }
  const pattern = readFolded(reader, readText).replaceAll(/[\\%_]/g, '\\$&')
  const like = Object.freeze({ op: 'like', property, pattern, caseInsensitive: true } as const)
  return unequal ? not(like) : like
}

function readFolded(reader: Reader, readOne: (reader: Reader) => string): string {
  if (!takeWord(reader, 'CASEI')) return readOne(reader)
  expect(reader, '(')
  const text = readOne(reader)
  expect(reader, ')')
  return text
}

function readPattern(reader: Reader): string {
  const { at } = peek(reader)
  const pattern = readText(reader)
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern))
    throw unreadable(at, 'The pattern ends in a single backslash.', 'Write \\\\ for a backslash.')
  return pattern
}

function readText(reader: Reader): string {
  const token = peek(reader)
  if (token.kind !== 'text') throw unreadable(token.at, 'Expected a text in single quotes.', "For example 'SW1%'.")
  reader.next += 1
  return token.text
}

function readIntersects(reader: Reader): Condition {
  reader.next += 1
  expect(reader, '(')
  const property = readProperty(reader)
  expect(reader, ',')
  expectWord(reader, 'BBOX')
  expect(reader, '(')
  const corner = peek(reader)
  const west = readNumber(reader)
  expect(reader, ',')
  const south = readNumber(reader)
  expect(reader, ',')
  const east = readNumber(reader)
  expect(reader, ',')
  const north = readNumber(reader)
  expect(reader, ')')
  expect(reader, ')')
  const inRange = [west, east].every((x) => Math.abs(x) <= 180) && [south, north].every((y) => Math.abs(y) <= 90)
  if (!inRange || south > north) {
    throw unreadable(
      corner.at,
      'A box is west, south, east, north in degrees (WGS 84).',
      'For example BBOX(-1.6, 54.9, -1.4, 55.1).',
    )
  }
  return Object.freeze({ op: 's_intersects', property, bbox: Object.freeze([west, south, east, north] as const) })
}

function readProperty(reader: Reader): string {
  const token = peek(reader)
  const isName = token.kind === 'quoted' || (token.kind === 'name' && !keywords.has(token.text.toUpperCase()))
  if (!isName || token.text === '') {
    throw unreadable(
      token.at,
      'Expected the name of a field.',
      'Put a name that is also a word of the language, or has spaces, in double quotes.',
    )
  }
  reader.next += 1
  return token.text
}

function readComparison(reader: Reader): Comparison {
  const token = peek(reader)
  if (token.kind === 'symbol' && token.text in turned) {
    reader.next += 1
    return token.text as Comparison
  }
  throw unreadable(token.at, 'Expected a comparison.', 'Use =, <>, <, <=, >, >=, BETWEEN, IN, LIKE or IS NULL.')
}

function startsValue(token: Token): boolean {
  if (token.kind === 'text' || token.kind === 'number') return true
  return ['TRUE', 'FALSE', 'DATE', 'TIMESTAMP'].some((word) => isWord(token, word))
}

function readValue(reader: Reader): Value {
  const token = peek(reader)
  if (token.kind === 'number') return Object.freeze({ kind: 'number', value: readNumber(reader) })
  if (token.kind === 'text') return Object.freeze({ kind: 'text', value: readText(reader) })
  if (takeWord(reader, 'TRUE')) return Object.freeze({ kind: 'boolean', value: true })
  if (takeWord(reader, 'FALSE')) return Object.freeze({ kind: 'boolean', value: false })
  if (takeWord(reader, 'DATE'))
    return Object.freeze({ kind: 'date', value: readMoment(reader, readDate, "DATE('2026-01-31')") })
  if (takeWord(reader, 'TIMESTAMP')) {
    return Object.freeze({
      kind: 'timestamp',
      value: readMoment(reader, readTimestamp, "TIMESTAMP('2026-01-31T10:00:00Z')"),
    })
  }
  throw unreadable(
    token.at,
    'Expected a value.',
    "Values are 'text', 12.5, TRUE, FALSE, DATE('2026-01-31') and TIMESTAMP('2026-01-31T10:00:00Z').",
  )
}

function readMoment(reader: Reader, read: (text: string) => string | undefined, example: string): string {
  expect(reader, '(')
  const { at } = peek(reader)
  const value = read(readText(reader))
  if (value === undefined) throw unreadable(at, 'There is no such date or time.', `Write it like ${example}.`)
  expect(reader, ')')
  return value
}

function readNumber(reader: Reader): number {
  const token = peek(reader)
  if (token.kind !== 'number') throw unreadable(token.at, 'Expected a number.', 'For example 12 or -3.5.')
  const value = Number(token.text)
  const inexact = /^[+-]?\d+$/.test(token.text) && !Number.isSafeInteger(value)
  if (!Number.isFinite(value) || inexact) {
    throw unreadable(
      token.at,
      'This number is too large to be compared exactly.',
      'Long numbers are held as text: put it in single quotes.',
    )
  }
  reader.next += 1
  return value === 0 ? 0 : value
}

function not(condition: Condition): Condition {
  return Object.freeze({ op: 'not', args: Object.freeze([condition] as const) })
}

function peek(reader: Reader): Token {
  return reader.all[reader.next]!
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'name' && token.text.toUpperCase() === word
}

function takeWord(reader: Reader, word: string): boolean {
  if (!isWord(peek(reader), word)) return false
  reader.next += 1
  return true
}

function takeSymbol(reader: Reader, symbol: string): boolean {
  const token = peek(reader)
  if (token.kind !== 'symbol' || token.text !== symbol) return false
  reader.next += 1
  return true
}

function expect(reader: Reader, symbol: string): void {
  if (!takeSymbol(reader, symbol))
    throw unreadable(peek(reader).at, `Expected ${symbol} here.`, 'Check the parentheses and commas before it.')
}

function expectWord(reader: Reader, word: string): void {
  if (!takeWord(reader, word)) throw unreadable(peek(reader).at, `Expected ${word} here.`, `Write ${word} in full.`)
}
