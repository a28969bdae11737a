import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { fromHere, putApp, secret, setting } from './identity-for-tests.ts'

const { identity, pass } = await setting()
await putApp(identity)
const clientId = 'warm-homes-app'
const grant = { grant_type: 'client_credentials' }
const basic = (id: string, key: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(key)}`).toString('base64')}`
// Failures of one case must not count against the next.
let guests = 0
const fromElsewhere = () => ({ address: `198.51.100.${(guests += 1) % 250}` })

test('a client proves itself in the header or in the form', async () => {
  const inHeader = await identity.issueToken(grant, { ...fromHere, authorization: basic(clientId, secret) })
  const inForm = await identity.issueToken({ ...grant, client_id: clientId, client_secret: secret }, fromHere)
  for (const { status, headers, body } of [inHeader, inForm]) {
    assert.equal(status, 200)
    assert.deepEqual(headers, { 'cache-control': 'no-store', pragma: 'no-cache' })
    assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'expires_in'])
    assert.equal(body['token_type'], 'Bearer')
  }
  assert.deepEqual(await identity.identify({ bearer: String(inForm.body['access_token']) }), {
    kind: 'app',
    id: clientId,
    name: 'Warm homes',
    organisation: 'northford-council',
    roles: ['practitioner', 'developer'],
  })
})

test('secrets with odd characters survive the header’s encoding', async () => {
  const odd = 'a+b c:d%20e/é&=¬\u{1f511} and long enough'
  await identity.putClient({ clientId: 'odd', secret: odd, organisation: null, roles: [], about: 'Odd' })
  const { status } = await identity.issueToken(grant, { ...fromHere, authorization: basic('odd', odd) })
  assert.equal(status, 200)
})

const unproven = {
  error: 'invalid_client',
  error_description: 'The client is not known, is disabled, or did not prove itself.',
}
await identity.putClient({ clientId: 'retired', secret, organisation: null, roles: [], about: 'Retired' })
await identity.disableClient('retired')

for (const [name, form, authorization] of [
  ['wrong secret', { client_id: clientId, client_secret: `${secret}x` }],
  ['secret cut short', { client_id: clientId, client_secret: secret.slice(0, -1) }],
  ['unknown client', { client_id: 'nobody', client_secret: secret }],
  ['client in other case', { client_id: 'Warm-Homes-App', client_secret: secret }],
  ['client with a space', { client_id: 'warm-homes-app ', client_secret: secret }],
  ['client with NUL', { client_id: 'warm-homes-app\0', client_secret: secret }],
  ['disabled client', { client_id: 'retired', client_secret: secret }],
  ['no secret', { client_id: clientId }],
  ['empty secret', { client_id: clientId, client_secret: '' }],
  ['nothing at all', {}],
  ['a megabyte of secret', { client_id: clientId, client_secret: 'x'.repeat(1_000_000) }],
  ['header: wrong secret', {}, basic(clientId, 'wrong')],
  ['header: not base64', {}, 'Basic %%%'],
  ['header: no colon', {}, `Basic ${Buffer.from('warm-homes-app').toString('base64')}`],
  ['header: broken encoding', {}, `Basic ${Buffer.from('warm-homes-app:%E0%A4%A').toString('base64')}`],
  ['header: another scheme', {}, 'Bearer abc'],
  ['header: empty', {}, ''],
  ['header and form name different clients', { client_id: 'odd' }, basic(clientId, secret)],
] as const)
  test(`no token: ${name}`, async () => {
    const { status, headers, body } = await identity.issueToken(
      { ...grant, ...(form as Record<string, string>) },
      { ...fromElsewhere(), authorization },
    )
    assert.deepEqual([status, body], [401, unproven])
    assert.equal('www-authenticate' in headers, authorization !== undefined)
  })

for (const [name, form, error, authorization] of [
  ['no grant type', {}, 'invalid_request'],
  ['another grant', { grant_type: 'password', username: 'x', password: 'y' }, 'unsupported_grant_type'],
  ['a grant of the prototype', { grant_type: '__proto__' }, 'unsupported_grant_type'],
  ['grant type twice', { grant_type: ['client_credentials', 'client_credentials'] }, 'invalid_request'],
  ['client twice', { ...grant, client_id: [clientId, clientId], client_secret: secret }, 'invalid_request'],
  ['secret as object', { ...grant, client_id: clientId, client_secret: { $ne: '' } }, 'invalid_request'],
  ['secret as number', { ...grant, client_id: clientId, client_secret: 1 }, 'invalid_request'],
  [
    'proof in two ways',
    { ...grant, client_id: clientId, client_secret: secret },
    'invalid_request',
    basic(clientId, secret),
  ],
  [
    'secret and assertion',
    { ...grant, client_id: clientId, client_secret: secret, client_assertion: 'x', client_assertion_type: 'y' },
    'invalid_request',
  ],
  ['assertion without its type', { ...grant, client_assertion: 'x' }, 'invalid_request'],
  ['assertion of another type', { ...grant, client_assertion: 'x', client_assertion_type: 'saml' }, 'invalid_request'],
  ['a scope', { ...grant, client_id: clientId, client_secret: secret, scope: 'read:all' }, 'invalid_scope'],
] as const)
  test(`not a request: ${name}`, async () => {
    const { status, body } = await identity.issueToken(form, { ...fromElsewhere(), authorization })
    assert.deepEqual([status, body['error']], [400, error])
  })

