import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from '@sinclair/typebox/value'
import { type AgreementDocument, agreementSchema, houseRuleSchema } from '@wayleave/kit'
import { parse as parseYaml } from 'yaml'
import { parse } from '#foundation/cql2/index.ts'
import { demoClients, people } from './accounts.ts'
import { peopleDatasets, placeDatasets } from './datasets.ts'
import { agreementTexts, dated, houseRuleTexts } from './documents.ts'
import { organisationsOn } from './organisations.ts'
import { purposes } from './purposes.ts'
import { standings } from './standing.ts'

const day = '2027-03-15'
const agreements = new Map([...agreementTexts(day)].map(([name, text]) => [name, parseYaml(text) as AgreementDocument]))
const datasets = [...placeDatasets, ...peopleDatasets]

test('every agreement is one by the kit’s schema, and means what exists', () => {
  const organisations = new Set(organisationsOn(day).map(({ id }) => id))
  const refs = new Set(datasets.map(({ dataset }) => dataset))
  const own = new Set<string>(purposes.map(({ id }) => id))
  for (const [name, document] of agreements) {
    assert.deepEqual([...Value.Errors(agreementSchema, document)], [], name)
    assert.equal(document.id, name)
    for (const { organisation } of document.parties)
      assert.ok(organisations.has(organisation), `${name}: ${organisation}`)
    for (const purpose of document.purposes)
      assert.ok(own.has(purpose) || purpose.startsWith('dpv:'), `${name}: ${purpose}`)
    for (const { dataset, rows } of document.clauses) {
      assert.ok(refs.has(dataset), `${name}: ${dataset}`)
      if (rows !== undefined) parse(rows)
    }
  }
  assert.deepEqual([...agreements.keys()].toSorted(), standings.map(({ id }) => id).toSorted())
})

test('every house rule is one by the kit’s schema, and its file is named after it', () => {
  const rules = [...houseRuleTexts(day)].map(
    ([name, text]) => [name, parseYaml(text) as { organisation: string; id: string; rows?: string }] as const,
  )
  assert.ok(new Set(rules.map(([, { organisation }]) => organisation)).size >= 5)
  for (const [name, rule] of rules) {
    assert.deepEqual([...Value.Errors(houseRuleSchema, rule)], [], name)
    assert.equal(`${rule.organisation}.${rule.id}`, name)
    if (rule.rows !== undefined) parse(rule.rows)
  }
})

test('every state, action, transform and duty is shown at least once', () => {
  const clauses = [...agreements.values()].flatMap((document) => document.clauses)
  const transforms = clauses
    .flatMap(({ fields }) => Object.values(fields))
    .map((each) => (typeof each === 'string' ? each : Object.keys(each)[0]))
  assert.deepEqual(
    new Set(transforms),
    new Set(['as-is', 'year', 'outward-postcode', 'masked', 'pseudonym', 'yes-no', 'rounded']),
  )
  assert.deepEqual(
    new Set(clauses.map(({ action }) => action)),
    new Set(['read', 'verify', 'export', 'aggregate', 'subscribe']),
  )
  const duties = new Set(clauses.flatMap((clause) => Object.keys(clause.duties ?? {})))
  assert.deepEqual(duties, new Set(['retainUntil', 'suppressBelow', 'attribute', 'notify', 'deleteAndProve']))
  assert.ok(clauses.some(({ consent }) => consent === 'required'))
  assert.deepEqual(
    new Set(standings.map(({ state }) => state)),
    new Set(['draft', 'proposed', 'active', 'suspended', 'ended', 'expired']),
  )
  assert.ok(
    standings.some(({ id, state }) => state === 'active' && (agreements.get(id)?.starts ?? '') > day),
    'one has not started',
  )
})

test('states are right on whatever day the demo is loaded', () => {
  for (const today of ['2024-02-29', '2026-12-31', '2031-07-01']) {
    const dates = new Map(
      [...agreementTexts(today)].map(([name, text]) => [name, parseYaml(text) as AgreementDocument]),
    )
    for (const { id, state } of standings) {
      const { starts, ends } = dates.get(id) as AgreementDocument & { ends: string }
      assert.equal(ends < today, state === 'expired', `${id} on ${today}`)
      assert.ok(starts < ends, id)
    }
  }
  assert.equal(dated('<today> <today+1d> <today-365d>', '2028-02-28'), '2028-02-28 2028-02-29 2027-02-28')
})

test('whoever signs, proposes or stops an agreement is a party to it, and has somebody for it', () => {
  for (const { id, by, signed, stopped } of standings) {
    const parties = new Set(agreements.get(id)?.parties.map(({ organisation }) => organisation))
    for (const organisation of [
      by,
      ...signed.map((each) => each.organisation),
      ...(stopped ? [stopped.organisation] : []),
    ])
      assert.ok(parties.has(organisation), `${id}: ${organisation}`)
  }
})

test('there is a person and a client for each kind of user, and a client for each organisation and role', () => {
  const roles = ['data-officer', 'approver', 'guardian', 'practitioner', 'analyst', 'developer', 'operator']
  const held = new Set<string>(people.flatMap(({ memberships }) => memberships.flatMap((each) => each.roles)))
  for (const role of roles) assert.ok(held.has(role), role)
  assert.ok(
    people.some(({ memberships }) => memberships.length === 0),
    'a citizen',
  )
  assert.ok(
    people.some(({ memberships }) => memberships.length > 1),
    'somebody who works for two',
  )
  const clients = demoClients()
  assert.equal(new Set(clients.map(({ id }) => id)).size, clients.length)
  for (const { id } of organisationsOn(day))
    assert.ok(clients.some((client) => client.organisation === id && client.roles[0] === 'data-officer'))
  assert.deepEqual(new Set(clients.flatMap((client) => client.roles)), new Set([...roles, 'citizen']))
})

test('there are enough organisations and datasets, of every classification; some assurances have run out', () => {
  const organisations = organisationsOn(day)
  assert.ok(organisations.length >= 7)
  assert.ok(organisations.some(({ assurances }) => assurances.some(({ until }) => until < day)))
  assert.ok(datasets.length >= 12)
  assert.deepEqual(
    new Set(datasets.map(({ classification }) => classification)),
    new Set(['open', 'shared', 'personal', 'special']),
  )
  for (const { classification, licence, dataset } of datasets)
    assert.equal(licence !== null, classification === 'open', dataset)
  assert.ok(datasets.filter(({ files }) => files.length > 1).length >= 2)
})
