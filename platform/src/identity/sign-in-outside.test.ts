import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Browser, door, formAction, type Page } from './door-for-tests.ts'
import { setting } from './identity-for-tests.ts'

const here = await door()
const script = fileURLToPath(new URL('./outside-provider-for-tests.ts', import.meta.url))
const provider = spawn(process.execPath, [script, `${here.origin}/sign-in/callback`], {
  stdio: ['pipe', 'pipe', 'ignore'],
})
const [line] = (await once(provider.stdout, 'data')) as [Buffer]
const issuer = line.toString().trim()
const world = await setting({
  issuer: here.origin,
  oidc: {
    issuer,
    clientId: 'a-node',
    clientSecret: 'known to both, and to them alone',
    label: 'The county’s sign-in',
    allowInsecure: true,
  },
})
here.open(world.identity)
after(async () => {
  await here.close()
  provider.stdin.end()
  await once(provider, 'exit')
})

async function signIn(browser: Browser, login: string, returnTo = '/'): Promise<Page> {
  const asked = await browser.go(`${here.origin}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
  const consent = await browser.go(formAction(asked), { prompt: 'login', login, password: 'any' })
  return browser.go(formAction(consent), { prompt: 'consent' })
}

test('people of any outside provider sign in through it, in another process, over HTTP', async () => {
  const id = await world.identity.putPerson({ name: 'Not yet known', issuer, subject: 'okafor' })
  await world.identity.putMembership(id, 'st-annes-nhs-trust', ['approver'])
  const page = await signIn(new Browser(), 'okafor', '/datasets?q=bins')
  assert.equal(page.status, 200)
  assert.equal(page.url, `${here.origin}/datasets?q=bins`)
  assert.deepEqual(JSON.parse(page.text).caller, {
    kind: 'person',
    id,
    name: 'Dr okafor',
    organisation: 'st-annes-nhs-trust',
    roles: ['approver'],
  })
})

test('somebody whom nobody put on the books is a citizen, and the same citizen the next time', async () => {
  const first = JSON.parse((await signIn(new Browser(), 'stranger')).text).caller
  const second = JSON.parse((await signIn(new Browser(), 'stranger')).text).caller
  assert.deepEqual(first.roles, ['citizen'])
  assert.equal(first.organisation, null)
  assert.equal(first.id, second.id)
})

test('the same subject at another provider is another person', async () => {
  const elsewhere = await world.identity.putPerson({ name: 'Namesake', issuer: 'https://id.example', subject: 'twin' })
  await world.identity.putMembership(elsewhere, 'northford-council', ['operator'])
  const { caller } = JSON.parse((await signIn(new Browser(), 'twin')).text)
  assert.notEqual(caller.id, elsewhere)
  assert.deepEqual(caller.roles, ['citizen'])
})

test('a refused consent signs nobody in, and says so', async () => {
  const browser = new Browser()
  const asked = await browser.go(`${here.origin}/sign-in`)
  const consent = await browser.go(formAction(asked), { prompt: 'login', login: 'okafor', password: 'any' })
  const page = await browser.go(new URL(`${formAction(consent)}/abort`).href)
  assert.equal(page.status, 403)
  assert.deepEqual(JSON.parse(page.text), { code: 'sign-in-cancelled' })
  assert.equal(browser.cookie(world.identity.cookies.session.name), undefined)
})
