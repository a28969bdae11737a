import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { Browser, door, formAction, type Page } from './door-for-tests.ts'
import { setting, temporaryFolder } from './identity-for-tests.ts'
import { demoProvider } from './index.ts'

const here = await door()
const issuer = `${here.origin}/demo-sign-in`
const redirectUri = `${here.origin}/sign-in/callback`
const callbacks = { clientId: 'this-node', clientSecret: 'between-us-and-ourselves', redirectUris: [redirectUri] }
const keysFolder = temporaryFolder()
const troubles: string[] = []
const world = await setting({
  issuer: here.origin,
  keysFolder,
  oidc: {
    issuer,
    clientId: 'this-node',
    clientSecret: callbacks.clientSecret,
    label: 'Demo sign-in',
    allowInsecure: true,
  },
  trouble: (what, code) => void troubles.push(`${what} ${code}`),
})
const { identity } = world
const accounts = [
  { subject: 'ada', name: 'Ada Mensah', about: 'Social worker', group: 'Northford City Council' },
  { subject: 'bo', name: 'Bo “<script>” Lin', about: 'Two hats & one head', group: 'Several' },
  { subject: 'cy', name: 'Cy Citizen', about: 'Lives in Riverside', group: 'Residents' },
]
const demo = await demoProvider({ issuer, accounts, clients: [callbacks], keysFolder })
here.open(identity, demo)
after(here.close)

const ada = await identity.putPerson({ id: 'ada', name: 'Ada Mensah', issuer, subject: 'ada' })
await identity.putMembership(ada, 'northford-council', ['practitioner', 'approver'])
const bo = await identity.putPerson({ id: 'bo', name: 'Bo Lin', issuer, subject: 'bo' })
await identity.putMembership(bo, 'st-annes-nhs-trust', ['guardian'])
await identity.putMembership(bo, 'northford-council', ['data-officer'])

const cookieName = identity.cookies.session.name

