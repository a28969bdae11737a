import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { Problem } from '#foundation/problem.ts'
import { craft, forgeries, misstatements, signer } from './forgeries-for-tests.ts'
import { putApp, setting, temporaryFolder, tokenFor } from './identity-for-tests.ts'
import { bearerChallenge } from './index.ts'

const world = await setting()
const { identity, issuer } = world
await putApp(identity)
await putApp(identity, 'another-app')
const genuine = await tokenFor(identity)
const keySet = JSON.parse(readFileSync(join(world.keysFolder, 'access-tokens.json'), 'utf8')) as JSONWebKeySet
const original = {
  header: decodeProtectedHeader(genuine) as Record<string, unknown>,
  payload: decodeJwt(genuine) as Record<string, unknown>,
  privateJwk: keySet.keys[0]!,
}
const now = Math.floor(Date.now() / 1000)
const refused = {
  status: 401,
  code: 'token-invalid',
  title: 'The access token was not accepted',
  detail: 'The access token is not valid, has expired, or belongs to a client that may no longer use it.',
  mend: 'Ask for a new one at /oauth/token.',
}

async function outcome(bearer: unknown): Promise<unknown> {
  try {
    const { id } = await identity.identify({ bearer: bearer as string })
    return `accepted as ${id}`
  } catch (error) {
    if (!(error instanceof Problem)) return error
    const { status, code, title, detail, mend, cause, at } = error
    assert.deepEqual([cause, at], [undefined, undefined])
    return { status, code, title, detail, mend }
  }
}

const statements: (readonly [string, Record<string, unknown>])[] = [
  ...[
    undefined,
    null,
    '',
    'http://localhost:8701',
    `${issuer}/`,
    issuer.toUpperCase(),
    `${issuer}.evil`,
    [issuer],
    1,
  ].map((iss) => [`iss ${JSON.stringify(iss)}`, { iss }] as const),
  ...[
    undefined,
    null,
    '',
    'another-node',
    `${issuer}/`,
    [issuer],
    [issuer, 'x'],
    ['x'],
    {},
    `${issuer}/oauth/token`,
  ].map((aud) => [`aud ${JSON.stringify(aud)}`, { aud }] as const),
  ...[
    null,
    'JWT',
    'jwt',
    'logout+jwt',
    'dpop+jwt',
    'client-authentication+jwt',
    'application/at+jwt',
    'AT+JWT',
    'at+jwt ',
    ['at+jwt'],
    1,
  ].map((typ) => [`typ ${JSON.stringify(typ)}`, { typ }] as const),
  ['an ID token', { typ: 'JWT', nonce: 'n', auth_time: now, at_hash: 'h', client_id: undefined }],
  [
    'a logout token',
    { typ: 'logout+jwt', events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sid: 's' },
  ],
  ['expired', { iat: now - 900, exp: now - 60 }],
  ['expired long ago', { iat: 1, exp: 2 }],
  ['no exp', { exp: undefined }],
  ['exp as text', { exp: `${now + 60}` }],
  ['exp null', { exp: null }],
  ['exp negative', { exp: -1 }],
  ['old, with a far exp', { iat: now - 3_600, exp: now + 1_000_000 }],
  ['not yet valid', { nbf: now + 300 }],
  ['nbf as text', { nbf: 'now' }],
  ['issued in the future', { iat: now + 300 }],
  ['no iat', { iat: undefined }],
  ['iat as text', { iat: `${now}` }],
  ['no jti', { jti: undefined }],
  ['no sub', { sub: undefined }],
  ['sub of another client', { sub: 'another-app' }],
  ['client of another sub', { client_id: 'another-app' }],
  ['no client', { client_id: undefined }],
  ...[
    '',
    'nobody',
    'Warm-Homes-App',
    'warm-homes-app ',
    'warm-homes-app\0',
    'wаrm-homes-app',
    "' or true --",
    'warm\u200d-homes-app',
    7,
    null,
    ['warm-homes-app'],
    { toString: 'x' },
  ].map((id) => [`client ${JSON.stringify(id)}`, { sub: id, client_id: id }] as const),
  ...[undefined, null, 0, 2, '1', -1, [1]].map(
    (generation) => [`generation ${JSON.stringify(generation)}`, { generation }] as const,
  ),
]

const notText = [undefined, null, 0, {}, [], [genuine], { toString: () => genuine, a: 1 }] as const
const cases = [
  ...forgeries(original),
  ...misstatements(original, statements),
  ['empty', ''] as const,
  ...notText.slice(1).map((token) => [`not a text: ${JSON.stringify(token)}`, token] as const),
]

