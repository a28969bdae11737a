import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { exportJWK, generateKeyPair } from 'jose'
import { Browser, door, formAction } from './door-for-tests.ts'
import { setting, temporaryFolder } from './identity-for-tests.ts'
import { demoProvider } from './index.ts'

/** Everything that the process wrote while `work` ran. */
async function overheard(work: () => Promise<void>): Promise<string> {
  const heard: string[] = []
  const originals = [process.stdout, process.stderr].map((stream) => [stream, stream.write.bind(stream)] as const)
  for (const [stream, write] of originals)
    stream.write = ((chunk: Uint8Array | string, ...rest: []) => {
      heard.push(String(chunk))
      return write(chunk, ...rest)
    }) as typeof stream.write
  try {
    await work()
  } finally {
    for (const [stream, write] of originals) stream.write = write
  }
  return heard.join('')
}

test('planted secrets appear in no error, answer, log line or table', async () => {
  const planted = {
    secret: 'PLANTED-secret-of-a-client',
    wrong: 'PLANTED-wrong-secret-sent',
    provider: 'PLANTED-secret-at-the-provider',
    subject: 'PLANTED-subject-of-a-person',
    token: 'PLANTED.token.sent',
    assertion: 'PLANTED.assertion.sent',
    code: 'PLANTED-authorization-code',
  }
  const said: unknown[] = []
  const caught = (work: Promise<unknown>) =>
    work.then(
      (value) => said.push(value),
      (error: unknown) => said.push(error),
    )
  const here = await door()
  const issuer = `${here.origin}/demo-sign-in`
  const redirectUri = `${here.origin}/sign-in/callback`
  const world = await setting({
    issuer: here.origin,
    oidc: { issuer, clientId: 'node', clientSecret: planted.provider, label: 'Demo', allowInsecure: true },
    trouble: (what, code) => void said.push(what, code),
  })
  const { identity } = world
  let session = ''
  let cookie = ''
  const log = await overheard(async () => {
    const accounts = [{ subject: planted.subject, name: 'A', about: '', group: 'G' }]
    const clients = [{ clientId: 'node', clientSecret: planted.provider, redirectUris: [redirectUri] }]
    const keysFolder = temporaryFolder()
    here.open(identity, await demoProvider({ issuer, accounts, clients, keysFolder }))
    const client = { clientId: 'app', organisation: null, roles: [], about: 'App' }
    await identity.putClient({ ...client, secret: planted.secret })
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const privateJwk = await exportJWK(privateKey)
    Object.assign(planted, { privateKey: privateJwk.d })
    await caught(identity.putClient({ ...client, jwks: { keys: [privateJwk] } }))
    await caught(identity.putClient({ ...client, secret: 'PLANTED-short' }))

    const form = { grant_type: 'client_credentials', client_id: 'app' }
    const from = { address: '192.0.2.1' }
    await caught(identity.issueToken({ ...form, client_secret: planted.wrong }, from))
    await caught(identity.issueToken({ ...form, client_secret: [planted.wrong] }, from))
    await caught(identity.issueToken(form, { ...from, authorization: `Basic ${planted.wrong}` }))
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    await caught(
      identity.issueToken({ ...form, client_assertion: planted.assertion, client_assertion_type: type }, from),
    )
    await caught(identity.identify({ bearer: planted.token }))
    await caught(identity.identify({ session: planted.token }))

    await identity.putPerson({ name: 'A', issuer, subject: planted.subject })
    await caught(identity.putPerson({ id: 'other', name: 'B', issuer, subject: planted.subject }))
    const browser = new Browser()
    const list = await browser.go(`${here.origin}/sign-in`)
    cookie = browser.cookie(identity.cookies.signIn.name)!
    const state = new URL(list.passed[1]!).searchParams.get('state')!
    await caught(
      identity.finishSignIn(
        `/sign-in/callback?code=${planted.code}&state=${state}&iss=${encodeURIComponent(issuer)}`,
        cookie,
      ),
    )
    await caught(
      identity.finishSignIn(
        `/sign-in/callback?error=${planted.code}&error_description=${planted.code}&state=${state}`,
        cookie,
      ),
    )
    await caught(identity.finishSignIn(`/sign-in/callback?code=${planted.code}&state=${planted.code}`, cookie))
    await browser.go(formAction(list), { account: planted.subject })
    session = browser.cookie(identity.cookies.session.name)!
    await identity.signOut(session)
    await caught(identity.account(session))
    identity.newVisitor()
  })
  await here.close()
  assert.ok(said.length >= 14, `${said.length} things were said`)
  assert.equal(said.filter((one) => one instanceof Error).length, 9)

  const { rows } = await world.database.pool.query<{ dump: string }>(
    `select query_to_xml('select * from identity.clients', true, false, '')::text || query_to_xml('select * from identity.sessions', true, false, '')::text
       || query_to_xml('select * from identity.assertions_used', true, false, '')::text as dump`,
  )
  const keys = readdirSync(world.keysFolder).map((name) => readFileSync(join(world.keysFolder, name), 'utf8').trim())
  const spoken = said.map((one) => inspect(one, { depth: 20, showHidden: true })).join('\n')
  for (const text of [spoken, log, rows[0]!.dump]) {
    assert.ok(!text.includes('PLANTED'), text.slice(Math.max(0, text.indexOf('PLANTED') - 300)).slice(0, 600))
    for (const secret of [...Object.values(planted), session, cookie, ...keys]) assert.ok(!text.includes(secret))
  }
  assert.doesNotMatch(log, /oidc-provider/, 'the demo provider starts without warnings')
})
