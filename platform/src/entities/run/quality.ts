/** How good a run's links are, and for whom: with reviewers' decisions measured, else estimated from the probabilities. */
import { probabilityOf, type Table } from '#linkage'
import type { GroupQuality, Quality } from '../linkages/linkage.ts'
import type { BitPairs, PlaceRuling } from './group.ts'

type Outcome = Readonly<{
  table: Table
  pairs: BitPairs
  cluster: Uint32Array
  rulings: readonly PlaceRuling[]
  year: number
}>

export function qualityOf(outcome: Outcome): Quality {
  return { estimated: estimated(outcome), measured: measured(outcome), groups: groupsOf(outcome) }
}

/** Expected true pairs among those in one entity, and among all that were scored; what blocking missed is not in it. */
function estimated({ pairs, cluster }: Outcome): Quality['estimated'] {
  let [within, withinTrue, allTrue] = [0, 0, 0]
  for (let pair = 0; pair < pairs.count; pair++) {
    const probability = probabilityOf(pairs.weight[pair]!)
    allTrue += probability
    if (cluster[pairs.left[pair]!] !== cluster[pairs.right[pair]!]) continue
    within++
    withinTrue += probability
  }
  if (within === 0 || allTrue === 0) return null
  return { precision: round(withinTrue / within), recall: round(withinTrue / allTrue) }
}

/** Before rulings are applied they would be right by themselves, so the pair's own weight is what is judged. */
function measured({ pairs, rulings, cluster }: Outcome): Quality['measured'] {
  if (rulings.length === 0) return null
  const weightOf = new Map<string, number>()
  const wanted = new Set(rulings.map(({ left, right }) => pairKey(left, right)))
  for (let pair = 0; pair < pairs.count; pair++) {
    const key = pairKey(pairs.left[pair]!, pairs.right[pair]!)
    if (wanted.has(key)) weightOf.set(key, pairs.weight[pair]!)
  }
  let [both, said, are] = [0, 0, 0]
  for (const { left, right, same } of rulings) {
    const weight = weightOf.get(pairKey(left, right))
    const says = weight === undefined ? !same && cluster[left] === cluster[right] : weight >= 0
    if (says) said++
    if (same) are++
    if (says && same) both++
  }
  return {
    precision: round(said === 0 ? 1 : both / said),
    recall: round(are === 0 ? 1 : both / are),
    labels: rulings.length,
  }
}

const pairKey = (left: number, right: number) => (left < right ? `${left} ${right}` : `${right} ${left}`)
const round = (share: number) => Math.round(share * 10_000) / 10_000

/** Share of records that are linked to another, by groups of people that are known to link unequally. */
function groupsOf({ table, cluster, year }: Outcome): GroupQuality[] {
  const size = new Uint32Array(cluster.length)
  for (const root of cluster) size[root]!++
  const isLinked = (record: number) => size[cluster[record]!]! > 1
  const text = (column: string) => (record: number) => {
    const { codes, texts } = table.columns[column]!
    return texts[codes[record]!] ?? null
  }
  const [sex, born, nhs] = [text('sex'), text('date-of-birth'), text('nhs-number')]
  return [
    ...byGroup('sex', table.count, isLinked, (record) => sex(record) ?? 'not known'),
    ...byGroup('age band', table.count, isLinked, (record) => ageBand(born(record), year)),
    ...byGroup('NHS number', table.count, isLinked, (record) => (nhs(record) === null ? 'none' : 'has one')),
  ]
}

function ageBand(born: string | null, year: number): string {
  if (born === null) return 'not known'
  const age = year - Number(born.slice(0, 4))
  return age < 18 ? 'under 18' : age < 40 ? '18 to 39' : age < 65 ? '40 to 64' : age < 80 ? '65 to 79' : '80 and over'
}

function byGroup(
  by: string,
  count: number,
  isLinked: (record: number) => boolean,
  groupOf: (record: number) => string,
): GroupQuality[] {
  const tally = new Map<string, { records: number; linked: number }>()
  let linkedInAll = 0
  for (let record = 0; record < count; record++) {
    const group = groupOf(record)
    const entry = tally.get(group) ?? { records: 0, linked: 0 }
    entry.records++
    if (isLinked(record)) {
      entry.linked++
      linkedInAll++
    }
    tally.set(group, entry)
  }
  const overall = count === 0 ? 0 : linkedInAll / count
  return [...tally]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, { records, linked }]) => ({
      by,
      group,
      records,
      linked,
      says: says(by, group, linked / records, overall),
    }))
}

function says(by: string, group: string, share: number, overall: number): string {
  const percent = (value: number) => `${Math.round(100 * value)} %`
  return `${by}, ${group}: ${percent(share)} of the records were linked to another; of all records, ${percent(overall)}.`
}
