/** The decision as a picture, a yes or no for each field, and the ways on. */
import type { FastifyRequest } from 'fastify'
import { dutiesInWords } from '#disclosure'
import { print } from '#foundation/cql2/index.ts'
import type { Dataset } from '#model/dataset.ts'
import type { Reason, Refusal } from '#model/refusal.ts'
import { anonymous, type Caller } from '#model/request.ts'
import type { Permit } from '#permit'
import { queryString } from '../../asked.ts'
import { type Picture, picture, threadsOfAnswer } from '../../crossing/picture.ts'
import { roleWords, sayList } from '../../layout/words.ts'
import { namesOf, type Site, type Way } from '../../site.ts'
import type { Question } from './may-i.ts'

type Asked = Question & Readonly<{ dataset: Dataset }>

export type Answer = Readonly<{
  isYes: boolean
  picture: Picture
  receipt: string
  reasons: readonly (Reason & Readonly<{ whoseName: string; ways: readonly Way[] }>)[]
  duties: readonly string[]
  until: string | null
  clause: Readonly<{ agreement: string; clause: string }> | null
  /** Where to go with a yes. */
  use: string
}>

export async function answerFor(site: Site, request: FastifyRequest, question: Asked): Promise<Answer> {
  const { who, dataset, fields, purpose, action } = question
  const { credentials } = request.visitor
  const { decision, receipt } = await site.exchange.mayI({
    credentials: who === 'public' ? {} : credentials,
    dataset: dataset.ref,
    purpose,
    action,
    fields: fields.length > 0 ? fields : null,
    role: who === 'me' || who === 'public' ? null : who,
  })
  const names = await namesOf(site)
  const caller = callerOf(request, question)
  const covered = permitIn(decision) ?? permitIn(widest(site, caller, question))
  const reasons = decision.outcome === 'permit' ? [] : decision.reasons
  return {
    isYes: decision.outcome === 'permit',
    picture: await pictureOf(site, { question, caller, decision, covered }),
    receipt: receipt.id,
    reasons: reasons.map((reason) => ({
      ...reason,
      whoseName: names(reason.whose),
      ways: waysOn(reason, question, covered),
    })),
    duties: decision.outcome === 'permit' ? dutiesInWords(decision.terms.duties) : [],
    // A day of the calendar, which agreements count in UTC.
    until: decision.outcome === 'permit' ? (decision.terms.until?.slice(0, 10) ?? null) : null,
    clause: decision.outcome === 'permit' ? decision.terms.clause : null,
    use: `/data/${dataset.ref}${queryString({ purpose })}`,
  }
}

function permitIn(decision: Permit | Refusal): Permit | null {
  return decision.outcome === 'permit' ? decision : null
}

function callerOf(request: FastifyRequest, { who }: Question): Caller {
  const { caller } = request.visitor
  if (who === 'public') return anonymous
  return who === 'me' ? caller : { ...caller, roles: [who] }
}

/** What they would get if they asked for all they may have: shows which fields stand in the way. Explains only; releases nothing. */
export function widest(
  site: Site,
  caller: Caller,
  question: Pick<Asked, 'dataset' | 'purpose' | 'action'>,
): Permit | Refusal {
  const { ref, organisation, classification, latest } = question.dataset
  const facts = { ref, organisation, classification, fields: latest?.fields ?? [] }
  const at = site.clock().toISOString()
  const { purpose, action } = question
  return site.rooms.governance.decide({ caller, dataset: facts, action, purpose, fields: null, at })
}

type Decided = Readonly<{
  question: Pick<Asked, 'dataset' | 'fields' | 'purpose'>
  caller: Caller
  decision: Permit | Refusal
  covered: Permit | null
}>

/** What would cross, for whom, and what stops the rest. Explains only; releases nothing. */
export async function pictureOf(site: Site, { question, caller, decision, covered }: Decided): Promise<Picture> {
  const { dataset, fields, purpose } = question
  const names = await namesOf(site)
  const asked = fields.length > 0 ? fields : (dataset.latest?.fields.map(({ name }) => name) ?? [])
  const agreement = covered ? await site.rooms.governance.agreement(covered.terms.clause.agreement) : undefined
  const why = decision.outcome === 'refusal' ? shortReason(decision.reasons, names) : 'the agreement leaves it out'
  const label = site.rooms.governance.purposes().find(({ id }) => id === purpose)?.label
  const isOpen = decision.outcome === 'permit'
  const partly = covered ? 'Part of this is covered' : 'No crossing here yet'
  return picture({
    holder: names(dataset.organisation),
    held: dataset.title,
    clause: isOpen ? (label ?? 'For any purpose') : partly,
    agreement: agreement ? agreement.document.title : '',
    ...recipientOf(caller, names),
    threads: threadsOfAnswer(covered?.terms.fields ?? [], asked, () => why),
    rows: covered?.terms.rows ? `Only rows where ${print(covered.terms.rows)}` : '',
    isOpen,
  })
}

function recipientOf(caller: Caller, names: (id: string) => string): Readonly<{ recipient: string; as: string }> {
  if (caller.organisation)
    return { recipient: names(caller.organisation), as: sayList(caller.roles.map((role) => roleWords[role])) }
  return { recipient: caller.kind === 'anonymous' ? 'A member of the public' : caller.name, as: '' }
}

const short: Readonly<Record<string, string>> = {
  'no-agreement': 'no agreement covers it',
  'purpose-missing': 'you have not said what for',
  'purpose-unknown': 'that purpose is not known here',
  'purpose-not-covered': 'not agreed for this purpose',
  'role-not-covered': 'not agreed for this role',
  'fields-not-covered': 'your agreement leaves it out',
  'action-not-covered': 'this use is not agreed',
  'action-not-offered': 'this use is not offered yet',
  'consent-not-offered': 'needs consent, which is not offered yet',
  'not-in-force': 'the agreement is not in force',
}

/** Beside each thread that is cut: whose rule, in a few words. The whole reason stands below. */
function shortReason(reasons: readonly Reason[], names: (id: string) => string): string {
  const [first] = reasons
  if (!first) return 'not covered'
  return short[first.code] ?? (first.whose === 'everyone' ? 'not covered' : `a rule of ${names(first.whose)}`)
}

/** What the person asking can do themselves, now. */
function waysOn(reason: Reason, question: Asked, covered: Permit | null): readonly Way[] {
  const { dataset, fields, purpose, action, who } = question
  const again = (changes: Record<string, string | readonly string[]>) =>
    `/may-i${queryString({ ask: 'yes', who, dataset: dataset.ref, purpose, action, fields, ...changes })}`
  const draft = {
    href: `/agreements/new${queryString({ dataset: dataset.ref, purpose, fields, action, role: who === 'me' || who === 'public' ? '' : who })}`,
    text: 'Draft an agreement for this',
  }
  switch (reason.code) {
    case 'fields-not-covered': {
      const few = covered?.terms.fields.map(({ name }) => name).filter((name) => fields.includes(name)) ?? []
      return few.length > 0 ? [{ href: again({ fields: few }), text: 'Ask without those fields' }, draft] : [draft]
    }
    case 'no-agreement':
    case 'purpose-not-covered':
    case 'role-not-covered':
    case 'action-not-covered':
      return [draft]
    case 'purpose-missing':
    case 'purpose-unknown':
      return [{ href: '#purpose', text: 'Choose a purpose' }]
    default:
      return []
  }
}
