/** Who asks for what, and why. */
import type { Classification, DatasetRef, Field } from './dataset.ts'

export const roles = [
  'data-officer',
  'approver',
  'guardian',
  'practitioner',
  'analyst',
  'developer',
  'operator',
  'citizen',
] as const
/** Held by a person or an app *in an organisation*. */
export type Role = (typeof roles)[number]

export type Caller = Readonly<{
  kind: 'anonymous' | 'person' | 'app'
  /** Person id or client id; null when anonymous. Never written to a receipt as it is. */
  id: string | null
  /** What to call them on a page. Never written to a log or a receipt. */
  name: string
  /** The organisation they act for now; null for the public and for citizens. */
  organisation: string | null
  roles: readonly Role[]
}>

export const anonymous: Caller = Object.freeze({
  kind: 'anonymous',
  id: null,
  name: 'A member of the public',
  organisation: null,
  roles: [],
})

/** What reads data. `aggregate` and `subscribe` are known words that this release refuses with a reason of their own. */
export const dataActions = ['read', 'verify', 'export', 'aggregate', 'subscribe'] as const
export type DataAction = (typeof dataActions)[number]

/** The part of a dataset that a decision depends on: metadata only. */
export type DatasetFacts = Readonly<{
  ref: DatasetRef
  organisation: string
  classification: Classification
  fields: readonly Pick<Field, 'name' | 'type' | 'meaning' | 'classification'>[]
}>

export type AccessRequest = Readonly<{
  caller: Caller
  dataset: DatasetFacts
  action: DataAction
  /** A purpose id (`dpv:ServiceProvision`, `northford:winter-support`), or null when none was stated. */
  purpose: string | null
  /**
   * Every field that the caller mentions, in what is shown, filtered or sorted; null: “whatever I may have”.
   * Empty is not the same as null and is refused.
   */
  fields: readonly string[] | null
  /** The instant of the decision, ISO 8601 UTC. */
  at: string
}>
