/** An agreement as an ODRL 2.2 policy in JSON-LD. Every clause is a permission; the profile is docs/reference/odrl.md. */
import { type AgreementClause, type AgreementDocument, type AgreementTransform, everyone } from '@wayleave/kit'
import { holderOf, recipientsOf } from '../compile.ts'
import { actionTerm, constraint, context, day, id, iri, type Json, profile } from './terms.ts'

export function toOdrl(document: AgreementDocument): Json {
  const { kind = 'sharing', lawfulBasis, specialCategoryBasis } = document
  return {
    '@context': context,
    // An offer is open to anyone (ODRL 2.2 §2.1.3), which is what a licence is; an agreement names both sides.
    '@type': kind === 'licence' ? 'Offer' : 'Agreement',
    uid: iri.agreement(document.id),
    profile,
    'dct:title': document.title,
    ...defined('dct:description', document.description),
    ...defined('wl:kind', document.kind),
    'wl:party': document.parties.map(({ organisation, role }) => ({
      'wl:organisation': id(iri.organisation(organisation)),
      'wl:role': role,
    })),
    'dpv:hasPurpose': document.purposes.map(purposeTerm),
    ...(lawfulBasis ? { 'dpv:hasLegalBasis': basisTerm(lawfulBasis) } : {}),
    ...(specialCategoryBasis ? { 'wl:specialCategoryBasis': basisTerm(specialCategoryBasis) } : {}),
    ...(document.review === undefined ? {} : { 'wl:review': day(document.review) }),
    permission: document.clauses.map((clause) => permission(document, clause)),
  }
}

function permission(document: AgreementDocument, clause: AgreementClause): Json {
  const { dataset, duties } = clause
  const recipients = recipientsOf(document, clause)
  const obligations = duties === undefined ? [] : dutyTerms(duties)
  return {
    uid: iri.clause(document.id, clause.id),
    target: {
      '@type': 'AssetCollection',
      uid: iri.dataset(dataset),
      refinement: [
        constraint('wl:field', 'isAnyOf', Object.keys(clause.fields)),
        ...(clause.rows === undefined ? [] : [constraint('wl:rows', 'eq', clause.rows)]),
      ],
    },
    assigner: iri.organisation(holderOf(dataset)),
    ...assignee(document.id, clause.id, recipients),
    action: actionTerm(clause.action),
    constraint: [
      constraint('dateTime', 'gteq', day(document.starts)),
      ...(document.ends === undefined ? [] : [constraint('dateTime', 'lteq', day(document.ends))]),
      ...purposeConstraints(clause.purposes ?? document.purposes),
      ...(clause.roles === undefined ? [] : [constraint('wl:role', 'isAnyOf', clause.roles)]),
      ...(clause.consent === undefined ? [] : [constraint('wl:consent', 'eq', clause.consent)]),
      ...(duties?.suppressBelow === undefined ? [] : [constraint('wl:rowCount', 'gteq', duties.suppressBelow)]),
    ],
    ...(obligations.length === 0 ? {} : { duty: obligations }),
    ...(duties === undefined ? {} : { 'wl:hasDuties': true }),
    'wl:release': Object.entries(clause.fields).map(([name, transform]) => ({
      'wl:field': name,
      ...transformTerm(transform),
    })),
    ...(clause.purposes === undefined ? {} : { 'wl:purpose': clause.purposes.map(purposeTerm) }),
  }
}

/** ODRL allows one assignee; several are a collection of parties. A licence has none: it is for everyone. */
function assignee(agreement: string, clause: string, recipients: readonly string[]): Json {
  if (recipients.includes(everyone) || recipients.length === 0) return {}
  if (recipients.length === 1) return { assignee: iri.organisation(recipients[0] ?? '') }
  return {
    assignee: {
      '@type': 'PartyCollection',
      uid: iri.recipients(agreement, clause),
      'wl:member': recipients.map((organisation) => id(iri.organisation(organisation))),
    },
  }
}

const purposeTerm = (purpose: string) => (purpose === 'any' || purpose === 'declared' ? `wl:${purpose}` : purpose)

function purposeConstraints(purposes: readonly string[]): Json[] {
  if (purposes.includes('any')) return []
  if (purposes.includes('declared')) return [constraint('purpose', 'isA', id('dpv:Purpose'))]
  return [constraint('purpose', 'isAnyOf', purposes.map(id))]
}

const basisTerm = (basis: { id: string; law?: string }): Json => ({ ...id(basis.id), ...defined('wl:law', basis.law) })

function transformTerm(transform: AgreementTransform): Json {
  if (typeof transform === 'string') return { 'wl:transform': transform }
  return 'rounded' in transform
    ? { 'wl:transform': 'rounded', 'wl:to': transform.rounded }
    : { 'wl:transform': 'yes-no', 'wl:condition': transform['yes-no'] }
}

type Duties = NonNullable<AgreementClause['duties']>

function dutyTerms({ attribute, notify, retainUntil, deleteAndProve }: Duties): Json[] {
  const terms: Json[] = []
  if (attribute !== undefined) terms.push({ action: 'attribute', 'wl:words': attribute })
  if (notify !== undefined) terms.push({ action: 'inform', 'wl:words': notify })
  if (retainUntil !== undefined || deleteAndProve !== undefined)
    terms.push({
      action: 'delete',
      ...(retainUntil === undefined ? {} : { constraint: [constraint('dateTime', 'lteq', day(retainUntil))] }),
      ...defined('wl:prove', deleteAndProve),
    })
  return terms
}

const defined = (name: string, value: unknown): Json => (value === undefined ? {} : { [name]: value })
