/**
 * Promise 1: one corridor. Every route of every door and every command of the command line is walked, as the public, as
 * another organisation in each of its roles, and as the owner. Content comes only with a receipt that is in the log, and only
 * to the owner; a route that this table does not know fails the test.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Command } from 'commander'
import { createProgram } from '../../platform/src/cli/index.ts'
import { people } from '../../platform/src/northford/index.ts'
import { type TestNode, testNode } from '../node.ts'
import { signedIn } from '../signed-in.ts'

const canary = 'CANARY5f3a91'
const dataset = 'northford-council/canary'
const register = 'northford-council/canary-records'
const officer = 'northford-council-data-officer'
const file = `ref,holder_note,amount\n${Array.from({ length: 40 }, (_, row) => `${canary}-ref-${row},${canary}-note-${row},${row}`).join('\n')}\n`

let world: TestNode
let strangers: (string | null)[]
let receipt = ''
const folder = mkdtempSync(join(tmpdir(), 'wayleave-walk-'))

before(async () => {
  world = await testNode()
  for (const [name, more] of [
    [dataset, ''],
    [register, '&kind=records&key=ref'],
  ] as const) {
    const path = `/api/v1/datasets/${name}/versions?filename=canary.csv&classification=personal${more}`
    const published = await world.as(officer, path, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: file,
    })
    assert.equal(published.status, 201, await published.clone().text())
    assert.ok(!(await published.text()).includes(canary), 'the report of a publish repeats content')
  }
  const credentials = JSON.parse(readFileSync(join(world.folder, 'demo-credentials.json'), 'utf8')) as {
    client_id: string
    organisation: string
  }[]
  strangers = [
    null,
    ...credentials.filter(({ organisation }) => organisation !== 'northford-council').map(({ client_id }) => client_id),
  ]
  const own = await world.as(officer, `/api/v1/datasets/${dataset}/rows?limit=1`)
  receipt = own.headers.get('wayleave-receipt') ?? ''
  await linkCanaries()
})
after(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Walk = Readonly<{
  /** Addresses to try in place of the pattern, aimed at the canary. */
  paths: string[]
  body?: string
  type?: string
  /** Asked by people in a browser. */
  page?: true
  /** A form that comes with the token of whoever sends it, so that it is more than turned away. */
  signed?: true
  /** The owner gets content from it, with a receipt; every other route has content for nobody. */
  content?: true
}>

/** Two registers of people whose surname is the canary, and a linkage of both. */
const canaryName = 'Canaryfoveanineone'
const definition = {
  wayleave: 'linkage/1',
  id: 'canary',
  organisation: 'northford-council',
  title: 'Walked',
  purpose: 'dpv:ServiceProvision',
  // So far apart that something is left to review.
  thresholds: { link: 0.999_999_9, review: 0.001 },
  datasets: [
    { dataset: 'northford-council/canary-one', key: 'ref' },
    { dataset: 'northford-council/canary-two', key: 'ref' },
  ],
}
const linked = `/api/v1/linkages/${definition.id}`
let [person, pair] = ['', '']

async function linkCanaries(): Promise<void> {
  const row = (at: number, born: string) => `${canary}-${at},Ada,${canaryName},${born},NF1 2AB`
  const registers = {
    one: [row(1, '1950-04-01')],
    two: [row(2, '1950-04-01'), row(3, '1950-04-09'), row(4, '1952-11-30')],
  }
  for (const [name, rows] of Object.entries(registers)) {
    const path = `/api/v1/datasets/northford-council/canary-${name}/versions?filename=canary.csv&classification=personal`
    const body = `ref,first_name,surname,date_of_birth,postcode\n${rows.join('\n')}\n`
    const put = await world.as(officer, path, { method: 'POST', headers: { 'content-type': 'text/csv' }, body })
    assert.equal(put.status, 201, await put.clone().text())
  }
  const credentials = { bearer: await world.token(officer) }
  const { entities } = world.node.house
  await entities.define({ credentials, document: definition })
  await entities.run({ credentials, linkage: definition.id })
  await entities.settled({ credentials, linkage: definition.id })
  const found = await entities.search({ credentials, linkage: definition.id, clues: { name: canaryName } })
  assert.ok(found.kind === 'done')
  person = found.value.results[0]?.key ?? ''
  const queue = await entities.reviews({ credentials, linkage: definition.id })
  assert.ok(queue.kind === 'done')
  pair = queue.value.next?.id ?? ''
  assert.ok(person, `there is nobody to see: ${JSON.stringify(found.value)}`)
  assert.ok(pair, `there is nothing to review: ${JSON.stringify(queue.value)}`)
}

