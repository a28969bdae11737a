/** An agreement from an ODRL 2.2 policy that follows the profile. What the profile does not say is refused, never guessed. */
import { type AgreementDocument, everyone } from '@wayleave/kit'
import { canonicalJson } from '#foundation/hash.ts'
import { Problem } from '#foundation/problem.ts'
import { readDocument } from '../document/read.ts'
import { shapeOfAgreement } from '../document/shape.ts'
import type { Json } from './terms.ts'
import { toOdrl } from './to-odrl.ts'

/** Reads the compact form that `toOdrl` writes, as text or parsed. Problem 422 `odrl-unreadable` says which part is missing or unknown. */
export function fromOdrl(policy: unknown): AgreementDocument {
  const source = object(readDocument(policy).value, 'the policy')
  const permissions = array(source['permission'], 'permission').map((each) => object(each, 'permission'))
  for (const rule of ['prohibition', 'obligation', 'obligations', 'inheritFrom', 'conflict'])
    if (source[rule] !== undefined)
      throw unreadable(`“${rule}” has no counterpart in an agreement; a prohibition is a house rule`)
  const dates = permissions.map(datesOf)
  const [term] = dates
  if (!term || dates.some(({ starts, ends }) => starts !== term.starts || ends !== term.ends))
    throw unreadable('the permissions differ in their dates')
  const document = {
    wayleave: 'agreement/1',
    id: after(source['uid'], 'urn:wayleave:agreement:', 'uid'),
    title: source['dct:title'],
    ...optional('kind', source['wl:kind'] ?? (source['@type'] === 'Offer' ? 'licence' : undefined)),
    parties:
      source['wl:party'] === undefined ? partiesFrom(permissions) : array(source['wl:party'], 'wl:party').map(party),
    purposes: array(source['dpv:hasPurpose'], 'dpv:hasPurpose').map(purpose),
    ...optional('description', source['dct:description']),
    ...optional('lawfulBasis', basis(source['dpv:hasLegalBasis'])),
    ...optional('specialCategoryBasis', basis(source['wl:specialCategoryBasis'])),
    ...term,
    ...optional('review', source['wl:review'] === undefined ? undefined : date(source['wl:review'])),
    clauses: permissions.map(clause),
  }
  const shaped = shapeOfAgreement(JSON.parse(JSON.stringify(document)))
  if ('document' in shaped) {
    if (sayings(toOdrl(shaped.document)['permission']) !== sayings(permissions))
      throw unreadable('a permission says more, or something else, than an agreement can')
    return shaped.document
  }
  const [fault] = shaped.faults
  throw unreadable(`${fault?.at ?? ''} ${fault?.what ?? 'is not as it should be'}`)
}

/** Whatever is left over would narrow the permission; to drop it would widen it. So nothing may be left over. */
function sayings(permissions: unknown): string {
  return canonicalJson(withoutBrackets(permissions))
}

/** JSON-LD writes one value with or without brackets. */
function withoutBrackets(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? withoutBrackets(value[0]) : value.map(withoutBrackets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutBrackets(part)]))
}

function clause(permission: Json): Json {
  const uid = text(permission['uid'], 'uid of a permission')
  const target = object(permission['target'], 'target')
  const refinements = array(target['refinement'], 'refinement').map((each) => object(each, 'refinement'))
  const constraints = constraintsOf(permission)
  const rows = refinements.find(({ leftOperand }) => leftOperand === 'wl:rows')
  const right = (operand: string) => constraints.find(({ leftOperand }) => leftOperand === operand)?.['rightOperand']
  const action = text(permission['action'], 'action')
  return {
    id: uid.slice(uid.indexOf('#') + 1),
    dataset: after(target['uid'], 'urn:wayleave:dataset:', 'target'),
    action: action.startsWith('wl:') ? action.slice(3) : action,
    ...optional('roles', right('wl:role') === undefined ? undefined : array(right('wl:role'), 'wl:role')),
    ...optional(
      'purposes',
      permission['wl:purpose'] === undefined ? undefined : array(permission['wl:purpose'], 'wl:purpose').map(purpose),
    ),
    fields: Object.fromEntries(array(permission['wl:release'], 'wl:release').map(release)),
    ...optional('rows', rows?.['rightOperand']),
    ...optional('consent', right('wl:consent')),
    ...optional('duties', dutiesOf(permission, right('wl:rowCount'))),
  }
}

const knownOperands: ReadonlySet<unknown> = new Set(['dateTime', 'purpose', 'wl:role', 'wl:consent', 'wl:rowCount'])