test('the craft of the forger is sound: what it makes without a lie is accepted', async () => {
  assert.equal(await outcome(genuine), 'accepted as warm-homes-app')
  assert.equal(
    await outcome(craft(original.header, original.payload, signer(original.privateJwk))),
    'accepted as warm-homes-app',
  )
})

test(`none of ${cases.length} forged access tokens is accepted, and all get the same words`, async () => {
  assert.ok(cases.length >= 120, `${cases.length} cases`)
  assert.equal(new Set(cases.map(([name]) => name)).size, cases.length, 'each case has its own name')
  const wrong: unknown[] = []
  for (const [name, token] of cases) {
    const found = await outcome(token)
    if (JSON.stringify(found) !== JSON.stringify(refused)) wrong.push([name, found])
  }
  assert.deepEqual(wrong, [])
})

test('every single character of a token matters', async () => {
  for (let at = 0; at < genuine.length; at += 1) {
    const other = genuine[at] === 'x' ? 'y' : 'x'
    assert.deepEqual(await outcome(genuine.slice(0, at) + other + genuine.slice(at + 1)), refused, `character ${at}`)
  }
})

test('a bad token is not made good by a session beside it, nor a caller anonymous', async () => {
  await assert.rejects(identity.identify({ bearer: 'x', session: 'y' }), { code: 'token-invalid' })
  assert.equal((await identity.identify({})).kind, 'anonymous')
})

test('tokens end after ten minutes', async () => {
  const late = await setting()
  await putApp(late.identity)
  const token = await tokenFor(late.identity)
  late.pass(599)
  assert.equal((await late.identity.identify({ bearer: token })).id, 'warm-homes-app')
  late.pass(10)
  await assert.rejects(late.identity.identify({ bearer: token }), { code: 'token-invalid' })
})

test('a disabled client, a changed role and a new secret count at the next request', async () => {
  const token = await tokenFor(identity, 'another-app')
  await identity.disableClient('another-app')
  assert.deepEqual(await outcome(token), refused)
  await identity.enableClient('another-app')
  assert.deepEqual(await outcome(token), refused, 'a token from before stays ended')
  const second = await tokenFor(identity, 'another-app')
  await putApp(identity, 'another-app')
  assert.equal(await outcome(second), 'accepted as another-app', 'the same secret again changes nothing')
  const details = { clientId: 'another-app', organisation: 'northford-police', roles: ['analyst'], about: 'x' } as const
  await identity.putClient({ ...details, secret: 'kept-by-the-app-alone' })
  const caller = await identity.identify({ bearer: second })
  assert.deepEqual([caller.organisation, caller.roles], ['northford-police', ['analyst']])
  await identity.putClient({ ...details, secret: 'another secret altogether' })
  assert.deepEqual(await outcome(second), refused)
})

test('nodes that share database and keys honour each other’s tokens; with other keys or another name they do not', async () => {
  const twin = await world.another()
  assert.equal((await twin.identify({ bearer: genuine })).id, 'warm-homes-app')
  assert.deepEqual(await outcome(await tokenFor(twin)), 'accepted as warm-homes-app')
  const strange = await world.another({ keysFolder: temporaryFolder() })
  await assert.rejects(strange.identify({ bearer: genuine }), { code: 'token-invalid' })
  const renamed = await world.another({ issuer: 'http://localhost:8701' })
  await assert.rejects(renamed.identify({ bearer: genuine }), { code: 'token-invalid' })
})

test('two nodes that start together on an empty keys folder end up with the same keys', async () => {
  const keysFolder = temporaryFolder()
  const nodes = await Promise.all(Array.from({ length: 4 }, () => world.another({ keysFolder })))
  const [first, ...others] = nodes.map((node) => JSON.stringify(node.jwks()))
  for (const other of others) assert.equal(other, first)
})

test('outsiders can check a token with the public keys, which hold nothing private', async () => {
  const keys = identity.jwks()
  assert.deepEqual(Object.keys(keys.keys[0]!).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  const { payload, protectedHeader } = await jwtVerify(genuine, createLocalJWKSet(keys as JSONWebKeySet))
  assert.equal(protectedHeader.typ, 'at+jwt')
  assert.deepEqual(Object.keys(payload).toSorted(), [
    'aud',
    'client_id',
    'exp',
    'generation',
    'iat',
    'iss',
    'jti',
    'sub',
  ])
  assert.ok(payload.exp! - payload.iat! <= 900)
})

test('a challenge names what is wrong only when a token was sent', () => {
  assert.match(
    bearerChallenge('token-invalid'),
    /^Bearer realm="wayleave", error="invalid_token", error_description="[^"]+"$/,
  )
  assert.equal(bearerChallenge('session-ended'), 'Bearer realm="wayleave"')
  assert.equal(bearerChallenge(), 'Bearer realm="wayleave"')
})
