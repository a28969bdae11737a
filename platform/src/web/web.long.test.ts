import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newWorld, officerOf, type Visit } from './world-for-tests.ts'

/** Each would be seen at once if it were not escaped: as an element, as the end of an attribute, as the end of a text box. */
const hostile = [
  '<xss7>',
  '"><xss7 onxss7="1',
  "' onxss7='1",
  '</textarea></title></select><xss7>',
  '{{ 7 * 7 }}{% raw %}<xss7>',
  '<svg/onload=xss7()>',
  '&lt;xss7&gt; &#60;xss7&#62;',
]
const all = hostile.join(' ')
const council = { id: 'council', name: `Council ${all}` }
const world = await newWorld(
  [council, { id: 'partner', name: 'Partner <xss7>' }],
  [
    { id: 'ada', name: `Ada ${all}`.slice(0, 100), organisation: 'council', roles: ['data-officer'] },
    { id: 'bo', name: 'Bo "onxss7', organisation: 'council', roles: ['approver'] },
    { id: 'cy', name: 'Cy', organisation: 'partner', roles: ['practitioner'] },
  ],
)
const header = hostile.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')
const cells = (row: number) => hostile.map((text) => `"${text.replaceAll('"', '""')} ${row}"`).join(',')
await world.publish('council/hostile', [header, cells(1), cells(2), cells(3)].join('\n'), {
  title: `Data ${all}`,
  classification: 'open',
})
await world.rooms.intake.describe('council/hostile', { description: all }, officerOf('council'))
await world.publish('council/records', [header, cells(1), cells(2)].join('\n'), {
  title: `Records ${all}`,
  classification: 'open',
  kind: 'records',
  key: hostile[0]!,
})
await world.publish('council/secret', 'name,amount\nSECRET7,1\nSECRET7,2\n', {
  title: 'Secret',
  classification: 'personal',
})
await world.rooms.governance.addPurpose({ id: 'council:p', label: `Purpose ${all}`.slice(0, 200), definition: all })
await world.rooms.governance.propose(
  {
    wayleave: 'agreement/1',
    id: 'hostile',
    title: `Deal ${all}`.slice(0, 200),
    parties: [
      { organisation: 'council', role: 'provider' },
      { organisation: 'partner', role: 'recipient' },
    ],
    purposes: ['council:p'],
    description: all,
    lawfulBasis: { id: 'eu-gdpr:A6-1-e', law: all },
    starts: '2020-01-01',
    ends: '2099-01-01',
    clauses: [
      {
        id: 'c1',
        dataset: 'council/secret',
        action: 'read',
        roles: ['practitioner'],
        fields: { amount: 'as-is' },
        rows: "name <> '<xss7>'",
      },
    ],
  },
  { ...officerOf('council'), roles: ['approver'] },
)
const receipt = (await world.visit(null, '/data/council/hostile')).headers.get('wayleave-receipt') ?? ''

const query = encodeURIComponent(all)
const addresses = () => [
  '/',
  '/data',
  `/data?q=${query}`,
  '/data?q=data',
  '/data/council/hostile',
  `/data/council/hostile?purpose=${query}`,
  '/data/council/secret',
  '/data/council/records',
  '/data/council/records?version=1',
  '/data/council/hostile/report',
  '/may-i',
  '/may-i?ask=yes&dataset=council/hostile',
  `/may-i?ask=yes&dataset=council/secret&purpose=council:p&fields=name&who=${query}`,
  '/agreements',
  '/agreements/hostile',
  '/agreements/hostile/sign',
  '/agreements/hostile/end',
  `/agreements/new?dataset=council/hostile&purpose=${query}&fields=${query}`,
  '/receipts',
  `/receipts?number=${query}`,
  `/receipts/${receipt}?check=yes`,
  '/my-data',
  `/publish?title=${query}`,
  '/publish/done/council/hostile',
  `/sign-in?return=/${query}`,
  '/sign-in/organisation',
  `/nothing/${query}`,
  '/cookies',
  '/people',
  `/people/${encodeURIComponent(hostile[1]!)}`,
  '/review',
  `/review/${encodeURIComponent(hostile[1]!)}`,
  '/linkages',
  `/linkages/${encodeURIComponent(hostile[1]!)}`,
  '/not-me',
  `/not-me?reference=${query}`,
  '/log',
]

test('nothing that anybody typed becomes markup, on any page, for anyone', async () => {
  for (const who of [null, 'ada', 'bo', 'cy'])
    for (const address of addresses()) {
      const { html, status } = await world.visit(who, address)
      assert.ok(status < 500, `${address} answered ${status} to ${who}`)
      for (const raw of ['<xss7', '" onxss7', "' onxss7", '<svg/on'])
        assert.ok(!html.includes(raw), `${address} shows ${raw} raw to ${who}`)
    }
  assert.match(
    (await world.visit(null, '/data/council/hostile')).html,
    /\{\{ 7 \* 7 \}\}/,
    'a template in a text stays text',
  )
})

