import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { anyAgreement, anyLicence } from '../arbitraries.ts'
import { licenceCalled, licenceDocument, licences, ownUseDocument } from '../node-made.ts'
import { agreement } from '../world-for-tests.ts'
import { fromOdrl } from './from-odrl.ts'
import { toOdrl } from './to-odrl.ts'

const holder = { id: 'northford-council', name: 'Northford City Council' }
const made = { id: 'licence-x', starts: '2026-01-01' }

test('export and import give the same document back', () => {
  const there = fc.oneof({ weight: 5, arbitrary: anyAgreement }, { weight: 1, arbitrary: anyLicence })
  fc.assert(
    fc.property(there, (document) =>
      assert.deepEqual(fromOdrl(JSON.parse(JSON.stringify(toOdrl(document)))), document),
    ),
    { numRuns: 300 },
  )
  for (const { id } of licences) {
    const document = licenceDocument('northford-council/trees', licenceCalled(id), holder, made)
    assert.deepEqual(fromOdrl(toOdrl(document)), document)
  }
  const own = ownUseDocument(holder, made)
  assert.deepEqual(fromOdrl(toOdrl(own)), own)
})

test('one value may come without its brackets', () => {
  const bare = (_name: string, value: unknown): unknown =>
    Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value
  assert.deepEqual(fromOdrl(JSON.parse(JSON.stringify(toOdrl(agreement)), bare)), agreement)
})

test('the fields of a clause keep their order', () => {
  const names = (document: typeof agreement) => Object.keys(document.clauses[0]!.fields)
  assert.deepEqual(names(fromOdrl(toOdrl(agreement))), names(agreement))
})

/** Terms of the ODRL 2.2 core and common vocabulary (https://www.w3.org/TR/odrl-vocab/) that the profile uses. */
const core = {
  policy: ['@context', '@type', 'uid', 'profile', 'permission'],
  rule: ['uid', 'target', 'assigner', 'assignee', 'action', 'constraint', 'duty'],
  constraint: ['leftOperand', 'operator', 'rightOperand'],
  leftOperands: ['dateTime', 'purpose'],
  operators: ['eq', 'gteq', 'lteq', 'isA', 'isAnyOf'],
  actions: ['read', 'attribute', 'inform', 'delete'],
}

/** What the information model (https://www.w3.org/TR/odrl-model/) says “must”, for the parts that are used. */
function insistOnCore(policy: Record<string, unknown>): void {
  const known = (terms: readonly string[], used: object) => {
    for (const name of Object.keys(used))
      assert.ok(terms.includes(name) || /^(wl|dct|dpv):/.test(name), `“${name}” is not in ODRL`)
  }
  const array = (value: unknown) => (value === undefined ? [] : (value as Record<string, unknown>[]))
  const constraints = (rule: Record<string, unknown>, property: string) => {
    for (const each of array(rule[property])) {
      assert.deepEqual(Object.keys(each), core.constraint)
      assert.ok(
        core.leftOperands.includes(String(each['leftOperand'])) || String(each['leftOperand']).startsWith('wl:'),
      )
      assert.ok(core.operators.includes(String(each['operator'])))
      assert.notEqual(each['rightOperand'], undefined)
    }
  }
  known(core.policy, policy)
  assert.match(String(policy['uid']), /^urn:wayleave:agreement:/)
  assert.equal(typeof policy['profile'], 'string')
  assert.ok(array(policy['permission']).length > 0)
  for (const rule of array(policy['permission'])) {
    known(core.rule, rule)
    assert.equal(typeof rule['assigner'], 'string')
    assert.equal(rule['assignee'] === undefined, policy['@type'] === 'Offer')
    assert.ok(core.actions.includes(String(rule['action'])) || String(rule['action']).startsWith('wl:'))
    constraints(rule, 'constraint')
    constraints(rule['target'] as Record<string, unknown>, 'refinement')
    for (const duty of array(rule['duty'])) {
      known(['action', 'constraint'], duty)
      assert.ok(core.actions.includes(String(duty['action'])))
      constraints(duty, 'constraint')
    }
  }
}

test('what is exported keeps the musts of the ODRL information model', () => {
  fc.assert(
    fc.property(fc.oneof(anyAgreement, anyLicence), (document) => insistOnCore(toOdrl(document))),
    { numRuns: 300 },
  )
  insistOnCore(toOdrl(ownUseDocument(holder, made)))
})

type Rule = Record<string, unknown>
const withPermission = (policy: Rule, change: (rule: Rule) => unknown) => ({
  ...policy,
  permission: (policy['permission'] as Rule[]).map(change),
})
const spatial = { leftOperand: 'spatial', operator: 'eq', rightOperand: 'x' }

/** A change of a sound policy that would mean less to us than it says. */
const notOurs: readonly (readonly [string, (policy: Rule) => unknown])[] = [
  ['a prohibition', (policy) => ({ ...policy, prohibition: [{ action: 'use' }] })],
  ['inheritance', (policy) => ({ ...policy, inheritFrom: 'urn:other' })],
  [
    'an unknown constraint',
    (policy) =>
      withPermission(policy, (rule) => ({ ...rule, constraint: [...(rule['constraint'] as unknown[]), spatial] })),
  ],
  [
    'a refinement of its own',
    (policy) =>
      withPermission(policy, (rule) => ({ ...rule, target: { ...(rule['target'] as object), refinement: [spatial] } })),
  ],
  ['another operator', (policy) => JSON.parse(JSON.stringify(policy).replace('isAnyOf', 'isNoneOf')) as unknown],
  [
    'a refined action',
    (policy) => withPermission(policy, (rule) => ({ ...rule, action: { 'rdf:value': 'read', refinement: [] } })),
  ],
  ['a remedy', (policy) => withPermission(policy, (rule) => ({ ...rule, remedy: [] }))],
  ['an unknown duty', (policy) => withPermission(policy, (rule) => ({ ...rule, duty: [{ action: 'compensate' }] }))],
  ['no fields', (policy) => withPermission(policy, ({ 'wl:release': _release, ...rule }) => rule)],
  ['no permission', ({ permission: _permission, ...policy }) => policy],
  [
    'another asset',
    (policy) =>
      withPermission(policy, (rule) => ({ ...rule, target: { uid: 'http://example.org/x', refinement: [] } })),
  ],
  ['a list', () => []],
  ['nothing', () => null],
]
for (const [title, change] of notOurs) {
  test(`a policy that is refused rather than guessed: ${title}`, () => {
    assert.throws(
      () => fromOdrl(change(toOdrl(agreement))),
      (error) => error instanceof Problem && error.code === 'odrl-unreadable',
    )
  })
}

test('whatever comes in, the answer is an agreement or a Problem', () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom('permission', 'uid', 'wl:party', 'dpv:hasPurpose'), (value, name) => {
      for (const source of [value, { ...toOdrl(agreement), [name]: value }]) {
        try {
          fromOdrl(source)
        } catch (error) {
          assert.ok(error instanceof Problem, String(error))
        }
      }
    }),
    { numRuns: 500 },
  )
})
