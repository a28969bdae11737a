/**
 * Decides whether a request may go ahead and, if so, on exactly what terms.
 *
 * A pure function of the request and the rulebook: it reads no clock, database or setting, so any past decision can be
 * replayed. Silence means no: without one clause that covers the whole request there is no permit. A prohibition beats
 * every clause: each house rule of the holder must agree.
 */
import { everyone } from '@wayleave/kit'
import type { Condition } from '#foundation/cql2/ast.ts'
import type { Reason, Refusal } from '#model/refusal.ts'
import type { AccessRequest } from '#model/request.ts'
import type { Permit, PermittedField } from '#permit'
import { mint } from '#permit/mint.ts'
import { checks } from './checks.ts'
import type { Clause } from './compile.ts'
import { offerOf } from './facts.ts'
import { type HouseRule, rowsFrom } from './house-rules.ts'
import { nameOf, platformReason, refuse } from './refusal.ts'
import type { Rulebook } from './rulebook.ts'
import { unfit } from './unfit.ts'

export type Decision = Permit | Refusal

export function decide(request: AccessRequest, rulebook: Rulebook): Decision {
  const fault = unfit(request, rulebook)
  if (fault) return refuse([fault])

  const best = bestCovering(request, rulebook)
  if (best) return grant(request, best, rulebook)

  const nearest = nearestMiss(request, rulebook)
  return refuse(nearest ? shortfalls(nearest, request, rulebook) : [noAgreement(request, rulebook)])
}

function bestCovering(request: AccessRequest, rulebook: Rulebook): Clause | undefined {
  let best: Clause | undefined
  for (let source = 0; source < sources; source++) {
    for (const clause of standingIn(source, request, rulebook)) {
      if (covers(clause, request, rulebook) && (!best || isBetter(clause, best, request))) best = clause
    }
  }
  return best
}

/** Where a caller's organisation finds clauses to rely on: its own agreements, licences, its use of its own data. */
const sources = 3

function standingIn(source: number, { dataset, caller }: AccessRequest, rulebook: Rulebook): readonly Clause[] {
  const asking = caller.organisation
  if (source === 0) return rulebook.standing(dataset.ref, everyone)
  if (asking === null || asking === everyone) return none
  if (source === 1) return rulebook.standing(dataset.ref, asking)
  return asking === dataset.organisation ? rulebook.ownUse(asking) : none
}

function lapsedIn(source: number, { dataset, caller }: AccessRequest, rulebook: Rulebook): readonly Clause[] {
  const asking = caller.organisation
  if (source === 0) return rulebook.lapsed(dataset.ref, everyone)
  return source === 1 && asking !== null && asking !== everyone ? rulebook.lapsed(dataset.ref, asking) : none
}

const none: readonly Clause[] = Object.freeze([])

function covers(clause: Clause, request: AccessRequest, rulebook: Rulebook): boolean {
  for (const check of checks) if (!check.holds(request, clause, rulebook)) return false
  return true
}

/** Most fields, then least changed, then no choice of rows, then the name: the same clause whatever the order of arrival. */
function isBetter(clause: Clause, best: Clause, request: AccessRequest): boolean {
  const [one, other] = [granted(clause, request), granted(best, request)]
  if (one.length !== other.length) return one.length > other.length
  const changed = (fields: readonly PermittedField[]) =>
    fields.filter(({ transform }) => transform.kind !== 'as-is').length
  const difference = changed(one) - changed(other)
  if (difference !== 0) return difference < 0
  if ((clause.rows === null) !== (best.rows === null)) return clause.rows === null
  return clause.name < best.name
}

/** The caller chooses the fields, within the clause; the clause and the house rules alone choose the rows. */
function grant(request: AccessRequest, clause: Clause, rulebook: Rulebook): Permit {
  const { roles } = clause
  return mint(
    Object.freeze({
      dataset: request.dataset.ref,
      action: request.action,
      purpose: request.purpose,
      fields: granted(clause, request),
      rows: rowsOf(clause, request, rulebook),
      duties: clause.duties,
      clause: clause.ref,
      role: roles === null ? null : roleHeld(roles, request),
      until: clause.until,
    }),
  )
}

