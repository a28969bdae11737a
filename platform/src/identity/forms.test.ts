import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createForms } from './forms.ts'

const forms = createForms(randomBytes(32))
const session = `s${randomBytes(32).toString('base64url')}`
const refused = { code: 'form-not-ours', status: 403 }

test('a form works with the session, or the visitor cookie, that its page was made for', () => {
  for (const holder of [session, forms.newVisitor()]) {
    const first = forms.token(holder)
    const second = forms.token(holder)
    assert.notEqual(first, second)
    forms.check(holder, first)
    forms.check(holder, second)
    forms.check(holder, first)
  }
})

test('it does not work for anybody else, nor across sign-in', () => {
  const visitor = forms.newVisitor()
  const token = forms.token(session)
  for (const holder of [visitor, `s${randomBytes(32).toString('base64url')}`, session.slice(0, -1), '', undefined])
    assert.throws(() => forms.check(holder, token), refused)
  assert.throws(() => forms.check(session, forms.token(visitor)), refused)
  assert.throws(() => createForms(randomBytes(32)).check(session, token), refused)
})

test('what is no token is refused, whatever it is', () => {
  const token = forms.token(session)
  const [salt, mark] = token.split('.')
  const odd = [
    '',
    '.',
    salt,
    `${salt}.`,
    `.${mark}`,
    `${token} `,
    ` ${token}`,
    token.toUpperCase(),
    `${token}.`,
    `${salt}.${'0'.repeat(64)}`,
  ]
  for (const other of [...odd, undefined, null, 0, {}, [token], [token, token], session, { toString: () => token }])
    assert.throws(() => forms.check(session, other), refused)
  fc.assert(fc.property(fc.string(), (other) => assert.throws(() => forms.check(session, other), refused)))
})

test('a holder that an attacker could choose freely is not taken', () => {
  for (const holder of ['', 'v', 'vshort', `x${'A'.repeat(43)}`, `v${'A'.repeat(43)}\n`])
    assert.throws(() => forms.token(holder), TypeError)
})
