import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { Problem } from '#foundation/problem.ts'
import type { Dataset } from '#model/dataset.ts'
import type { Caller, Role } from '#model/request.ts'
import { createGovernance, type Governance } from './governance.ts'
import { agreement, dataset, houseRule, organisations, request } from './world-for-tests.ts'

const database = await testDatabase()
let now = new Date('2026-11-22T10:00:00Z')
const open = async (): Promise<Governance> => {
  const made = await createGovernance({
    database,
    clock: () => now,
    catalogue: {
      organisations: async () => organisations,
      dataset: async (ref) =>
        ref === dataset.ref ? ({ ...dataset, latest: { fields: dataset.fields } } as unknown as Dataset) : undefined,
    },
    pseudonym: ({ id }) => id && `pseudonym of ${id}`,
  })
  after(() => made.close())
  return made
}
const governance = await open()
const elsewhere = await open()

const as = (organisation: string | null, ...roles: Role[]): Caller => ({
  kind: 'person',
  id: `${organisation}-${roles.join('-')}`,
  name: `Sam of ${organisation}`,
  organisation,
  roles,
})
const council = as('northford-council', 'approver')
const guardian = as('northford-council', 'guardian')
const brightspark = as('brightspark-energy', 'approver')

let count = 0
/** A fresh proposal with an id of its own. */
async function proposed(changes: Partial<typeof agreement> = {}) {
  const id = `agreement-${++count}`
  return governance.propose({ ...agreement, ...changes, id }, council)
}
async function active() {
  const { document } = await proposed()
  await governance.sign(document.id, council)
  return governance.sign(document.id, brightspark)
}
const code = (expected: string, status: number) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error))
  assert.deepEqual([error.code, error.status], [expected, status], error.detail)
  return true
}
const outcome = (which: Governance = governance) => {
  const decision = which.decide(request)
  return decision.outcome === 'permit' ? 'permit' : decision.reasons[0]?.code
}
async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(holds())
}

test('from proposal to end: each party signs, and it is the running policy in between, on every node', async () => {
  assert.equal(outcome(), 'no-agreement')
  const proposal = await governance.propose(agreement, as('brightspark-energy', 'data-officer'))
  assert.equal(proposal.state, 'proposed')
  assert.deepEqual(proposal.missing, ['northford-council', 'brightspark-energy'])
  assert.equal(outcome(), 'not-in-force')
  await governance.sign('warm-homes', council)
  const revision = governance.revision
  assert.equal((await governance.sign('warm-homes', brightspark)).state, 'active')
  assert.ok(governance.revision > revision)
  assert.equal(outcome(), 'permit')
  await eventually(() => outcome(elsewhere) === 'permit')

  await governance.suspend('warm-homes', guardian, 'A complaint is being looked into.')
  assert.equal(outcome(), 'not-in-force')
  await eventually(() => outcome(elsewhere) === 'not-in-force')
  await governance.suspend('warm-homes', brightspark)
  await governance.resume('warm-homes', council)
  assert.equal(outcome(), 'not-in-force')
  assert.equal((await governance.resume('warm-homes', brightspark)).state, 'active')
  assert.equal(outcome(), 'permit')

  now = new Date('2027-04-01T00:00:00Z')
  assert.equal((await governance.agreement('warm-homes'))?.state, 'expired')
  await assert.rejects(governance.suspend('warm-homes', council), code('step-not-possible', 409))
  now = new Date('2026-11-22T10:00:00Z')
  const ended = await governance.end('warm-homes', brightspark, 'No longer needed.')
  assert.deepEqual(
    ended.steps.map(({ step, organisation, note }) => [step, organisation, note]),
    [
      ['proposed', 'brightspark-energy', null],
      ['signed', 'northford-council', null],
      ['signed', 'brightspark-energy', null],
      ['activated', 'brightspark-energy', null],
      ['suspended', 'northford-council', 'A complaint is being looked into.'],
      ['suspended', 'brightspark-energy', null],
      ['resumed', 'northford-council', null],
      ['resumed', 'brightspark-energy', null],
      ['ended', 'brightspark-energy', 'No longer needed.'],
    ],
  )
  for (const step of ['sign', 'suspend', 'end'] as const)
    await assert.rejects(governance[step]('warm-homes', council), code('step-not-possible', 409))
  await assert.rejects(governance.propose(agreement, council), code('step-not-possible', 409))
})

