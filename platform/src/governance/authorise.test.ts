import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, type Caller, type Role, roles } from '#model/request.ts'
import { type Act, type ActTarget, authorise } from './authorise.ts'
import { licenceCalled, licenceDocument } from './node-made.ts'
import { agreement, dataset, onBooks, rulebookOf } from './world-for-tests.ts'

const licence = onBooks(
  licenceDocument(
    dataset.ref,
    licenceCalled('cc0'),
    { id: 'northford-council', name: 'Northford City Council' },
    { id: 'licence-x', starts: '2026-01-01' },
  ),
)
const rulebook = rulebookOf({ agreements: [onBooks(agreement), licence] })
const as = (organisation: string | null, ...held: Role[]): Caller => ({
  kind: 'person',
  id: 'p',
  name: 'P',
  organisation,
  roles: held,
})
const codeOf = (caller: Caller, act: Act, target: ActTarget) =>
  authorise(caller, act, target, rulebook)?.reasons[0]?.code ?? 'yes'

const ours = { dataset: dataset.ref, organisation: 'northford-council' }
const deal = { agreement: 'warm-homes' }

/** Act, what it is done to, and in which roles of the organisation whose it is. */
const table: readonly (readonly [Act, ActTarget, readonly Role[] | 'any'])[] = [
  ['publish', ours, ['data-officer']],
  ['describe', ours, ['data-officer']],
  ['retype', ours, ['data-officer']],
  ['see-report', ours, ['data-officer']],
  ['grant-licence', ours, ['data-officer']],
  ['withdraw-licence', ours, ['data-officer', 'approver', 'guardian']],
  ['put-house-rule', { organisation: 'northford-council' }, ['data-officer', 'approver', 'guardian']],
  ['withdraw-house-rule', { organisation: 'northford-council' }, ['approver', 'guardian']],
  ['define-linkage', { organisation: 'northford-council' }, ['data-officer', 'analyst']],
  ['run-linkage', { organisation: 'northford-council' }, ['data-officer', 'analyst']],
  [
    'see-linkage',
    { organisation: 'northford-council' },
    ['data-officer', 'analyst', 'practitioner', 'approver', 'guardian'],
  ],
  ['see-person', { organisation: 'northford-council' }, 'any'],
  ['search-people', { organisation: 'northford-council' }, 'any'],
  ['review-link', { organisation: 'northford-council' }, ['practitioner', 'analyst', 'data-officer']],
  ['propose', { document: agreement }, ['data-officer', 'approver']],
  ['sign', deal, ['approver', 'guardian']],
  ['suspend', deal, ['approver', 'guardian']],
  ['resume', deal, ['approver', 'guardian']],
  ['end', deal, ['approver', 'guardian']],
  ['see-agreement', deal, 'any'],
  [
    'see-receipt',
    { receipt: null, organisation: 'northford-council' },
    ['data-officer', 'approver', 'guardian', 'operator'],
  ],
]

for (const [act, target, allowed] of table) {
  test(`${act}: only ${allowed === 'any' ? 'members' : allowed.join(', ')}`, () => {
    for (const role of roles) {
      assert.equal(
        codeOf(as('northford-council', role), act, target),
        allowed === 'any' || allowed.includes(role) ? 'yes' : 'role-missing',
        role,
      )
      const other = act === 'see-agreement' && role === 'operator' ? 'yes' : 'not-your-organisation'
      assert.equal(codeOf(as('warm-hands', role), act, target), other, role)
      assert.equal(codeOf(as(null, role), act, target), other, role)
    }
    assert.equal(codeOf(as('northford-council'), act, target), allowed === 'any' ? 'yes' : 'role-missing')
    assert.equal(codeOf(anonymous, act, target), 'not-your-organisation')
    assert.equal(
      codeOf(as('northford-council', ...roles), act, {}),
      act === 'propose' || act === 'see-agreement' ? 'yes' : 'not-your-organisation',
    )
  })
}

test('acts for operators of the node, and acts that do not exist', () => {
  for (const act of ['operate', 'add-purpose'] as const) {
    assert.equal(codeOf(as('warm-hands', 'operator'), act, {}), 'yes')
    assert.equal(codeOf(as('warm-hands', 'data-officer'), act, {}), 'role-missing')
    assert.equal(codeOf(anonymous, act, {}), 'role-missing')
  }
  assert.equal(codeOf(as(null, 'citizen'), 'dispute-link', {}), 'yes')
  assert.equal(codeOf(as('warm-hands', 'practitioner'), 'dispute-link', {}), 'role-missing')
  for (const act of ['read', 'toString', '__proto__', ''] as unknown as Act[])
    assert.equal(codeOf(as('northford-council', ...roles), act, ours), 'role-missing')
})