const api = `/api/v1/datasets/${dataset}`
const records = `/api/v1/datasets/${register}`
const hostile = [
  'fields=holder_note',
  `filter=${encodeURIComponent(`holder_note LIKE '${canary}%'`)}`,
  'order=-holder_note',
  'format=csv',
  'format=ndjson',
  'format=parquet',
  'format=geojson',
  'version=1',
  'limit=1',
  'purpose=dpv:ServiceProvision',
  `filter=${encodeURIComponent('1=1) OR (1=1')}`,
  'fields=',
]

function walks(): Record<string, Walk> {
  const json = (value: unknown) => ({ body: JSON.stringify(value), type: 'application/json' })
  return {
    'GET /healthz': { paths: ['/healthz'] },
    'GET /readyz': { paths: ['/readyz'] },
    'GET /metrics': { paths: ['/metrics'] },
    'GET /oauth/jwks': { paths: ['/oauth/jwks'] },
    'GET /.well-known/oauth-authorization-server': { paths: ['/.well-known/oauth-authorization-server'] },
    'POST /oauth/token': {
      paths: ['/oauth/token'],
      body: 'grant_type=client_credentials',
      type: 'application/x-www-form-urlencoded',
    },
    'GET /api/v1/openapi.json': { paths: ['/api/v1/openapi.json'] },
    'GET /api/v1/purposes': { paths: ['/api/v1/purposes'] },
    'GET /api/v1/datasets': { paths: ['/api/v1/datasets?q=canary', `/api/v1/datasets?q=${canary}`] },
    'GET /api/v1/datasets/:org/:name': { paths: [api] },
    'GET /api/v1/datasets/:org/:name/versions': { paths: [`${api}/versions`] },
    'PUT /api/v1/datasets/:org/:name': { paths: [api], ...json({ description: 'Walked' }) },
    'POST /api/v1/datasets/:org/:name/versions': {
      paths: [`${api}/versions?filename=canary.csv`],
      body: file,
      type: 'text/csv',
    },
    'PATCH /api/v1/datasets/:org/:name/fields': {
      paths: [`${api}/fields`],
      ...json({ fields: { amount: { type: 'text' } } }),
    },
    'GET /api/v1/datasets/:org/:name/rows': {
      paths: [
        `${api}/rows`,
        ...hostile.map((query) => `${api}/rows?${query}`),
        `${records}/rows`,
        ...[...hostile, 'asOf=2099-01-01T00:00:00Z', 'stale=ok'].map((query) => `${records}/rows?${query}`),
      ],
      content: true,
    },
    'POST /api/v1/datasets/:org/:name/changes': {
      paths: [`${records}/changes`, `${api}/changes`],
      body: JSON.stringify({ op: 'upsert', record: { ref: 'walked', amount: 1 } }),
      type: 'application/x-ndjson',
    },
    'GET /api/v1/datasets/:org/:name/changes': {
      paths: [
        `${records}/changes`,
        `${records}/changes?since=0&format=ndjson`,
        ...hostile
          .filter((query) => /^(fields|filter|purpose)/.test(query))
          .map((query) => `${records}/changes?${query}`),
        `${api}/changes`,
      ],
      content: true,
    },
    'GET /api/v1/datasets/:org/:name/history': {
      paths: [
        `${records}/history?key=${canary}-ref-1`,
        `${records}/history?key=walked`,
        `${records}/history?key=${canary}-ref-1&fields=holder_note`,
        `${api}/history?key=${canary}-ref-1`,
      ],
      content: true,
    },
    'POST /api/v1/datasets/:org/:name/verifications': {
      paths: [`${api}/verifications`],
      ...json({ filter: `ref = '${canary}-ref-1'` }),
    },
    'GET /api/v1/datasets/:org/:name/versions/:number/original': {
      paths: [`${api}/versions/1/original`],
      content: true,
    },
    'POST /api/v1/agreements': { paths: ['/api/v1/agreements'], ...json({ wayleave: 'agreement/1' }) },
    'GET /api/v1/agreements': { paths: ['/api/v1/agreements'] },
    'GET /api/v1/agreements/:id': { paths: ['/api/v1/agreements/warm-homes'] },
    'POST /api/v1/agreements/:id/signatures': { paths: ['/api/v1/agreements/nothing-here/signatures'], ...json({}) },
    'POST /api/v1/agreements/:id/suspension': { paths: ['/api/v1/agreements/nothing-here/suspension'], ...json({}) },
    'POST /api/v1/agreements/:id/resumption': { paths: ['/api/v1/agreements/nothing-here/resumption'], ...json({}) },
    'POST /api/v1/agreements/:id/end': { paths: ['/api/v1/agreements/nothing-here/end'], ...json({}) },
    'POST /api/v1/decisions': {
      paths: ['/api/v1/decisions'],
      ...json({ dataset, fields: ['holder_note'], purpose: 'dpv:ServiceProvision' }),
    },
    'GET /api/v1/receipts': { paths: ['/api/v1/receipts', `/api/v1/receipts?dataset=${dataset}`] },
    'GET /api/v1/receipts/:id': { paths: [`/api/v1/receipts/${receipt}`] },
    'GET /api/v1/receipts/:id/proof': { paths: [`/api/v1/receipts/${receipt}/proof`] },
    'POST /api/v1/linkages': { paths: ['/api/v1/linkages'], ...json(definition) },
    'GET /api/v1/linkages': { paths: ['/api/v1/linkages'] },
    'GET /api/v1/linkages/:id': { paths: [linked, '/api/v1/linkages/nothing-here'] },
    'DELETE /api/v1/linkages/:id': { paths: ['/api/v1/linkages/nothing-here'] },
    'GET /api/v1/linkages/:id/runs': { paths: [`${linked}/runs`] },
    'POST /api/v1/linkages/:id/runs': { paths: [`${linked}/runs`], ...json({}) },
    'GET /api/v1/linkages/:id/reviews': { paths: [`${linked}/reviews`], content: true },
    'GET /api/v1/linkages/:id/reviews/:review': { paths: [`${linked}/reviews/${pair}`], content: true },
    'POST /api/v1/linkages/:id/reviews/:review/answers': {
      paths: [`${linked}/reviews/${pair}/answers`],
      ...json({ answer: 'defer' }),
    },
    'GET /api/v1/linkages/:id/review-measures': { paths: [`${linked}/review-measures`] },
    'GET /api/v1/linkages/:id/corrections': { paths: [`${linked}/corrections`, `${linked}/corrections?key=${person}`] },
    'POST /api/v1/linkages/:id/corrections': {
      paths: [`${linked}/corrections`],
      ...json({ undo: 1, reason: 'walked' }),
    },
    'POST /api/v1/people/searches': {
      paths: ['/api/v1/people/searches'],
      ...json({ linkage: definition.id, name: canaryName }),
      content: true,
    },
    'GET /api/v1/people/:key': { paths: [`/api/v1/people/${person}`], content: true },
    'POST /api/v1/people/:key/disputes': {
      paths: [`/api/v1/people/${person}/disputes`],
      ...json({ reason: 'walked' }),
    },
    'GET /api/v1/disputes/:reference': { paths: [`/api/v1/disputes/n${'a'.repeat(26)}`] },
    'GET /log/checkpoint': { paths: ['/log/checkpoint'] },
    'GET /log/key': { paths: ['/log/key'] },
    'GET /log/tile/*': {
      paths: [
        '/log/tile/0/000.p/1',
        '/log/tile/entries/000.p/1',
        '/log/tile/../../blobs',
        '/log/tile/%2e%2e/%2e%2e/keys',
      ],
    },
    'ALL /api/*': {
      paths: [
        '/api/v1/nothing',
        '/api/v1/datasets/northford-council/canary/rows/',
        '/api/v1//datasets',
        '/api/v1/blobs',
      ],
    },
    ...pages(),
  }
}

