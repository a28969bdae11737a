/** What the server asks of the worker, and what it answers: plain JSON, so that it can cross a process boundary. */
import type { Classification, Field, FieldProfile, FieldType, Report } from '#model/dataset.ts'

/** Read a file, type and profile it, and write its snapshot. */
export type PublishJob = Readonly<{
  kind: 'publish'
  path: string
  /** The file's name as its publisher gave it. */
  name: string
  /** An empty folder for this job alone. */
  scratch: string
  /** Where the Parquet snapshot is to be written. */
  snapshot: string
  /** Types that the owner has set, by field name. */
  types: Readonly<Record<string, FieldType>>
  /** The fields of the version before, whose names stay. */
  earlier: readonly Pick<Field, 'name' | 'type'>[]
  memoryLimit: string
}>

/** How often a field's values are missing or repeat in a snapshot. */
export type KeyJob = Readonly<{
  kind: 'check-key'
  snapshot: string
  field: string
  scratch: string
  memoryLimit: string
}>

export type Job = PublishJob | KeyJob

export type Proposal = Readonly<{
  classification: Classification
  /** One sentence. */
  reason: string
  /** Fields in which identifiers of people were found. */
  people: readonly string[]
}>

export type Published = Readonly<{
  rows: number
  fields: readonly Field[]
  profile: readonly FieldProfile[]
  report: Report
  proposal: Proposal
}>

export type KeyCheck = Readonly<{ rows: number; missing: number; repeated: number }>

export type ResultOf<J extends Job> = J extends PublishJob ? Published : KeyCheck

export type ProblemWords = Readonly<{
  status: number
  code: string
  title: string
  detail: string
  at?: string
  mend?: string
}>

export type ToWorker = Readonly<{ id: number; job: Job }>
export type FromWorker =
  | Readonly<{ id: number; done: Published | KeyCheck }>
  | Readonly<{ id: number; problem: ProblemWords }>
  | Readonly<{ ready: true }>
