import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair, generateSecret, type JWK, SignJWT } from 'jose'
import * as client from 'openid-client'
import { craft, type Forgery, forgeries, misstatements, signer } from './forgeries-for-tests.ts'
import { secret, setting } from './identity-for-tests.ts'

const world = await setting()
const { identity, issuer } = world
const tokenUrl = `${issuer}/oauth/token`
const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const refused = {
  error: 'invalid_client',
  error_description: 'The client is not known, is disabled, or did not prove itself.',
}

async function registered(clientId: string, algorithm: string, kid?: string) {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), ...(kid && { kid }) }
  const roles = ['practitioner'] as const
  await identity.putClient({
    clientId,
    jwks: { keys: [jwk] },
    organisation: 'northford-council',
    roles,
    about: clientId,
  })
  return { privateKey, privateJwk: await exportJWK(privateKey) }
}

const { privateJwk } = await registered('signing-app', 'EdDSA', 'k1')
await registered('another-app', 'EdDSA')
const now = Math.floor(Date.now() / 1000)
let made = 0
const claims = () => ({
  iss: 'signing-app',
  sub: 'signing-app',
  aud: tokenUrl,
  jti: `j${(made += 1)}`,
  iat: now,
  exp: now + 60,
})
const header = { alg: 'EdDSA', kid: 'k1' }
const sound = (change: object = {}, head: object = header) =>
  craft(head, { ...claims(), ...change }, signer(privateJwk))

let guests = 0
async function present(assertion: unknown, more: object = {}, at = identity) {
  const form = { grant_type: 'client_credentials', client_assertion_type: type, client_assertion: assertion, ...more }
  const { status, body } = await at.issueToken(form, { address: `198.51.${(guests += 1) >> 8}.${guests & 255}` })
  return { status, body }
}

