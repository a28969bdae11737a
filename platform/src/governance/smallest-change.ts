/** After a refusal: what is the smallest change that would allow it? */
import type { Reason, Remedy } from '#model/refusal.ts'
import type { AccessRequest } from '#model/request.ts'
import type { Clause } from './compile.ts'
import { decide, nearestMiss, shortfalls } from './decide.ts'
import { fieldsByName } from './facts.ts'
import type { ReasonCode } from './reasons.ts'
import type { Rulebook } from './rulebook.ts'

export type Change = Readonly<{ kind: ChangeKind; reason: ReasonCode; remedy: Remedy }>

/** Who has to move: the caller alone, a party of the agreement by a step or a new text, the holder by its rule, or nobody yet. */
export type ChangeKind =
  | 'ask-differently'
  | 'take-a-step'
  | 'change-the-agreement'
  | 'satisfy-the-rule'
  | 'make-an-agreement'
  | 'wait-for-a-release'

export type SmallestChange = Readonly<{
  /** All of these together would allow the request, by the clause that comes closest. */
  changes: readonly Change[]
  clause: Clause['ref'] | null
  /** A narrower request that is allowed now: the same, without the fields that are not covered. Null when there is none. */
  allowedNow: AccessRequest | null
}>

const kinds: Readonly<Record<ReasonCode, ChangeKind>> = {
  'purpose-missing': 'ask-differently',
  'purpose-unknown': 'ask-differently',
  'fields-empty': 'ask-differently',
  'field-unknown': 'ask-differently',
  'request-unreadable': 'ask-differently',
  'key-not-covered': 'ask-differently',
  'too-few-rows': 'ask-differently',
  'role-not-covered': 'change-the-agreement',
  'purpose-not-covered': 'change-the-agreement',
  'fields-not-covered': 'change-the-agreement',
  'action-not-covered': 'change-the-agreement',
  'consent-not-offered': 'change-the-agreement',
  'not-in-force': 'take-a-step',
  'policy-unreadable': 'take-a-step',
  'not-your-organisation': 'take-a-step',
  'role-missing': 'take-a-step',
  'house-rule': 'satisfy-the-rule',
  'no-agreement': 'make-an-agreement',
  'action-not-offered': 'wait-for-a-release',
}

export function smallestChange(request: AccessRequest, rulebook: Rulebook): SmallestChange | null {
  const decision = decide(request, rulebook)
  if (decision.outcome === 'permit') return null
  const nearest = nearestMiss(request, rulebook)
  const isOfClause = nearest !== undefined && sameCodes(decision.reasons, shortfalls(nearest, request, rulebook))
  return {
    changes: decision.reasons.map((reason) => {
      const code = reason.code as ReasonCode
      return { kind: kinds[code], reason: code, remedy: reason.remedy }
    }),
    clause: isOfClause ? nearest.ref : null,
    allowedNow: isOfClause ? withoutTheRest(request, nearest, rulebook) : null,
  }
}

const sameCodes = (left: readonly Reason[], right: readonly Reason[]) =>
  left.length === right.length && left.every(({ code }, index) => code === right[index]?.code)

function withoutTheRest(request: AccessRequest, clause: Clause, rulebook: Rulebook): AccessRequest | null {
  if (request.fields === null) return null
  const known = fieldsByName(request.dataset)
  const fields = request.fields.filter((name) => known.has(name) && (clause.fields === null || clause.fields.has(name)))
  if (fields.length === 0 || fields.length === request.fields.length) return null
  const narrower = { ...request, fields }
  return decide(narrower, rulebook).outcome === 'permit' ? narrower : null
}
