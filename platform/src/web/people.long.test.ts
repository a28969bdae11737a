/** The pages of people: hostile names, forged forms, other organisations' things, and nothing of anybody in an address or a log. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newWorld, type Visit } from './world-for-tests.ts'

const hostile = '<xss7> "><xss7 onxss7="1 \' onxss7=\'1 </textarea></title><xss7> {{ 7 * 7 }} <svg/onload=xss7()>'
const raw = ['<xss7', '" onxss7', "' onxss7", '<svg/on', '</textarea></title>']
const quoted = `"${hostile.replaceAll('"', '""')}"`
const [surname, postcode, born] = ['Quillfeather', 'NF7 1AB', '1950-04-01']

const world = await newWorld(
  [
    { id: 'council', name: `Council ${hostile}`.slice(0, 100) },
    { id: 'partner', name: 'Partner' },
  ],
  [
    { id: 'ada', name: 'Ada', organisation: 'council', roles: ['data-officer'] },
    { id: 'dee', name: 'Dee', organisation: 'council', roles: ['practitioner'] },
    { id: 'eve', name: 'Eve', organisation: 'partner', roles: ['data-officer', 'practitioner'] },
  ],
)
const header = 'ref,first_name,surname,date_of_birth,postcode,note\n'
const row = (ref: string, first: string, at = born) => `${ref},${first},${surname},${at},${postcode},${quoted}`
const others = ['Marsh', 'Okafor', 'Thornley', 'Leigh', 'Adeyemi', 'Castle'].map(
  (name, at) => `O${at},Iris,${name},19${30 + at}-02-1${at},NF3 4CD,`,
)
const registers: Readonly<Record<string, readonly string[]>> = {
  'council/one': [row('A1', `"Zed ${hostile.replaceAll('"', '""')}"`), row('A2', 'Zoe', '1981-11-20')],
  'council/two': [row('B1', 'Zed'), row('B2', 'Zed', '1950-04-09'), row('B3', 'Zoe', '1981-11-20')],
  'partner/own': [row('P1', 'Zed'), row('P2', 'Zed'), row('P3', 'Zoe', '1981-11-20')],
}
for (const [ref, rows] of Object.entries(registers))
  await world.publish(ref, header + [...rows, ...others].join('\n'), {
    title: ref.startsWith('council') ? `Register ${hostile}` : 'Own',
    classification: 'personal',
  })

const credentialsOf = async (id: string) => {
  const cookie = await world.session(id)
  return { session: cookie.slice(cookie.indexOf('=') + 1) }
}
const { entities } = world.rooms

/** Defines, runs and waits; thresholds far apart leave something to review. */
async function link(id: string, by: string, organisation: string, refs: readonly string[]): Promise<void> {
  const credentials = await credentialsOf(by)
  const document = {
    wayleave: 'linkage/1',
    id,
    organisation,
    title: `Linked ${hostile}`.slice(0, 200),
    description: hostile,
    purpose: 'dpv:ServiceProvision',
    thresholds: { link: 0.5, review: 0.000_001 },
    datasets: refs.map((dataset) => ({ dataset, key: 'ref' })),
  }
  await entities.define({ credentials, document })
  await entities.run({ credentials, linkage: id })
  await entities.settled({ credentials, linkage: id })
}
await link('linked', 'ada', 'council', ['council/one', 'council/two'])
await link('again', 'ada', 'council', ['council/two'])
await link('theirs', 'eve', 'partner', ['partner/own'])

async function keyOf(by: string, linkage: string, name: string): Promise<string> {
  const found = await entities.search({ credentials: await credentialsOf(by), linkage, clues: { name } })
  assert.ok(found.kind === 'done' && found.value.results[0], JSON.stringify(found))
  return found.value.results[0].key
}
const key = await keyOf('dee', 'linked', `Zed ${surname}`)
const zoe = await keyOf('dee', 'linked', `Zoe ${surname}`)
const theirs = await keyOf('eve', 'theirs', `Zed ${surname}`)
const elsewhere = await keyOf('dee', 'again', `Zed ${surname}`)

