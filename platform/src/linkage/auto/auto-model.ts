/** Makes a model for a table that nobody has described: what its columns hold, how they are compared, which pairs are looked at. */
import { Problem } from '#foundation/problem.ts'
import type { Sources } from '../block/blocks.ts'
import { tableOfRecords } from '../features/sample.ts'
import { buildFeatures } from '../features/store.ts'
import type { Table } from '../features/table.ts'
import { readModel } from '../model/check.ts'
import { type BlockingRule, type LinkageModel, modelKind } from '../model/document.ts'
import type { Feature } from '../model/features.ts'
import { levelCount } from '../model/patterns.ts'
import { sampleOf } from '../train/random.ts'
import { allPairs } from '../train/train-model.ts'
import { clustering, type Part, thresholds } from './draft.ts'
import { partsOf, type Recognised } from './parts-of.ts'
import { profileOf } from './profile.ts'
import { recommendRules } from './recommend-rules.ts'

export type AutoSettings = Readonly<{
  sources?: Sources | undefined
  /** Pairs that may be looked at, for each record. */
  pairsPerRecord?: number
  seed?: number
}>

export type AutoModel = Readonly<{
  /** Untrained: u and the prior are null, m is what such comparisons usually come to. */
  model: LinkageModel
  recognised: readonly Recognised[]
  /** The estimated pairs of its rules. */
  pairs: number
}>

/** Up to so many pairs, every one is looked at. */
const allOfThem = 500_000
/** Counting blocks among so many records tells enough about all. */
const counted = 20_000
/** Patterns have to stay exact numbers; a little room is left. */
const mostPatterns = 2 ** 50

/** Throws a 422 `columns-unusable` Problem for a table in which no column tells records apart. */
export function autoModel(table: Table, { sources, pairsPerRecord = 50, seed = 1 }: AutoSettings = {}): AutoModel {
  const { parts, recognised, areHouseholds } = partsOf(profileOf(table, sources), sources?.mode !== 'across')
  const kept = withinLimits(parts)
  if (kept.length === 0) throw unusable(recognised)
  const features: Record<string, Feature> = Object.assign({}, ...kept.map((part) => part.features))
  const all = allPairs(table.count, sources)
  const blocking = rulesFor(table, { kept, features, all, sources, pairsPerRecord, seed })
  if (all <= allOfThem) {
    features['any value'] = { kind: 'text', from: columnsIn(features).slice(0, 20), needs: 'any', whole: ['anything'] }
    blocking.rules.push({ keys: ['any value'], largest: Math.max(2, table.count) })
  }
  const shared = kept.flatMap((part) => part.shared ?? [])
  const model: LinkageModel = {
    wayleave: modelKind,
    id: 'auto',
    title: 'Made from the data',
    features: onlyUsed(features, kept, blocking.rules),
    comparisons: kept.flatMap(({ comparisons }) => [...comparisons]),
    blocking: blocking.rules,
    prior: null,
    household: areHouseholds && shared.length > 0 ? { share: 0, shared } : null,
    clustering,
    thresholds,
  }
  return { model: readModel(model), recognised, pairs: Math.min(all, blocking.pairs) }
}

/** The most telling parts that fit: a pattern of all of them together has to be a number, and a household needs room to be found. */
function withinLimits(parts: readonly Part[]): readonly Part[] {
  const kept = new Set<Part>()
  let [patterns, comparisons] = [1, 0]
  for (const part of parts.toSorted((a, b) => b.worth - a.worth)) {
    const space = part.comparisons.reduce((product, comparison) => product * levelCount(comparison), patterns)
    if (space > mostPatterns || comparisons + part.comparisons.length > 60) continue
    kept.add(part)
    patterns = space
    comparisons += part.comparisons.length
  }
  return parts.filter((part) => kept.has(part))
}

type Blocked = Readonly<{
  kept: readonly Part[]
  features: Record<string, Feature>
  all: number
  sources: Sources | undefined
  pairsPerRecord: number
  seed: number
}>

function rulesFor(
  table: Table,
  { kept, features, all, sources, pairsPerRecord, seed }: Blocked,
): { rules: BlockingRule[]; pairs: number } {
  const records = sampleOf(table.count, counted, seed)
  const keys = kept.flatMap((part) => part.keys)
  const names = [...new Set(keys.map(({ feature }) => feature))]
  const some = buildFeatures(modelOf(features), tableOfRecords(table, records), names)
  const { rules, pairs } = recommendRules(some, keys, {
    pairs: Math.max(allOfThem, pairsPerRecord * table.count),
    records: table.count,
    sources: sources && {
      mode: sources.mode,
      sourceOf: Uint16Array.from(records, (record) => sources.sourceOf[record]!),
    },
    seed,
  })
  return { rules: [...rules], pairs: Math.min(pairs, all) }
}

const modelOf = (features: Record<string, Feature>): LinkageModel => ({
  wayleave: modelKind,
  id: 'auto',
  title: 'Keys',
  features,
  comparisons: [],
  blocking: [],
  prior: null,
  household: null,
  clustering,
  thresholds,
})

/** Keys that no rule was made of are not worth deriving. */
function onlyUsed(
  features: Record<string, Feature>,
  parts: readonly Part[],
  rules: readonly BlockingRule[],
): Record<string, Feature> {
  const keys = new Set(parts.flatMap((part) => part.keys.map(({ feature }) => feature)))
  const blocked = new Set(rules.flatMap((rule) => rule.keys))
  const asked = JSON.stringify(parts.map(({ comparisons }) => comparisons))
  return Object.fromEntries(
    Object.entries(features).filter(
      ([name]) => blocked.has(name) || !keys.has(name) || asked.includes(JSON.stringify(name)),
    ),
  )
}

const columnsIn = (features: Record<string, Feature>): string[] => [
  ...new Set(Object.values(features).flatMap(({ from }) => (typeof from === 'string' ? [from] : from))),
]

function unusable(recognised: readonly Recognised[]): Problem {
  const told = recognised.slice(0, 10).map(({ column, why }) => `${column}: ${why ?? 'not compared'}.`)
  return new Problem(422, 'columns-unusable', {
    title: 'No column tells these records apart',
    detail: told.join(' ') || 'The table has no columns.',
    mend: 'Give a table with names, dates, addresses, numbers or texts in it, or a model of your own.',
  })
}
