import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { safeReturnTo } from './return-to.ts'

test('paths of this node are kept as they are', () => {
  for (const path of [
    '/',
    '/datasets',
    '/datasets?q=a+b&page=2#rows',
    '/a//b',
    '/%2f%2fevil',
    '/a?next=//evil.example',
    '/@me:80',
  ])
    assert.equal(safeReturnTo(path), path)
})

const elsewhere = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example',
  'https://evil.example',
  'https:evil.example',
  'HTTPS://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '.evil.example',
  '',
  '?x',
  '#x',
  '/..//evil.example',
  '/./\\evil',
  '/.//evil.example',
  '/x/..//evil.example',
  '/\u0000/evil',
  '/\u2028',
  '/é',
  '／／evil.example',
  '/%0d%0aSet-Cookie:x\r\n',
  `/${'x'.repeat(3000)}`,
  undefined,
  null,
  0,
  {},
  ['/datasets'],
  { toString: () => '/x' },
]
for (const target of elsewhere)
  test(`not followed: ${JSON.stringify(target)?.slice(0, 40)}`, () => assert.equal(safeReturnTo(target), '/'))

test('whatever is asked for, a browser stays on this node', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    ':',
    '@',
    'evil.example',
    '\t',
    '\n',
    '\r',
    ' ',
    '%2f',
    '%5c',
    '?',
    '#',
    'http',
    '\0',
    '//',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => `/${pieces.join('')}`),
      ),
      (target) => {
        for (const base of ['http://node.example/sign-in/callback', 'https://node.example/'])
          assert.equal(new URL(safeReturnTo(target), base).host, 'node.example')
      },
    ),
    { numRuns: 2_000 },
  )
})
