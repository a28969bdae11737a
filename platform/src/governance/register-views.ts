/** An agreement as people and other rooms see it. */
import type { AgreementDocument } from '@wayleave/kit'
import type { Clock } from '#foundation/clock.ts'
import type { Database } from '#foundation/database.ts'
import { missingSignatures } from './force.ts'
import { type AgreementState, stateOf } from './life-cycle.ts'
import type { Register } from './register.ts'
import { histories, type Signature, type StepTaken } from './store/store.ts'

export type AgreementView = Readonly<{
  document: AgreementDocument
  /** By the record, and `expired` by the date. */
  state: AgreementState
  /** SHA-256 (hex) of the canonical document: what is signed. */
  hash: string
  /** Over the document as it stands. */
  signatures: readonly Signature[]
  /** Organisations yet to sign. */
  missing: readonly string[]
  /** Organisations whose suspension stands. */
  suspendedBy: readonly string[]
  steps: readonly StepTaken[]
  /** Worth a look before signing; only when it was just drafted or proposed. */
  warnings?: readonly string[]
}>

/** In the order of the ids. Those that are unknown, or not in the state asked for, are left out. */
export async function viewsOf(
  ids: readonly string[],
  { rulebook }: Register,
  { database, clock }: Readonly<{ database: Database; clock: Clock }>,
  state?: string,
): Promise<AgreementView[]> {
  const at = clock().toISOString()
  const known = [...new Set(ids)].toSorted().flatMap((id) => {
    const agreement = rulebook.agreement(id)
    return agreement && (state === undefined || stateOf(agreement, at) === state) ? [agreement] : []
  })
  if (known.length === 0) return []
  const records = await histories(
    database,
    known.map(({ document }) => document.id),
  )
  return known.flatMap((agreement) => {
    const record = records.get(agreement.document.id)
    if (!record) return []
    const { document, suspendedBy } = agreement
    return [{ document, state: stateOf(agreement, at), ...record, missing: missingSignatures(agreement), suspendedBy }]
  })
}