const queueOf = async (by: string, linkage: string) => {
  const queue = await entities.reviews({ credentials: await credentialsOf(by), linkage })
  assert.ok(queue.kind === 'done')
  return queue.value
}
const pair = (await queueOf('dee', 'linked')).next?.id ?? ''
assert.ok(pair, 'there is nothing to review')

const personOf = async (by: string, of: string) => {
  const seen = await entities.person({ credentials: await credentialsOf(by), key: of })
  assert.ok(seen.kind === 'done')
  return seen.value
}
const handlesOf = async (of: string) =>
  (await personOf('dee', of)).sources.flatMap(({ records }) => records.map(({ record }) => record))
const handles = await handlesOf(key)
assert.ok(handles.length > 1, 'there is nobody in two registers')

const their = `/people/linked/${key}`
const pagesSeen = [
  '/people',
  '/people/linked',
  their,
  `${their}/split`,
  `${their}/merge`,
  `${their}/report`,
  '/review',
  '/review/linked',
  '/linkages',
  '/linkages/linked',
  '/not-me',
]
type Post = readonly [path: string, form: Readonly<Record<string, string | readonly string[]>>]
/** Nothing of them is confirmed. */
const harmless: readonly Post[] = [
  ['/people/linked', { name: hostile, postcode: hostile, address: hostile, age: hostile }],
  ['/people/linked', { name: `Zed ${surname}`, address: hostile }],
  [`${their}/split`, { records: handles[0]!, reason: hostile }],
  [`${their}/split`, { records: hostile, reason: hostile }],
  [`${their}/merge`, { other: zoe, reason: hostile }],
  [`${their}/merge`, { other: hostile, reason: hostile }],
  [`/review/linked/${pair}`, { answer: hostile, comment: hostile }],
  ['/not-me', { key: hostile, reason: hostile }],
]

const historyOf = async () => {
  const history = await entities.history({ credentials: await credentialsOf('dee'), linkage: 'linked' })
  assert.ok(history.kind === 'done')
  return history.value.filter(({ kind }) => kind !== 'run')
}

test('nothing that a register, a linkage or a form says becomes markup', async () => {
  const visits: Visit[] = []
  for (const address of pagesSeen) visits.push(await world.visit('dee', address))
  for (const [path, form] of harmless) visits.push(await world.visit('dee', path, form))
  for (const { html, status } of visits) {
    assert.ok(status < 500)
    for (const text of raw) assert.ok(!html.includes(text), `a page shows ${text} raw: ${html.slice(0, 300)}`)
  }
  const { html } = await world.visit('dee', their)
  assert.ok(html.includes('&lt;xss7&gt;') && html.includes('{{ 7 * 7 }}'), 'what was there is still there, as text')
})

test('nothing of anybody stands in an address: not in a link, a form, where one is sent, or the log', async () => {
  const visits: Visit[] = []
  for (const address of pagesSeen) visits.push(await world.visit('dee', address))
  for (const [path, form] of harmless) visits.push(await world.visit('dee', path, form))
  const found = await world.visit('dee', '/people/linked', { name: `Zed ${surname}`, year: '1950', postcode })
  assert.ok(found.html.includes(surname), 'nobody was found')
  const addresses = [...visits, found].flatMap(({ html, headers }) => [
    ...[...html.matchAll(/\s(?:href|action|src)="([^"]*)"/g)].map(([, address = '']) => address),
    headers.get('location') ?? '',
  ])
  assert.ok(addresses.length > 100)
  const log = world.log()
  assert.ok(log.includes(their), 'the log was not kept')
  for (const told of [surname, 'Zed', postcode, 'NF7', born, 'xss7'])
    for (const [where, text] of [
      ['an address', addresses.join('\n')],
      ['the log', log],
    ] as const)
      for (const written of [told, encodeURIComponent(told)])
        assert.ok(!text.includes(written), `${where} tells ${written}`)
})

/** A page without what differs from one request to the next. */
const bare = ({ html }: Visit): string =>
  html.replaceAll(/name="csrf" value="[^"]*"|\/(people|review|linkages)\/[^"\s]*/g, '')