/** The first of the caller's roles that the clause is for. */
function roleHeld(roles: readonly string[], { caller }: AccessRequest): string | null {
  for (const role of caller.roles) if (roles.includes(role)) return role
  return null
}

/** The fields asked for, each once, or all that clause and dataset have in common, in the dataset's order. Frozen. */
function granted(clause: Clause, { fields, dataset }: AccessRequest): readonly PermittedField[] {
  const { all, byName } = offerOf(clause, dataset)
  if (fields === null) return all
  const result: PermittedField[] = []
  for (const name of withoutRepeats(fields)) {
    const field = byName.get(name)
    if (field) result.push(field)
  }
  return Object.freeze(result)
}

/** Comparing a few names with each other is faster than making a set of them. */
function withoutRepeats(names: readonly string[]): Iterable<string> {
  if (names.length > 16) return new Set(names)
  for (let index = 1; index < names.length; index++)
    if (names.indexOf(names[index] ?? '') < index) return new Set(names)
  return names
}

const hasRows = ({ rows }: HouseRule) => rows !== null

function rowsOf(clause: Clause, request: AccessRequest, rulebook: Rulebook): Condition | null {
  const rules = rulebook.houseRules(clause.holder)
  if (!rules.some(hasRows)) return clause.rows
  const conditions = rowsFrom(rules, request, clause)
  if (conditions.length === 0) return clause.rows
  if (clause.rows) conditions.unshift(clause.rows)
  return conditions.length === 1
    ? (conditions[0] ?? null)
    : Object.freeze({ op: 'and', args: Object.freeze(conditions) })
}

/** Explanations look at this many of the agreements that do not stand; a long history must not make a no expensive. */
const historyRead = 16

/** The clause that came closest explains itself best: people act on two reasons, not on twenty. */
export function nearestMiss(request: AccessRequest, rulebook: Rulebook): Clause | undefined {
  let nearest: Clause | undefined
  // Measured only when there is something to compare with.
  let least: number | undefined
  for (let source = 0; source < 2 * sources; source++) {
    const clauses =
      source < sources ? standingIn(source, request, rulebook) : lapsedIn(source - sources, request, rulebook)
    for (
      let index = source < sources ? 0 : Math.max(0, clauses.length - historyRead);
      index < clauses.length;
      index++
    ) {
      const clause = clauses[index]
      if (!clause) continue
      if (!nearest) {
        nearest = clause
        continue
      }
      least ??= distanceTo(nearest, request, rulebook)
      const distance = distanceTo(clause, request, rulebook)
      if (distance < least || (distance === least && clause.name < nearest.name)) [nearest, least] = [clause, distance]
    }
  }
  return nearest
}

/** The number of checks that fail counts first: 1,000 is more than their distances together. */
function distanceTo(clause: Clause, request: AccessRequest, rulebook: Rulebook): number {
  let distance = 0
  for (const check of checks)
    if (!check.holds(request, clause, rulebook)) distance += 1_000 + check.distance(request, clause)
  return distance
}

export function shortfalls(clause: Clause, request: AccessRequest, rulebook: Rulebook): readonly Reason[] {
  const reasons: Reason[] = []
  for (const check of checks)
    if (!check.holds(request, clause, rulebook)) reasons.push(...check.explain(request, clause, rulebook))
  return reasons
}

/** What is relied on when nothing was agreed. */
const silence = 'nothing is shared that no agreement covers'

/** All that an organisation learns which is no party: others' agreements are none of its business. */
function noAgreement({ caller, dataset }: AccessRequest, rulebook: Rulebook): Reason {
  const holder = nameOf(rulebook, dataset.organisation)
  if (caller.organisation === null)
    return {
      ...platformReason('no-agreement', `The dataset ${dataset.ref} is not shared with everyone.`, {
        who: `A data officer of ${holder}`,
        can: 'publish it under an open licence; or you can sign in for an organisation that has an agreement',
      }),
      source: silence,
      whose: dataset.organisation,
    }
  const asking = nameOf(rulebook, caller.organisation)
  return {
    ...platformReason('no-agreement', `No agreement shares ${dataset.ref} with ${asking}.`, {
      who: `A data officer of ${asking}`,
      can: `propose an agreement to ${holder}`,
    }),
    source: silence,
    whose: dataset.organisation,
  }
}
