/**
 * `decide` against a second evaluator, written apart from it: slow, straight from the documents, nothing compiled or indexed.
 * And what must hold however rules are added, taken away or reordered.
 */
/* oxlint-disable complexity -- the second evaluator is one long reading of the documents on purpose: nothing of decide's structure */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgreementClause, AgreementTransform, HouseRuleDocument } from '@wayleave/kit'
import fc from 'fast-check'
import type { Condition } from '#foundation/cql2/ast.ts'
import { parse, properties } from '#foundation/cql2/index.ts'
import type { AccessRequest } from '#model/request.ts'
import type { PermitTerms } from '#permit'
import { type AnyBooks, anyAgreement, anyBooks, anyHouseRule, anyRequest } from './arbitraries.ts'
import type { AgreementOnBooks } from './compile.ts'
import { decide } from './decide.ts'
import { dpvPurposes } from './purposes.ts'
import { rulebookOf } from './world-for-tests.ts'

const runs = Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 500)

/** One clause read against one request: what is wrong with it, and what it would give. */
type Reading = {
  codes: string[]
  name: string
  fields: [string, AgreementTransform][]
  rows: Condition[]
  role: string | null
}

function slowly(request: AccessRequest, books: AnyBooks): { unfit: string } | { readings: Reading[] } {
  if (request.action === 'aggregate' || request.action === 'subscribe') return { unfit: 'action-not-offered' }
  if (request.fields !== null && request.fields.length === 0) return { unfit: 'fields-empty' }
  if (request.purpose !== null && !dpvPurposes.find(({ id }) => id === request.purpose))
    return { unfit: 'purpose-unknown' }
  const readings: Reading[] = []
  for (const agreement of books.agreements) {
    if (agreement.state === 'draft') continue
    for (const clause of agreement.document.clauses) {
      if (clause.dataset !== request.dataset.ref) continue
      const isForAll = agreement.document.parties.some((party) => party.organisation === 'everyone')
      const isRecipient = agreement.document.parties.some(
        (party) => party.role === 'recipient' && party.organisation === request.caller.organisation,
      )
      const isHolder = request.caller.organisation === clause.dataset.split('/')[0]
      if (isForAll || (isRecipient && !isHolder)) readings.push(readSlowly(request, agreement, clause, books))
    }
  }
  return { readings }
}

function readSlowly(
  request: AccessRequest,
  agreement: AgreementOnBooks,
  clause: AgreementClause,
  books: AnyBooks,
): Reading {
  const { document } = agreement
  const codes: string[] = []
  const now = new Date(request.at).getTime()
  const begins = new Date(`${document.starts}T00:00:00Z`).getTime()
  const isOver = document.ends !== undefined && now > new Date(`${document.ends}T23:59:59.999Z`).getTime()
  if (agreement.state !== 'active' || !agreement.intact || now < begins || isOver) codes.push('not-in-force')
  const role = request.caller.roles.find((each) => clause.roles?.includes(each as never)) ?? null
  if (clause.roles && role === null) codes.push('role-not-covered')
  if (clause.action !== request.action) codes.push('action-not-covered')
  const purposes = clause.purposes ?? document.purposes
  if (!purposes.includes('any')) {
    if (request.purpose === null) codes.push('purpose-missing')
    else if (!purposes.includes(request.purpose)) codes.push('purpose-not-covered')
  }
  const inDataset = request.dataset.fields.map(({ name }) => name)
  const inClause = '*' in clause.fields ? inDataset : Object.keys(clause.fields)
  const wanted = request.fields ?? inDataset.filter((name) => inClause.includes(name))
  if (wanted.some((name) => !inDataset.includes(name)) || wanted.length === 0) codes.push('field-unknown')
  if (wanted.some((name) => inDataset.includes(name) && !inClause.includes(name))) codes.push('fields-not-covered')
  if (clause.consent === 'required') codes.push('consent-not-offered')
  const rows = clause.rows === undefined ? [] : [parse(clause.rows)]
  const rules = books.rules.filter(({ organisation }) => organisation === request.dataset.organisation)
  for (const rule of rules.toSorted((a, b) => a.id.localeCompare(b.id))) {
    if (!matches(rule, request, clause, wanted)) continue
    if (breaks(rule, request, agreement, books)) codes.push('house-rule')
    else if (rule.rows !== undefined) rows.push(parse(rule.rows))
  }
  const fields = [...new Set(wanted)].map((name): [string, AgreementTransform] => [
    name,
    clause.fields[name] ?? 'as-is',
  ])
  return { codes, name: `${document.id}/${clause.id}`, fields, rows, role: clause.roles ? role : null }
}

