import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasNul, oneOf, queryString, whole, word, words } from './asked.ts'

test('what was asked is text, whatever was sent', () => {
  const form = {
    q: '  a ',
    many: ['x', '', 'x', 'y'],
    odd: { toString: () => 'z' },
    page: '12',
    zero: '0',
    huge: '9'.repeat(30),
  }
  assert.equal(word(form, 'q'), 'a')
  assert.equal(word(form, 'many'), 'x')
  assert.equal(word(form, 'odd'), '')
  assert.equal(word(null, 'q'), '')
  assert.equal(word(undefined, 'q'), '')
  assert.deepEqual(words(form, 'many'), ['x', 'y'])
  assert.deepEqual(words(form, 'none'), [])
  assert.equal(whole(form, 'page'), 12)
  assert.equal(whole(form, 'zero'), null)
  assert.equal(whole(form, 'huge'), null)
  assert.equal(oneOf(['open', 'shared'], 'constructor'), null)
})

test('a query string leaves out what is not there and escapes the rest', () => {
  assert.equal(
    queryString({ q: 'a&b=c', page: 2, none: null, empty: '', fields: ['x', 'y'] }),
    '?q=a%26b%3Dc&page=2&fields=x&fields=y',
  )
  assert.equal(queryString({}), '')
})

test('a character that no database takes is taken out of a form, and seen in an address', () => {
  const form = { name: '\0Ann\0 Lee\0', none: '\0', many: ['a\0', 'a', '\0'] }
  assert.deepEqual([word(form, 'name'), word(form, 'none'), words(form, 'many')], ['Ann Lee', '', ['a']])
  assert.deepEqual([hasNul({ id: 'a\0b' }), hasNul({ id: 'ab' }), hasNul(undefined)], [true, false, false])
})
