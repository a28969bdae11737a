import { type Groups, none } from './groups.ts'

/** One joining of two groups: the mean between them in units, and how many pairs that is the mean of. */
export type Joining = (one: number, other: number, mean: number, pairs: number) => void

/**
 * Average-link agglomeration: joins the two groups with the highest mean weight over all pairs between them, again and again,
 * until no mean reaches the stop or a limit is in the way.
 *
 * It follows chains of nearest neighbours until two groups are each other's nearest. As a mean cannot rise by joining and
 * equal means are ordered by the smallest records, that gives exactly what looking for the best pair overall would give
 * (D. Müllner, Modern hierarchical, agglomerative clustering algorithms, https://arxiv.org/abs/1109.2378), but needs no
 * queue: at most three looks for the nearest per record.
 */
export function agglomerate(groups: Groups, records: number, joined?: Joining): void {
  const chain: number[] = []
  for (let start = 0; start < records; start++) {
    if (groups.nameOf(start) !== start) continue
    chain.push(start)
    while (chain.length > 0) {
      const top = chain[chain.length - 1]!
      const found = groups.nearest(top)
      if (found === none) chain.pop()
      else if (chain.length > 1 && found === chain[chain.length - 2]) {
        chain.length -= 2
        joined?.(
          Math.min(top, found),
          Math.max(top, found),
          groups.meanToNearest(),
          groups.sizeOf(top) * groups.sizeOf(found),
        )
        const kept = groups.join(top, found)
        if (chain.length === 0) chain.push(kept)
      } else chain.push(found)
      // A mean that rounding lifted by a hair could send the chain in a circle: start it again.
      if (chain.length > records) chain.length = 1
    }
  }
}