/** Pages are walked by people who signed in; forms come without their token here and are turned away, but for those of people. */
function pages(): Record<string, Walk> {
  const page = (...paths: string[]): Walk => ({ paths, page: true })
  const form = (path: string): Walk => ({
    paths: [path],
    page: true,
    body: 'why=walk',
    type: 'application/x-www-form-urlencoded',
  })
  const own = `/data/${dataset}`
  return {
    ...pagesOfPeople(),
    'GET /': page('/'),
    'GET /data': page('/data', '/data?q=canary', `/data?q=${canary}`),
    'GET /data/:organisation/:name': { paths: [own, `${own}?purpose=dpv:ServiceProvision`], page: true, content: true },
    'GET /data/:organisation/:name/download': {
      paths: [`${own}/download?format=csv`, `${own}/download?format=json`, `${own}/download?format=parquet`],
      page: true,
      content: true,
    },
    'GET /data/:organisation/:name/report': { paths: [`${own}/report`], page: true, content: true },
    'POST /data/:organisation/:name/report': form(`${own}/report`),
    'GET /publish': page('/publish'),
    'POST /publish': form('/publish'),
    'GET /publish/:upload': page('/publish/nothing-here'),
    'GET /publish/review/:draft': page('/publish/review/nothing-here'),
    'POST /publish/review/:draft': form('/publish/review/nothing-here'),
    'GET /publish/done/:organisation/:name': page(`/publish/done/${dataset}`),
    'GET /agreements': page('/agreements'),
    'GET /agreements/new': page('/agreements/new'),
    'POST /agreements/new': form('/agreements/new'),
    'GET /agreements/:id': page('/agreements/warm-homes'),
    'GET /agreements/:id/:step': page('/agreements/warm-homes/sign'),
    'POST /agreements/:id/:step': form('/agreements/warm-homes/sign'),
    'GET /may-i': page('/may-i', `/may-i?dataset=${dataset}&fields=holder_note&purpose=dpv:ServiceProvision`),
    'GET /receipts': page('/receipts'),
    'GET /receipts/:id': page(`/receipts/${receipt}`),
    'GET /receipts/:id/proof': page(`/receipts/${receipt}/proof`),
    'GET /log': page('/log'),
    'GET /my-data': page('/my-data'),
    'GET /cookies': page('/cookies'),
    'GET /sign-in': page('/sign-in'),
    'GET /sign-in/start': page('/sign-in/start'),
    'GET /sign-in/callback': page('/sign-in/callback?code=x&state=y'),
    'GET /sign-in/organisation': page('/sign-in/organisation'),
    'POST /sign-in/organisation': form('/sign-in/organisation'),
    'POST /sign-out': form('/sign-out'),
    'GET /assets/:file': page('/assets/nothing.css'),
    'GET /favicon.ico': page('/favicon.ico'),
  }
}

