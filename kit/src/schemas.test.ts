import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { published } from './write-schemas.ts'

for (const [name, content] of Object.entries(published)) {
  test(`${name} is what the code says (else: node kit/src/write-schemas.ts)`, () => {
    assert.equal(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'), content)
  })
}

test('every object in the schemas is closed, and every property explains itself', () => {
  for (const [name, content] of Object.entries(published)) {
    const open: string[] = []
    walk(JSON.parse(content), name, open)
    assert.deepEqual(open, [])
  }
})

function walk(schema: unknown, at: string, open: string[]): void {
  if (typeof schema !== 'object' || schema === null) return
  const { type, properties, additionalProperties, patternProperties } = schema as Record<string, unknown>
  if (type === 'object' && additionalProperties !== false && !patternProperties) open.push(`${at} is open`)
  for (const [name, property] of Object.entries((properties ?? {}) as Record<string, Record<string, unknown>>)) {
    if (!property['description']) open.push(`${at}/${name} has no description`)
  }
  for (const [name, part] of Object.entries(schema)) walk(part, `${at}/${name}`, open)
}
