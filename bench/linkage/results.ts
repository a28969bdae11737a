/** What a run found, for the page to show. */
import type { Agreement } from './agree.ts'
import type { Measures } from './evaluate.ts'
import type { Measured } from './measured.ts'

export type Pair<Kind> = Readonly<{ peer: Kind; ours: Kind }>

export type EqualOutput = Readonly<{
  records: number
  modelHash: string
  withThreshold: Pair<Measured> & Readonly<{ agreement: Agreement }>
  withoutThreshold: Pair<Measured> & Readonly<{ agreement: Agreement }>
}>

export type EndToEnd = Readonly<{ records: number }> & Pair<Measured>

export type Growth = Readonly<{
  records: number
  /** Null where the peer was not run. */
  peer: Measured | null
  ours: Measured
}>

export type Single = Readonly<{
  records: number
  peer: readonly number[]
  /** Null as long as nothing of ours answers for one record. */
  ours: readonly number[] | null
}>

export type Scored = Readonly<{ measured: Measured; measures: Measures; settings: string }>

export type Accuracy = Readonly<{
  set: string
  about: string
  own: boolean
  records: number
  variants: Readonly<Record<'equal' | 'best', Pair<Scored>>>
}>

export type Results = Readonly<{
  equalOutput?: EqualOutput
  endToEnd?: EndToEnd
  growth?: readonly Growth[]
  single?: Single
  accuracy?: readonly Accuracy[]
}>