async function signIn(account: string, browser = new Browser(), returnTo = '/'): Promise<Browser & { page: Page }> {
  const list = await browser.go(`${here.origin}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
  return Object.assign(browser, { page: await browser.go(formAction(list), { account }) })
}
const sessionOf = (browser: Browser) => browser.cookie(cookieName)!
const who = (session: string) => identity.identify({ session })
const ended = { code: 'session-ended', status: 401 }

test('Ada signs in and acts for her one organisation', async () => {
  const browser = await signIn('ada', new Browser(), '/datasets')
  assert.equal(browser.page.url, `${here.origin}/datasets`)
  assert.deepEqual(await who(sessionOf(browser)), {
    kind: 'person',
    id: 'ada',
    name: 'Ada Mensah',
    organisation: 'northford-council',
    roles: ['approver', 'practitioner'],
  })
  assert.equal(identity.signInLabel, 'Demo sign-in')
})

test('the demo page says demo, lists everybody, runs no script, and escapes what it shows', async () => {
  const page = await new Browser().go(`${here.origin}/sign-in`)
  assert.match(page.text, /DEMO sign-in\. Not for real use/)
  assert.match(
    page.headers.get('content-security-policy')!,
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
  )
  assert.equal((page.text.match(/<button/g) ?? []).length, 3)
  assert.ok(!/<script/.test(page.text))
  assert.ok(page.text.includes('Bo “&lt;script&gt;” Lin'))
  assert.ok(page.text.includes('<html lang="en">') && page.text.includes('name="viewport"'))
})

test('the demo provider asks again at every sign-in, and knows nobody but its accounts', async () => {
  const browser = await signIn('ada')
  const again = await browser.go(`${here.origin}/sign-in`)
  assert.match(again.text, /Who do you want to be/)
  assert.equal((await browser.go(formAction(again), { account: 'root' })).status, 400)
  assert.equal((await new Browser().go(formAction(again), { account: 'ada' })).status, 400)
})

test('the demo provider makes its links from its own address, whatever host a request names', async () => {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example' },
  })
  const text = await response.text()
  assert.ok(!text.includes('evil.example'))
  assert.equal(JSON.parse(text).authorization_endpoint, `${issuer}/auth`)
})

test('the demo provider does not go up at a public address by accident', async () => {
  const settings = { issuer: 'https://data.northford.example/demo-sign-in', accounts, clients: [callbacks], keysFolder }
  await assert.rejects(demoProvider(settings), /lets anybody be anybody/)
  assert.ok(await demoProvider({ ...settings, openToOthers: true }))
})

test('the demo provider leaves other paths alone', () => {
  for (const url of ['/', '/demo-sign-in-else', '/x/demo-sign-in', '/demo-sign-inx/auth'])
    assert.equal(demo.handle({ url, headers: {} } as never, {} as never), false)
})

test('somebody with two organisations chooses, changes, and may act for none', async () => {
  const session = sessionOf(await signIn('bo'))
  assert.deepEqual((await who(session)).roles, ['citizen'])
  const account = await identity.account(session)
  assert.deepEqual(account.organisations, [
    { organisation: 'northford-council', roles: ['data-officer'] },
    { organisation: 'st-annes-nhs-trust', roles: ['guardian'] },
  ])
  await identity.chooseOrganisation(session, 'st-annes-nhs-trust')
  assert.deepEqual((await who(session)).roles, ['guardian'])
  await identity.chooseOrganisation(session, 'northford-council')
  assert.deepEqual((await who(session)).organisation, 'northford-council')
  await identity.chooseOrganisation(session, null)
  assert.equal((await who(session)).organisation, null)
  for (const organisation of ['northford-police', 'Northford-Council', "x' or true --", 'nul\0'])
    await assert.rejects(identity.chooseOrganisation(session, organisation), {
      code: 'not-your-organisation',
      status: 403,
    })
})

test('a role taken away, a membership run out or switched off, counts at the next request', async () => {
  const session = sessionOf(await signIn('ada'))
  await identity.putMembership(ada, 'northford-council', ['practitioner'])
  assert.deepEqual((await who(session)).roles, ['practitioner'])
  for (const limits of [{ until: '2020-01-01T00:00:00Z' }, { disabled: true }]) {
    await identity.putMembership(ada, 'northford-council', ['practitioner'], limits)
    const caller = await who(session)
    assert.deepEqual([caller.organisation, caller.roles], [null, ['citizen']])
    await assert.rejects(identity.chooseOrganisation(session, 'northford-council'), { code: 'not-your-organisation' })
  }
  await identity.putMembership(ada, 'northford-council', ['practitioner'])
  assert.equal((await who(session)).organisation, 'northford-council')
  await identity.removeMembership(ada, 'northford-council')
  assert.equal((await who(session)).organisation, null)
  await identity.putMembership(ada, 'northford-council', ['practitioner', 'approver'])
})

test('a suspended person is out at once, cannot come back, and old sessions stay ended after reinstatement', async () => {
  const browser = await signIn('cy')
  const session = sessionOf(browser)
  const { id } = await who(session)
  await identity.suspendPerson(id!)
  await assert.rejects(who(session), ended)
  const again = await signIn('cy')
  assert.equal(again.page.status, 403)
  assert.deepEqual(JSON.parse(again.page.text), { code: 'account-suspended' })
  await identity.reinstatePerson(id!)
  await assert.rejects(who(session), ended)
  assert.equal((await who(sessionOf(await signIn('cy')))).id, id)
})

test('fixation: a session that was there before sign-in, planted or real, is not the one after it', async () => {
  const planted = `s${'A'.repeat(43)}`
  const victim = new Browser()
  victim.cookies.set(cookieName, { value: planted, origin: here.origin, path: '/' })
  await signIn('ada', victim)
  assert.notEqual(sessionOf(victim), planted)
  await assert.rejects(who(planted), ended)

  const earlier = sessionOf(await signIn('cy'))
  const shared = new Browser()
  shared.cookies.set(cookieName, { value: earlier, origin: here.origin, path: '/' })
  await signIn('ada', shared)
  assert.notEqual(sessionOf(shared), earlier)
  await assert.rejects(who(earlier), ended)
})

test('signing out ends the session for every copy of its cookie, on every node', async () => {
  const session = sessionOf(await signIn('ada'))
  const other = await world.another({ oidc: { issuer, clientId: 'this-node', label: 'Demo', allowInsecure: true } })
  assert.equal((await other.identify({ session })).id, 'ada')
  await identity.signOut(session)
  await assert.rejects(who(session), ended)
  await assert.rejects(other.identify({ session }), ended)
  await identity.signOut(session)
})

test('sessions end when left alone for half an hour, and in any case after twelve', async () => {
  const idle = sessionOf(await signIn('ada'))
  world.pass(29 * 60)
  assert.equal((await who(idle)).id, 'ada')
  world.pass(29 * 60)
  assert.equal((await who(idle)).id, 'ada')
  world.pass(31 * 60)
  await assert.rejects(who(idle), ended)

  const busy = sessionOf(await signIn('ada'))
  for (let half = 0; half < 26; half += 1) {
    world.pass(27 * 60)
    await who(busy)
  }
  world.pass(19 * 60)
  await assert.rejects(who(busy), ended)
})

test('when a node changes its provider, sessions that the old one vouched for are over', async () => {
  const session = sessionOf(await signIn('ada'))
  const moved = await world.another({ oidc: { issuer: 'https://id.example', clientId: 'x', label: 'Other' } })
  await assert.rejects(moved.identify({ session }), ended)
  await assert.rejects((await world.another({ oidc: null })).identify({ session }), ended)
})

test('the database holds no session that could be used', async () => {
  const session = sessionOf(await signIn('ada'))
  const { rows } = await world.database.pool.query<{ row: string }>('select s::text as row from identity.sessions s')
  assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes(session)))
  for (const { row } of rows) {
    const hash = /\\x([0-9a-f]{64})/.exec(row)![1]!
    await assert.rejects(who(hash), ended)
    await assert.rejects(who(`s${Buffer.from(hash, 'hex').toString('base64url')}`), ended)
  }
})

test('sessions that are no sessions are all the same to it', async () => {
  const genuine = sessionOf(await signIn('ada'))
  const odd = [
    '',
    ' ',
    genuine.slice(1),
    genuine.slice(0, -1),
    `${genuine} `,
    genuine.toUpperCase(),
    `${genuine}\0`,
    '__proto__',
  ]
  for (const session of [...odd, 's'.repeat(100_000), "s' or '1'='1", identity.newVisitor()])
    await assert.rejects(who(session), ended)
})

test('an answer counts only in the browser that asked, once, for what was asked', async () => {
  const failed = (code: string) => ({ code, name: 'Problem' })
  const browser = new Browser()
  const list = await browser.go(`${here.origin}/sign-in`)
  const cookie = browser.cookie(identity.cookies.signIn.name)!
  // The provider's answer, caught on its way back.
  const caught = await catchCallback(browser, formAction(list))

  const { cookie: anothers } = await identity.startSignIn('/')
  await assert.rejects(identity.finishSignIn(caught, undefined), failed('sign-in-expired'))
  await assert.rejects(identity.finishSignIn(caught, `${cookie}x`), failed('sign-in-expired'))
  await assert.rejects(identity.finishSignIn(caught, anothers), failed('sign-in-failed'))
  const withoutState = new URL(caught)
  withoutState.searchParams.delete('state')
  await assert.rejects(identity.finishSignIn(withoutState.href, cookie), failed('sign-in-failed'))
  const otherIssuer = new URL(caught)
  otherIssuer.searchParams.set('iss', 'https://id.example')
  await assert.rejects(identity.finishSignIn(otherIssuer.href, cookie), failed('sign-in-failed'))

  const done = await identity.finishSignIn(caught, cookie)
  assert.equal((await who(done.session)).id, 'ada')
  await assert.rejects(identity.finishSignIn(caught, cookie), failed('sign-in-failed'))
})

test('a journey that took more than ten minutes is over', async () => {
  const browser = new Browser()
  const list = await browser.go(`${here.origin}/sign-in`)
  const caught = await catchCallback(browser, formAction(list))
  const late = await world.another({
    clock: () => new Date(world.clock().getTime() + 11 * 60_000),
    oidc: { issuer, clientId: 'this-node', clientSecret: callbacks.clientSecret, label: 'Demo', allowInsecure: true },
  })
  await assert.rejects(late.finishSignIn(caught, browser.cookie(identity.cookies.signIn.name)), {
    code: 'sign-in-expired',
  })
})

async function catchCallback(browser: Browser, action: string): Promise<string> {
  const page = await browser.go(action, { account: 'ada' }, (url) => url.startsWith(redirectUri))
  return page.url
}

test('after sign-in the browser goes to a page of this node, wherever the link asked for', async () => {
  for (const [asked, expected] of [
    ['/receipts/r1?x=1#top', '/receipts/r1?x=1#top'],
    ['//evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['/\\evil.example', '/'],
  ] as const) {
    const browser = await signIn('ada', new Browser(), asked)
    const landed = new URL(browser.page.url)
    assert.equal(landed.origin, here.origin)
    assert.equal(landed.pathname + landed.search + landed.hash, expected)
  }
})

test('a node starts while its provider is away, says so, and finds it once it is back', async () => {
  const socket = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => socket.once('listening', done))
  const { port } = socket.address() as AddressInfo
  await new Promise((done) => socket.close(done))
  const away = await world.another({
    oidc: { issuer: `http://127.0.0.1:${port}`, clientId: 'x', label: 'Away', allowInsecure: true },
    trouble: (what, code) => void troubles.push(`${what} ${code}`),
  })
  await assert.rejects(away.startSignIn('/'), { code: 'sign-in-unavailable', status: 503 })
  assert.ok(troubles.some((line) => line.startsWith('provider-not-reached')))

  const late = await door()
  const lateIssuer = `${late.origin}/demo-sign-in`
  const world2 = await world.another({
    oidc: { issuer: lateIssuer, clientId: 'this-node', label: 'Late', allowInsecure: true },
  })
  await assert.rejects(world2.startSignIn('/'), { code: 'sign-in-unavailable' })
  late.open(identity, await demoProvider({ issuer: lateIssuer, accounts, clients: [callbacks], keysFolder }))
  assert.ok((await world2.startSignIn('/')).url.startsWith(`${lateIssuer}/auth?`))
  await late.close()
})

test('settings that cannot be safe are refused at the start', async () => {
  for (const oidc of [
    { issuer: 'http://id.example', clientId: 'x', label: 'x', allowInsecure: true },
    { issuer: 'http://127.0.0.1:9', clientId: 'x', label: 'x' },
    { issuer: 'http://127.0.0.1.evil.example', clientId: 'x', label: 'x', allowInsecure: true },
    { issuer: 'ftp://localhost', clientId: 'x', label: 'x', allowInsecure: true },
    { issuer: 'nonsense', clientId: 'x', label: 'x' },
  ])
    await assert.rejects(world.another({ oidc }), /sign-in provider’s issuer/)
  await assert.rejects((await world.another({ oidc: null })).startSignIn('/'), { code: 'sign-in-not-set-up' })
})

test('cookies are for this host alone, out of reach of scripts, and secure wherever there is https', async () => {
  const { cookies } = await world.another({ issuer: 'https://data.northford.example', oidc: null })
  assert.deepEqual(cookies.session, {
    name: '__Host-wayleave-session',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: true },
  })
  assert.equal(cookies.signIn.options.maxAge, 600)
  assert.match(cookieName, /^wayleave-session-\d+$/)
})
