/** The single view: what this caller may know of this person for this purpose, and where each fact is from. */
import type { Field } from '#model/dataset.ts'
import type { Reason } from '#model/refusal.ts'

export const themes = ['identity', 'contact', 'address', 'health', 'care', 'money', 'other'] as const
export type Theme = (typeof themes)[number]

export type PersonView = Readonly<{
  linkage: string
  /** The entity's key: unguessable, of this linkage only. */
  key: string
  /** The name that most sources have, as far as the caller may see one; null otherwise. */
  name: string | null
  themes: readonly Readonly<{ theme: Theme; facts: readonly Fact[] }>[]
  /** One for each dataset of the linkage, whether or not it had a record. */
  sources: readonly SourceView[]
  /** Others at the same UPRN; null when it was not asked for, or no source shows UPRNs. */
  household: Household | null
  /** Of the current run. */
  linkedAt: string
}>

export type Fact = Readonly<{
  /** As the holder has it, transformed as the permit says. */
  value: string | number | boolean
  dataset: string
  /** The holder. */
  organisation: string
  field: string
  meaning: string | null
  /** What was done to it before it left: `as-is`, `year` … */
  transform: string
  /** Names the record within this linkage; see `SourceView.records`. */
  record: string
  /** ISO date or instant: a date of the row itself when it has one, else the day the version was published. */
  asOf: string
  asOfFrom: 'row' | 'version'
  receipt: string
  /** Datasets whose value for the same thing is the same once cleaned, and is another. */
  agreesWith: readonly string[]
  conflictsWith: readonly string[]
}>

export type SourceView = Readonly<{
  dataset: string
  title: string
  organisation: string
  /** `refused` tells nothing about whether there is a record. */
  outcome: 'shown' | 'no-record' | 'refused'
  /** The records of this person that the caller may see, each with the handle by which it is moved or disputed. */
  records: readonly Readonly<{ record: string; key: string | number }>[]
  /** Fields that the holder has and this permit does not show; and why, whose rule it is, what would help. */
  withheld: readonly Readonly<{ field: string; meaning: Field['meaning'] }>[]
  withheldBecause: readonly Reason[]
  /** Of a refusal. */
  reasons: readonly Reason[]
  clause: Readonly<{ agreement: string; clause: string }> | null
  duties: readonly string[]
  version: number | null
  publishedAt: string | null
  /** Null when there is no such dataset any more. */
  receipt: string | null
}>

export type Household = Readonly<{
  /** Too many to be a household (a care home, a hostel): none are listed. */
  tooMany: boolean
  others: readonly Readonly<{ key: string; name: string | null; datasets: readonly string[] }>[]
  receipts: readonly string[]
}>