/** An unknown constraint would narrow the permission; to leave it out would widen it. */
function constraintsOf(permission: Json): Json[] {
  const constraints = array(permission['constraint'], 'constraint').map((each) => object(each, 'constraint'))
  for (const { leftOperand } of constraints)
    if (!knownOperands.has(leftOperand))
      throw unreadable(`the constraint on “${String(leftOperand).slice(0, 60)}” is not known`)
  return constraints
}

function release(source: unknown): [string, unknown] {
  const {
    'wl:field': field,
    'wl:transform': transform,
    'wl:to': to,
    'wl:condition': condition,
  } = object(source, 'wl:release')
  const value =
    transform === 'rounded'
      ? { rounded: to }
      : transform === 'yes-no' && condition !== undefined
        ? { 'yes-no': condition }
        : transform
  return [text(field, 'wl:field'), value]
}

function dutiesOf(permission: Json, suppressBelow: unknown): Json | undefined {
  const duties =
    permission['duty'] === undefined ? [] : array(permission['duty'], 'duty').map((each) => object(each, 'duty'))
  if (duties.length === 0 && suppressBelow === undefined && permission['wl:hasDuties'] === undefined) return undefined
  const found: Record<string, unknown> = suppressBelow === undefined ? {} : { suppressBelow }
  for (const duty of duties) {
    if (duty['action'] === 'attribute') found['attribute'] = duty['wl:words']
    else if (duty['action'] === 'inform') found['notify'] = duty['wl:words']
    else if (duty['action'] === 'delete') {
      if (duty['constraint'] !== undefined)
        found['retainUntil'] = datedBy(array(duty['constraint'], 'constraint'), 'lteq')
      if (duty['wl:prove'] !== undefined) found['deleteAndProve'] = duty['wl:prove']
    } else throw unreadable(`the duty “${String(duty['action']).slice(0, 60)}” is not known`)
  }
  return found
}

function datesOf(permission: Json): { starts: string; ends?: string } {
  const constraints = constraintsOf(permission).filter(({ leftOperand }) => leftOperand === 'dateTime')
  const starts = datedBy(constraints, 'gteq')
  const ends = datedBy(constraints, 'lteq')
  if (starts === undefined) throw unreadable('a permission does not say when it starts')
  return ends === undefined ? { starts } : { starts, ends }
}

function datedBy(constraints: readonly unknown[], operator: string): string | undefined {
  const found = constraints.map((each) => object(each, 'constraint')).find((each) => each['operator'] === operator)
  return found === undefined ? undefined : date(found['rightOperand'])
}

function partiesFrom(permissions: readonly Json[]): Json[] {
  const members = (value: unknown): string[] => {
    if (value === undefined) return [everyone]
    if (typeof value === 'string') return [after(value, 'urn:wayleave:organisation:', 'party')]
    return array(object(value, 'assignee')['wl:member'], 'wl:member').map((each) =>
      after(object(each, 'wl:member')['@id'], 'urn:wayleave:organisation:', 'party'),
    )
  }
  const of = (role: string, property: string) =>
    [...new Set(permissions.flatMap((each) => members(each[property])))].map((organisation) => ({ organisation, role }))
  return [...of('provider', 'assigner'), ...of('recipient', 'assignee')]
}

function party(source: unknown): Json {
  const { 'wl:organisation': organisation, 'wl:role': role } = object(source, 'wl:party')
  return {
    organisation: after(object(organisation, 'wl:organisation')['@id'], 'urn:wayleave:organisation:', 'party'),
    role,
  }
}

const purpose = (source: unknown): string => text(source, 'dpv:hasPurpose').replace(/^wl:(any|declared)$/, '$1')

function basis(source: unknown): Json | undefined {
  if (source === undefined) return undefined
  const { '@id': id, 'wl:law': law } = object(source, 'a lawful basis')
  return { id, ...optional('law', law) }
}

const date = (source: unknown): string =>
  text(typeof source === 'string' ? source : object(source, 'a date')['@value'], 'a date')
const optional = (name: string, value: unknown): Json => (value === undefined ? {} : { [name]: value })

function after(value: unknown, prefix: string, what: string): string {
  const whole = text(value, what)
  if (!whole.startsWith(prefix)) throw unreadable(`${what} does not begin with ${prefix}`)
  return whole.slice(prefix.length)
}

function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value
  throw unreadable(`${what} is missing or is no text`)
}

function object(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw unreadable(`${what} is missing or is no object`)
}

/** One value or several. */
function array(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) throw unreadable(`${what} is missing`)
  return Array.isArray(value) ? value : [value]
}

function unreadable(why: string): Problem {
  return new Problem(422, 'odrl-unreadable', {
    title: 'The ODRL policy cannot be taken as an agreement',
    detail: `The policy does not follow the profile: ${why}.`,
    mend: 'See docs/reference/odrl.md for the profile, or export an agreement as an example.',
  })
}