/** What is shown of a linkage's people, and what is done with it. Nothing here is confirmed, so that the canaries stay as they are. */
function pagesOfPeople(): Record<string, Walk> {
  const { id } = definition
  const their = `/people/${id}/${person}`
  const page = (...paths: string[]): Walk => ({ paths, page: true })
  const shown = (...paths: string[]): Walk => ({ ...page(...paths), content: true })
  const form = (fields: Record<string, string>, ...paths: string[]): Walk => ({
    ...page(...paths),
    signed: true,
    body: new URLSearchParams(fields).toString(),
    type: 'application/x-www-form-urlencoded',
  })
  const corrections = ['split', 'merge', 'report'].map((kind) => `${their}/${kind}`)
  return {
    'GET /people': page('/people'),
    'GET /people/:linkage': page(`/people/${id}`, `/people/${id}?name=Ada&postcode=NF1+2AB`, '/people/nothing-here'),
    'POST /people/:linkage': { ...form({ name: canaryName }, `/people/${id}`), content: true },
    'GET /people/:linkage/:key': shown(their, `/people/nothing-here/${person}`),
    'GET /people/:linkage/:key/:correction': shown(...corrections),
    'POST /people/:linkage/:key/:correction': {
      ...form({ records: 'forged', other: person }, ...corrections),
      content: true,
    },
    'GET /people/:linkage/:key/undo/:id': page(`${their}/undo/1`, `${their}/undo/x`),
    'POST /people/:linkage/:key/undo/:id': form({ reason: 'walked' }, `${their}/undo/1`, `${their}/undo/x`),
    'GET /review': page('/review'),
    'GET /review/:linkage': shown(`/review/${id}`, '/review/nothing-here'),
    'POST /review/:linkage/:id': { ...form({}, `/review/${id}/${pair}`), content: true },
    'GET /linkages': page('/linkages'),
    'GET /linkages/:linkage': page(`/linkages/${id}`, '/linkages/nothing-here'),
    'POST /linkages/:linkage': form({}, `/linkages/${id}`, '/linkages/nothing-here'),
    'GET /not-me': page('/not-me', `/not-me?reference=n${'a'.repeat(26)}`),
    'POST /not-me': form({ key: `e${'a'.repeat(26)}`, reason: 'walked' }, '/not-me'),
  }
}

