import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGenuine, Permit, type PermitTerms } from './index.ts'
import { mint } from './mint.ts'

const terms: PermitTerms = Object.freeze({
  dataset: 'org/data',
  action: 'read',
  purpose: null,
  fields: Object.freeze([]),
  rows: null,
  duties: {},
  clause: { agreement: 'a', clause: 'c' },
  role: null,
  until: null,
})

class Forged extends Permit {
  readonly terms = terms
}

test('only what mint made is genuine', () => {
  const permit = mint(terms)
  assert.ok(isGenuine(permit))
  const alike = [
    { outcome: 'permit', terms },
    Object.assign({}, permit),
    Object.create(permit),
    Object.setPrototypeOf({ outcome: 'permit', terms }, Object.getPrototypeOf(permit) as object),
    structuredClone({ outcome: permit.outcome, terms: permit.terms }),
    new Forged(),
    new Proxy(permit, {}),
    null,
    'permit',
  ]
  for (const candidate of alike) assert.ok(!isGenuine(candidate))
})

test('a permit cannot be given other terms, nor terms that may change', () => {
  const permit = mint(terms)
  assert.throws(() => Object.assign(permit, { terms: { ...terms, rows: null } }), TypeError)
  assert.throws(() => mint({ ...terms }), TypeError)
  assert.throws(() => mint(Object.freeze({ ...terms, fields: [] })), TypeError)
})
