import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { reasonMeanings } from './reasons.ts'
import { reasonsFile, reasonsPage } from './reasons-page.ts'

test('docs/reference/reasons.md is what the code says (else: node platform/src/governance/reasons-page.ts)', () => {
  assert.equal(readFileSync(reasonsFile, 'utf8'), reasonsPage())
})

test('every code is kebab-case and explained in sentences', () => {
  for (const [code, { means, help }] of Object.entries(reasonMeanings)) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/)
    for (const words of [means, help]) assert.match(words, /^[A-Z].*\.$/)
  }
})

test('every code on the list is one that this house can give', () => {
  const source = globSync('../{governance,exchange,disclosure,holdings}/**/*.ts', { cwd: import.meta.dirname })
    .filter((file) => !file.includes('.test.') && !file.includes('reasons') && !file.includes('smallest-change'))
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n')
  for (const code of Object.keys(reasonMeanings)) assert.ok(source.includes(`'${code}'`), `nothing gives ${code}`)
})
