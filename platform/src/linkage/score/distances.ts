/** Edit distances of two texts given as codes, up to a limit: what is further apart counts as one more than the limit. */
import { editsAtLeast } from './digests.ts'
import type { Texts } from './sides.ts'

export type Distances = Readonly<{
  /** At most the distance, of either kind, up to the limit; found without looking at the characters. */
  bound(left: number, right: number, limit: number): number
  levenshtein(left: number, right: number, limit: number): number
  damerau(left: number, right: number, limit: number): number
}>

export function makeDistances({ symbols, starts, digests }: Texts): Distances {
  let row = new Int32Array(64)
  const damerauTable = makeDamerau(symbols)

  let limit = 0
  const bounded = (a: number, lengthA: number, b: number, lengthB: number): number => {
    if (row.length <= lengthB) row = new Int32Array(2 * lengthB + 2)
    for (let j = 0; j <= lengthB; j++) row[j] = j
    for (let i = 1; i <= lengthA; i++) {
      const from = Math.max(1, i - limit)
      const to = Math.min(lengthB, i + limit)
      let diagonal = row[from - 1]!
      // What lies left of the band is too far; so is what lies right of the last one.
      row[from - 1] = from === 1 ? i : limit + 1
      let least = row[from - 1]!
      for (let j = from; j <= to; j++) {
        const above = j === i + limit ? limit + 1 : row[j]!
        const here = Math.min(
          diagonal + (symbols[a + i - 1] === symbols[b + j - 1] ? 0 : 1),
          above + 1,
          row[j - 1]! + 1,
        )
        diagonal = row[j]!
        row[j] = here
        if (here < least) least = here
      }
      if (least > limit) return limit + 1
    }
    return Math.min(row[lengthB]!, limit + 1)
  }

  const dated = (left: number, right: number): number => {
    const [a, b] = [digests[4 * left + 3]!, digests[4 * right + 3]!]
    return a === 0 || b === 0 ? 0 : a ^ b
  }

  const trimmed = (left: number, right: number, upTo: number, exchanges: boolean): number => {
    limit = upTo
    let a = starts[left]!
    let b = starts[right]!
    let endA = starts[left + 1]!
    let endB = starts[right + 1]!
    if (Math.abs(endA - a - (endB - b)) > limit) return limit + 1
    while (a < endA && b < endB && symbols[a] === symbols[b]) {
      a++
      b++
    }
    while (a < endA && b < endB && symbols[endA - 1] === symbols[endB - 1]) {
      endA--
      endB--
    }
    const [lengthA, lengthB] = [endA - a, endB - b]
    if (lengthA === 0 || lengthB === 0) return Math.min(lengthA + lengthB, limit + 1)
    return exchanges ? Math.min(damerauTable(a, lengthA, b, lengthB), limit + 1) : bounded(a, lengthA, b, lengthB)
  }

  return {
    bound(left, right, upTo) {
      const differ = dated(left, right)
      if (differ !== 0 && upTo === 1)
        return oneDigit(differ) || neighboursExchanged(digests[4 * left + 3]!, differ) ? 1 : 2
      const a = 4 * left
      const b = 4 * right
      return editsAtLeast(digests[a]!, digests[a + 1]!, digests[b]!, digests[b + 1]!)
    },
    levenshtein(left, right, upTo) {
      if (left === right) return 0
      const differ = dated(left, right)
      // Two dates as written are of one length: one edit is one digit replaced.
      if (upTo === 1 && differ !== 0) return oneDigit(differ) ? 1 : 2
      return trimmed(left, right, upTo, false)
    },
    damerau(left, right, upTo) {
      if (left === right) return 0
      const differ = dated(left, right)
      if (upTo === 1 && differ !== 0)
        return oneDigit(differ) || neighboursExchanged(digests[4 * left + 3]!, differ) ? 1 : 2
      return trimmed(left, right, upTo, true)
    },
  }
}

/** Whether all that differs lies within one digit of four bits. */
function oneDigit(differ: number): boolean {
  const low = (31 - Math.clz32(differ & -differ)) & ~3
  return differ >>> low <= 15
}

/** Whether two digits that stand side by side in `2026-04-01` have changed places. */
function neighboursExchanged(written: number, differ: number): boolean {
  const low = (31 - Math.clz32(differ & -differ)) & ~3
  // A hyphen stands between the fourth and fifth digit, and between the sixth and seventh.
  if (low > 24 || low === 12 || low === 4) return false
  const change = (differ >>> low) & 15
  return (
    differ >>> low === (change | (change << 4)) &&
    ((written >>> low) & 15) === (((written >>> (low + 4)) & 15) ^ change)
  )
}

/** The whole table; exchanges of any two that become neighbours (Lowrance and Wagner). */
function makeDamerau(symbols: Uint16Array): (a: number, lengthA: number, b: number, lengthB: number) => number {
  let cost = new Int32Array(1_024)
  const lastRow = new Map<number, number>()
  return (a, lengthA, b, lengthB) => {
    const width = lengthB + 2
    if (cost.length < (lengthA + 2) * width) cost = new Int32Array(2 * (lengthA + 2) * width)
    const most = lengthA + lengthB
    for (let i = 0; i <= lengthA + 1; i++) {
      cost[i * width] = most
      cost[i * width + 1] = i === 0 ? most : i - 1
    }
    for (let j = 0; j <= lengthB + 1; j++) {
      cost[j] = most
      if (j > 0) cost[width + j] = j - 1
    }
    lastRow.clear()
    for (let i = 1; i <= lengthA; i++) {
      let lastColumn = 0
      for (let j = 1; j <= lengthB; j++) {
        const row = lastRow.get(symbols[b + j - 1]!) ?? 0
        const column = lastColumn
        const same = symbols[a + i - 1] === symbols[b + j - 1]
        if (same) lastColumn = j
        cost[(i + 1) * width + j + 1] = Math.min(
          cost[i * width + j]! + (same ? 0 : 1),
          cost[(i + 1) * width + j]! + 1,
          cost[i * width + j + 1]! + 1,
          cost[row * width + column]! + (i - row - 1) + 1 + (j - column - 1),
        )
      }
      lastRow.set(symbols[a + i - 1]!, i)
    }
    return cost[(lengthA + 1) * width + lengthB + 1]!
  }
}
