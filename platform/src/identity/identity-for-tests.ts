/** A node's identity on a database of its own, with a clock that tests can move and a keys folder that goes away. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { testDatabase } from '#foundation/database-for-tests.ts'
import type { Database } from '#foundation/database.ts'
import { createIdentity, type Identity, type IdentityDependencies } from './identity.ts'

export type Setting = Readonly<{
  identity: Identity
  database: Database
  keysFolder: string
  issuer: string
  clock: () => Date
  /** Moves the clock on, by seconds. */
  pass(seconds: number): void
  /** Another node on the same database, with the same keys folder unless another is given. */
  another(changes?: Partial<IdentityDependencies>): Promise<Identity>
}>

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-identity-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function setting(changes: Partial<IdentityDependencies> = {}): Promise<Setting> {
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead * 1000)
  const database = await testDatabase()
  const usual = {
    database,
    clock,
    issuer: 'http://localhost:8700',
    keysFolder: temporaryFolder(),
    oidc: null,
    ...changes,
  }
  return {
    identity: await createIdentity(usual),
    database,
    keysFolder: usual.keysFolder,
    issuer: usual.issuer,
    clock,
    pass: (seconds) => void (ahead += seconds),
    another: (others = {}) => createIdentity({ ...usual, ...others }),
  }
}

export const secret = 'kept-by-the-app-alone'
export const fromHere = { address: '192.0.2.1' }

export async function putApp(identity: Identity, clientId = 'warm-homes-app'): Promise<void> {
  const roles = ['practitioner', 'developer'] as const
  await identity.putClient({ clientId, secret, organisation: 'northford-council', roles, about: 'Warm homes' })
}

/** A fresh access token for a client that has `secret`. */
export async function tokenFor(identity: Identity, clientId = 'warm-homes-app'): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }
  const { status, body } = await identity.issueToken(form, fromHere)
  if (status !== 200) throw new Error(`no token: ${status} ${JSON.stringify(body)}`)
  return String(body['access_token'])
}
