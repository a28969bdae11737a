/** The two questions around a signature: what is the smallest change that would allow this, and what would that newly allow. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyBooks, anyRequest } from './arbitraries.ts'
import { decide } from './decide.ts'
import { newlyAllowed } from './newly-allowed.ts'
import { smallestChange } from './smallest-change.ts'
import { agreement, dataset, houseRule, onBooks, request, rulebookOf } from './world-for-tests.ts'

const around = { facts: (ref: string) => (ref === dataset.ref ? dataset : undefined), at: request.at }
const about = { recipient: 'brightspark-energy', dataset: dataset.ref, action: 'read', purpose: 'dpv:ServiceProvision' }

test('nothing to change when it is allowed', () => assert.equal(smallestChange(request, rulebookOf()), null))

test('fields that are not covered can be left out', () => {
  const change = smallestChange({ ...request, fields: ['uprn', 'diagnosis', 'shoe_size'] }, rulebookOf())
  assert.deepEqual(
    change?.changes.map(({ kind, reason }) => [kind, reason]),
    [
      ['ask-differently', 'field-unknown'],
      ['change-the-agreement', 'fields-not-covered'],
    ],
  )
  assert.deepEqual(change?.clause, { agreement: 'warm-homes', clause: 'c1' })
  assert.deepEqual(change?.allowedNow?.fields, ['uprn'])
})

test('each kind of no has its kind of change', () => {
  const kind = (...asked: Parameters<typeof smallestChange>) => smallestChange(...asked)?.changes[0]?.kind
  assert.equal(kind({ ...request, purpose: null }, rulebookOf()), 'ask-differently')
  assert.equal(kind(request, rulebookOf({ agreements: [] })), 'make-an-agreement')
  assert.equal(kind(request, rulebookOf({ agreements: [onBooks(agreement, { state: 'proposed' })] })), 'take-a-step')
  assert.equal(kind(request, rulebookOf({ rules: [houseRule({ prohibit: true })] })), 'satisfy-the-rule')
  assert.equal(kind({ ...request, action: 'aggregate' }, rulebookOf()), 'wait-for-a-release')
})

test('what is said to be allowed now is allowed now', () => {
  fc.assert(
    fc.property(anyBooks, anyRequest, (books, asked) => {
      const rulebook = rulebookOf(books)
      const change = smallestChange(asked, rulebook)
      assert.equal(change === null, decide(asked, rulebook).outcome === 'permit')
      if (change?.allowedNow) assert.equal(decide(change.allowedNow, rulebook).outcome, 'permit')
      if (change) assert.ok(change.changes.length > 0)
    }),
    { numRuns: 300 },
  )
})

test('before signing: everything is new', () => {
  assert.deepEqual(newlyAllowed(agreement, rulebookOf({ agreements: [] }), around), {
    allows: [{ ...about, roles: ['practitioner'], fields: ['uprn', 'postcode', 'date_of_birth', 'nhs_number', 'age'] }],
    stopped: [],
  })
})

test('what is allowed already is not new; a plainer value is', () => {
  const [clause] = agreement.clauses
  const plainer = {
    ...agreement,
    id: 'other',
    clauses: [{ ...clause!, fields: { uprn: 'as-is' as const, postcode: 'as-is' as const, ward: 'as-is' as const } }],
  }
  assert.deepEqual(newlyAllowed(plainer, rulebookOf(), around).allows, [
    { ...about, roles: ['practitioner'], fields: ['postcode', 'ward'] },
  ])
  assert.deepEqual(newlyAllowed({ ...agreement, id: 'same' }, rulebookOf(), around).allows, [])
})

test('roles that gain the same are told together; one that has it already is not told', () => {
  const [clause] = agreement.clauses
  const wider = {
    ...agreement,
    id: 'other',
    clauses: [{ ...clause!, roles: ['practitioner' as const, 'analyst' as const, 'approver' as const] }],
  }
  assert.deepEqual(
    newlyAllowed(wider, rulebookOf(), around).allows.map(({ roles }) => roles),
    [['analyst', 'approver']],
  )
})

test('what a house rule would still stop is told with its reason', () => {
  const { allows, stopped } = newlyAllowed(
    agreement,
    rulebookOf({ agreements: [], rules: [houseRule({ prohibit: true })] }),
    around,
  )
  assert.deepEqual(allows, [])
  assert.deepEqual(
    stopped.map(({ reasons }) => reasons[0]?.code),
    ['house-rule'],
  )
})

test('an agreement that starts later is told as it will be', () => {
  assert.equal(
    newlyAllowed({ ...agreement, starts: '2027-01-01' }, rulebookOf({ agreements: [] }), around).allows.length,
    1,
  )
})
