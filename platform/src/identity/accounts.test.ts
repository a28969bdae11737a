import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { createIdentity } from './index.ts'

const database = await testDatabase()
const keysFolder = mkdtempSync(join(tmpdir(), 'wayleave-keys-'))
after(() => rmSync(keysFolder, { recursive: true, force: true }))
let now = new Date('2026-05-01T10:00:00Z')
const identity = await createIdentity({
  database,
  clock: () => now,
  issuer: 'http://localhost:8700',
  keysFolder,
  oidc: null,
})
await identity.putClient({
  clientId: 'warm-homes-app',
  secret: 'correct-horse-battery',
  organisation: 'northford-council',
  roles: ['practitioner'],
  about: 'Warm homes',
})
test('a client gets a token and is known by it', async () => {
  const answer = await identity.issueToken(
    { grant_type: 'client_credentials', client_id: 'warm-homes-app', client_secret: 'correct-horse-battery' },
    { address: '127.0.0.1' },
  )
  assert.equal(answer.status, 200)
  const caller = await identity.identify({ bearer: String(answer.body['access_token']) })
  assert.deepEqual(caller, {
    kind: 'app',
    id: 'warm-homes-app',
    name: 'Warm homes',
    organisation: 'northford-council',
    roles: ['practitioner'],
  })
})