test('parameters that it does not know are passed over, as are inherited ones', async () => {
  const form = { ...grant, client_id: clientId, client_secret: secret, resource: 'https://x.example', scope: ' ' }
  assert.equal((await identity.issueToken(form, fromHere)).status, 200)
  const inherited = Object.create({ ...grant, client_id: clientId, client_secret: secret }) as Record<string, string>
  assert.equal((await identity.issueToken(inherited, fromElsewhere())).status, 400)
})

test('guessing is slowed down, by client and by address, whatever else the request says; right answers cost nothing', async () => {
  await putApp(identity, 'guessed')
  const guess = (address: string, change = {}) =>
    identity.issueToken(
      { ...grant, client_id: 'guessed', client_secret: 'not the secret at all', ...change },
      { address },
    )
  const right = { client_secret: secret }
  const attacker = '203.0.113.9'
  const answers = await Promise.all(
    Array.from({ length: 35 }, (_, n) => guess(attacker, { attempt: `${n}`, scope: '' })),
  )
  // Thirty, and one more for every four seconds that a busy machine takes over them.
  const tried = answers.filter(({ status }) => status === 401).length
  assert.ok(tried >= 30 && tried < 35, `${tried}`)
  const stopped = answers.find(({ status }) => status === 429)!
  assert.match(stopped.headers['retry-after']!, /^[1-9]\d*$/)
  assert.equal(stopped.headers['cache-control'], 'no-store')
  while ((await guess(attacker)).status !== 429) continue
  assert.equal((await guess(attacker, right)).status, 429, 'even the right secret has to wait')
  assert.equal((await guess('203.0.113.10', right)).status, 200, 'another address does not')
  pass(Number(stopped.headers['retry-after']))
  assert.equal((await guess(attacker, right)).status, 200)
  for (let n = 0; n < 40; n += 1) assert.equal((await guess('203.0.113.11', right)).status, 200)
})

test('trying many clients from one network is one attack', async () => {
  let stopped = 0
  for (let n = 0; n < 110; n += 1) {
    // IPv6: all of them in one /64.
    const request = { address: `2001:db8:7:7::${n.toString(16)}` }
    const { status } = await identity.issueToken(
      {
        ...grant,
        client_assertion: `x${n}`,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      },
      request,
    )
    if (status === 429) stopped += 1
  }
  assert.ok(stopped >= 9 && stopped <= 10, `${stopped}`)
})

test('a client is registered with a fair secret or with public keys, and nothing else', async () => {
  const client = { clientId: 'new', organisation: null, roles: [], about: 'New' }
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
  const good = await exportJWK(publicKey)
  const bad: [string, object][] = [
    ['client-unsuitable', {}],
    ['client-unsuitable', { secret, clientId: 'with space' }],
    ['client-unsuitable', { secret, clientId: 'ünï' }],
    ['secret-unsuitable', { secret: 'short' }],
    ['role-unknown', { secret, roles: ['admin'] }],
    ['role-unknown', { secret, roles: ['__proto__'] }],
    ['organisation-unsuitable', { secret, organisation: 'Northford Council' }],
    ['client-keys-unsuitable', { jwks: null }],
    ['client-keys-unsuitable', { jwks: { keys: [] } }],
    ['client-keys-unsuitable', { jwks: { keys: Array(11).fill(good) } }],
    ['client-keys-unsuitable', { jwks: { keys: [null] } }],
    ['client-keys-unsuitable', { jwks: { keys: [await exportJWK(privateKey)] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ ...good, alg: 'HS256' }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ ...good, use: 'enc' }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ ...good, x: 'AAAA' }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ ...good, kid: 7 }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ kty: 'RSA', n: 'A'.repeat(171), e: 'AQAB' }] } }],
    ['client-keys-unsuitable', { jwks: { keys: [{ kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA' }] } }],
  ]
  for (const [code, change] of bad)
    await assert.rejects(identity.putClient({ ...client, ...change }), { code, status: 400 })
  await assert.rejects(identity.disableClient('no-such-client'), { code: 'client-unsuitable' })
  await identity.putClient({ ...client, jwks: { keys: [{ ...good, jku: 'http://x.example', kid: 'k1' }] } })
})

test('what the node says of its token endpoint is what it does', () => {
  assert.deepEqual(identity.metadata(), {
    issuer: 'http://localhost:8700',
    token_endpoint: 'http://localhost:8700/oauth/token',
    jwks_uri: 'http://localhost:8700/oauth/jwks',
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256'],
  })
})
