/**
 * After people ruled on records: takes the pieces that hang on them apart and puts them together anew, by the same rules as
 * a run, so that the next run comes to the same.
 */
import { cleanNhs } from '../run/columns.ts'
import { codesOf, group, placed } from '../run/group.ts'
import type { Moves } from '../run/job.ts'
import { keepKeys } from '../run/same-keys.ts'
import { pairsTouching, type Queries, recordsByToken, type Served, type StoredPair } from '../store/records.ts'
import { type NumberedRuling, rulingsTouching } from '../store/rulings.ts'
import { runModel } from '../store/run-model.ts'
import type { LinkageDocument } from '../linkages/document.ts'
import { cannotCorrect } from '../faults.ts'

export type Correctable = Served & Readonly<{ document: LinkageDocument }>

/** More records than this hang together only when something is wrong: a run looks at that, not a page. */
const most = 5_000

export type Touched = Readonly<{
  tokens: readonly string[]
  /** A correction that is about to be undone. */
  except?: number | null
  /** Records that are taken out of their entity, which keeps its key. */
  leaving?: readonly string[]
}>

/** The linkage's row must be locked. Answers what moved. */
export async function recluster(
  queries: Queries,
  linkage: Correctable,
  { tokens, except = null, leaving = [] }: Touched,
): Promise<Moves> {
  const piece = await pieceAround(queries, linkage, { start: tokens, except })
  const records = await recordsByToken(queries, linkage, [...piece.tokens])
  const placeOf = new Map(records.map(({ token }, place) => [token, place]))
  const model = await runModel(queries, linkage)
  const datasets = linkage.document.datasets.map(({ dataset }) => dataset)
  const groupable = {
    source: Uint16Array.from(records, ({ dataset }) => Math.max(0, datasets.indexOf(dataset))),
    identifier: codesOf(records.map(({ values }) => cleanNhs(values))),
  }
  const once = linkage.document.datasets.flatMap((each, place) => (each.once ? [place] : []))
  const cluster = group(groupable, edgesOf(piece.pairs, placeOf), placed(piece.rulings, placeOf), { model, once })
  const before = new Map(records.map(({ token, entity }) => [token, entity]))
  const order = records.map(({ token }) => token)
  const { keys, moves } = keepKeys({ tokens: order, cluster }, before, new Set(leaving))
  await queries.query(
    `update entities.records r set entity = n.entity from unnest($3::text[], $4::text[]) as n (token, entity)
     where r.linkage = $1 and r.run = $2 and r.token = n.token and r.entity <> n.entity`,
    [linkage.ref, linkage.currentRun, order, keys],
  )
  return moves
}

type Piece = Readonly<{ tokens: ReadonlySet<string>; pairs: readonly StoredPair[]; rulings: readonly NumberedRuling[] }>

/** All that hangs together with these records, by pairs or by rulings. */
async function pieceAround(
  queries: Queries,
  linkage: Correctable,
  { start, except }: Readonly<{ start: readonly string[]; except: number | null }>,
): Promise<Piece> {
  const tokens = new Set(start)
  const pairs = new Map<string, StoredPair>()
  const rulings = new Map<number, NumberedRuling>()
  for (let edge = [...tokens]; edge.length > 0;) {
    const [nearPairs, nearRulings] = [
      await pairsTouching(queries, linkage, edge),
      await rulingsTouching(queries, linkage.ref, { tokens: edge, except }),
    ]
    for (const pair of nearPairs) pairs.set(pair.id, pair)
    for (const ruling of nearRulings) rulings.set(ruling.number, ruling)
    const next = [...nearPairs, ...nearRulings].flatMap(({ left, right }) => [left, right])
    edge = [...new Set(next)].filter((token) => !tokens.has(token))
    for (const token of edge) tokens.add(token)
    if (tokens.size > most)
      throw cannotCorrect(
        `More than ${most} records hang together with these.`,
        'Run the linkage with a higher review threshold first.',
      )
  }
  return { tokens, pairs: [...pairs.values()], rulings: [...rulings.values()].toSorted((a, b) => a.number - b.number) }
}

function edgesOf(pairs: readonly StoredPair[], placeOf: ReadonlyMap<string, number>) {
  const known = pairs.filter(({ left, right }) => placeOf.has(left) && placeOf.has(right))
  return {
    left: Uint32Array.from(known, ({ left }) => placeOf.get(left)!),
    right: Uint32Array.from(known, ({ right }) => placeOf.get(right)!),
    weight: Float64Array.from(known, ({ bits }) => bits),
    count: known.length,
  }
}
