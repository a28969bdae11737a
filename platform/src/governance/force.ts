/** Whether an agreement stands at an instant, and what would make it stand. */
import type { Remedy } from '#model/refusal.ts'
import type { AccessRequest } from '#model/request.ts'
import { type AgreementOnBooks, type Clause, dayAfter } from './compile.ts'
import { list, nameOf, partiesOf } from './refusal.ts'
import type { Rulebook } from './rulebook.ts'

/** `broken`: what is on record is not what was signed. */
export type Force = 'in-force' | 'broken' | 'draft' | 'unsigned' | 'suspended' | 'ended' | 'expired' | 'not-started'

/** `at` is an ISO 8601 UTC instant; days begin and end at midnight UTC. ISO texts compare as instants do. */
export function force(clause: Clause, at: string): Force {
  const { agreement, from, before } = clause
  if (!agreement.intact) return 'broken'
  if (agreement.state === 'active')
    return at < from ? 'not-started' : before !== null && at >= before ? 'expired' : 'in-force'
  if (agreement.state === 'proposed') return 'unsigned'
  return agreement.state
}

export function forceOf(agreement: AgreementOnBooks, at: string): Force {
  const { starts, ends } = agreement.document
  return force({ agreement, from: starts, before: ends === undefined ? null : dayAfter(ends) } as Clause, at)
}

/** The organisations whose approver or guardian has not signed the document as it stands. */
export function missingSignatures(agreement: AgreementOnBooks): readonly string[] {
  if (agreement.document.kind === 'licence' || agreement.document.kind === 'own-use') return []
  const signed = new Set(
    agreement.signatures
      .filter(({ role }) => role === 'approver' || role === 'guardian')
      .map(({ organisation }) => organisation),
  )
  return [...new Set(agreement.document.parties.map(({ organisation }) => organisation))].filter(
    (id) => !signed.has(id),
  )
}

export function whyNotInForce(
  request: AccessRequest,
  clause: Clause,
  rulebook: Rulebook,
): { because: string; remedy: Remedy } {
  const { document, suspendedBy } = clause.agreement
  const title = `“${document.title}”`
  const parties = partiesOf(rulebook, clause)
  const someone = (ids: readonly string[]) =>
    `An approver or guardian of ${list(ids.map((id) => nameOf(rulebook, id)))}`
  switch (force(clause, request.at)) {
    case 'unsigned':
    case 'draft': {
      const missing = missingSignatures(clause.agreement)
      const names = list(missing.map((id) => nameOf(rulebook, id)))
      return {
        because: `The agreement ${title} is not signed yet by ${names || parties}.`,
        remedy: { who: someone(missing), can: 'sign it' },
      }
    }
    case 'suspended':
      return {
        because: `The agreement ${title} is suspended${suspendedBy.length > 0 ? ` by ${list(suspendedBy.map((id) => nameOf(rulebook, id)))}` : ''}.`,
        remedy: { who: someone(suspendedBy.length > 0 ? suspendedBy : [clause.holder]), can: 'resume it' },
      }
    case 'not-started':
      return {
        because: `The agreement ${title} starts on ${document.starts}.`,
        remedy: { who: 'You', can: `ask again on or after ${document.starts}` },
      }
    case 'expired':
      return {
        because: `The agreement ${title} expired after ${document.ends}.`,
        remedy: { who: parties, can: 'renew it: propose and sign one with a later end' },
      }
    case 'ended':
      return {
        because: `The agreement ${title} was ended.`,
        remedy: { who: parties, can: 'propose and sign a new one' },
      }
    default:
      return {
        because: `The agreement ${title} on record is not the text that was signed, so it permits nothing.`,
        remedy: { who: 'The operator of this node', can: 'restore the signed text; then it stands again' },
      }
  }
}
