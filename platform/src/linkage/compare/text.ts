/**
 * Similarities of two texts, by code point: the plain definitions, which DuckDB 2 shares. The kernel has faster forms of
 * some, held to these by its tests.
 */

/** As rapidfuzz: characters in common within a window, and half of those out of order. 0 when either is empty. */
export function jaro(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)]
  if (a.length === 0 || b.length === 0) return 0
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Uint8Array(b.length)
  const matchedLeft: string[] = []
  for (const [i, point] of a.entries())
    for (let j = Math.max(0, i - window); j <= Math.min(b.length - 1, i + window); j++)
      if (taken[j] === 0 && b[j] === point) {
        taken[j] = 1
        matchedLeft.push(point)
        break
      }
  const common = matchedLeft.length
  if (common === 0) return 0
  const matchedRight = b.filter((_, j) => taken[j] === 1)
  const outOfOrder = matchedLeft.filter((point, at) => matchedRight[at] !== point).length
  const transpositions = Math.floor(outOfOrder / 2)
  return (common / a.length + common / b.length + (common - transpositions) / common) / 3
}

/** Jaro, raised by 0.1 for each of the first four characters in common, only above 0.7. */
export function jaroWinkler(left: string, right: string): number {
  const similarity = jaro(left, right)
  if (similarity <= 0.7) return similarity
  const [a, b] = [Array.from(left), Array.from(right)]
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  return similarity + prefix * 0.1 * (1 - similarity)
}

/** The fewest insertions, deletions and replacements. */
export function levenshtein(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)]
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, point] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries())
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (point === other ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/** Levenshtein with exchanges of neighbours, the unrestricted kind (Lowrance and Wagner 1975). */
export function damerauLevenshtein(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)]
  const most = a.length + b.length
  // Row and column 0 are a border that no path takes.
  const cost = Array.from({ length: a.length + 2 }, () => Array.from({ length: b.length + 2 }, () => most))
  for (let i = 0; i <= a.length; i++) cost[i + 1]![1] = i
  for (let j = 0; j <= b.length; j++) cost[1]![j + 1] = j
  const lastRow = new Map<string, number>()
  for (let i = 1; i <= a.length; i++) {
    let lastColumn = 0
    for (let j = 1; j <= b.length; j++) {
      const [row, column] = [lastRow.get(b[j - 1]!) ?? 0, lastColumn]
      const same = a[i - 1] === b[j - 1]
      if (same) lastColumn = j
      cost[i + 1]![j + 1] = Math.min(
        cost[i]![j]! + (same ? 0 : 1),
        cost[i + 1]![j]! + 1,
        cost[i]![j + 1]! + 1,
        cost[row]![column]! + (i - row - 1) + 1 + (j - column - 1),
      )
    }
    lastRow.set(a[i - 1]!, i)
  }
  return cost[a.length + 1]![b.length + 1]!
}

/** Distinct characters in common by all distinct characters. */
export function jaccard(left: string, right: string): number {
  const [a, b] = [new Set(left), new Set(right)]
  const all = new Set([...a, ...b]).size
  return all === 0 ? 0 : (a.size + b.size - all) / all
}

/** Dice over pairs of neighbouring characters, as multisets; a text of one character is its own only pair. */
export function bigramSimilarity(left: string, right: string): number {
  const [a, b] = [bigrams(left), bigrams(right)]
  if (a.length + b.length === 0) return 0
  const rest = new Map<string, number>()
  for (const pair of a) rest.set(pair, (rest.get(pair) ?? 0) + 1)
  let common = 0
  for (const pair of b) {
    const left = rest.get(pair) ?? 0
    if (left === 0) continue
    rest.set(pair, left - 1)
    common++
  }
  return (2 * common) / (a.length + b.length)
}

function bigrams(text: string): string[] {
  const points = Array.from(text)
  return points.length < 2 ? points : points.slice(1).map((point, at) => points[at]! + point)
}

/** How many characters the shorter has when the other begins with it; else 0. */
export function sharedStart(left: string, right: string): number {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left]
  return longer.startsWith(shorter) ? Array.from(shorter).length : 0
}
