/**
 * Rival links: where a source holds no one twice, a record has at most one partner in it, so its links to that source's
 * records are alternatives and share one probability.
 */

/** Links as columns; weights are log2 of the odds. */
type Links = Readonly<{ left: Uint32Array; right: Uint32Array; weight: Float64Array; count: number }>

type Places = Readonly<{
  sourceOf: Uint16Array
  /** By source, whether it holds no one twice. */
  once: readonly boolean[]
}>

/** Beyond this, odds as plain numbers would overflow when added up. */
const mostBits = 200

/**
 * The same links with their weights as alternatives: the odds of each against its rivals and against there being no link at all. A
 * link without rivals keeps its weight. Links within a source are left alone.
 */
export function amongRivals({ left, right, weight, count }: Links, { sourceOf, once }: Places): Float64Array {
  const places = once.length
  const sums = new Float64Array(sourceOf.length * places)
  const odds = (link: number): number => 2 ** Math.min(mostBits, weight[link]!)
  /** Where the sum of a record's links into the other record's source stands. */
  const towards = (record: number, other: number): number => record * places + sourceOf[other]!
  for (let link = 0; link < count; link++) {
    const [a, b] = [left[link]!, right[link]!]
    sums[towards(a, b)]! += odds(link)
    sums[towards(b, a)]! += odds(link)
  }
  const settled = weight.slice(0, count)
  for (let link = 0; link < count; link++) {
    const [a, b] = [left[link]!, right[link]!]
    if (sourceOf[a] === sourceOf[b]) continue
    const own = odds(link)
    const ofA = once[sourceOf[b]!] ? sums[towards(a, b)]! - own : 0
    const ofB = once[sourceOf[a]!] ? sums[towards(b, a)]! - own : 0
    // A sum of numbers of very different sizes can come out a little below one of them.
    settled[link] = Math.min(mostBits, weight[link]!) - Math.log2(1 + Math.max(0, ofA + ofB))
  }
  return settled
}
