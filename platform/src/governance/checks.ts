/**
 * Everything a clause must satisfy before it covers a request. All are run for a refusal, so that a caller hears every
 * problem at once. A new rule is one entry here, and one row in decide.test.ts.
 */
import type { Reason } from '#model/refusal.ts'
import type { AccessRequest } from '#model/request.ts'
import type { Clause } from './compile.ts'
import { fieldsByName, offerOf } from './facts.ts'
import { force, whyNotInForce } from './force.ts'
import { objection } from './house-rules.ts'
import { clauseReason, few, list, nameOf, partiesOf, withArticle } from './refusal.ts'
import type { Rulebook } from './rulebook.ts'

export type Check = Readonly<{
  holds(request: AccessRequest, clause: Clause, rulebook: Rulebook): boolean
  /** Only asked when it does not hold; at least one reason. */
  explain(request: AccessRequest, clause: Clause, rulebook: Rulebook): readonly Reason[]
  /** How far from a yes: small when the caller can mend it by themselves. Sorts near misses, nothing else. */
  distance(request: AccessRequest, clause: Clause): number
}>

const inForce: Check = {
  // What is over is no help while anything else is near.
  distance: ({ at }, clause) => (['ended', 'expired'].includes(force(clause, at)) ? 5_000 : 16),
  holds: ({ at }, clause) => force(clause, at) === 'in-force',
  explain: (request, clause, rulebook) => [
    clauseReason(clause, { code: 'not-in-force', ...whyNotInForce(request, clause, rulebook) }),
  ],
}

const roleCovered: Check = {
  distance: () => 8,
  holds: ({ caller }, { roles }) => roles === null || caller.roles.some((role) => roles.includes(role)),
  explain({ caller }, clause, rulebook) {
    const roles = clause.roles ?? []
    const at = nameOf(rulebook, caller.organisation ?? '')
    return [
      clauseReason(clause, {
        code: 'role-not-covered',
        because: `The clause is for ${list(roles.map(withArticle), 'or')} at ${at}, and you ask ${caller.roles.length > 0 ? `as ${list(caller.roles.map(withArticle))}` : 'in no role'}.`,
        remedy: {
          who: `${capital(withArticle(roles[0] ?? 'colleague'))} at ${at}`,
          can: 'make the request; or the operator can give you that role, if it is your work',
        },
      }),
    ]
  },
}

const actionCovered: Check = {
  distance: () => 32,
  holds: ({ action }, clause) => action === clause.action,
  explain: ({ action, dataset }, clause, rulebook) => [
    clauseReason(clause, {
      code: 'action-not-covered',
      because: `The agreement lets you ${clause.action} ${dataset.ref}, not ${action} it.`,
      remedy: {
        who: partiesOf(rulebook, clause),
        can: `add a clause with the action “${action}” and sign the agreement again`,
      },
    }),
  ],
}

const purposeCovered: Check = {
  distance: () => 4,
  holds: ({ purpose }, { purposes }) =>
    purposes === null || (purpose !== null && (purposes === 'declared' || purposes.has(purpose))),
  explain({ purpose }, clause, rulebook) {
    const covered =
      clause.purposes instanceof Set
        ? few([...clause.purposes], 'or')
        : 'any purpose on this node’s list, as long as it is stated'
    if (purpose === null)
      return [
        clauseReason(clause, {
          code: 'purpose-missing',
          because: `No purpose was stated; the clause covers ${covered}.`,
          remedy: { who: 'You', can: `ask again and state what it is for: ${covered}` },
        }),
      ]
    return [
      clauseReason(clause, {
        code: 'purpose-not-covered',
        because: `The clause covers ${covered}, not ${purpose}.`,
        remedy: {
          who: partiesOf(rulebook, clause),
          can: `add the purpose “${purpose}” to the agreement and sign it again`,
        },
      }),
    ]
  },
}

const consentNotNeeded: Check = {
  distance: () => 64,
  holds: (_request, clause) => !clause.needsConsent,
  explain: (_request, clause, rulebook) => [
    clauseReason(clause, {
      code: 'consent-not-offered',
      because: 'The clause needs the consent of each person, which this release cannot look up.',
      remedy: {
        who: partiesOf(rulebook, clause),
        can: 'agree a clause that rests on another lawful basis than consent',
      },
    }),
  ],
}

const fieldsCovered: Check = {
  distance: () => 2,
  holds({ dataset, fields }, clause) {
    const { all, byName } = offerOf(clause, dataset)
    if (fields === null) return all.length > 0
    for (const name of fields) if (!byName.has(name)) return false
    return true
  },
  explain({ dataset, fields }, clause, rulebook) {
    const known = fieldsByName(dataset)
    const asked = fields ?? [...(clause.fields?.keys() ?? [])]
    const unknown = asked.filter((name) => !known.has(name))
    const beyond = asked.filter((name) => known.has(name) && clause.fields !== null && !clause.fields.has(name))
    const reasons: Reason[] = []
    if (unknown.length > 0 || asked.length === 0)
      reasons.push(
        clauseReason(clause, {
          code: 'field-unknown',
          because:
            unknown.length > 0
              ? `The dataset ${dataset.ref} has no field ${few(unknown.map(quoted), 'or')}.`
              : `The dataset ${dataset.ref} has no fields that are known.`,
          remedy: { who: 'You', can: `look up the fields of ${dataset.ref} and ask again` },
        }),
      )
    if (beyond.length > 0)
      reasons.push(
        clauseReason(clause, {
          code: 'fields-not-covered',
          because: `The clause does not cover ${few(beyond.map(quoted), 'or')}, not even to filter or sort by.`,
          remedy: {
            who: partiesOf(rulebook, clause),
            can: `add ${few(beyond.map(quoted))} to the clause and sign the agreement again; without ${beyond.length === 1 ? 'it' : 'them'} you can ask now`,
          },
        }),
      )
    return reasons
  },
}

const houseRulesAgree: Check = {
  distance: () => 24,
  holds(request, clause, rulebook) {
    for (const rule of rulebook.houseRules(clause.holder)) if (objection(rule, request, clause, rulebook)) return false
    return true
  },
  explain(request, clause, rulebook) {
    const reasons: Reason[] = []
    for (const rule of rulebook.houseRules(clause.holder)) {
      const verdict = objection(rule, request, clause, rulebook)
      if (!verdict) continue
      const { id, organisation, says, source, remedy } = verdict.rule.document
      reasons.push({
        code: 'house-rule',
        because: `${says} Here: ${verdict.wants}.`,
        source: `house rule ${id} of ${nameOf(rulebook, organisation)} (${source})`,
        whose: organisation,
        remedy: remedy ?? {
          who: nameOf(rulebook, organisation),
          can: `say what would satisfy its rule, or change it: ${verdict.wants}`,
        },
      })
    }
    return reasons
  },
}

/** In the order in which a person would want to hear of them. */
export const checks: readonly Check[] = [
  inForce,
  roleCovered,
  actionCovered,
  purposeCovered,
  fieldsCovered,
  consentNotNeeded,
  houseRulesAgree,
]

const quoted = (name: string) => `“${name}”`
const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1)
