/** The words that may be a street which the list does not spell so. */
import type { Token } from './tokens.ts'
import { idleWords, streetKinds } from './words.ts'

const mostPhrases = 6

/** Behind a number, or before a word like Road; else each part between commas. */
export function streetPhrases(tokens: readonly Token[]): string[] {
  const runs = tokens.flatMap((token, at) => (token.number ? behindNumber(tokens, at) : beforeKind(tokens, at)))
  const phrases = new Set((runs.length > 0 ? runs : segments(tokens)).map(textOf))
  return [...phrases].filter((phrase) => phrase !== '' && !idleWords.has(phrase)).slice(0, mostPhrases)
}

type Run = readonly Token[]

/** To the first word like Road, or a few words less. */
function behindNumber(tokens: readonly Token[], at: number): Run[] {
  const run = tokens.slice(at + 1, at + 5)
  const end = run.findIndex(({ segment, number }) => segment !== tokens[at]?.segment || number !== null)
  const words = end < 0 ? run : run.slice(0, end)
  const kind = words.findIndex(({ text }) => streetKinds.has(text))
  const whole = kind < 0 ? words : words.slice(0, kind + 1)
  return [whole, ...[2, 1, 3].filter((length) => length < whole.length).map((length) => whole.slice(0, length))]
}

function beforeKind(tokens: readonly Token[], at: number): Run[] {
  if (at === 0 || !streetKinds.has(tokens[at]!.text) || streetKinds.has(tokens[at + 1]?.text ?? '')) return []
  return [1, 2].map((length) => tokens.slice(Math.max(0, at - length), at + 1))
}

function segments(tokens: readonly Token[]): Run[] {
  const all = new Set(tokens.map(({ segment }) => segment))
  return [...all].map((one) => tokens.filter(({ segment }) => segment === one))
}

const textOf = (run: Run) =>
  run
    .filter(({ number }) => number === null)
    .map(({ text }) => text)
    .join(' ')
