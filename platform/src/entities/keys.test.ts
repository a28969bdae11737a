import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { linkageKey, linkageKeys } from './keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'linkage-keys-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const [one, other] = [linkageKey(randomBytes(32)), linkageKey(randomBytes(32))]
const text = fc.string({ unit: 'grapheme' })

test('names are the same for the same thing, differ between things, and between linkages', () => {
  fc.assert(
    fc.property(text, text, text, text, (dataset, key, dataset2, key2) => {
      assert.equal(one.token(dataset, key), one.token(dataset, key))
      assert.notEqual(one.token(dataset, key), other.token(dataset, key))
      assert.equal(one.token(dataset, key) === one.token(dataset2, key2), dataset === dataset2 && key === key2)
      assert.equal(one.pair(key, key2), one.pair(key2, key))
      assert.notEqual(one.pair(key, key2), other.pair(key, key2))
    }),
  )
  assert.notEqual(one.token('a', 'b c'), one.token('a b', 'c'))
  const caller = { kind: 'person', id: 'p1' } as const
  assert.notEqual(one.pseudonym(caller), other.pseudonym(caller))
})

test('what is sealed opens with its own key, about the same thing, unchanged, and nothing else does', () => {
  fc.assert(
    fc.property(text, text, fc.nat(), (value, about, at) => {
      const sealed = one.seal(value, about)
      assert.equal(one.open(sealed, about), value)
      assert.notDeepEqual(sealed, one.seal(value, about))
      assert.throws(() => other.open(sealed, about))
      assert.throws(() => one.open(sealed, `${about}.`))
      const changed = Buffer.from(sealed)
      changed[at % changed.length]! ^= 1
      assert.throws(() => one.open(changed, about))
    }),
  )
})

test('a key is a file for its owner alone; destroyed, another one takes its place', async () => {
  const keys = linkageKeys(folder)
  const first = await keys.of('k1')
  const path = join(folder, 'linkages', 'k1.key')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal((await linkageKeys(folder).of('k1')).token('a', 'b'), first.token('a', 'b'))
  await keys.destroy('k1')
  assert.ok(!existsSync(path))
  assert.notEqual((await keys.of('k1')).token('a', 'b'), first.token('a', 'b'))
})
