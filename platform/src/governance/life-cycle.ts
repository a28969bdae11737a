/** The life of an agreement, as a table: which step is allowed in which state. Everything else is refused. */
import { Problem } from '#foundation/problem.ts'
import type { AgreementOnBooks, RecordedState } from './compile.ts'
import { forceOf } from './force.ts'

export type Step = 'draft' | 'propose' | 'sign' | 'suspend' | 'resume' | 'end'

/** As people see it: by the record, and `expired` by the date. */
export type AgreementState = RecordedState | 'expired'

/** `new`: there is none of that id yet. A suspension may be joined by another party's, and only lifted by who made it. */
const allowed: Readonly<Record<Step, readonly (AgreementState | 'new')[]>> = {
  draft: ['new', 'draft'],
  // A changed proposal has another hash: signatures under the earlier text no longer count.
  propose: ['new', 'draft', 'proposed'],
  // Active: a guardian, say, can add a signature that a house rule asks for.
  sign: ['proposed', 'active'],
  suspend: ['active', 'suspended'],
  resume: ['suspended'],
  end: ['draft', 'proposed', 'active', 'suspended'],
}

export function stateOf(agreement: AgreementOnBooks, at: string): AgreementState {
  const { ends } = agreement.document
  if (agreement.state === 'ended') return 'ended'
  if (ends !== undefined && at.slice(0, 10) > ends) return 'expired'
  return forceOf(agreement, at) === 'broken' ? 'suspended' : agreement.state
}

/** Problem 409 `step-not-possible` when the table does not allow it. */
export function insistOn(step: Step, state: AgreementState | 'new'): void {
  if (allowed[step].includes(state)) return
  throw new Problem(409, 'step-not-possible', {
    title: 'That step is not possible now',
    detail:
      state === 'new' ? 'There is no such agreement.' : `The agreement is ${state}, so it cannot be ${past[step]}.`,
    mend: ways[state],
  })
}

const past: Readonly<Record<Step, string>> = {
  draft: 'drafted again',
  propose: 'changed',
  sign: 'signed',
  suspend: 'suspended',
  resume: 'resumed',
  end: 'ended',
}

const ways: Readonly<Record<AgreementState | 'new', string>> = {
  new: 'Propose it first.',
  draft: 'Propose it first.',
  proposed: 'It can be changed, signed or ended.',
  active: 'It can be suspended or ended; to change it, end it and propose another.',
  suspended: 'It can be resumed by who suspended it, or ended.',
  expired: 'Propose a new one with a later end.',
  ended: 'Propose a new one under another id.',
}