for (const algorithm of ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256'])
  test(`a client proves itself with ${algorithm}, and is known by the token it gets`, async () => {
    const clientId = `app-${algorithm}`
    const { privateKey } = await registered(clientId, algorithm)
    const assertion = await new SignJWT({ jti: algorithm })
      .setProtectedHeader({ alg: algorithm })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(issuer)
      .setExpirationTime('1m')
      .sign(privateKey)
    const { status, body } = await present(assertion)
    assert.equal(status, 200)
    assert.equal((await identity.identify({ bearer: String(body['access_token']) })).id, clientId)
  })

test('a standard client library gets a token', async () => {
  const { privateKey } = await registered('library-app', 'ES256', 'k9')
  const server = { issuer, token_endpoint: tokenUrl }
  const configuration = new client.Configuration(
    server,
    'library-app',
    {},
    client.PrivateKeyJwt({ key: privateKey, kid: 'k9' }),
  )
  client.allowInsecureRequests(configuration)
  configuration[client.customFetch] = async (_url, { body, headers }) => {
    const form = Object.fromEntries(body as URLSearchParams)
    const sent = new Headers(headers).get('authorization') ?? undefined
    const {
      status,
      headers: answered,
      body: answer,
    } = await identity.issueToken(form, { address: '192.0.2.7', authorization: sent })
    return Response.json(answer, { status, headers: answered })
  }
  const { access_token: token } = await client.clientCredentialsGrant(configuration)
  assert.equal((await identity.identify({ bearer: token })).id, 'library-app')
})

test('what the forger’s tool makes without a lie is accepted, also with what is harmless', async () => {
  for (const [change, head] of [
    [{}, header],
    [{ aud: issuer }, header],
    [{ iat: undefined }, { alg: 'EdDSA' }],
    [{}, { ...header, typ: 'JWT' }],
    [{}, { ...header, typ: 'client-authentication+jwt', x5t: 'abc' }],
    [{ nbf: now - 5, extra: { nested: ['x'] } }, header],
  ])
    assert.equal((await present(sound(change, head))).status, 200)
  assert.equal((await present(sound(), { client_id: 'signing-app' })).status, 200)
})

test('an assertion is good once, on any node, also when it comes twice at the same moment', async () => {
  const assertion = sound()
  assert.equal((await present(assertion)).status, 200)
  assert.deepEqual(await present(assertion), { status: 401, body: refused })
  const twin = await world.another()
  assert.deepEqual(await present(assertion, {}, twin), { status: 401, body: refused })
  const raced = sound()
  const statuses = await Promise.all(Array.from({ length: 8 }, (_, n) => present(raced, {}, n % 2 ? twin : identity)))
  assert.equal(statuses.filter(({ status }) => status === 200).length, 1)
  // The same identifier in another assertion of the same client is a replay too; in another client's it is not.
  assert.equal((await present(sound({ jti: 'again' }))).status, 200)
  assert.equal((await present(sound({ jti: 'again', exp: now + 90 }))).status, 401)
})

test('an identifier is remembered only once its assertion was found good', async () => {
  assert.equal((await present(sound({ jti: 'burn', aud: 'elsewhere' }))).status, 401)
  assert.equal((await present(sound({ jti: 'burn' }))).status, 200)
})

const statements: (readonly [string, Record<string, unknown>])[] = [
  ...[
    undefined,
    null,
    '',
    'another-app',
    'nobody',
    'Signing-App',
    'signing-app ',
    'signing-app\0',
    'sіgning-app',
    ['signing-app'],
    1,
  ].map((iss) => [`iss ${JSON.stringify(iss)}`, { iss }] as const),
  ...[undefined, null, '', 'another-app', 'Signing-App', ['signing-app'], 1].map(
    (sub) => [`sub ${JSON.stringify(sub)}`, { sub }] as const,
  ),
  ['iss and sub of another client', { iss: 'another-app', sub: 'another-app' }],
  ...[
    undefined,
    null,
    '',
    'another-node',
    `${issuer}/`,
    `${tokenUrl}/`,
    `${tokenUrl}?x`,
    [tokenUrl],
    [issuer, 'https://other.example'],
    {},
    'http://localhost:8701/oauth/token',
  ].map((aud) => [`aud ${JSON.stringify(aud)}`, { aud }] as const),
  ...['at+jwt', 'AT+JWT', 'logout+jwt', 'dpop+jwt', 'id_token', '', 1, ['JWT']].map(
    (typ) => [`typ ${JSON.stringify(typ)}`, { typ }] as const,
  ),
  ['expired', { exp: now - 60 }],
  ['no exp', { exp: undefined }],
  ['exp as text', { exp: `${now + 60}` }],
  ['lives for a day', { exp: now + 86_400 }],
  ['lives for eleven minutes', { exp: now + 660 }],
  ['not yet valid', { nbf: now + 300 }],
  ['nbf as text', { nbf: 'now' }],
  ['iat as text', { iat: 'now' }],
  ['no jti', { jti: undefined }],
  ['jti empty', { jti: '' }],
  ['jti as number', { jti: 1 }],
  ['jti over-long', { jti: 'j'.repeat(257) }],
]

const original = { header, payload: claims(), privateJwk }
const cases: Forgery[] = [...forgeries(original), ...misstatements(original, statements)]

test(`none of ${cases.length} forged assertions is accepted, and all get the same words`, async () => {
  assert.ok(cases.length >= 120)
  const wrong: unknown[] = []
  for (const [name, assertion] of cases) {
    const answer = await present(assertion)
    if (answer.status !== 401 || JSON.stringify(answer.body) !== JSON.stringify(refused)) wrong.push([name, answer])
  }
  assert.deepEqual(wrong, [])
  // None of them used up the identifier that they all carried.
  assert.equal((await present(craft(header, original.payload, signer(privateJwk)))).status, 200)
})

test('nobody speaks for another client, or with a key of another kind', async () => {
  assert.equal((await present(sound(), { client_id: 'another-app' })).status, 401)
  await identity.putClient({ clientId: 'secret-app', secret, organisation: null, roles: [], about: 'x' })
  const shared = await generateSecret('HS256', { extractable: true })
  const byHmac = new SignJWT({ ...claims(), iss: 'secret-app', sub: 'secret-app' }).setProtectedHeader({ alg: 'HS256' })
  assert.equal((await present(await byHmac.sign(shared))).status, 401)
  // client_secret_jwt is not offered: a secret never signs.
  assert.equal((await present(await byHmac.sign(Buffer.from(secret.padEnd(32))))).status, 401)
})

test('a client whose keys were replaced or that was disabled proves nothing with the old ones', async () => {
  const { privateJwk: old } = await registered('rolling-app', 'EdDSA')
  const speak = () => craft({ alg: 'EdDSA' }, { ...claims(), iss: 'rolling-app', sub: 'rolling-app' }, signer(old))
  const { status, body } = await present(speak())
  assert.equal(status, 200)
  const fresh = await registered('rolling-app', 'EdDSA')
  assert.equal((await present(speak())).status, 401)
  await assert.rejects(identity.identify({ bearer: String(body['access_token']) }), { code: 'token-invalid' })
  await identity.disableClient('rolling-app')
  const next = craft(
    { alg: 'EdDSA' },
    { ...claims(), iss: 'rolling-app', sub: 'rolling-app' },
    signer(fresh.privateJwk),
  )
  assert.equal((await present(next)).status, 401)
})

test('used assertions are forgotten once they would have expired anyway', async () => {
  world.pass(700)
  const later = Math.floor(world.clock().getTime() / 1000)
  assert.equal((await present(sound({ iat: later, exp: later + 60 }))).status, 200)
  const { rows } = await world.database.pool.query<{ n: number }>(
    'select count(*)::int as n from identity.assertions_used',
  )
  assert.deepEqual(rows, [{ n: 1 }])
})
