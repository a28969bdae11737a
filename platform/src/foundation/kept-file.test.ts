import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { keptSecret } from './kept-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'kept-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, whoever asks first, and read from then on', async () => {
  const path = join(folder, 'new', 'one.key')
  const secrets = await Promise.all(Array.from({ length: 8 }, () => keptSecret(path)))
  assert.equal(new Set([...secrets, await keptSecret(path)].map((secret) => secret.toString('hex'))).size, 1)
  assert.equal(secrets[0]!.length, 32)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(join(folder, 'new')), ['one.key'])
})

test('a damaged file and one that others can read are refused, never replaced', async () => {
  const path = join(folder, 'two.key')
  writeFileSync(path, 'c2hvcnQ', { mode: 0o600 })
  await assert.rejects(keptSecret(path), /damaged/)
  const open = join(folder, 'three.key')
  await keptSecret(open)
  chmodSync(open, 0o644)
  await assert.rejects(keptSecret(open), /other accounts/)
})