test('a signature is by an approver or guardian of a party, once', async () => {
  const { document } = await proposed()
  await assert.rejects(governance.sign(document.id, as('warm-hands', 'approver')), code('not-your-organisation', 403))
  await assert.rejects(governance.sign(document.id, as('northford-council', 'data-officer')), code('role-missing', 403))
  await assert.rejects(governance.sign(document.id, council, 'guardian'), code('role-missing', 403))
  await assert.rejects(governance.sign('no-such', council), code('not-your-organisation', 403))
  await governance.sign(document.id, council)
  await assert.rejects(governance.sign(document.id, as('northford-council', 'approver')), code('already-signed', 409))
  await governance.sign(document.id, guardian)
  assert.equal((await governance.sign(document.id, brightspark)).state, 'active')
  await assert.rejects(governance.sign(document.id, brightspark), code('already-signed', 409))
  await assert.rejects(governance.sign(document.id, guardian), code('already-signed', 409))
  await governance.end(document.id, council)
})

test('a guardian may add a signature to an active agreement', async () => {
  const { document } = await active()
  const rule = await governance.putHouseRule(houseRule({ id: 'guardian', require: { guardianSignature: true } }))
  assert.equal(outcome(), 'house-rule')
  assert.equal((await governance.sign(document.id, guardian)).signatures.length, 3)
  assert.equal(outcome(), 'permit')
  await governance.withdrawHouseRule(rule.organisation, rule.id)
  await governance.end(document.id, council)
})

test('a changed proposal loses the signatures that it had', async () => {
  const { document } = await proposed()
  await governance.sign(document.id, council)
  const changed = await governance.propose({ ...document, title: 'Warmer homes' }, brightspark)
  assert.deepEqual(changed.signatures, [])
  assert.deepEqual(changed.missing, ['northford-council', 'brightspark-energy'])
  assert.equal((await governance.sign(document.id, brightspark)).state, 'proposed')
  await assert.rejects(
    governance.propose({ ...document, title: 'Mine' }, as('northford-council', 'guardian')),
    code('role-missing', 403),
  )
  const parties = [
    { organisation: 'warm-hands', role: 'recipient' as const },
    { organisation: 'northford-council', role: 'provider' as const },
  ]
  await assert.rejects(
    governance.propose({ ...document, parties }, as('warm-hands', 'approver')),
    code('agreement-id-taken', 409),
  )
})

test('a record that was tampered with permits nothing', async () => {
  const { document } = await active()
  assert.equal(outcome(), 'permit')
  const tamper = async (sql: string, values: unknown[]) => {
    await database.pool.query('update governance.revision set value = value + 1')
    await database.pool.query(
      `update governance.agreements set ${sql}, revision = (select value from governance.revision) where id = $1`,
      [document.id, ...values],
    )
    await governance.refresh()
  }
  const wider = { ...document, clauses: [{ ...document.clauses[0], fields: { diagnosis: 'as-is' } }] }
  await tamper('document = $2', [JSON.stringify(wider)])
  assert.equal(outcome(), 'not-in-force')
  await assert.rejects(governance.suspend(document.id, council), code('agreement-not-intact', 409))
  await tamper('document = $2', [JSON.stringify({ nonsense: true })])
  assert.equal(outcome(), 'not-in-force')
  await tamper('document = $2', [JSON.stringify(document)])
  assert.equal(outcome(), 'permit')

  // A signature of another text, replayed.
  await database.pool.query('update governance.signatures set hash = $2 where agreement = $1', [
    document.id,
    'f'.repeat(64),
  ])
  await tamper('state = state', [])
  assert.equal(outcome(), 'not-in-force')
  await governance.end(document.id, council)
})

test('proposing is for data officers and approvers of a party, and for documents that make sense', async () => {
  await assert.rejects(governance.propose(agreement, as('warm-hands', 'approver')), code('not-your-organisation', 403))
  await assert.rejects(
    governance.propose(agreement, as('northford-council', 'practitioner')),
    code('role-missing', 403),
  )
  await assert.rejects(
    governance.propose({ ...agreement, id: 'x', kind: 'licence' }, council),
    code('agreement-unfit', 422),
  )
  await assert.rejects(governance.propose({ ...agreement, id: 'licence-x' }, council), code('agreement-unfit', 422))
  await assert.rejects(governance.propose('a: [', council), code('document-unreadable', 400))
})

test('a draft is seen by nobody’s decision until it is proposed', async () => {
  const draft = await governance.draft({ ...agreement, id: 'a-draft' }, council)
  assert.equal(draft.state, 'draft')
  await assert.rejects(governance.sign('a-draft', council), code('step-not-possible', 409))
  assert.equal((await governance.propose({ ...agreement, id: 'a-draft' }, council)).state, 'proposed')
  await governance.end('a-draft', council)
})