function matches(
  { when = {}, organisation }: HouseRuleDocument,
  request: AccessRequest,
  clause: AgreementClause,
  wanted: readonly string[],
): boolean {
  const asking = request.caller.organisation
  if (!when.recipients && asking === organisation) return false
  if (when.recipients && !(asking !== null && when.recipients.includes(asking))) return false
  if (when.notRecipients && asking !== null && when.notRecipients.includes(asking)) return false
  if (when.classification && !when.classification.includes(request.dataset.classification)) return false
  if (when.datasets && !when.datasets.includes(request.dataset.ref)) return false
  if (when.actions && !when.actions.includes(request.action)) return false
  if (when.purposes && request.purpose !== null && !when.purposes.includes(request.purpose)) return false
  if (when.hasField && !request.dataset.fields.some(({ name }) => name === when.hasField)) return false
  if (!when.fieldClassification) return true
  const touched = [...wanted, ...(clause.rows ? properties(parse(clause.rows)) : [])]
  for (const name of wanted) {
    const transform = clause.fields[name]
    if (typeof transform === 'object' && 'yes-no' in transform) touched.push(...properties(parse(transform['yes-no'])))
  }
  const sensitive = when.fieldClassification
  return touched.some((name) => {
    const field = request.dataset.fields.find((each) => each.name === name)
    return !field || sensitive.includes(field.classification)
  })
}

function breaks(
  { prohibit, require, rows, organisation }: HouseRuleDocument,
  request: AccessRequest,
  agreement: AgreementOnBooks,
  books: AnyBooks,
): boolean {
  if (prohibit) return true
  if (rows !== undefined)
    return properties(parse(rows)).some((name) => !request.dataset.fields.some((field) => field.name === name))
  const day = request.at.slice(0, 10)
  const asking = books.organisations.find(({ id }) => id === request.caller.organisation)
  if (require?.assurance && !asking?.assurances.some(({ kind, until }) => kind === require.assurance && until >= day))
    return true
  if (
    require?.guardianSignature &&
    !agreement.signatures.some((signature) => signature.role === 'guardian' && signature.organisation === organisation)
  )
    return true
  if (require?.lawfulBasis && !require.lawfulBasis.includes(agreement.document.lawfulBasis?.id ?? '')) return true
  return require?.purposes !== undefined && !(request.purpose !== null && require.purposes.includes(request.purpose))
}

function isBetter(one: Reading, other: Reading): boolean {
  const changed = ({ fields }: Reading) => fields.filter(([, transform]) => transform !== 'as-is').length
  const hasRows = (reading: Reading) => Number(clauseHasRows.get(reading.name) ?? false)
  const scores = (reading: Reading) => [-reading.fields.length, changed(reading), hasRows(reading)]
  const [left, right] = [scores(one), scores(other)]
  for (let place = 0; place < left.length; place++)
    if (left[place] !== right[place]) return (left[place] ?? 0) < (right[place] ?? 0)
  return one.name < other.name
}
let clauseHasRows = new Map<string, boolean>()

const transformKind = (transform: AgreementTransform) =>
  typeof transform === 'string' ? transform : 'rounded' in transform ? 'rounded' : 'yes-no'
const conjunction = (rows: readonly Condition[]): Condition | null =>
  rows.length === 0 ? null : rows.length === 1 ? rows[0]! : { op: 'and', args: rows }