test('what comes back after a mistake is escaped too, and still all there', async () => {
  const faulty = `wayleave: agreement/1\ntitle: ${all}`
  const boundary = 'x7x7'
  const part = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const cookie = await world.session('bo')
  const token = world.rooms.identity.csrfToken(cookie.slice(cookie.indexOf('=') + 1))
  const response = await fetch(`${world.url}/agreements/new`, {
    method: 'POST',
    headers: { cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${part('csrf', token)}${part('document', faulty)}--${boundary}--\r\n`,
  })
  const html = await response.text()
  assert.equal(response.status, 422)
  assert.ok(html.includes('title: &lt;xss7&gt;') && !html.includes('<xss7'))
  const suspended = await world.visit('bo', '/agreements/hostile/end', { why: '' })
  assert.equal(suspended.status, 422)
})

test('every page says what a browser may do with it: nothing but show it', async () => {
  for (const address of addresses()) {
    const { headers, html, status } = await world.visit('ada', address)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/, address)
    assert.ok(!/script-src|unsafe/.test(policy))
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    if (status >= 300 && status < 400) continue
    assert.equal(headers.get('cache-control'), 'no-store', address)
    assert.ok(!/<script|<style|\sstyle=/.test(html), address)
  }
})

test('no form does anything without the token of its session', async () => {
  const posts = world.routes.filter(({ method }) => method === 'POST').map(({ url }) => url)
  assert.ok(posts.length >= 7)
  const cookie = await world.session('bo')
  const other = await world.session('ada')
  const stolen = world.rooms.identity.csrfToken(other.slice(other.indexOf('=') + 1))
  for (const pattern of posts) {
    const path = pattern
      .replace(':organisation', 'council')
      .replace(':name', 'secret')
      .replace(':id', 'hostile')
      .replace(':step', 'sign')
      .replace(':draft', 'd')
      .replace(':upload', 'u')
    for (const csrf of ['', 'x', stolen]) {
      const multipart = new FormData()
      multipart.set('csrf', csrf)
      multipart.set('document', 'wayleave: agreement/1')
      multipart.set('title', 'A')
      multipart.set('file', new Blob(['a,b\n1,2\n']), 'a.csv')
      for (const body of [new URLSearchParams({ csrf, agree: 'yes', why: 'x', organisation: 'partner' }), multipart]) {
        const { status } = await fetch(world.url + path, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie },
          body,
        })
        assert.ok([403, 415].includes(status), `${path} answered ${status} to a form that is not ours`)
      }
    }
  }
  const after = await world.rooms.governance.agreement('hostile')
  assert.deepEqual([after?.state, after?.signatures.length], ['proposed', 0])
})

test('what is not open is told to nobody who has no agreement, on no page', async () => {
  for (const who of [null, 'cy'])
    for (const address of [
      ...addresses(),
      '/data/council/secret/download?format=csv',
      '/data/council/secret/download?format=json&purpose=council:p',
    ]) {
      const { html } = await world.visit(who, address)
      assert.ok(!html.includes('SECRET7'), `${address} told ${who ?? 'the public'}`)
    }
  const refused = await world.visit('cy', '/data/council/secret/download?format=csv')
  assert.equal(refused.status, 403)
  await onRecord(refused)
  const own = await world.visit('ada', '/data/council/secret')
  assert.ok(own.html.includes('SECRET7'))
  await onRecord(own)
})

async function onRecord({ headers }: Visit): Promise<void> {
  const id = headers.get('wayleave-receipt')
  assert.ok(id && (await world.rooms.receipts.prove(id)), 'an answer without a receipt')
}

test('a download is the whole answer in its format, with its receipt', async () => {
  const csv = await world.visit(null, '/data/council/hostile/download?format=csv')
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.match(csv.headers.get('content-disposition') ?? '', /^attachment; filename="hostile-v1\.csv"$/)
  await onRecord(csv)
  const json = await world.visit(null, '/data/council/hostile/download?format=json')
  assert.equal((JSON.parse(json.html) as unknown[]).length, 3)
  assert.equal((await world.visit(null, '/data/council/hostile/download?format=exe')).status, 400)
})

test('a sign-in never leads to another site', async () => {
  for (const target of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'javascript:xss7',
  ]) {
    const { html } = await world.visit(null, `/sign-in?return=${encodeURIComponent(target)}`)
    const start = /href="(\/sign-in\/start[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    const back = new URL(start ?? '', world.url).searchParams.get('return') ?? '/'
    assert.equal(new URL(back, world.url).origin, world.url, target)
  }
})

test('a receipt that is not yours, and one that never was, stay out of sight', async () => {
  const own = await world.visit('ada', '/data/council/secret')
  const id = own.headers.get('wayleave-receipt') ?? ''
  assert.equal((await world.visit('ada', `/receipts/${id}`)).status, 200)
  assert.equal((await world.visit('cy', `/receipts/${id}`)).status, 403)
  assert.equal((await world.visit('cy', '/receipts/raaaaaaaaaaaaaaaaaaaaaaaaaa')).status, 404)
  assert.equal((await world.visit('cy', `/receipts/${id}/proof`)).status, 403)
})

test('a publisher sees another organisation’s draft as little as anyone', async () => {
  const { Readable } = await import('node:stream')
  const draft = await world.rooms.intake.analyse(
    { stream: Readable.from([Buffer.from('a\nDRAFT7\n')]), name: 'a.csv' },
    { ref: 'partner/draft' },
  )
  assert.equal((await world.visit('ada', `/publish/review/${draft.id}`)).status, 404)
  assert.equal((await world.visit('bo', `/publish/review/${draft.id}`)).status, 403)
})
