/** Which pairs wait for people, in which order. */
import { bitsOf, probabilityOf } from '#linkage'
import type { AskingLinked, Desk } from '../desk.ts'
import { allPairs, recordsByToken, type StoredPair } from '../store/records.ts'
import { runModel } from '../store/run-model.ts'
import { openDisputes, opinionsOf, type StoredDispute } from '../store/reviews.ts'
import { standingRulings } from '../store/rulings.ts'
import { type Standing, standingOf } from './settle.ts'
import type { ReviewItem } from './review.ts'

export type Waiting = Readonly<{
  id: string
  left: string
  right: string
  /** Null for two records that were never compared: of a dispute. */
  bits: number | null
  why: ReviewItem['why']
  dispute: StoredDispute | null
  standing: Standing
}>

/** Disputes first, the oldest first; then what would change most, for the least certain. */
export async function waitingPairs(desk: Desk, { linkage }: AskingLinked): Promise<readonly Waiting[]> {
  const { pool } = desk.database
  const [pairs, model, disputes, opinions, rulings] = await Promise.all([
    allPairs(pool, linkage),
    runModel(pool, linkage),
    openDisputes(pool, linkage.ref),
    opinionsOf(pool, linkage, null),
    standingRulings(pool, linkage.ref),
  ])
  const { secondOpinion = 'when-asked' } = linkage.document
  const linkBits = bitsOf(Math.min(model.thresholds.link, 1 - 1e-12))
  const ruled = new Set(rulings.map(({ left, right }) => linkage.key.pair(left, right)))
  const said = Map.groupBy(opinions, ({ pair }) => pair)
  const byId = new Map(pairs.map((pair) => [pair.id, pair]))
  const entityOf = new Map(
    (await recordsByToken(pool, linkage, tokensOf(pairs.filter(({ bits }) => bits < linkBits + 20)))).map(
      ({ token, entity }) => [token, entity],
    ),
  )
  const sizes = new Map<string, number>()
  for (const entity of entityOf.values()) sizes.set(entity, (sizes.get(entity) ?? 0) + 1)
  const isApart = ({ left, right }: StoredPair) => entityOf.get(left) !== entityOf.get(right)

  const disputed = disputes.map((dispute): Waiting => {
    const since = (said.get(dispute.pair) ?? []).filter(({ at }) => at >= dispute.reportedAt)
    const { pair: id, left, right } = dispute
    return {
      id,
      left,
      right,
      bits: byId.get(id)?.bits ?? null,
      why: 'dispute',
      dispute,
      standing: standingOf(since, secondOpinion),
    }
  })
  const inDispute = new Set(disputes.map(({ pair }) => pair))
  const uncertain = pairs
    .filter((pair) => !inDispute.has(pair.id) && !ruled.has(pair.id) && (pair.bits < linkBits || isApart(pair)))
    .map((pair) => {
      const standing = standingOf(said.get(pair.id) ?? [], secondOpinion)
      const hangs = (sizes.get(entityOf.get(pair.left) ?? '') ?? 1) * (sizes.get(entityOf.get(pair.right) ?? '') ?? 1)
      const why: Waiting['why'] = isApart(pair) ? 'uncertain' : 'weak-link'
      return { value: doubt(pair.bits) * hangs, waiting: { ...pair, why, dispute: null, standing } }
    })
    .filter(({ waiting }) => waiting.standing.settled === null)
    .toSorted((a, b) => b.value - a.value || (a.waiting.id < b.waiting.id ? -1 : 1))
  return [...disputed, ...uncertain.map(({ waiting }) => waiting)]
}

/** 1 at even odds, 0 when sure. */
function doubt(bits: number): number {
  const probability = probabilityOf(bits)
  return 4 * probability * (1 - probability)
}

const tokensOf = (pairs: readonly StoredPair[]): string[] => [
  ...new Set(pairs.flatMap(({ left, right }) => [left, right])),
]
