/** Acts other than reading data: who may do what, as a table. What is not in the table nobody may do. */
import { type AgreementDocument, everyone } from '@wayleave/kit'
import type { ReceiptEntry } from '#model/receipt.ts'
import type { Reason, Refusal } from '#model/refusal.ts'
import type { Caller, Role } from '#model/request.ts'
import { holderOf } from './compile.ts'
import { readDocument } from './document/read.ts'
import type { ReasonCode } from './reasons.ts'
import { list, nameOf, platformRule, refuse, withArticle } from './refusal.ts'
import type { WritableRulebook } from './rulebook.ts'

export type ActTarget = Readonly<{
  /** `organisation/name`; for acts on a dataset. */
  dataset?: string | null
  /** For acts on an organisation's own things; with a dataset, the organisation that holds it. */
  organisation?: string | null
  /** Its id, or anything that carries its document. */
  agreement?: string | Readonly<{ document: AgreementDocument }> | null
  /** For `propose`: what is proposed, read or not yet read. */
  document?: unknown
  /** For `see-receipt`; null with an organisation: its register of receipts. */
  receipt?: Pick<ReceiptEntry, 'organisation' | 'holder' | 'app' | 'person'> | null
  /** The caller's own pseudonym, for their own receipts. */
  pseudonym?: string | null
}>

/** Whose people: of the organisation named, of a party of the agreement, of any organisation. */
type Permission = Readonly<{ of: 'organisation' | 'party' | 'anyone'; roles: readonly Role[] | 'any'; does: string }>

const acts = {
  publish: { of: 'organisation', roles: ['data-officer'], does: 'publish its data' },
  describe: { of: 'organisation', roles: ['data-officer'], does: 'describe its data' },
  retype: { of: 'organisation', roles: ['data-officer'], does: 'change the types of its fields' },
  'see-report': { of: 'organisation', roles: ['data-officer'], does: 'see the report on its data' },
  'grant-licence': { of: 'organisation', roles: ['data-officer'], does: 'grant a licence for its data' },
  'withdraw-licence': {
    of: 'organisation',
    roles: ['data-officer', 'approver', 'guardian'],
    does: 'withdraw a licence for its data',
  },
  'put-house-rule': {
    of: 'organisation',
    roles: ['approver', 'guardian', 'data-officer'],
    does: 'make its house rules',
  },
  'withdraw-house-rule': { of: 'organisation', roles: ['approver', 'guardian'], does: 'withdraw its house rules' },
  propose: { of: 'party', roles: ['data-officer', 'approver'], does: 'propose an agreement' },
  sign: { of: 'party', roles: ['approver', 'guardian'], does: 'sign the agreement' },
  suspend: { of: 'party', roles: ['approver', 'guardian'], does: 'suspend the agreement' },
  resume: { of: 'party', roles: ['approver', 'guardian'], does: 'resume the agreement' },
  end: { of: 'party', roles: ['approver', 'guardian'], does: 'end the agreement' },
  'see-agreement': { of: 'party', roles: 'any', does: 'see the agreement' },
  'see-receipt': {
    of: 'organisation',
    roles: ['data-officer', 'approver', 'guardian', 'operator'],
    does: 'see its receipts',
  },
  'define-linkage': { of: 'organisation', roles: ['data-officer', 'analyst'], does: 'define its linkages' },
  'run-linkage': { of: 'organisation', roles: ['data-officer', 'analyst'], does: 'run its linkages' },
  'see-linkage': {
    of: 'organisation',
    roles: ['data-officer', 'analyst', 'practitioner', 'approver', 'guardian'],
    does: 'see its linkages',
  },
  // Which of them sees what of a person is for the clauses of each holder to say.
  'see-person': { of: 'organisation', roles: 'any', does: 'look at people through its linkages' },
  'search-people': { of: 'organisation', roles: 'any', does: 'search for people through its linkages' },
  'review-link': {
    of: 'organisation',
    roles: ['practitioner', 'analyst', 'data-officer'],
    does: 'review and correct its linkages',
  },
  'dispute-link': { of: 'anyone', roles: ['citizen'], does: 'say that a record is not theirs' },
  'add-purpose': { of: 'anyone', roles: ['operator'], does: 'add purposes to the list' },
  operate: { of: 'anyone', roles: ['operator'], does: 'operate this node' },
} as const satisfies Readonly<Record<string, Permission>>

export type Act = keyof typeof acts