const known = (method: string, url: string): string => (url === '/api/*' ? 'ALL /api/*' : `${method} ${url}`)

test('every route is known to the walk', () => {
  const table = walks()
  const routes = world.node.routes.filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
  const unknown = [...new Set(routes.map(({ method, url }) => known(method, url)))].filter((route) => !(route in table))
  assert.ok(routes.length > 30)
  assert.deepEqual(unknown, [], 'add these routes to the walk')
})

type Visitor = Readonly<{ name: string; ask(path: string, request: RequestInit, signed?: boolean): Promise<Response> }>

/** Apps at the API, people at the pages. */
async function visitors(isPage: boolean): Promise<{ others: Visitor[]; owner: Visitor }> {
  const app = (id: string | null): Visitor => ({
    name: id ?? 'the public',
    ask: (path, request) => world.as(id, path, request),
  })
  if (!isPage) return { others: strangers.map(app), owner: app(officer) }
  const person = async (subject: string): Promise<Visitor> => {
    const browser = await signedIn(world.url, subject)
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await browser.get('/cookies')).text())?.[1] ?? ''
    assert.ok(csrf, `${subject} has no token`)
    return {
      name: subject,
      ask: (path, { method, body }, signed) =>
        method === 'POST'
          ? browser.post(path, { ...Object.fromEntries(new URLSearchParams(body as string)), ...(signed && { csrf }) })
          : browser.get(path),
    }
  }
  const outside = people.filter(({ memberships }) =>
    memberships.every(({ organisation }) => organisation !== 'northford-council'),
  )
  const inside = people.find(({ memberships }) =>
    memberships.some(
      ({ organisation, roles }) => organisation === 'northford-council' && roles.includes('data-officer'),
    ),
  )
  return {
    others: [app(null), ...(await Promise.all(outside.slice(0, 6).map(({ id }) => person(id))))],
    owner: await person(inside!.id),
  }
}

test('no route gives the canary to anyone but its owner, and none without a receipt in the log', async () => {
  const callers = { page: await visitors(true), api: await visitors(false) }
  let answers = 0
  for (const [route, walk] of Object.entries(walks())) {
    const [method = 'GET'] = route.split(' ')
    const { others, owner } = walk.page ? callers.page : callers.api
    const request = {
      method: method === 'ALL' ? 'GET' : method,
      ...(walk.body === undefined ? {} : { body: walk.body, headers: { 'content-type': walk.type! } }),
    }
    for (const path of walk.paths) {
      const named = path.includes(canary)
      for (const { name, ask } of others) {
        const seen = await bytesOf(await ask(path, request, walk.signed))
        answers++
        assert.ok(named || !tells(seen.text), `${route} told ${name} the canary`)
        assert.ok(seen.status < 500, `${route} ${path} answered ${seen.status} to ${name}: ${seen.text.slice(0, 300)}`)
        if (walk.content && !walk.page)
          assert.ok(seen.status >= 400, `${route} ${path} answered ${seen.status} to ${name}`)
        if (seen.status === 403 && !walk.page) await inLog(seen.receipt, `${route} ${path} refused without a receipt`)
      }
      const own = await bytesOf(await owner.ask(path, request, walk.signed))
      assert.ok(own.status < 500, `${route} ${path} answered ${own.status} to the owner: ${own.text.slice(0, 300)}`)
      if (walk.content && own.status === 200)
        await inLog(own.receipt, `${route} ${path} gave content without a receipt`)
      if (!walk.content) assert.ok(named || !tells(own.text), `${route} gives content and is not known to`)
    }
  }
  assert.ok(answers > 500)
})

const tells = (text: string): boolean => text.includes(canary) || text.toLowerCase().includes(canaryName.toLowerCase())

type Seen = Readonly<{ status: number; text: string; receipt: string | null }>

async function bytesOf(answer: Response): Promise<Seen> {
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  const body = Buffer.from(await answer.arrayBuffer())
  return {
    status: answer.status,
    text: `${headers}\n${body.toString('latin1')}`,
    // A page has its receipt's number in its text.
    receipt: answer.headers.get('wayleave-receipt') ?? /\br[a-z2-7]{26}\b/.exec(body.toString('latin1'))?.[0] ?? null,
  }
}

async function inLog(id: string | null, otherwise: string): Promise<void> {
  assert.ok(id, otherwise)
  assert.ok(await world.node.house.receipts.prove(id), otherwise)
}

