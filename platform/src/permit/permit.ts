/**
 * Leave to fetch exactly these fields, of exactly these rows, for exactly this purpose.
 *
 * `holdings` runs no query without one, and compiles `rows` and `fields` into the SQL itself: what is outside the
 * permit is never read, rather than filtered afterwards. A permit never leaves its process; it is a key, not a token.
 */
import type { Condition } from '#foundation/cql2/ast.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { DataAction } from '#model/request.ts'

/** What is done to a value before it leaves. The keyed pseudonym uses the agreement's key, so it cannot be joined across agreements. */
export type Transform =
  | Readonly<{ kind: 'as-is' }>
  | Readonly<{ kind: 'year' }>
  | Readonly<{ kind: 'outward-postcode' }>
  | Readonly<{ kind: 'masked' }>
  | Readonly<{ kind: 'pseudonym'; key: string }>
  /** Only whether the condition holds for the row; without one, whether there is a value. */
  | Readonly<{ kind: 'yes-no'; when: Condition | null }>
  | Readonly<{ kind: 'rounded'; to: number }>

export type PermittedField = Readonly<{ name: string; transform: Transform }>

export type Duties = Readonly<{
  /** ISO date until which the recipient may keep it. */
  retainUntil?: string
  /** An answer with fewer rows than this is withheld. */
  suppressBelow?: number
  attribute?: string
  /** Whom the recipient must tell, and when, in words. */
  notify?: string
  deleteAndProve?: boolean
}>

export type PermitTerms = Readonly<{
  dataset: DatasetRef
  action: DataAction
  /** As stated; null when none was and the clause covers any purpose (open licences, a data officer's own data). */
  purpose: string | null
  fields: readonly PermittedField[]
  /** The clause's row condition and every house rule's, over the values as held; null: all rows. */
  rows: Condition | null
  duties: Duties
  clause: Readonly<{ agreement: string; clause: string }>
  /** The role under which the caller qualified; null for everybody. */
  role: string | null
  /** ISO instant after which it no longer stands. */
  until: string | null
}>

/** A permit is an instance that only `mint` can make: a look-alike object, however well typed, does not pass `isGenuine`. */
export abstract class Permit {
  readonly outcome = 'permit' as const
  abstract readonly terms: PermitTerms
}