test('what is another organisation’s reads as not there, to look at and to change', async () => {
  const posts: readonly Post[] = [
    ['/people/LINKAGE', { name: surname }],
    ['/people/LINKAGE/KEY/split', { records: handles[0]!, reason: 'x', sure: 'yes' }],
    ['/people/LINKAGE/KEY/merge', { other: zoe, reason: 'x', sure: 'yes' }],
    ['/people/LINKAGE/KEY/report', { records: handles[0]!, reason: 'x' }],
    ['/people/LINKAGE/KEY/undo/1', { reason: 'x' }],
    [`/review/LINKAGE/${pair}`, { answer: 'same' }],
    ['/linkages/LINKAGE', {}],
  ]
  const gets = ['/people/LINKAGE', '/people/LINKAGE/KEY', '/people/LINKAGE/KEY/split', '/people/LINKAGE/KEY/undo/1']
  for (const [pattern, form] of [
    ...posts,
    ...[...gets, '/review/LINKAGE', '/linkages/LINKAGE'].map((path) => [path] as const),
  ]) {
    const at = (linkage: string) => pattern.replace('LINKAGE', linkage).replace('KEY', key)
    const [seen, nothing] = [
      await world.visit('eve', at('linked'), form),
      await world.visit('eve', at('nobodys'), form),
    ]
    assert.deepEqual([seen.status, bare(seen)], [404, bare(nothing)], `${pattern} tells that it is there`)
  }
  // One's own linkage does not open the door to another's people, nor one purpose to another's.
  for (const [who, path] of [
    ['eve', `/people/theirs/${key}`],
    ['dee', `/people/linked/${theirs}`],
    ['dee', `/people/linked/${elsewhere}`],
    ['dee', `/people/linked/${elsewhere}/split`],
    ['dee', `/people/linked/${'e'.padEnd(27, 'a')}`],
  ] as const) {
    const seen = await world.visit(who, path)
    assert.deepEqual([seen.status, seen.html.includes(surname)], [404, false], path)
  }
  for (const other of [theirs, elsewhere, 'e'.padEnd(27, 'a')]) {
    const merged = await world.visit('dee', `${their}/merge`, { other, reason: 'x', sure: 'yes' })
    assert.equal(merged.status, 404)
    const reported = await world.visit('dee', '/not-me', { key: other === elsewhere ? theirs : other, reason: 'x' })
    assert.equal(reported.status, 404)
  }
  const reviewed = await world.visit('eve', `/review/theirs/${pair}`, { answer: 'same' })
  assert.equal(reviewed.status, 404)
  assert.deepEqual(await historyOf(), [])
})

test('the public sees none of it', async () => {
  for (const address of pagesSeen) {
    const { html, status } = await world.visit(null, address)
    assert.ok(status < 500 && !html.includes(surname), address)
  }
})

test('a form with a forged record changes nothing', async () => {
  const [ofZoe = ''] = await handlesOf(zoe)
  const forged = ['f'.repeat(32), ofZoe, '', 'undefined', '__proto__', hostile]
  for (const one of forged)
    for (const kind of ['split', 'report'])
      for (const records of [[one], [handles[0]!, one].toSorted(), [one, handles[0]!]]) {
        if (one === '' && records.length > 1) continue
        const { status } = await world.visit('dee', `${their}/${kind}`, { records, reason: 'x', sure: 'yes' })
        assert.ok([400, 404, 422].includes(status), `${kind} of ${JSON.stringify(records)} answered ${status}`)
      }
  for (const records of [handles, [...handles, ...handles]])
    assert.equal((await world.visit('dee', `${their}/split`, { records, reason: 'x', sure: 'yes' })).status, 400)
  assert.deepEqual([await historyOf(), await handlesOf(key)], [[], handles])
  assert.ok((await queueOf('dee', 'linked')).next?.why !== 'dispute', 'somebody was reported')
})