test('decide agrees with a slow evaluator written apart from it', () => {
  let permits = 0
  fc.assert(
    fc.property(anyBooks, fc.array(anyRequest, { minLength: 5, maxLength: 5 }), (books, requests) => {
      const rulebook = rulebookOf(books)
      for (const request of requests) {
        const decision = decide(request, rulebook)
        const slow = slowly(request, books)
        if ('unfit' in slow) {
          assert.deepEqual(decision.outcome === 'refusal' && decision.reasons.map(({ code }) => code), [slow.unfit])
          continue
        }
        clauseHasRows = new Map(
          books.agreements.flatMap(({ document }) =>
            document.clauses.map((clause) => [`${document.id}/${clause.id}`, clause.rows !== undefined]),
          ),
        )
        const [best] = slow.readings
          .filter(({ codes }) => codes.length === 0)
          .toSorted((a, b) => (isBetter(a, b) ? -1 : 1))
        if (!best) {
          assert.equal(decision.outcome, 'refusal')
          if (decision.outcome !== 'refusal') return
          const codes = decision.reasons.map(({ code }) => code).toSorted()
          const possible =
            slow.readings.length === 0 ? [['no-agreement']] : slow.readings.map((reading) => reading.codes.toSorted())
          assert.ok(
            possible.some((each) => JSON.stringify(each) === JSON.stringify(codes)),
            `${codes.join()} is none of ${JSON.stringify(possible)}`,
          )
          continue
        }
        permits++
        assert.equal(decision.outcome, 'permit', JSON.stringify(decision))
        if (decision.outcome !== 'permit') return
        const { terms } = decision
        assert.equal(`${terms.clause.agreement}/${terms.clause.clause}`, best.name)
        assert.deepEqual(
          terms.fields.map(({ name, transform }) => [name, transform.kind]),
          best.fields.map(([name, transform]) => [name, transformKind(transform)]),
        )
        assert.deepEqual(terms.rows, conjunction(best.rows))
        assert.equal(terms.role, best.role)
        assert.equal(terms.purpose, request.purpose)
      }
    }),
    { numRuns: runs },
  )
  assert.ok(permits > runs / 4, `only ${permits} permits: the generator has lost its bite`)
})

const clauseOf = (decision: ReturnType<typeof decide>) => (decision.outcome === 'permit' ? decision.terms.clause : null)

/** What was permitted before the change, by the clause that permits now: an answer may only get narrower. */
function insistOnNotWider(request: AccessRequest, before: AnyBooks, after: AnyBooks): void {
  const now = decide(request, rulebookOf(after))
  if (now.outcome === 'refusal') return
  assert.equal(decide(request, rulebookOf(before)).outcome, 'permit', 'a no became a yes')
  const clause = clauseOf(now)
  const alone = {
    ...before,
    agreements: before.agreements
      .filter(({ document }) => document.id === clause?.agreement)
      .map((agreement) => ({
        ...agreement,
        document: {
          ...agreement.document,
          clauses: agreement.document.clauses.filter(({ id }) => id === clause?.clause),
        },
      })),
  }
  const then = decide(request, rulebookOf(alone))
  assert.equal(then.outcome, 'permit', 'a clause that did not cover the request does now')
  if (then.outcome !== 'permit') return
  assert.deepEqual(now.terms.fields, then.terms.fields)
  const parts = ({ rows }: PermitTerms) =>
    (rows === null ? [] : rows.op === 'and' ? rows.args : [rows]).map((part) => JSON.stringify(part))
  const kept = parts(now.terms)
  // Every condition that held before still holds: `and` only adds.
  if (then.terms.rows !== null)
    assert.ok(kept.includes(JSON.stringify(then.terms.rows)) || parts(then.terms).every((part) => kept.includes(part)))
}

test('adding a house rule never widens an answer', () => {
  fc.assert(
    fc.property(anyBooks, anyHouseRule, anyRequest, (books, rule, request) =>
      insistOnNotWider(request, books, { ...books, rules: [...books.rules, { ...rule, id: 'added' }] }),
    ),
    { numRuns: runs },
  )
})

