/** A linkage from files to files: read, derive, block, score, write pairs, cluster, write clusters, measure, explain. */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { Problem } from '#foundation/problem.ts'
import {
  bitsOf,
  defaultSettings,
  type Explanation,
  type LinkageModel,
  explainPair,
  type LinkMode,
  modelHash,
  packRecords,
  planBlocking,
  type Sources,
} from '#linkage'
import { clusterEdges, type ClusterCounts, countClusters, edgesOf, settleRivals } from './clusters.ts'
import { type Engine, openEngine } from './engine.ts'
import { columnsOfTruth, readLabels } from './labels.ts'
import { measure, type Measured } from './measured.ts'
import { writeTable } from './output.ts'
import { type ChosenModel, columnsNeeded, type ModelChoice, modelFor } from './model-for.ts'
import { readRecords, type Source } from './read.ts'
import { clusterLines, clusterTypes, countFrom, type Named, pairLines, pairTypes } from './results.ts'
import { scoreInWorkers, type ScoredPairs } from './workers.ts'

export type Stage = 'read' | 'prepare' | 'score' | 'write' | 'cluster' | 'measure'

export type LinkOptions = Readonly<{
  /** CSV or Parquet, one a source. */
  files: readonly string[]
  idColumn?: string | undefined
  model: ModelChoice
  /** With `auto`: columns that say nothing of who it is. */
  ignored?: readonly string[] | undefined
  /** A probability; the model's own when left out. */
  threshold?: number | undefined
  /** `across`: no pairs within one file. */
  mode?: LinkMode | undefined
  /** Where to write; `.csv` or `.parquet`. */
  pairs?: string | undefined
  clusters?: string | undefined
  labels?: string | undefined
  /** Two ids, each as `id` or `source:id`. */
  explain?: readonly [string, string] | undefined
  /** How much memory to keep to, about; half of the machine's when left out. Beyond it, files in a working folder are used. */
  memoryMb?: number | undefined
  threads?: number | undefined
  /** For working files; removed at the end. */
  folder?: string | undefined
  onProgress?: ((stage: Stage, share: number) => void) | undefined
  signal?: AbortSignal | undefined
}>

export type LinkReport = Readonly<{
  model: Readonly<{ id: string; title: string; hash: string }>
  threshold: number
  records: number
  sources: readonly Source[]
  notes: readonly string[]
  /** What `auto` took the columns for. */
  recognised: ChosenModel['recognised']
  /** How the model was trained, with the share of true pairs that its rules are expected to reach; null when it came trained. */
  training: ChosenModel['training']
  rules: readonly Readonly<{
    keys: readonly string[]
    /** Before pairs of earlier rules are taken out. */
    pairs: number
    largestBlock: number
    /** Of blocks too large to be compared. */
    left: Readonly<{ blocks: number; records: number; pairs: number }>
  }>[]
  /** Pairs compared. */
  compared: number
  /** Pairs at or above the threshold. */
  pairs: number
  clusters: ClusterCounts | null
  measured: Measured | null
  explanation: Explanation | null
  seconds: Readonly<Record<string, number>>
}>

/** Throws `Problem`s for what the caller can mend, and the signal's reason when it is cancelled; nothing half-written is left. */
export async function link(options: LinkOptions): Promise<LinkReport> {
  checkOptions(options)
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'wayleave-link-'))
  const memoryMb = options.memoryMb ?? Math.round(totalmem() / 2 ** 21)
  const threads = options.threads ?? availableParallelism()
  const engine = await openEngine(folder, memoryMb / 3, threads)
  try {
    return await run(options, { engine, folder, memoryMb, threads, clock: stopwatch() })
  } finally {
    engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}

type Surroundings = Readonly<{
  engine: Engine
  folder: string
  memoryMb: number
  threads: number
  clock: ReturnType<typeof stopwatch>
}>

async function run(options: LinkOptions, surroundings: Surroundings): Promise<LinkReport> {
  const { engine, folder, clock } = surroundings
  const say = (stage: Stage, share: number): void => {
    options.signal?.throwIfAborted()
    options.onProgress?.(stage, share)
  }
  say('read', 0)
  const read = await readRecords(engine.connection, {
    files: options.files,
    idColumn: options.idColumn,
    columns: columnsNeeded(options.model),
    ignored: [...(options.ignored ?? []), ...(options.labels === undefined ? [] : columnsOfTruth)],
    folder,
  })
  clock.lap('read')
  say('prepare', 0)
  const sources: Sources = { mode: options.mode ?? 'all', sourceOf: read.sourceOf }
  const chosen = modelFor(options.model, read.table, sources)
  const { model, features } = chosen
  clock.lap('prepare')
  const threshold = options.threshold ?? model.thresholds.link
  const named: Named = { ids: await read.ids(), sources: read.sources, sourceOf: read.sourceOf }
  const explained = options.explain?.map((id) => recordOf(named, id)).toSorted((one, other) => one - other)
  const { scored, rules } = await score(chosen, { options, surroundings, sources, threshold })
  say('write', 0)
  if (options.pairs !== undefined)
    await writeTable(options.pairs, pairLines(scored.segments, named, bitsOf(threshold)), {
      engine,
      types: pairTypes,
      signal: options.signal,
    })
  clock.lap('write pairs')
  const { clusters, measured } = await clusterAndMeasure(chosen, scored, { options, surroundings, named, threshold })
  return {
    model: { id: model.id, title: model.title, hash: modelHash(model) },
    threshold,
    records: read.table.count,
    sources: read.sources,
    notes: read.notes,
    recognised: chosen.recognised,
    training: chosen.training,
    rules,
    compared: scored.seen,
    pairs: countFrom(scored.segments, bitsOf(threshold)),
    clusters,
    measured,
    explanation: explained ? explainPair(model, features, explained[0]!, explained[1]!) : null,
    seconds: clock.laps(),
  }
}