test('a correction without its token changes nothing, and none is made without a look at what it does', async () => {
  const cookie = await world.session('dee')
  for (const [path, form] of [
    [`${their}/split`, { records: handles[0]!, reason: 'x', sure: 'yes' }],
    [`${their}/merge`, { other: zoe, reason: 'x', sure: 'yes' }],
    [`${their}/report`, { records: handles[0]!, reason: 'x' }],
    [`/review/linked/${pair}`, { answer: 'same' }],
    ['/linkages/linked', {}],
    ['/people/linked', { name: surname }],
    ['/not-me', { key, reason: 'x' }],
  ] as const) {
    const body = new URLSearchParams(form)
    const answer = await fetch(world.url + path, { method: 'POST', redirect: 'manual', headers: { cookie }, body })
    assert.equal(answer.status, 403, path)
    assert.ok(!(await answer.text()).includes(surname))
  }
  const looked = await world.visit('dee', `${their}/split`, { records: handles[0]!, reason: 'Twins' })
  assert.ok(looked.status === 200 && looked.html.includes('Is this what you mean?'))
  assert.deepEqual([await historyOf(), await handlesOf(key)], [[], handles])
})

test('junk in an address or a form is answered, and never breaks a page', async () => {
  const junk = [
    'x',
    '0',
    '-1',
    '1.5',
    '9'.repeat(30),
    '%00',
    '%2e%2e%2f',
    '%F0%9F%90%8D',
    '__proto__',
    'a'.repeat(5_000),
  ]
  for (const one of junk)
    for (const [path, form] of [
      [`/people/${one}`],
      [`/people/linked/${one}`],
      [`/people/linked/${one}/split`],
      [`${their}/${one}`],
      [`${their}/undo/${one}`],
      [`${their}/undo/${one}`, { reason: 'x' }],
      [`/review/${one}`],
      [`/review/linked/${one}`, { answer: 'same' }],
      [`/linkages/${one}`],
      [`/not-me?reference=${one}`],
      ['/not-me', { key: one, reason: decodeURIComponent(one) }],
      ['/people/linked', { name: decodeURIComponent(one) }],
    ] as readonly (readonly [string, Record<string, string>?])[]) {
      const { status } = await world.visit('dee', path, form)
      assert.ok(status < 500, `${path.slice(0, 80)} with ${one.slice(0, 20)} answered ${status}`)
    }
  const long = 'x'.repeat(200_000)
  for (const [path, form] of [
    ['/people/linked', { name: long, postcode: long }],
    [`${their}/split`, { records: handles[0]!, reason: long }],
    [`${their}/merge`, { other: long, reason: long }],
    ['/not-me', { key: long, reason: long }],
  ] as const) {
    const { status, html } = await world.visit('dee', path, form)
    assert.ok(status < 500 && html.length < 100_000, `${path} sent back ${html.length} characters`)
  }
  const heavy = await world.visit('dee', '/people/linked', { name: 'x'.repeat(1_100_000) })
  assert.equal(heavy.status, 413)
})

test('a record taken out is somewhere else at once, and taken back it is home again', async () => {
  const split = await world.visit('dee', `${their}/split`, { records: handles[0]!, reason: 'Twins', sure: 'yes' })
  assert.equal(split.status, 303)
  assert.equal((await handlesOf(key)).length, handles.length - 1)
  const [correction] = await historyOf()
  const undo = `${their}/undo/${correction?.id}`
  assert.match((await world.visit('dee', undo)).html, /Twins/)
  assert.equal((await world.visit('dee', undo, { reason: ' ' })).status, 400)
  // It is in the history of those whom it moved, and of nobody else.
  assert.equal((await world.visit('dee', `/people/linked/${zoe}/undo/${correction?.id}`, { reason: 'x' })).status, 404)
  assert.equal((await world.visit('dee', undo, { reason: 'Not twins' })).status, 303)
  assert.deepEqual((await handlesOf(key)).toSorted(), handles.toSorted())
  assert.match((await world.visit('dee', undo)).html, /taken back already/)
  assert.equal((await world.visit('dee', undo, { reason: 'again' })).status, 409)
})
