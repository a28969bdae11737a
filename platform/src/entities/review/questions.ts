/** What is worth asking, of all that a run found: kept until a run or a correction changes it. */
import { bitsOf, type ClusterInput, clusterRecords, type LinkageModel, reviewQueue } from '#linkage'
import type { AskingLinked, Desk } from '../desk.ts'
import { clusterInput, codesOf, placed } from '../run/group.ts'
import { cleanNhs } from '../run/columns.ts'
import { allPairs, recordsByToken, type StoredRecord } from '../store/records.ts'
import { runModel } from '../store/run-model.ts'
import { standingRulings } from '../store/rulings.ts'

export type Asked = Readonly<{
  id: string
  left: string
  right: string
  /** Null for two records that were never compared. */
  bits: number | null
  /** Whether the two are in one entity now. */
  isJoined: boolean
}>

export type Questions = Readonly<{ of(asking: AskingLinked): Promise<readonly Asked[]> }>

/** Questions that are kept ready; when they are answered, there are new ones. */
const most = 2_000

export function createQuestions(desk: Desk): Questions {
  const held = new Map<string, { state: string; questions: Promise<readonly Asked[]> }>()
  return {
    async of(asking) {
      const { ref, currentRun } = asking.linkage
      const { rows } = await desk.database.pool.query<{ last: number | null }>(
        'select max(id) as last from entities.corrections where linkage = $1',
        [ref],
      )
      const state = `${currentRun} ${rows[0]?.last ?? 0}`
      const known = held.get(ref)
      if (known?.state === state) return known.questions
      const questions = ask(desk, asking)
      held.set(ref, { state, questions })
      questions.catch(() => held.delete(ref))
      return questions
    },
  }
}

/** In the order of what an answer is expected to change. */
async function ask(desk: Desk, { linkage }: AskingLinked): Promise<readonly Asked[]> {
  const { pool } = desk.database
  const pairs = await allPairs(pool, linkage)
  const rulings = await standingRulings(pool, linkage.ref)
  const tokens = [...new Set([...pairs, ...rulings].flatMap(({ left, right }) => [left, right]))]
  const records = await recordsByToken(pool, linkage, tokens)
  const placeOf = new Map(records.map(({ token }, place) => [token, place]))
  const known = pairs.filter(({ left, right }) => placeOf.has(left) && placeOf.has(right))
  const model = await runModel(pool, linkage)
  const input = inputOf(records, linkage.document.datasets, {
    model,
    rulings: placed(rulings, placeOf),
    edges: {
      left: Uint32Array.from(known, ({ left }) => placeOf.get(left)!),
      right: Uint32Array.from(known, ({ right }) => placeOf.get(right)!),
      weight: Float64Array.from(known, ({ bits }) => bits),
      count: known.length,
    },
  })
  const clustering = clusterRecords(input, { withJoinings: true })
  const bitsById = new Map(known.map(({ id, bits }) => [id, bits]))
  const leastBits = bitsOf(model.thresholds.review ?? model.thresholds.link)
  return reviewQueue(input, clustering, { most, leastBits }).flatMap(({ left, right, now }) => {
    const [one, other] = [records[left]!.token, records[right]!.token]
    const id = linkage.key.pair(one, other)
    return [{ id, left: one, right: other, bits: bitsById.get(id) ?? null, isJoined: now === 'joined' }]
  })
}

function inputOf(
  records: readonly StoredRecord[],
  datasets: readonly Readonly<{ dataset: string; once?: boolean | undefined }>[],
  rest: Readonly<{ model: LinkageModel } & Pick<ClusterInput, 'rulings' | 'edges'>>,
): ClusterInput {
  const names = datasets.map(({ dataset }) => dataset)
  const groupable = {
    source: Uint16Array.from(records, ({ dataset }) => Math.max(0, names.indexOf(dataset))),
    identifier: codesOf(records.map(({ values }) => cleanNhs(values))),
  }
  const once = datasets.flatMap((each, place) => (each.once ? [place] : []))
  return clusterInput(groupable, rest.edges, rest.rulings ?? [], { model: rest.model, once })
}
