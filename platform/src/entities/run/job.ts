/** What a run tells its worker, and hears from it. */
import type { Run, RunFacts } from '../linkages/linkage.ts'
import type { Slot } from '../reading/slots.ts'

export type JobSource = Readonly<{
  dataset: string
  key: string
  once: boolean
  fields: readonly (readonly [Slot, string])[]
}>

export type TokenRuling = Readonly<{ left: string; right: string; same: boolean }>

export type Job = Readonly<{
  /** Of the linkage's key: tokens and seals are made where the values are. */
  secret: Uint8Array
  sources: readonly JobSource[]
  /** The entities of the run before, by record. */
  previous: Readonly<{ tokens: readonly string[]; entities: readonly string[] }>
  /** Oldest first. */
  rulings: readonly TokenRuling[]
  /** `auto`, the id of a ready-made model, or a document. */
  model: unknown
  /** The year it is, for ages. */
  year: number
  thresholds: Readonly<{ link: number; review: number }> | null
}>

export type ToWorker =
  /** NDJSON, cut anywhere. */
  | Readonly<{ kind: 'rows'; source: number; bytes: Uint8Array }>
  | Readonly<{ kind: 'link'; job: Job }>
  /** The piece before is stored; the next may come. */
  | Readonly<{ kind: 'next' }>

export type RecordsPiece = Readonly<{
  tokens: readonly string[]
  entities: readonly string[]
  sealed: readonly Uint8Array[]
}>
export type PairsPiece = Readonly<{
  ids: readonly string[]
  left: readonly string[]
  right: readonly string[]
  sealed: readonly Uint8Array[]
}>

/** What became of the entities of the run before. */
export type Moves = Readonly<{ from: readonly string[]; to: readonly string[]; records: readonly string[] }>

export type Linked = Readonly<{
  facts: Omit<RunFacts, 'seconds' | 'cpuSeconds'>
  model: Uint8Array
  moves: Moves
  cpuSeconds: number
}>

export type FromWorker =
  | Readonly<{ kind: 'progress'; step: Run['step']; progress: number }>
  | Readonly<{ kind: 'records'; piece: RecordsPiece }>
  | Readonly<{ kind: 'pairs'; piece: PairsPiece }>
  | Readonly<{ kind: 'done'; linked: Linked }>
  | Readonly<{ kind: 'failed'; problem: ProblemWords | null }>

export type ProblemWords = Readonly<{
  status: number
  code: string
  title: string
  detail: string
  at?: string | undefined
  mend?: string | undefined
}>
