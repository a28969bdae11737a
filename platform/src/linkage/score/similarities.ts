/**
 * Similarities of two texts given as codes into one dictionary: the fast forms of `compare/text.ts`, which their tests hold them
 * to. Made once a dictionary, because a function that sees one kind of array runs faster.
 */
import type { Texts } from './sides.ts'

type Characters = Pick<Texts, 'symbols' | 'starts'>

export type Similarities = Readonly<{
  jaro(left: number, right: number): number
  jaroWinkler(left: number, right: number): number
  jaccard(left: number, right: number): number
  bigrams(left: number, right: number): number
  sharedStart(left: number, right: number): number
}>

export function makeSimilarities({ symbols, starts }: Characters): Similarities {
  const { jaro } = makeJaro({ symbols, starts })
  const lengthOf = (code: number): number => starts[code + 1]! - starts[code]!

  const sharedPrefix = (left: number, right: number): number => {
    const a = starts[left]!
    const b = starts[right]!
    const most = Math.min(4, lengthOf(left), lengthOf(right))
    let prefix = 0
    while (prefix < most && symbols[a + prefix] === symbols[b + prefix]) prefix++
    return prefix
  }

  return {
    jaro,
    jaroWinkler(left, right) {
      const similarity = jaro(left, right)
      return similarity <= 0.7 ? similarity : similarity + sharedPrefix(left, right) * 0.1 * (1 - similarity)
    },
    ...makeOthers({ symbols, starts }),
  }
}

function makeJaro({ symbols, starts }: Characters): Pick<Similarities, 'jaro'> {
  let takenLong = new Uint8Array(64)
  let matchedLong = new Uint16Array(64)

  /** For texts of up to 32 characters, whose marks fit in one word. */
  const short = (a: number, lengthA: number, b: number, lengthB: number): number => {
    const window = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1)
    let takenA = 0
    let takenB = 0
    let common = 0
    for (let i = 0; i < lengthA; i++) {
      const symbol = symbols[a + i]
      const to = Math.min(lengthB - 1, i + window)
      for (let j = i > window ? i - window : 0; j <= to; j++)
        if (symbols[b + j] === symbol && ((takenB >>> j) & 1) === 0) {
          takenB |= 1 << j
          takenA |= 1 << i
          common++
          break
        }
    }
    if (common === 0) return 0
    let outOfOrder = 0
    while (takenA !== 0) {
      const bitA = takenA & -takenA
      const bitB = takenB & -takenB
      if (symbols[a + 31 - Math.clz32(bitA)] !== symbols[b + 31 - Math.clz32(bitB)]) outOfOrder++
      takenA ^= bitA
      takenB ^= bitB
    }
    return (common / lengthA + common / lengthB + (common - (outOfOrder >> 1)) / common) / 3
  }

  const long = (a: number, lengthA: number, b: number, lengthB: number): number => {
    const window = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1)
    if (takenLong.length < lengthB) takenLong = new Uint8Array(2 * lengthB)
    else takenLong.fill(0, 0, lengthB)
    if (matchedLong.length < lengthA) matchedLong = new Uint16Array(2 * lengthA)
    let common = 0
    for (let i = 0; i < lengthA; i++) {
      const symbol = symbols[a + i]!
      const to = Math.min(lengthB - 1, i + window)
      for (let j = i > window ? i - window : 0; j <= to; j++)
        if (symbols[b + j] === symbol && takenLong[j] === 0) {
          takenLong[j] = 1
          matchedLong[common++] = symbol
          break
        }
    }
    if (common === 0) return 0
    let outOfOrder = 0
    for (let j = 0, at = 0; j < lengthB; j++)
      if (takenLong[j] === 1 && symbols[b + j] !== matchedLong[at++]) outOfOrder++
    return (common / lengthA + common / lengthB + (common - (outOfOrder >> 1)) / common) / 3
  }

  return {
    jaro(left, right) {
      const a = starts[left]!
      const b = starts[right]!
      const lengthA = starts[left + 1]! - a
      const lengthB = starts[right + 1]! - b
      if (lengthA === 0 || lengthB === 0) return 0
      return lengthA <= 32 && lengthB <= 32 ? short(a, lengthA, b, lengthB) : long(a, lengthA, b, lengthB)
    },
  }
}

function makeOthers({ symbols, starts }: Characters): Pick<Similarities, 'jaccard' | 'bigrams' | 'sharedStart'> {
  const textOf = (code: number): Uint16Array => symbols.subarray(starts[code], starts[code + 1])
  const pairsOf = (text: Uint16Array): number[] =>
    text.length < 2
      ? Array.from(text, (symbol) => -1 - symbol)
      : Array.from(text.subarray(1), (symbol, at) => text[at]! * 65_536 + symbol)
  return {
    jaccard(left, right) {
      const [a, b] = [new Set(textOf(left)), new Set(textOf(right))]
      const all = a.union(b).size
      return all === 0 ? 0 : (a.size + b.size - all) / all
    },
    bigrams(left, right) {
      const [a, b] = [pairsOf(textOf(left)), pairsOf(textOf(right))]
      if (a.length + b.length === 0) return 0
      const rest = new Map<number, number>()
      for (const pair of a) rest.set(pair, (rest.get(pair) ?? 0) + 1)
      let common = 0
      for (const pair of b) {
        const left = rest.get(pair) ?? 0
        if (left > 0) {
          rest.set(pair, left - 1)
          common++
        }
      }
      return (2 * common) / (a.length + b.length)
    },
    sharedStart(left, right) {
      const [a, b] = [starts[left]!, starts[right]!]
      const shorter = Math.min(starts[left + 1]! - a, starts[right + 1]! - b)
      for (let at = 0; at < shorter; at++) if (symbols[a + at] !== symbols[b + at]) return 0
      return shorter
    },
  }
}
