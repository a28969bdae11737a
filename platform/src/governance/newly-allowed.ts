/** Before signing: what would this newly allow, to whom? Answered by deciding twice, with and without the document. */
import type { AgreementClause, AgreementDocument } from '@wayleave/kit'
import { canonicalJson } from '#foundation/hash.ts'
import type { Reason } from '#model/refusal.ts'
import type { AccessRequest, DatasetFacts, Role } from '#model/request.ts'
import { type AgreementOnBooks, compileClauses, holderOf, recipientsOf } from './compile.ts'
import { decide } from './decide.ts'
import type { Rulebook } from './rulebook.ts'

export type Allowance = Readonly<{
  recipient: string
  roles: readonly string[]
  dataset: string
  action: string
  purpose: string
  fields: readonly string[]
}>

export type NewlyAllowed = Readonly<{
  allows: readonly Allowance[]
  /** What the document says and a house rule would still stop. */
  stopped: readonly (Omit<Allowance, 'fields'> & { reasons: readonly Reason[] })[]
}>

type Around = Readonly<{ facts(dataset: string): DatasetFacts | undefined; at: string }>

export function newlyAllowed(document: AgreementDocument, rulebook: Rulebook, { facts, at }: Around): NewlyAllowed {
  const after = withDocument(document, rulebook)
  const day = document.starts > at.slice(0, 10) ? `${document.starts}T12:00:00Z` : at
  const allows: Allowance[] = []
  const stopped: NewlyAllowed['stopped'][number][] = []
  for (const clause of document.clauses) {
    const known = facts(clause.dataset) ?? factsFrom(clause)
    for (const recipient of recipientsOf(document, clause)) {
      for (const purpose of clause.purposes ?? document.purposes) {
        const about = { recipient, dataset: clause.dataset, action: clause.action, purpose }
        const asking = (role: string, fields: string[] | null): AccessRequest => ({
          caller: { kind: 'person', id: null, name: '', organisation: recipient, roles: [role as Role] },
          dataset: known,
          action: clause.action,
          purpose,
          fields,
          at: day,
        })
        const fresh = (role: string) =>
          Object.keys(clause.fields).filter((name) => isNew(asking(role, [name]), rulebook, after))
        allows.push(
          ...grouped(
            about,
            (clause.roles ?? []).map((role) => [role, fresh(role)]),
          ),
        )
        const [role] = clause.roles ?? []
        const whole = role === undefined ? undefined : decide(asking(role, Object.keys(clause.fields)), after)
        const reasons = whole?.outcome === 'refusal' ? whole.reasons.filter(({ code }) => code === 'house-rule') : []
        if (reasons.length > 0) stopped.push({ ...about, roles: clause.roles ?? [], reasons })
      }
    }
  }
  return { allows, stopped }
}

/** Refused now and permitted then, or permitted then with a plainer value or more rows. */
function isNew(request: AccessRequest, before: Rulebook, after: Rulebook): boolean {
  const then = decide(request, after)
  if (then.outcome === 'refusal') return false
  const now = decide(request, before)
  if (now.outcome === 'refusal') return true
  const told = ({ fields, rows }: typeof now.terms) =>
    canonicalJson({ fields: fields.map(({ name, transform }) => ({ name, kind: transform.kind })), rows })
  return told(now.terms) !== told(then.terms)
}

/** Roles that gain the same fields are told together. */
function grouped(
  about: Omit<Allowance, 'roles' | 'fields'>,
  gains: readonly (readonly [string, string[]])[],
): Allowance[] {
  const byFields = new Map<string, { roles: string[]; fields: string[] }>()
  for (const [role, fields] of gains) {
    if (fields.length === 0) continue
    const group = byFields.get(JSON.stringify(fields)) ?? { roles: [], fields }
    group.roles.push(role)
    byFields.set(JSON.stringify(fields), group)
  }
  return [...byFields.values()].map((group) => ({ ...about, ...group }))
}

/** The rulebook as it would be once everyone has signed, guardians included. */
function withDocument(document: AgreementDocument, rulebook: Rulebook): Rulebook {
  const organisations = [...new Set(document.parties.map(({ organisation }) => organisation))]
  const signatures = organisations.flatMap((organisation) => [
    { organisation, role: 'approver' },
    { organisation, role: 'guardian' },
  ])
  const agreement: AgreementOnBooks = {
    document,
    state: 'active',
    signatures,
    suspendedBy: [],
    key: 'none',
    intact: true,
  }
  const clauses = compileClauses(agreement)
  const added = (dataset: string, recipient: string) =>
    clauses.filter((clause, index) => {
      const source = document.clauses[index]
      return clause.dataset === dataset && source && recipientsOf(document, source).includes(recipient)
    })
  return {
    ...rulebook,
    // An earlier text of the same agreement gives way to this one.
    standing: (dataset, recipient) => [
      ...rulebook.standing(dataset, recipient).filter(({ ref }) => ref.agreement !== document.id),
      ...added(dataset, recipient),
    ],
    isWhole: () => rulebook.isWhole(),
  }
}

/** For a dataset that is not published yet: the fields that the clause names, taken to be sensitive. */
function factsFrom({ dataset, fields }: AgreementClause): DatasetFacts {
  return {
    ref: dataset,
    organisation: holderOf(dataset),
    classification: 'special',
    fields: Object.keys(fields).map((name) => ({ name, type: 'text', meaning: null, classification: 'special' })),
  }
}
