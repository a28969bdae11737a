/** Pairs of records with their scores: three columns. */
import { Problem } from '#foundation/problem.ts'

export type Pairs = Readonly<{ count: number; left: Uint32Array; right: Uint32Array; score: Float64Array }>

export type PairList = Readonly<{ add: (left: number, right: number, score: number) => void; pairs: () => Pairs }>

/** Grows as pairs come. Throws a 422 `clk-pairs-too-many` over the most. */
export function createPairList(most: number): PairList {
  let [left, right, score] = [new Uint32Array(1024), new Uint32Array(1024), new Float64Array(1024)]
  let count = 0
  return {
    add(one, other, alike) {
      if (count === left.length) {
        if (count >= most) throw tooMany(most)
        const size = Math.min(2 * count, Math.max(most, count + 1))
        ;[left, right, score] = [longer(left, size), longer(right, size), longer(score, size)]
      }
      left[count] = one
      right[count] = other
      score[count++] = alike
    },
    pairs: () => ({
      count,
      left: left.subarray(0, count),
      right: right.subarray(0, count),
      score: score.subarray(0, count),
    }),
  }
}

/** The pairs in order of the left row and, for one left row, of the right. */
export function ordered(pairs: Pairs): Pairs {
  return picked(
    pairs,
    sorted(
      pairs,
      (x, y) => (pairs.left[x] ?? 0) - (pairs.left[y] ?? 0) || (pairs.right[x] ?? 0) - (pairs.right[y] ?? 0),
    ),
  )
}

/** Each row at most once: the best pair first, then the best of what is left. Equal scores go by row, so that the result is always the same. */
export function oneToOne(pairs: Pairs): Pairs {
  const { left, right, score } = pairs
  const best = sorted(
    pairs,
    (x, y) => (score[y] ?? 0) - (score[x] ?? 0) || (left[x] ?? 0) - (left[y] ?? 0) || (right[x] ?? 0) - (right[y] ?? 0),
  )
  const [taken, given] = [new Set<number>(), new Set<number>()]
  const kept = best.filter((at) => {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0]
    if (taken.has(one) || given.has(other)) return false
    taken.add(one)
    given.add(other)
    return true
  })
  return ordered(picked(pairs, kept))
}

const sorted = ({ count }: Pairs, compare: (x: number, y: number) => number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, at) => at).sort(compare)

const picked = ({ left, right, score }: Pairs, order: Uint32Array): Pairs => ({
  count: order.length,
  left: order.map((at) => left[at] ?? 0),
  right: order.map((at) => right[at] ?? 0),
  score: Float64Array.from(order, (at) => score[at] ?? 0),
})

function longer<T extends Uint32Array | Float64Array>(column: T, size: number): T {
  const grown = new (column.constructor as new (size: number) => T)(size)
  grown.set(column)
  return grown
}

function tooMany(most: number): Problem {
  return new Problem(422, 'clk-pairs-too-many', {
    title: 'Too many pairs',
    detail: `More than ${most} pairs reach the threshold, which is not what links look like.`,
    mend: 'Raise the threshold.',
  })
}
