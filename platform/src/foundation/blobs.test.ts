import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { fileBlobs } from './blobs.ts'
import { sha256Hex } from './hash.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-blobs-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('what is put comes out, under its own hash, once', async () => {
  const blobs = await fileBlobs(join(folder, 'some'))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (content) => {
      const { address, bytes } = await blobs.put(Readable.from([Buffer.from(content)], { objectMode: false }))
      assert.deepEqual([address, bytes], [sha256Hex(content), content.length])
      assert.equal((await buffer(await blobs.read(address))).compare(content), 0)
    }),
    { numRuns: 50 },
  )
  assert.deepEqual(readdirSync(join(folder, 'some/incoming')), [])
})

test('an upload over the limit, or cut, leaves nothing', async () => {
  const blobs = await fileBlobs(join(folder, 'limits'))
  await assert.rejects(blobs.put(Readable.from([Buffer.alloc(100)]), { bytes: 99 }), { code: 'upload-too-large' })
  const cut = new Readable({ read: () => undefined })
  cut.push('half of it')
  const put = blobs.put(cut)
  cut.destroy(new Error('the connection broke'))
  await assert.rejects(put, /connection broke/)
  assert.deepEqual(readdirSync(join(folder, 'limits')), ['incoming'])
  assert.deepEqual(readdirSync(join(folder, 'limits/incoming')), [])
})

test('an address is a hash and nothing else', async () => {
  const blobs = await fileBlobs(join(folder, 'addresses'))
  for (const address of ['', '../x', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(63)}/`])
    assert.throws(() => blobs.path(address), TypeError)
  assert.equal(await blobs.has('a'.repeat(64)), false)
})

test('what a crash left half-written is gone after the next start', async () => {
  await fileBlobs(join(folder, 'crash'))
  writeFileSync(join(folder, 'crash/incoming/half'), 'half')
  await fileBlobs(join(folder, 'crash'))
  assert.deepEqual(readdirSync(join(folder, 'crash/incoming')), [])
})

test('a full disk is a problem with words, and nothing is kept', async (t) => {
  const small = mkdtempSync(join(tmpdir(), 'wayleave-small-'))
  // A disk of one megabyte; only root may make one.
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status === 0
  try {
    if (!mounted) {
      assert.notEqual(process.env['CI'], 'true', 'CI must be able to mount a small disk')
      t.diagnostic('not root: no small disk to fill')
      return
    }
    const blobs = await fileBlobs(join(small, 'blobs'))
    await assert.rejects(blobs.put(Readable.from([Buffer.alloc(3_000_000)])), { code: 'storage-full', status: 507 })
    assert.deepEqual(readdirSync(join(small, 'blobs/incoming')), [])
    assert.equal((await blobs.put(Readable.from([Buffer.from('fits')]))).bytes, 4)
  } finally {
    if (mounted) spawnSync('umount', [small])
    rmSync(small, { recursive: true, force: true })
  }
})
