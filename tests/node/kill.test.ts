/**
 * `kill -9` at random moments while clients publish, change records, sign and read. Whatever was answered must be there after the restart, nothing
 * may be half there, and the log must verify. WAYLEAVE_KILLS sets the number of kills; WAYLEAVE_KILL_SEED repeats a run.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { verifyLog, verifyReceipt } from '../../platform/src/receipts/verify/index.ts'

const kills = Number(process.env['WAYLEAVE_KILLS'] ?? (process.env['WAYLEAVE_TEST_QUICK'] ? 3 : 50))
const seed = Number(process.env['WAYLEAVE_KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** mulberry32: small, and the same run for the same seed. */
let state = seed
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

const folder = mkdtempSync(join(tmpdir(), 'wayleave-kill-'))
let port = 0
let node: ChildProcess | undefined
after(async () => {
  if (node?.exitCode === null) {
    node.kill('SIGTERM')
    await once(node, 'exit')
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const url = (path: string) => `http://127.0.0.1:${port}${path}`

async function start(): Promise<void> {
  const { DATABASE_URL: _, ...environment } = process.env
  node = spawn(process.execPath, ['platform/bin/wayleave.js', 'serve', '--demo', '--people', '600'], {
    env: { ...environment, WAYLEAVE_DATA: folder, PORT: String(port), WAYLEAVE_LOG: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  node.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  for (;;) {
    if (node.exitCode !== null || node.signalCode !== null) throw new Error(`the node ended: ${said}`)
    const ready = await fetch(url('/readyz')).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await wait(20)
  }
}

type Credential = { client_id: string; client_secret: string }
const tokens = new Map<string, string>()

async function token(clientId: string): Promise<string> {
  const known = tokens.get(clientId)
  if (known) return known
  const entry = (JSON.parse(readFileSync(join(folder, 'demo-credentials.json'), 'utf8')) as Credential[]).find(
    (one) => one.client_id === clientId,
  )
  assert.ok(entry, `no client ${clientId}`)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: entry.client_id,
    client_secret: entry.client_secret,
  })
  const answer = (await (await fetch(url('/oauth/token'), { method: 'POST', body })).json()) as { access_token: string }
  tokens.set(clientId, answer.access_token)
  return answer.access_token
}

async function call(clientId: string, method: string, path: string, body?: string): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${await token(clientId)}` }
  if (body !== undefined) headers['content-type'] = typeOf(body)
  const answer = await fetch(url(path), { method, headers, ...(body === undefined ? {} : { body }) })
  assert.ok(answer.status < 500 || answer.status === 503, `${method} ${path} answered ${answer.status}`)
  return answer
}

function typeOf(body: string): string {
  if (body.startsWith('{"op"')) return 'application/x-ndjson'
  return body.startsWith('{') ? 'application/json' : 'text/csv'
}

const officer = 'northford-council-data-officer'
const records = '/api/v1/datasets/northford-council/kill-records'
const published = new Map<string, number>()
/** Batches of changes that were answered, by their name, with their size. */
const batches = new Map<string, number>()
const signed = new Set<string>()
const receipts = new Set<string>()
let serial = 0

/** Each of these notes a thing down only once its answer has arrived whole. */
const works = {
  async publish() {
    const name = `kill-${(serial++).toString(36)}`
    const rows = 1 + Math.floor(random() * 2_000)
    const text = `ref,place,amount\n${Array.from({ length: rows }, (_, row) => `R${row},Street ${row % 7},${row}`).join('\n')}\n`
    const answer = await call(
      officer,
      'POST',
      `/api/v1/datasets/northford-council/${name}/versions?filename=${name}.csv`,
      text,
    )
    if (answer.status === 201) {
      const { rows: kept } = (await answer.json()) as { rows: number }
      assert.equal(kept, rows)
      published.set(name, rows)
    }
  },
  async change() {
    const batch = `B${(serial++).toString(36)}`
    const size = 1 + Math.floor(random() * 1_200)
    const lines = Array.from({ length: size }, (_, n) =>
      JSON.stringify({ op: 'upsert', record: { ref: `${batch}-${n}`, batch, size }, id: `${batch}-${n}` }),
    )
    const answer = await call(officer, 'POST', `${records}/changes`, lines.join('\n'))
    if (answer.status !== 200) return
    const { inserted } = (await answer.json()) as { inserted: number }
    assert.equal(inserted, size)
    batches.set(batch, size)
  },
  async sign() {
    const id = `kill-agreement-${(serial++).toString(36)}`
    const document = {
      wayleave: 'agreement/1',
      id,
      title: 'Made to be interrupted',
      parties: [
        { organisation: 'northford-council', role: 'provider' },
        { organisation: 'helping-hands', role: 'recipient' },
      ],
      purposes: ['dpv:ServiceProvision'],
      description: 'A test.',
      lawfulBasis: { id: 'eu-gdpr:A6-1-e', law: 'Localism Act 2011, section 1' },
      starts: '2026-01-01',
      ends: '2099-12-31',
      clauses: [
        {
          id: 'c1',
          dataset: 'northford-council/public-toilets',
          action: 'read',
          roles: ['practitioner'],
          fields: { Postcode: 'as-is' },
        },
      ],
    }
    const proposed = await call('northford-council-approver', 'POST', '/api/v1/agreements', JSON.stringify(document))
    assert.equal(proposed.status, 201, await proposed.text())
    await call('northford-council-approver', 'POST', `/api/v1/agreements/${id}/signatures`, '{}')
    const both = await call('helping-hands-approver', 'POST', `/api/v1/agreements/${id}/signatures`, '{}')
    if (both.status === 200 && ((await both.json()) as { state: string }).state === 'active') signed.add(id)
  },
  async read() {
    const answer = await call(officer, 'GET', '/api/v1/datasets/northford-council/public-toilets/rows?limit=3')
    const { receipt } = (await answer.json()) as { receipt?: string }
    if (answer.status === 200 && receipt) receipts.add(receipt)
  },
}

async function worker(stopped: () => boolean, kinds: (keyof typeof works)[]): Promise<void> {
  while (!stopped()) {
    const kind = kinds[Math.floor(random() * kinds.length)]!
    // The connection breaks when the node is killed; what had no answer may or may not have happened.
    await works[kind]().catch((error: unknown) => {
      if (!stopped() && !(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error
    })
  }
}

async function killed(round: number): Promise<void> {
  let stopped = false
  const clients = [
    worker(() => stopped, ['publish']),
    worker(() => stopped, ['sign', 'read']),
    worker(() => stopped, ['change', 'read']),
  ]
  await Promise.race([wait(50 + random() * 1_500), ...clients])
  stopped = true
  const gone = once(node!, 'exit')
  if (round % 5 === 4) {
    // The database too, as when the machine's memory runs out.
    const postmaster = Number(readFileSync(join(folder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(postmaster, 'SIGKILL')
  }
  node!.kill('SIGKILL')
  await gone
  await Promise.allSettled(clients)
}

test(`${kills} kills: everything acknowledged is there (seed ${seed})`, async (t) => {
  port = await freePort()
  await start()
  await defineRecords()
  for (let round = 0; round < kills; round++) {
    await killed(round)
    await start()
  }

  for (const [name, rows] of published) {
    const answer = await call(officer, 'GET', `/api/v1/datasets/northford-council/${name}/rows?format=ndjson`)
    assert.equal(answer.status, 200, `published and gone: ${name}`)
    assert.equal((await answer.text()).split('\n').filter(Boolean).length, rows)
  }
  await checkBatches()
  for (const id of signed) {
    const answer = await call('helping-hands-approver', 'GET', `/api/v1/agreements/${id}`)
    assert.equal(((await answer.json()) as { state: string }).state, 'active', `signed and gone: ${id}`)
  }
  const key = await (await fetch(url('/log/key'))).text()
  for (const id of receipts) {
    const found = await call(officer, 'GET', `/api/v1/receipts/${id}`)
    assert.equal(found.status, 200, `answered and unreceipted: ${id}`)
    const { receipt } = (await found.json()) as { receipt: unknown }
    const proof = (await (await call(officer, 'GET', `/api/v1/receipts/${id}/proof`)).json()) as Parameters<
      typeof verifyReceipt
    >[1]
    assert.equal(verifyReceipt(receipt, proof, key.trim()).good, true)
  }
  const log = await verifyLog(join(folder, 'log'))
  assert.equal(log.good, true, JSON.stringify(log))
  const done = `${published.size} publishes, ${batches.size} batches of changes, ${signed.size} agreements and ${receipts.size} reads`
  assert.ok(
    published.size > 0 && batches.size > 0 && signed.size > 0 && receipts.size > 0,
    `the clients did too little to count: ${done}`,
  )
  t.diagnostic(`${done} were acknowledged`)
})

async function defineRecords(): Promise<void> {
  const fields = [
    { name: 'ref', type: 'text' },
    { name: 'batch', type: 'text' },
    { name: 'size', type: 'integer' },
  ]
  const answer = await call(officer, 'PUT', records, JSON.stringify({ kind: 'records', key: 'ref', fields }))
  assert.equal(answer.status, 200, await answer.text())
}

/** A batch is there whole or not at all, and those that were answered are there; in the rows, and in their columnar copy. */
async function checkBatches(): Promise<void> {
  for (const query of [
    `filter=${encodeURIComponent('size > 0')}&format=ndjson`,
    'stale=ok&format=ndjson',
    'format=ndjson',
  ]) {
    const answer = await call(officer, 'GET', `${records}/rows?${query}`)
    const kept = Map.groupBy(
      (await answer.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { batch: string; size: number }),
      ({ batch }) => batch,
    )
    for (const [batch, rows] of kept) assert.equal(rows.length, rows[0]!.size, `half a batch: ${batch}`)
    if (query.startsWith('stale')) continue
    for (const [batch, size] of batches) assert.equal(kept.get(batch)?.length, size, `answered and gone: ${batch}`)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as { port: number }
  probe.close()
  return free
}