type Scoring = Readonly<{ options: LinkOptions; surroundings: Surroundings; sources: Sources; threshold: number }>

async function score(
  { model, features, frequencies, training }: ChosenModel,
  { options, surroundings, sources, threshold }: Scoring,
): Promise<{ scored: ScoredPairs; rules: LinkReport['rules'] }> {
  const { folder, memoryMb, threads, clock } = surroundings
  const plan = planBlocking(features, model.blocking, sources)
  const pack = packRecords(model, features, plan, { sources, frequencies })
  clock.lap('block')
  const found = await scoreInWorkers(
    pack,
    { thresholdBits: leastBits(model, options, threshold), folder, bytes: (memoryMb * 2 ** 20) / 4 },
    { threads, signal: options.signal, onProgress: (share) => options.onProgress?.('score', share) },
  )
  const scored = settleRivals(found, sources.sourceOf, training?.oncePerSource ?? [])
  clock.lap('score')
  const rules = plan.rules.map(({ rule, pairs, largest, left }) => ({
    keys: rule.keys,
    pairs,
    largestBlock: largest,
    left,
  }))
  return { scored, rules }
}

/** Clustering by the mean of pairs wants all that count more than a pair that was not compared. */
function leastBits({ clustering }: LinkageModel, { clusters, labels }: LinkOptions, threshold: number): number {
  const isClustered = clusters !== undefined || labels !== undefined
  if (!isClustered || clustering.method === 'components') return bitsOf(threshold)
  return Math.min(bitsOf(threshold), clustering.missingBits ?? defaultSettings.missingBits)
}

type Clustering = Readonly<{ options: LinkOptions; surroundings: Surroundings; named: Named; threshold: number }>

async function clusterAndMeasure(
  { model, training }: ChosenModel,
  scored: ScoredPairs,
  { options, surroundings, named, threshold }: Clustering,
): Promise<Pick<LinkReport, 'clusters' | 'measured'>> {
  const { engine, folder, clock } = surroundings
  if (options.clusters === undefined && options.labels === undefined) return { clusters: null, measured: null }
  options.onProgress?.('cluster', 0)
  const edges = edgesOf(scored.segments)
  const cluster = clusterEdges(model, edges, { ...named, threshold, once: training?.oncePerSource ?? [] })
  clock.lap('cluster')
  if (options.clusters !== undefined)
    await writeTable(options.clusters, clusterLines(cluster, named), {
      engine,
      types: clusterTypes,
      signal: options.signal,
    })
  clock.lap('write clusters')
  const counts = countClusters(cluster)
  if (options.labels === undefined) return { clusters: counts, measured: null }
  options.onProgress?.('measure', 0)
  const { truth, notes } = await readLabels(engine, options.labels, { ...named, folder })
  const measured = measure(edges, cluster, { truth, threshold, notes })
  clock.lap('measure')
  return { clusters: counts, measured }
}

function recordOf({ ids, sources, sourceOf }: Named, wanted: string): number {
  const matches: number[] = []
  for (let record = 0; record < ids.count; record++) {
    const id = ids.of(record)
    if (id === wanted || `${sources[sourceOf[record]!]!.name}:${id}` === wanted) matches.push(record)
  }
  const [first] = matches
  if (first !== undefined && matches.length === 1) return first
  throw new Problem(422, 'id-unknown', {
    title: 'That record is not there',
    detail:
      matches.length === 0
        ? 'No record has one of the ids to explain.'
        : 'Several files have one of the ids to explain.',
    at: 'explain',
    mend: 'Give an id of the data; with several files as FILE:ID, with the name of the file without its ending.',
  })
}

function checkOptions({ files, threshold }: LinkOptions): void {
  if (files.length === 0)
    throw new Problem(422, 'files-missing', {
      title: 'There is nothing to link',
      detail: 'No file was given.',
      mend: 'Give one file, to find who is in it twice, or several.',
    })
  if (threshold !== undefined && !(threshold > 0 && threshold < 1))
    throw new Problem(422, 'threshold-unusable', {
      title: 'The threshold is not a probability',
      detail: 'It has to be above 0 and below 1.',
      at: 'threshold',
      mend: 'Give a probability such as 0.95.',
    })
}

function stopwatch() {
  const seconds: Record<string, number> = {}
  let since = performance.now()
  return {
    lap(name: string): void {
      const now = performance.now()
      seconds[name] = Math.round(now - since) / 1000
      since = now
    },
    laps: (): Readonly<Record<string, number>> => seconds,
  }
}
