/** The steps of an agreement's life: each checked, recorded with who took it, and in force when it returns. */
import { randomBytes } from 'node:crypto'
import type { AgreementDocument } from '@wayleave/kit'
import { Problem } from '#foundation/problem.ts'
import type { Caller, Role } from '#model/request.ts'
import type { Refusal } from '#model/refusal.ts'
import { type Act, type ActTarget, authorise } from './authorise.ts'
import type { AgreementOnBooks } from './compile.ts'
import { missingSignatures } from './force.ts'
import { insistOn, stateOf, type Step } from './life-cycle.ts'
import type { WritableRulebook } from './rulebook.ts'
import { agreementFrom, type AgreementRow } from './store/rows.ts'
import {
  type Actor,
  lockedAgreement,
  type Moment,
  putDocument,
  putSignature,
  putState,
  putStep,
} from './store/store.ts'

export const newKey = () => randomBytes(32).toString('hex')

/** Problem 403 with the first reason's code, for whoever calls a room directly instead of through the corridor. */
export function insistOnAuthority(caller: Caller, act: Act, target: ActTarget, rulebook: WritableRulebook): void {
  const refusal: Refusal | null = authorise(caller, act, target, rulebook)
  const [reason] = refusal?.reasons ?? []
  if (!reason) return
  throw new Problem(403, reason.code, {
    title: 'You may not do that',
    detail: reason.because,
    mend: `${reason.remedy.who} can ${reason.remedy.can}.`,
  })
}

/** The role in which someone acts: the first of those that the act asks for. */
export function actorFor(caller: Caller, roles: readonly Role[]): Actor {
  const role = roles.find((each) => caller.roles.includes(each)) ?? caller.roles[0] ?? 'operator'
  return { organisation: caller.organisation ?? '', role, name: caller.name }
}

/** A guardian's signature is also that of an approver; who is both signs as guardian unless they say otherwise. */
export function signerFor(caller: Caller, capacity?: 'approver' | 'guardian'): Actor {
  if (capacity === undefined || caller.roles.includes(capacity))
    return actorFor(caller, capacity ? [capacity] : ['guardian', 'approver'])
  throw new Problem(403, 'role-missing', {
    title: 'You may not do that',
    detail: `You are no ${capacity} of your organisation.`,
    mend: 'Sign in a role that you hold.',
  })
}

/** Puts a document on record as a draft or a proposal. */
export async function putProposal(
  moment: Moment,
  document: AgreementDocument,
  step: 'draft' | 'propose',
  by: Actor,
): Promise<void> {
  const row = await lockedAgreement(moment, document.id)
  const before = row && agreementFrom(row)
  if (row) insistOn(step, before ? stateOf(before, moment.at.toISOString()) : 'ended')
  const isParty = before?.document.parties.some(({ organisation }) => organisation === by.organisation)
  if (row && !isParty) throw idTaken()
  await putDocument(moment, document, step === 'draft' ? 'draft' : 'proposed', row?.key ?? newKey())
  await putStep(moment, document.id, {
    step: step === 'draft' ? 'drafted' : before?.state === 'proposed' ? 'changed' : 'proposed',
    by,
  })
}

/** Adds a signature over the document as it stands; with the last one that was missing the agreement is active. */
export async function putSignatureOn(moment: Moment, id: string, by: Actor): Promise<void> {
  const { row, agreement } = await standing(moment, id, 'sign')
  const own = agreement.signatures.filter(({ organisation }) => organisation === by.organisation)
  const isAgain = own.some(({ role }) => role === by.role)
  if (isAgain)
    throw new Problem(409, 'already-signed', {
      title: 'It is signed already',
      detail: `Your organisation's ${by.role} has signed this agreement as it stands.`,
      mend: 'Nothing more is needed from you; see which parties are yet to sign.',
    })
  await putSignature(moment, { id, hash: row.hash }, by)
  await putStep(moment, id, { step: 'signed', by })
  const signed = {
    ...agreement,
    signatures: [...agreement.signatures, { organisation: by.organisation, role: by.role }],
  }
  if (agreement.state === 'active') return putState(moment, id, 'active', row.suspended_by)
  if (missingSignatures(signed).length > 0) return putState(moment, id, 'proposed', [])
  await putState(moment, id, 'active', [])
  await putStep(moment, id, { step: 'activated', by })
}

export async function putSuspension(moment: Moment, id: string, by: Actor, why: string | undefined): Promise<void> {
  const { agreement } = await standing(moment, id, 'suspend')
  if (agreement.suspendedBy.includes(by.organisation)) {
    throw new Problem(409, 'already-suspended', {
      title: 'It is suspended already',
      detail: 'Your organisation has suspended this agreement.',
      mend: 'Resume it when it may run again.',
    })
  }
  await putState(moment, id, 'suspended', [...agreement.suspendedBy, by.organisation])
  await putStep(moment, id, { step: 'suspended', by, note: why })
}

/** Each party lifts its own suspension; the agreement runs again when none is left. */
export async function putResumption(moment: Moment, id: string, by: Actor): Promise<void> {
  const { agreement } = await standing(moment, id, 'resume')
  if (!agreement.suspendedBy.includes(by.organisation))
    throw new Problem(409, 'suspended-by-another', {
      title: 'Another party suspended it',
      detail: 'Your organisation did not suspend this agreement, so it cannot resume it.',
      mend: 'Ask an approver or guardian of the party that suspended it; the steps of the agreement say which.',
    })
  const left = agreement.suspendedBy.filter((organisation) => organisation !== by.organisation)
  await putState(moment, id, left.length === 0 ? 'active' : 'suspended', left)
  await putStep(moment, id, { step: 'resumed', by })
}

export async function putEnd(moment: Moment, id: string, by: Actor, why: string | undefined): Promise<void> {
  await standing(moment, id, 'end')
  await putState(moment, id, 'ended', [])
  await putStep(moment, id, { step: 'ended', by, note: why })
}

/** Makes an agreement of the node's own, active at once. */
export async function putNodeMade(moment: Moment, document: AgreementDocument, step: string, by: Actor): Promise<void> {
  await putDocument(moment, document, 'active', newKey())
  await putStep(moment, document.id, { step, by })
}

async function standing(
  moment: Moment,
  id: string,
  step: Step,
): Promise<{ row: AgreementRow; agreement: AgreementOnBooks }> {
  const row = await lockedAgreement(moment, id)
  const agreement = row && agreementFrom(row)
  if (!row) throw unknownAgreement()
  if (!agreement?.intact && step !== 'end')
    throw new Problem(409, 'agreement-not-intact', {
      title: 'The record does not match what was signed',
      detail:
        'The text on record is not the one whose hash is on record, so nothing can be done with it but to end it.',
      mend: 'The operator can restore the signed text from a backup.',
    })
  if (!agreement) throw unknownAgreement()
  insistOn(step, stateOf(agreement, moment.at.toISOString()) === 'expired' ? 'expired' : agreement.state)
  return { row, agreement }
}

function idTaken(): Problem {
  return new Problem(409, 'agreement-id-taken', {
    title: 'The id is taken',
    detail: 'There is another agreement of this id, to which your organisation is no party.',
    at: '/id',
    mend: 'Choose another id.',
  })
}

export function unknownAgreement(): Problem {
  return new Problem(404, 'agreement-unknown', {
    title: 'There is no such agreement',
    detail: 'No agreement of that id is known to you here.',
    mend: 'List the agreements of your organisation.',
  })
}
