/** A linkage and its runs, as people see them. No content: counts, names of fields, receipts and reasons. */
import type { DatasetRef } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'
import type { LinkageDocument } from './document.ts'

export type LinkageView = Readonly<{
  id: string
  organisation: string
  title: string
  description: string
  purpose: string
  /** With the key field of each filled in. */
  datasets: readonly LinkedDataset[]
  document: LinkageDocument
  definedAt: string
  /** The run under way, or null. */
  running: Run | null
  /** The newest run that is whole: what answers come from. Null before the first. */
  current: Run | null
  /** The newest run, whatever came of it. */
  latest: Run | null
  /** Pairs, flagged entities and reports that wait for a reviewer. */
  toReview: number
}>

export type LinkedDataset = Readonly<{ dataset: DatasetRef; key: string; once: boolean }>

export type Run = Readonly<{
  /** 1, 2, 3 … within the linkage. */
  number: number
  /** `interrupted`: the node stopped while it was under way; nothing of it was kept. */
  state: 'running' | 'done' | 'failed' | 'interrupted'
  step: 'reading' | 'comparing' | 'clustering' | 'keeping' | 'done'
  /** Of the whole run, 0 to 1. */
  progress: number
  startedAt: string
  endedAt: string | null
  sources: readonly RunSource[]
  facts: RunFacts | null
  /** Why it failed, in public words. */
  problem: Readonly<{ code: string; title: string; detail: string; mend: string | null }> | null
}>

/** What a run had of one dataset. */
export type RunSource = Readonly<{
  dataset: DatasetRef
  /** The holder. */
  organisation: string
  outcome: 'read' | 'refused'
  /** The fields that were compared. */
  fields: readonly string[]
  /** Fields that would have helped and were not given, or not as they are. */
  without: readonly string[]
  version: number | null
  rows: number | null
  /** Null when there is no such dataset, so that nobody was asked. */
  receipt: string | null
  /** Of a refusal: why the dataset was left out, and whose rule it is. */
  reasons: readonly Reason[]
}>

export type RunFacts = Readonly<{
  records: number
  /** Rows left out: without a key, or with the key of another row of their dataset. */
  leftOut: number
  /** Persons: clusters of one record or more. */
  entities: number
  /** Entities with two records or more. */
  linked: number
  /** Pairs between the two thresholds. */
  uncertain: number
  model: Readonly<{ id: string; hash: string }>
  thresholds: Readonly<{ link: number; review: number }>
  /** Wall time and processor time. */
  seconds: number
  cpuSeconds: number
  quality: Quality
}>

/** How good the links are. Measured against the reviewers' decisions when there are any; else estimated from probabilities. */
export type Quality = Readonly<{
  estimated: Readonly<{ precision: number; recall: number }> | null
  /** Over the decided pairs only, which are the hard ones: lower than over all. */
  measured: Readonly<{ precision: number; recall: number; labels: number }> | null
  /** Share of records that were linked to another, by group, so that a group that links badly is seen. */
  groups: readonly GroupQuality[]
}>

export type GroupQuality = Readonly<{
  /** What the records were grouped by: `sex`, `age band`, `missing fields`. */
  by: string
  group: string
  records: number
  linked: number
  /** A plain sentence. */
  says: string
}>
