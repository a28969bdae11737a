/** What the tables hold, and what is made of it. Only `store/` knows the tables. */
import type { AgreementDocument, HouseRuleDocument } from '@wayleave/kit'
import { canonicalJson, sha256Hex } from '#foundation/hash.ts'
import type { AgreementOnBooks, RecordedState } from '../compile.ts'
import { shapeOfAgreement, shapeOfHouseRule } from '../document/shape.ts'

export type AgreementRow = Readonly<{
  id: string
  document: unknown
  hash: string
  key: string
  state: string
  suspended_by: string[]
  revision: number
  signatures: { organisation: string; role: string; hash: string }[] | null
}>

export type HouseRuleRow = Readonly<{
  organisation: string
  id: string
  document: unknown
  withdrawn: boolean
  revision: number
}>

export const hashOf = (document: AgreementDocument) => sha256Hex(canonicalJson(document))

/**
 * The agreement on record, or undefined when the record is not an agreement at all. A document that is not the one whose
 * hash is on record is kept, marked as not intact, so that the reason for the no can be told.
 */
export function agreementFrom(row: AgreementRow): AgreementOnBooks | undefined {
  const shaped = shapeOfAgreement(row.document)
  if (!('document' in shaped) || shaped.document.id !== row.id) return undefined
  const hash = hashOf(shaped.document)
  const state = states.find((known) => known === row.state)
  const signatures = (row.signatures ?? []).filter((signature) => signature.hash === hash)
  const agreement = {
    document: shaped.document,
    state: state ?? 'ended',
    signatures,
    suspendedBy: row.suspended_by,
    key: row.key,
    intact: hash === row.hash,
  }
  return { ...agreement, intact: agreement.intact && isSignedAsItSays(agreement) }
}

const states: readonly RecordedState[] = ['draft', 'proposed', 'active', 'suspended', 'ended']

/** A record that says “active” without the signatures that make it so is not believed. */
function isSignedAsItSays({
  document,
  state,
  signatures,
}: Pick<AgreementOnBooks, 'document' | 'state' | 'signatures'>): boolean {
  if (state !== 'active' || (document.kind ?? 'sharing') !== 'sharing') return true
  return document.parties.every(({ organisation }) =>
    signatures.some(
      (signature) =>
        signature.organisation === organisation && (signature.role === 'approver' || signature.role === 'guardian'),
    ),
  )
}

export function houseRuleFrom(row: HouseRuleRow): HouseRuleDocument | undefined {
  const shaped = shapeOfHouseRule(row.document)
  if (!('document' in shaped)) return undefined
  const { id, organisation } = shaped.document
  return id === row.id && organisation === row.organisation ? shaped.document : undefined
}
