import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '#model/request.ts'
import { Problem } from '#foundation/problem.ts'
import { nameFrom } from './publish.ts'
import { createUploads } from './uploads.ts'

test('a title makes an address that can be typed', () => {
  assert.equal(nameFrom('Street works, 2026'), 'street-works-2026')
  assert.equal(nameFrom('Café’s & Bars (Riverside)'), 'cafes-bars-riverside')
  assert.equal(nameFrom('../../etc/passwd'), 'etc-passwd')
  assert.equal(nameFrom('東京'), '')
  assert.match(nameFrom('x'.repeat(300)), /^x{60}$/)
})

const caller = (id: string, organisation: string): Caller => ({
  kind: 'person',
  id,
  name: id,
  organisation,
  roles: ['data-officer'],
})
const file = { ref: 'northford-council/a', title: 'A', fileName: 'a.csv' }

test('an upload is seen by who sent it, for the organisation they sent it for, and for an hour', async () => {
  let now = new Date('2026-01-01T10:00:00Z')
  const uploads = createUploads(() => now)
  const failing = Promise.reject(new Problem(422, 'file-unreadable', { title: 'No', detail: 'No.' }))
  const upload = uploads.add(caller('ada', 'northford-council'), file, failing)
  assert.equal(uploads.stateOf(upload).kind, 'working')
  await upload.read
  assert.equal(uploads.stateOf(upload).kind, 'failed')
  assert.ok(uploads.find(caller('ada', 'northford-council'), upload.id))
  assert.equal(uploads.find(caller('bo', 'northford-council'), upload.id), undefined)
  assert.equal(uploads.find(caller('ada', 'st-annes'), upload.id), undefined)
  now = new Date('2026-01-01T11:30:00Z')
  uploads.add(caller('bo', 'northford-council'), file, new Promise(() => undefined))
  assert.equal(uploads.find(caller('ada', 'northford-council'), upload.id), undefined)
})

test('a fault of ours while reading becomes words for people, without its message', async () => {
  const uploads = createUploads(() => new Date())
  const upload = uploads.add(caller('ada', 'northford-council'), file, Promise.reject(new Error('secret /path')))
  const outcome = await upload.read
  assert.ok(outcome.kind === 'failed' && outcome.problem.status === 500)
  assert.ok(!outcome.problem.detail.includes('secret'))
})