/** What to say after each command's name, aimed at the canary. */
function commandLines(): Record<string, string[][]> {
  const own = join(folder, 'canary.csv')
  writeFileSync(own, file)
  const changes = join(folder, 'changes.ndjson')
  writeFileSync(changes, JSON.stringify({ op: 'delete', key: `${canary}-ref-39` }))
  const yaml = join(folder, 'agreement.yaml')
  writeFileSync(yaml, 'wayleave: agreement/1\n')
  const definitionFile = join(folder, 'linkage.json')
  writeFileSync(definitionFile, JSON.stringify(definition))
  return {
    serve: [['--port', 'none']],
    publish: [
      [own, '--to', dataset],
      [own, '--to', register, '--mode', 'upsert'],
    ],
    change: [[register, changes]],
    changes: [[register], [register, '--since', '1', '--fields', 'holder_note']],
    history: [[register, `${canary}-ref-1`]],
    get: [
      [dataset],
      [dataset, '--fields', 'holder_note'],
      [dataset, '--filter', `ref LIKE '${canary}%'`],
      [dataset, '--format', 'parquet'],
      [dataset, '--purpose', 'dpv:ServiceProvision'],
      [register, '--as-of', '2099-01-01T00:00:00Z'],
      [register, '--stale-ok'],
    ],
    fields: [[dataset], [dataset, '--set', 'amount=text']],
    'agreement propose': [[yaml]],
    'agreement show': [['warm-homes']],
    'agreement sign': [['nothing-here']],
    'agreement suspend': [['nothing-here']],
    'agreement resume': [['nothing-here']],
    'agreement end': [['nothing-here']],
    'agreement list': [[]],
    ask: [['--dataset', dataset, '--purpose', 'dpv:ServiceProvision']],
    verify: [[dataset, '--filter', `ref = '${canary}-ref-1'`]],
    'linkage define': [[definitionFile]],
    'linkage list': [[]],
    'linkage show': [[definition.id]],
    'linkage run': [[definition.id]],
    'people search': [[definition.id, '--name', canaryName]],
    'people view': [[person]],
    'review next': [[definition.id]],
    'review decide': [[definition.id, pair, '--answer', 'defer']],
    'receipt show': [[receipt]],
    'receipt verify': [[receipt]],
    'receipt list': [[]],
    'log verify': [[]],
    'addresses match': [[own, '--against', own]],
    doctor: [[]],
    // Of files of one's own alone; what is said about them holds no cell.
    'clk encode': [[own, '--schema', own, '--key-file', yaml, '-o', join(folder, 'canary.clks.json')]],
    'clk match': [[own, own]],
    link: [[own, '--model', yaml]],
  }
}

function leaves(command: Command, path: string[] = []): string[] {
  return command.commands.length === 0
    ? [path.join(' ')]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]))
}

test('no command of the command line gives the canary to another organisation', async () => {
  const lines = commandLines()
  assert.deepEqual(leaves(createProgram()).toSorted(), Object.keys(lines).toSorted(), 'add these commands to the walk')
  for (const [name, variants] of Object.entries(lines)) {
    for (const words of variants) {
      for (const who of [['--as', 'helping-hands-practitioner'], []]) {
        const said = await command([...name.split(' '), ...words, ...who])
        const asked = words.some((word) => word.includes(canary) || word === canaryName)
        assert.ok(!tells(said.output) || asked, `wayleave ${name} told the canary`)
        assert.ok([0, 1, 2, 3].includes(said.code), `wayleave ${name} ended with ${said.code}: ${said.output}`)
        if (name === 'get') assert.equal(said.code, 3, said.output)
      }
      const help = await command([...name.split(' '), '--help'])
      assert.equal(help.code, 0)
      assert.match(help.output, /Example/, `wayleave ${name} --help has no example`)
    }
  }
  const own = await command(['get', dataset, '--as', officer, '--limit', '1'])
  assert.equal(own.code, 0, own.output)
  assert.ok(own.output.includes(canary))
})

function command(words: string[]): Promise<{ code: number; output: string }> {
  const { WAYLEAVE_TOKEN: _, ...environment } = process.env
  const env = { ...environment, WAYLEAVE_DATA: world.folder, WAYLEAVE_SERVER: world.url }
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['platform/bin/wayleave.js', ...words],
      { env, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    )
  })
}