test('an open licence is an agreement with everyone, and can be suspended like others', async () => {
  const officer = as('northford-council', 'data-officer')
  const anyone = {
    ...request,
    caller: { kind: 'anonymous' as const, id: null, name: '', organisation: null, roles: [] },
    purpose: null,
    fields: null,
  }
  await assert.rejects(
    governance.grantLicence(dataset.ref, 'ogl-3', as('warm-hands', 'data-officer')),
    code('not-your-organisation', 403),
  )
  await assert.rejects(governance.grantLicence(dataset.ref, 'mine', officer), code('licence-unknown', 400))
  const licence = await governance.grantLicence(dataset.ref, 'ogl-3', officer)
  assert.equal(licence.document.id, 'licence-northford-council-winter-register')
  assert.equal((await governance.grantLicence(dataset.ref, 'ogl-3', officer)).document.id, licence.document.id)
  const decision = governance.decide(anyone)
  assert.match((decision.outcome === 'permit' && decision.terms.duties.attribute) || '', /Open Government Licence/)
  await database.pool.query('update governance.revision set value = value + 1')
  const tamper =
    'update governance.agreements set document = $2, revision = (select value from governance.revision) where id = $1'
  const [read] = licence.document.clauses
  await database.pool.query(tamper, [
    licence.document.id,
    JSON.stringify({ ...licence.document, clauses: [{ ...read, dataset: 'northford-council/secrets' }] }),
  ])
  await governance.refresh()
  const secrets = { ...anyone, dataset: { ...dataset, ref: 'northford-council/secrets' } }
  assert.equal(governance.decide(secrets).outcome, 'refusal')
  await database.pool.query('update governance.revision set value = value + 1')
  await database.pool.query(tamper, [licence.document.id, JSON.stringify(licence.document)])
  await governance.refresh()
  await governance.suspend(licence.document.id, guardian)
  assert.equal(governance.decide(anyone).outcome, 'refusal')
  await governance.resume(licence.document.id, guardian)
  const other = await governance.grantLicence(dataset.ref, 'cc0', officer)
  assert.equal(other.document.id, 'licence-northford-council-winter-register-2')
  assert.equal((await governance.agreement(licence.document.id))?.state, 'ended')
  await governance.withdrawLicence(dataset.ref, officer)
  assert.equal(governance.decide(anyone).outcome, 'refusal')
})

test('own use is made once, and lets data officers in', async () => {
  const own = await governance.ownUse('northford-council')
  assert.equal((await governance.ownUse('northford-council')).document.id, own.document.id)
  assert.equal(own.state, 'active')
  assert.equal(
    governance.decide({ ...request, caller: as('northford-council', 'data-officer'), purpose: null, fields: null })
      .outcome,
    'permit',
  )
})

test('a restart knows everything again, and pseudonyms keep their key', async () => {
  const { document } = await active()
  const again = await open()
  const terms = (which: Governance) => {
    const decision = which.decide({ ...request, fields: ['nhs_number'] })
    return decision.outcome === 'permit' ? decision.terms : decision
  }
  assert.deepEqual(terms(again), terms(governance))
  assert.deepEqual(await again.agreement(document.id), await governance.agreement(document.id))
  assert.ok(!JSON.stringify(await again.agreement(document.id)).includes('key'))
  await governance.end(document.id, council)
})

test('steps at the same time do not lose each other', async () => {
  const { document } = await proposed()
  await Promise.all([
    governance.sign(document.id, council),
    governance.sign(document.id, brightspark),
    governance.sign(document.id, guardian),
  ])
  const view = await governance.agreement(document.id)
  assert.equal(view?.state, 'active')
  assert.equal(view?.signatures.length, 3)
  const ends = await Promise.allSettled([governance.end(document.id, council), elsewhere.end(document.id, brightspark)])
  assert.deepEqual(ends.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
})

test('house rules are versioned and withdrawn; purposes are added', async () => {
  await assert.rejects(
    governance.putHouseRule(houseRule({ prohibit: true, rows: 'age < 5' })),
    code('house-rule-unfit', 422),
  )
  await assert.rejects(governance.putHouseRule(houseRule({ rows: 'age <' })), code('house-rule-unfit', 422))
  await assert.rejects(
    governance.putHouseRule(houseRule({ prohibit: true }), as('warm-hands', 'guardian')),
    code('not-your-organisation', 403),
  )
  await governance.putHouseRule(houseRule({ prohibit: true }), guardian)
  await governance.putHouseRule(houseRule({ rows: 'age < 5' }), guardian)
  assert.deepEqual(
    governance.houseRules('northford-council').map(({ rows }) => rows),
    ['age < 5'],
  )
  await eventually(() => elsewhere.houseRules('northford-council')[0]?.rows === 'age < 5')
  await governance.withdrawHouseRule('northford-council', 'a-rule', guardian)
  assert.deepEqual(governance.houseRules('northford-council'), [])
  const purpose = {
    id: 'northford:winter-support',
    label: 'Winter support',
    definition: 'To keep people warm.',
    parent: 'dpv:ServiceProvision',
  }
  await governance.addPurpose(purpose)
  assert.ok(governance.purposes().some(({ id }) => id === purpose.id))
  await assert.rejects(governance.addPurpose({ ...purpose, id: 'dpv:Mine' }), code('purpose-unfit', 422))
})
