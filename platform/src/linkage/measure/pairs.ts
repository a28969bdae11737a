/** Pairs of records to look one up in, without an object per pair: sorted, and found by halving. */
export type OrderedPairs = Readonly<{
  /** The place of a pair, either way round, in what was given; −1 when it is not there. Of a pair given twice the last counts. */
  find: (one: number, other: number) => number
  /** The places of all pairs, each pair once. */
  each: () => Iterable<number>
}>

export function orderedPairs({
  left,
  right,
  count,
}: Readonly<{ left: Uint32Array; right: Uint32Array; count: number }>): OrderedPairs {
  const keyAt = (place: number) => keyOf(left[place]!, right[place]!)
  const order = Uint32Array.from({ length: count }, (_, place) => place)
  const keys = Float64Array.from(order, keyAt)
  order.sort((a, b) => keys[a]! - keys[b]! || a - b)
  const isLast = (at: number) => at + 1 === count || keys[order[at]!] !== keys[order[at + 1]!]
  return {
    find: (one, other) => {
      const key = keyOf(one, other)
      let [from, to] = [0, count]
      while (from < to) {
        const middle = (from + to) >>> 1
        if (keys[order[middle]!]! <= key) from = middle + 1
        else to = middle
      }
      return from > 0 && keys[order[from - 1]!] === key ? order[from - 1]! : -1
    },
    each: function* () {
      for (let at = 0; at < count; at++) if (isLast(at)) yield order[at]!
    },
  }
}

/** One number for a pair, exact for up to 94 million records. */
const keyOf = (one: number, other: number): number => Math.min(one, other) * 94_906_265 + Math.max(one, other)