test('a dataset is its holder’s, whatever the target says beside it', () => {
  assert.equal(
    codeOf(as('warm-hands', 'data-officer'), 'publish', { dataset: dataset.ref, organisation: 'warm-hands' }),
    'not-your-organisation',
  )
  assert.equal(codeOf(as('northford-council', 'data-officer'), 'publish', { dataset: dataset.ref }), 'yes')
})

test('a target that contradicts itself is nobody’s', () => {
  assert.equal(
    codeOf(as('northford-council', 'data-officer'), 'publish', { dataset: dataset.ref, organisation: 'warm-hands' }),
    'not-your-organisation',
  )
})

test('parties are those on record, not those of the document at hand', () => {
  const forged = { document: { ...agreement, parties: [{ organisation: 'warm-hands', role: 'recipient' as const }] } }
  assert.equal(codeOf(as('warm-hands', 'approver'), 'sign', { agreement: forged }), 'not-your-organisation')
  assert.equal(
    codeOf(as('warm-hands', 'approver'), 'sign', { agreement: 'no-such-agreement' }),
    'not-your-organisation',
  )
})

test('licences are seen by everyone', () => {
  assert.equal(codeOf(anonymous, 'see-agreement', { agreement: 'licence-x' }), 'yes')
  assert.equal(codeOf(anonymous, 'see-agreement', { agreement: licence }), 'yes')
  assert.equal(codeOf(anonymous, 'suspend', { agreement: 'licence-x' }), 'not-your-organisation')
})

test('a proposal may come as text; one that names no parties is left to propose, which says what is wrong', () => {
  assert.equal(
    codeOf(as('warm-hands', 'approver'), 'propose', { document: JSON.stringify(agreement) }),
    'not-your-organisation',
  )
  assert.equal(codeOf(as('brightspark-energy', 'approver'), 'propose', { document: JSON.stringify(agreement) }), 'yes')
  assert.equal(codeOf(as('warm-hands', 'approver'), 'propose', { document: 'a: [' }), 'yes')
  assert.equal(codeOf(as('warm-hands', 'citizen'), 'propose', { document: 'a: [' }), 'role-missing')
  assert.equal(codeOf(anonymous, 'propose', { document: 'a: [' }), 'not-your-organisation')
})

const receipt = { organisation: 'brightspark-energy', holder: 'northford-council', app: null, person: 'pseudonym' }

test('a receipt is seen by who made it, and by those who answer for either side', () => {
  const see = (
    caller: Caller,
    changes: Partial<typeof receipt> | { app: string } = {},
    pseudonym: string | null = null,
  ) => codeOf(caller, 'see-receipt', { receipt: { ...receipt, ...changes }, pseudonym })
  assert.equal(see(as('warm-hands', 'citizen'), {}, 'pseudonym'), 'yes')
  assert.equal(see(as('warm-hands', 'citizen'), {}, 'another'), 'not-your-organisation')
  assert.equal(see({ kind: 'app', id: 'app-1', name: '', organisation: null, roles: [] }, { app: 'app-1' }), 'yes')
  assert.equal(
    see({ kind: 'person', id: 'app-1', name: '', organisation: null, roles: [] }, { app: 'app-1' }),
    'not-your-organisation',
  )
  const ofAnApp = { receipt: { ...receipt, app: 'app-1', person: null } }
  for (const pseudonym of [null, undefined]) {
    const target = pseudonym === undefined ? ofAnApp : { ...ofAnApp, pseudonym }
    assert.equal(codeOf(as('warm-hands', 'citizen'), 'see-receipt', target), 'not-your-organisation')
  }
  assert.equal(see(as('brightspark-energy', 'guardian')), 'yes')
  assert.equal(see(as('northford-council', 'data-officer')), 'yes')
  assert.equal(see(as('northford-council', 'practitioner')), 'role-missing')
  assert.equal(see(as('warm-hands', 'data-officer')), 'not-your-organisation')
  assert.equal(see(anonymous), 'not-your-organisation')
  assert.equal(
    codeOf(anonymous, 'see-receipt', {
      receipt: { organisation: null, holder: 'northford-council', app: null, person: null },
    }),
    'yes',
  )
})

test('a rulebook that may not be whole authorises nothing', () => {
  const half = rulebookOf()
  half.setWhole(false)
  assert.equal(
    authorise(as('northford-council', ...roles), 'publish', ours, half)?.reasons[0]?.code,
    'policy-unreadable',
  )
})