test('suspending, ending or losing an agreement never widens an answer', () => {
  fc.assert(
    fc.property(
      anyBooks,
      fc.nat(),
      fc.constantFrom('suspended', 'ended', 'gone', 'broken'),
      anyRequest,
      (books, which, how, request) => {
        const stopped = books.agreements[which % Math.max(1, books.agreements.length)]
        const agreements = books.agreements.flatMap((agreement) => {
          if (agreement !== stopped) return [agreement]
          return how === 'gone'
            ? []
            : [how === 'broken' ? { ...agreement, intact: false } : { ...agreement, state: how as 'ended' }]
        })
        insistOnNotWider(request, books, { ...books, agreements })
      },
    ),
    { numRuns: runs },
  )
})

test('an agreement between others changes nothing', () => {
  fc.assert(
    fc.property(anyBooks, anyAgreement, anyRequest, (books, other, request) => {
      fc.pre(!other.parties.some(({ organisation }) => organisation === request.caller.organisation))
      const added = {
        document: { ...other, id: 'other' },
        state: 'active' as const,
        intact: true,
        key: 'k',
        suspendedBy: [],
        signatures: [],
      }
      assert.deepEqual(
        decide(request, rulebookOf({ ...books, agreements: [...books.agreements, added] })),
        decide(request, rulebookOf(books)),
      )
    }),
    { numRuns: runs },
  )
})

test('the order of agreements, clauses and rules never matters, and the same question has the same answer', () => {
  fc.assert(
    fc.property(anyBooks, anyRequest, fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), (books, request, keys) => {
      const shuffled = <T>(things: readonly T[]): T[] =>
        things
          .map((thing, index) => ({ thing, key: keys[index % keys.length] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ thing }) => thing)
      const rulebook = rulebookOf(books)
      const first = decide(request, rulebook)
      assert.deepEqual(decide(request, rulebook), first)
      const agreements = shuffled(books.agreements).map((agreement) => ({
        ...agreement,
        document: { ...agreement.document, clauses: shuffled(agreement.document.clauses) },
      }))
      assert.deepEqual(decide(request, rulebookOf({ ...books, agreements, rules: shuffled(books.rules) })), first)
    }),
    { numRuns: runs },
  )
})

test('a rulebook that changed step by step decides as one made at once', () => {
  fc.assert(
    fc.property(anyBooks, anyBooks, anyRequest, (before, after, request) => {
      const changed = rulebookOf({
        agreements: before.agreements,
        rules: before.rules,
        organisations: after.organisations,
      })
      const ids = new Set(after.agreements.map(({ document }) => document.id))
      for (const agreement of before.agreements)
        if (!ids.has(agreement.document.id)) changed.putAgreement({ ...agreement, state: 'draft' })
      for (const rule of before.rules) changed.removeHouseRule(rule.organisation, rule.id)
      after.agreements.forEach(changed.putAgreement)
      after.rules.forEach(changed.putHouseRule)
      assert.deepEqual(decide(request, changed), decide(request, rulebookOf(after)))
    }),
    { numRuns: runs },
  )
})

test('whatever the request looks like, decide answers and does not throw', () => {
  const rulebook = rulebookOf()
  const parts = ['caller', 'dataset', 'action', 'purpose', 'fields', 'at'] as const
  const wild = fc.record(Object.fromEntries(parts.map((part) => [part, fc.anything()])))
  const one = fc.tuple(fc.constantFrom(...parts), fc.anything())
  fc.assert(
    fc.property(wild, anyRequest, one, (nonsense, request, [part, value]) => {
      const strange = [
        nonsense,
        { ...request, [part]: value },
        { ...request, caller: { ...request.caller, organisation: value } },
        { ...request, caller: { ...request.caller, roles: [value] } },
        { ...request, dataset: { ...request.dataset, fields: [value] } },
      ]
      for (const each of strange)
        assert.ok(['permit', 'refusal'].includes(decide(each as AccessRequest, rulebook).outcome))
    }),
    { numRuns: runs },
  )
})
