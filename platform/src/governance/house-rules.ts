/**
 * House rules: what an organisation asks of everyone who wants its data, on top of any agreement. A rule can only narrow.
 * What cannot be read, or cannot be applied to the data at hand, says no.
 */
import type { HouseRuleDocument } from '@wayleave/kit'
import type { Condition } from '#foundation/cql2/ast.ts'
import { parse, properties } from '#foundation/cql2/index.ts'
import type { AccessRequest } from '#model/request.ts'
import { type Clause, freezeDeep } from './compile.ts'
import { fieldsByName } from './facts.ts'
import type { Rulebook } from './rulebook.ts'

export type HouseRule = Readonly<{
  document: HouseRuleDocument
  /** Of `rows`; null when the rule has another effect. */
  rows: Condition | null
  rowsLookAt: readonly string[]
  /** False when the rule cannot be read: then it forbids everything it could be about. */
  readable: boolean
}>

export function compileHouseRule(document: HouseRuleDocument): HouseRule {
  try {
    const rows = document.rows === undefined ? null : freezeDeep(parse(document.rows))
    const effects = [document.require, document.prohibit, document.rows].filter((effect) => effect !== undefined)
    const readable = effects.length === 1
    return Object.freeze({ document, rows, rowsLookAt: rows ? properties(rows) : [], readable })
  } catch {
    return Object.freeze({ document, rows: null, rowsLookAt: [], readable: false })
  }
}

/** What a rule makes of a request under a clause: nothing, fewer rows, or a no with its cause in words. */
export type Verdict = Readonly<{ rule: HouseRule; wants: string }> | null

/** Null when the rule does not apply or is satisfied. `fields` are those that the answer would hold. */
export function objection(rule: HouseRule, request: AccessRequest, clause: Clause, rulebook: Rulebook): Verdict {
  if (!applies(rule, request, clause)) return null
  if (!rule.readable) return { rule, wants: 'the rule cannot be read, so it forbids all that it could be about' }
  const { prohibit, require } = rule.document
  if (prohibit) return { rule, wants: 'this is not allowed at all' }
  if (require) {
    const wants = shortOf(require, request, clause, rulebook)
    return wants === null ? null : { rule, wants }
  }
  const missing = rule.rowsLookAt.filter((name) => !fieldsByName(request.dataset).has(name))
  return missing.length === 0
    ? null
    : { rule, wants: 'the rule chooses rows by a field that this dataset does not have' }
}

/** The conditions that the matching rules add to the clause's own, in the order of the rules. */
export function rowsFrom(rules: readonly HouseRule[], request: AccessRequest, clause: Clause): Condition[] {
  const conditions: Condition[] = []
  for (const rule of rules) if (rule.rows && applies(rule, request, clause)) conditions.push(rule.rows)
  return conditions
}

function applies(rule: HouseRule, request: AccessRequest, clause: Clause): boolean {
  const { when, organisation } = rule.document
  if (!isAbout(request.caller.organisation, organisation, when)) return false
  if (!when) return true
  if (when.classification && !when.classification.includes(request.dataset.classification)) return false
  if (when.datasets && !when.datasets.some((ref) => ref === request.dataset.ref || ref === `${organisation}/*`))
    return false
  if (when.actions && !when.actions.includes(request.action)) return false
  // A purpose that was not stated might be any of them.
  if (when.purposes && request.purpose !== null && !when.purposes.includes(request.purpose)) return false
  if (when.hasField !== undefined && !fieldsByName(request.dataset).has(when.hasField)) return false
  return !when.fieldClassification || touches(when.fieldClassification, request, clause)
}

/** A rule is about others; about the organisation itself only when it says so by name. */
function isAbout(asking: string | null, holder: string, when: HouseRuleDocument['when']): boolean {
  if (when?.recipients)
    return asking !== null && when.recipients.includes(asking) && !when.notRecipients?.includes(asking)
  return asking !== holder && (asking === null || !when?.notRecipients?.includes(asking))
}

/** Whether a field that is shown, or decides what is shown, has one of the classifications; one without any counts. */
function touches(sought: readonly string[], request: AccessRequest, clause: Clause): boolean {
  const known = fieldsByName(request.dataset)
  const isSought = (name: string) => {
    const field = known.get(name)
    return field === undefined || !isClassification(field.classification) || sought.includes(field.classification)
  }
  if (clause.rowsLookAt.some(isSought)) return true
  const shown = request.fields ?? [...known.keys()].filter((name) => clause.fields === null || clause.fields.has(name))
  return shown.some((name) => isSought(name) || (clause.looksAt.get(name)?.some(isSought) ?? false))
}

const isClassification = (word: unknown) =>
  word === 'open' || word === 'shared' || word === 'personal' || word === 'special'

type Requirements = NonNullable<HouseRuleDocument['require']>

function shortOf(require: Requirements, request: AccessRequest, clause: Clause, rulebook: Rulebook): string | null {
  const wants: string[] = []
  const { document, signatures } = clause.agreement
  if (require.assurance !== undefined && !isAssured(require.assurance, request, rulebook))
    wants.push(`who asks must hold a valid ${require.assurance} assurance`)
  if (
    require.guardianSignature &&
    !signatures.some(({ organisation, role }) => organisation === clause.holder && role === 'guardian')
  )
    wants.push('the agreement needs the signature of a guardian of the organisation that holds the data')
  const bases = [document.lawfulBasis?.id, document.specialCategoryBasis?.id]
  if (require.lawfulBasis && !require.lawfulBasis.some((id) => bases.includes(id)))
    wants.push(`the agreement must rest on ${require.lawfulBasis.join(' or ')}`)
  if (require.purposes && (request.purpose === null || !require.purposes.includes(request.purpose)))
    wants.push(`the purpose must be stated and be ${require.purposes.join(' or ')}`)
  if (Object.keys(require).length === 0) wants.push('the rule asks for nothing that can be read')
  return wants.length === 0 ? null : wants.join('; ')
}

/** Held by the organisation that asks, until the end of its last day. */
function isAssured(kind: string, request: AccessRequest, rulebook: Rulebook): boolean {
  const id = request.caller.organisation
  const held = id === null ? undefined : rulebook.organisation(id)?.assurances
  return (
    held?.some((assurance) => assurance.kind === kind && request.at.slice(0, 10) <= assurance.until.slice(0, 10)) ??
    false
  )
}