/** Null: go ahead. A refusal has the same kind of reasons as a refusal of data. */
export function authorise(caller: Caller, act: Act, target: ActTarget, rulebook: WritableRulebook): Refusal | null {
  if (!rulebook.isWhole())
    return refuse([
      reason('policy-unreadable', platformRule, 'This node cannot read its agreements completely at the moment.', {
        who: 'You',
        can: 'try again shortly',
      }),
    ])
  if (!Object.hasOwn(acts, act))
    return refuse([
      reason('role-missing', platformRule, 'Nobody may do this: it is not an act that this node knows.', {
        who: 'The operator of this node',
        can: 'say what is possible',
      }),
    ])
  const permission: Permission = acts[act]
  if (isFree(caller, act, target, rulebook)) return null
  const organisations = organisationsOf(permission, { caller, act, target }, rulebook)
  const { organisation } = caller
  const belongs = permission.of === 'anyone' || (organisation !== null && organisations.includes(organisation))
  if (!belongs) return refuse([notYours(caller, permission, organisations, rulebook)])
  if (permission.roles === 'any' || caller.roles.some((role) => permission.roles.includes(role))) return null
  return refuse([roleMissing(permission, permission.of === 'anyone' ? null : organisation, rulebook)])
}

/** What may be seen whatever one's organisation. */
function isFree(caller: Caller, act: Act, target: ActTarget, rulebook: WritableRulebook): boolean {
  if (act === 'see-agreement')
    return caller.roles.includes('operator') || agreementOf(target, rulebook)?.kind === 'licence'
  if (act !== 'see-receipt' || !target.receipt) return false
  const { app, person, organisation } = target.receipt
  if (caller.kind === 'app' && caller.id !== null && app === caller.id) return true
  if (caller.kind === 'person' && person !== null && person === target.pseudonym) return true
  // Whoever asked without a name has nothing but the receipt's unguessable id to show for it.
  return app === null && person === null && organisation === null
}

function organisationsOf(
  { of }: Permission,
  { caller, act, target }: Readonly<{ caller: Caller; act: Act; target: ActTarget }>,
  rulebook: WritableRulebook,
): readonly string[] {
  if (of === 'anyone') return []
  // A proposal that cannot be read is nobody's; `propose` then says what is wrong with it.
  if (act === 'propose') return partiesIn(target.document) ?? [caller.organisation].filter((id) => id !== null)
  if (of === 'party') return partiesIn(agreementOf(target, rulebook)) ?? []
  if (act === 'see-receipt' && target.receipt)
    return [target.receipt.organisation, target.receipt.holder].filter((id) => id !== null)
  // The name of a dataset says who holds it; a target that claims otherwise is nobody's.
  const holder = target.dataset ? holderOf(target.dataset) : (target.organisation ?? null)
  if (holder === null || (target.organisation && target.organisation !== holder)) return []
  return [holder]
}

function agreementOf({ agreement }: ActTarget, rulebook: WritableRulebook): AgreementDocument | undefined {
  if (agreement === undefined || agreement === null) return undefined
  return rulebook.agreement(typeof agreement === 'string' ? agreement : agreement.document.id)?.document
}

/** Of a document that may not have been checked yet, or not even read. Anything that is not clearly a party is none. */
function partiesIn(source: unknown): readonly string[] | undefined {
  const document = typeof source === 'string' || source instanceof Uint8Array ? readOrNothing(source) : source
  const parties =
    typeof document === 'object' && document !== null && 'parties' in document ? document.parties : undefined
  if (!Array.isArray(parties)) return undefined
  return parties
    .map((party: unknown) =>
      typeof party === 'object' && party !== null && 'organisation' in party ? party.organisation : undefined,
    )
    .filter((id): id is string => typeof id === 'string' && id !== everyone)
}

function readOrNothing(source: unknown): unknown {
  try {
    return readDocument(source).value
  } catch {
    return undefined
  }
}

function notYours(
  caller: Caller,
  permission: Permission,
  organisations: readonly string[],
  rulebook: WritableRulebook,
): Reason {
  // Of an agreement, its parties are not told to who may not see it.
  const whose = permission.of === 'organisation' ? (organisations[0] ?? platformRule) : platformRule
  const owner =
    permission.of === 'organisation' && organisations[0] ? nameOf(rulebook, organisations[0]) : 'one of the parties'
  const roles = permission.roles === 'any' ? 'Anyone' : list(permission.roles.map(withArticle), 'or')
  const because =
    caller.kind === 'anonymous'
      ? `Only ${owner} may ${permission.does}, and you are not signed in.`
      : `Only ${owner} may ${permission.does}, and you do not act for ${owner === 'one of the parties' ? 'a party' : owner}.`
  const who = `${roles.slice(0, 1).toUpperCase()}${roles.slice(1)} of ${owner}`
  return reason('not-your-organisation', whose, because, { who, can: permission.does })
}

function roleMissing(permission: Permission, organisation: string | null, rulebook: WritableRulebook): Reason {
  const roles = permission.roles === 'any' ? [] : permission.roles
  const of = organisation === null ? '' : ` of ${nameOf(rulebook, organisation)}`
  const words = list(roles.map(withArticle), 'or')
  return reason('role-missing', organisation ?? platformRule, `Only ${words}${of} may ${permission.does}.`, {
    who: `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${of}`,
    can: `${permission.does}; or the operator can give you that role, if it is your work`,
  })
}

function reason(code: ReasonCode, whose: string, because: string, remedy: Reason['remedy']): Reason {
  return { code, because, source: 'who may do what on this platform', whose, remedy }
}
