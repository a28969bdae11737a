/** One request through the whole house, and everything that may go wrong on the way. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { verifyReceipt } from '../../platform/src/receipts/verify/index.ts'
import type { TestNode } from '../node.ts'
import { agree, agreementOn, council, publish, trust, twoOrganisations } from '../two-organisations.ts'

let world: TestNode
before(async () => {
  world = await twoOrganisations()
})
after(() => world.stop())

const practitioner = `${trust}-practitioner`
const officer = `${council}-data-officer`
const rows = (name: string, query = '') =>
  `/api/v1/datasets/${council}/${name}/rows?purpose=dpv:ServiceProvision${query}`
const people =
  'ref,postcode,born,diagnosis,ward\nA1,LS1 4AP,03/02/1950,asthma,North\nA2,LS2 9JT,14/11/1961,none,South\nA3,,01/01/1970,,North\n'

test('exactly what the clause permits crosses, with a receipt that verifies', async () => {
  assert.equal((await publish(world, 'people', people)).status, 201)
  const refusedFirst = await world.as(practitioner, rows('people'))
  assert.equal(refusedFirst.status, 403)
  assert.equal(((await refusedFirst.json()) as { reasons: { code: string }[] }).reasons[0]?.code, 'no-agreement')

  const fields = { ref: 'pseudonym', postcode: 'outward-postcode', born: 'year' }
  await agree(world, agreementOn(`${council}/people`, { fields, rows: "ward = 'North'" }))
  const answer = await world.as(practitioner, rows('people'))
  assert.equal(answer.status, 200)
  const body = (await answer.json()) as { rows: Record<string, unknown>[]; receipt: string; next: unknown }
  assert.deepEqual(
    body.rows.map(({ postcode, born }) => ({ postcode, born })),
    [
      { postcode: 'LS1', born: 1950 },
      { postcode: null, born: 1970 },
    ],
  )
  assert.match(String(body.rows[0]?.['ref']), /^[0-9a-f]{32}$/)
  assert.equal(body.next, null)
  assert.equal(answer.headers.get('wayleave-receipt'), body.receipt)

  const found = (await (await world.as(practitioner, `/api/v1/receipts/${body.receipt}`)).json()) as {
    receipt: { rows: number; clause: unknown }
  }
  assert.equal(found.receipt.rows, 2)
  const proof = (await (await world.as(practitioner, `/api/v1/receipts/${body.receipt}/proof`)).json()) as Parameters<
    typeof verifyReceipt
  >[1]
  const key = await (await world.as(null, '/log/key')).text()
  assert.equal(verifyReceipt(found.receipt, proof, key.trim()).good, true)
  assert.equal(verifyReceipt({ ...found.receipt, rows: 3 }, proof, key.trim()).good, false)
})

test('a receipt that was kept is checked without a server, and a changed one is found out', async () => {
  assert.equal((await publish(world, 'kept', people)).status, 201)
  const answer = await world.as(officer, rows('kept').replace('purpose=dpv:ServiceProvision', 'limit=1'))
  const id = answer.headers.get('wayleave-receipt')
  const { receipt } = (await (await world.as(officer, `/api/v1/receipts/${id}`)).json()) as {
    receipt: { rows: number }
  }
  const proof: unknown = await (await world.as(officer, `/api/v1/receipts/${id}/proof`)).json()
  const key = (await (await world.as(null, '/log/key')).text()).trim()

  const check = async (content: unknown, ...words: string[]) => {
    const file = join(world.folder, 'kept-receipt.json')
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return wayleave(['receipt', 'verify', '--file', file, '--server', 'http://127.0.0.1:1', ...words])
  }
  assert.match((await check({ receipt, proof, key })).output, /^Verified: .*\nThe key came with the file/s)
  assert.equal((await check({ receipt, proof, key: 'not the key' }, '--key', key)).code, 0)
  const changed = await check({ receipt: { ...receipt, rows: receipt.rows + 1 }, proof, key })
  assert.deepEqual([changed.code, /^Not verified/m.test(changed.output)], [1, true])
  for (const junk of ['', 'null', '[]', '{"receipt":{"id":"r1"},"proof":null,"key":"k"}', '\u0000'])
    assert.match((await check(junk)).output, /is not a receipt with its proof/, junk)
  assert.equal((await check({ receipt, proof: {}, key })).code, 1)
  assert.equal((await wayleave(['receipt', 'verify'])).code, 2)
})

function wayleave(words: string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ['platform/bin/wayleave.js', ...words], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    )
  })
}

test('asking for, filtering or sorting by what is held back is refused, and names the clause', async () => {
  for (const query of [
    '&fields=diagnosis',
    "&filter=diagnosis%20=%20'asthma'",
    '&order=diagnosis',
    '&fields=ref,diagnosis',
  ]) {
    const answer = await world.as(practitioner, rows('people', query))
    assert.equal(answer.status, 403, query)
    const { reasons, receipt } = (await answer.json()) as {
      reasons: { code: string; whose: string }[]
      receipt: string
    }
    assert.deepEqual(
      reasons.map(({ code }) => code),
      ['fields-not-covered'],
    )
    assert.match(receipt, /^r[a-z2-7]{26}$/)
  }
})

test('every format gives the same rows', async () => {
  const csv = await (await world.as(practitioner, rows('people', '&format=csv&fields=postcode,born'))).text()
  assert.equal(csv, 'postcode,born\r\nLS1,1950\r\n,1970\r\n')
  const lines = await (await world.as(practitioner, rows('people', '&format=ndjson&fields=postcode,born'))).text()
  assert.equal(lines, '{"postcode":"LS1","born":1950}\n{"postcode":null,"born":1970}\n')
  const parquet = Buffer.from(await (await world.as(practitioner, rows('people', '&format=parquet'))).arrayBuffer())
  assert.equal(parquet.subarray(0, 4).toString() + parquet.subarray(-4).toString(), 'PAR1PAR1')
})

test('pages follow each other by cursor, and a cursor of another question does not fit', async () => {
  await publish(world, 'pages', `n\n${Array.from({ length: 10 }, (_, n) => n).join('\n')}\n`)
  await agree(world, agreementOn(`${council}/pages`, { fields: { n: 'as-is' } }))
  const seen: number[] = []
  let cursor = ''
  for (let page = 0; page < 5; page++) {
    const answer = await world.as(practitioner, rows('pages', `&limit=4&order=-n${cursor}`))
    const body = (await answer.json()) as { rows: { n: number }[]; next: string | null }
    seen.push(...body.rows.map(({ n }) => n))
    if (body.next === null) break
    cursor = `&cursor=${body.next}`
  }
  assert.deepEqual(seen, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  assert.equal((await world.as(practitioner, rows('pages', `&limit=5&order=-n${cursor}`))).status, 400)
  assert.equal((await world.as(practitioner, rows('pages', '&cursor=nonsense'))).status, 400)
})

test('too few rows are withheld, with a reason and a receipt', async () => {
  await publish(world, 'few', people)
  await agree(world, agreementOn(`${council}/few`, { fields: { ward: 'as-is' }, duties: { suppressBelow: 3 } }))
  assert.equal((await world.as(practitioner, rows('few'))).status, 200)
  const withheld = await world.as(practitioner, rows('few', "&filter=ward%20=%20'South'"))
  assert.equal(withheld.status, 403)
  const body = (await withheld.json()) as { reasons: { code: string; remedy: { can: string } }[]; receipt: string }
  assert.equal(body.reasons[0]?.code, 'too-few-rows')
  assert.ok(await world.node.house.receipts.prove(body.receipt))
})

test('suspending an agreement stops an answer that is being streamed; it ends cut, and says so', async () => {
  const many = `n,text\n${Array.from({ length: 400_000 }, (_, n) => `${n},${'x'.repeat(60)}`).join('\n')}\n`
  assert.equal((await publish(world, 'many', many)).status, 201)
  const id = await agree(world, agreementOn(`${council}/many`, { fields: { n: 'as-is', text: 'as-is' } }))
  const answer = await world.as(practitioner, rows('many', '&format=ndjson'))
  const receipt = answer.headers.get('wayleave-receipt')!
  const reader = answer.body!.getReader()
  await reader.read()
  const suspended = await world.as(`${council}-approver`, `/api/v1/agreements/${id}/suspension`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"why":"a test"}',
  })
  assert.equal(suspended.status, 200)
  await assert.rejects(async () => {
    for (;;) if ((await reader.read()).done) return
  }, 'a cut answer must not look whole')
  const { completion } = (await world.node.house.receipts.find(receipt))!
  assert.equal(completion?.ended, 'cut')
  assert.ok(completion.rows < 400_000)
  assert.equal((await world.as(practitioner, rows('many', '&limit=1'))).status, 403)
})

test('a whole long answer has a receipt first and a completion after', async () => {
  const answer = await world.as(officer, `/api/v1/datasets/${council}/many/rows?format=ndjson&fields=n`)
  const text = await answer.text()
  assert.equal(text.split('\n').filter(Boolean).length, 400_000)
  const found = (await world.node.house.receipts.find(answer.headers.get('wayleave-receipt')!))!
  assert.equal(found.receipt.rows, null)
  assert.deepEqual([found.completion?.rows, found.completion?.ended], [400_000, 'complete'])
})

test('a yes-or-no answer moves no data', async () => {
  await publish(world, 'badges', 'badge,expires\nB1,2027-01-01\nB2,2020-01-01\n')
  await agree(
    world,
    agreementOn(`${council}/badges`, { action: 'verify', fields: { badge: 'as-is', expires: 'as-is' } }),
  )
  const ask = async (filter: string) => {
    const answer = await world.as(practitioner, `/api/v1/datasets/${council}/badges/verifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ filter, purpose: 'dpv:ServiceProvision' }),
    })
    return { status: answer.status, body: (await answer.json()) as { holds?: boolean } }
  }
  assert.equal((await ask("badge = 'B1' AND expires > DATE('2026-11-22')")).body.holds, true)
  assert.equal((await ask("badge = 'B2' AND expires > DATE('2026-11-22')")).body.holds, false)
  assert.equal((await ask('')).status, 400)
  assert.equal((await world.as(practitioner, rows('badges'))).status, 403)
})

test('only its owner takes the original away, byte for byte', async () => {
  const own = await world.as(officer, `/api/v1/datasets/${council}/people/versions/1/original`)
  assert.equal(await own.text(), people)
  assert.ok(own.headers.get('wayleave-receipt'))
  assert.equal(
    (
      await world.as(
        practitioner,
        `/api/v1/datasets/${council}/people/versions/1/original?purpose=dpv:ServiceProvision`,
      )
    ).status,
    403,
  )
})

test('a type is changed without a new upload; the same bytes make no new version; names stay', async () => {
  const path = `/api/v1/datasets/${council}/typed`
  const first = await publish(world, 'typed', 'Payment Date,Amount\n01/02/2026,5\n03/02/2026,7\n')
  assert.deepEqual(
    ((await first.json()) as { fields: { name: string; type: string }[] }).fields.map(({ name, type }) => [name, type]),
    [
      ['Payment Date', 'date'],
      ['Amount', 'integer'],
    ],
  )
  const retyped = await world.as(officer, `${path}/fields`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { 'Payment Date': { type: 'text' } } }),
  })
  assert.equal(retyped.status, 200, await retyped.clone().text())
  assert.equal(((await retyped.json()) as { version: number }).version, 1)
  const values = (await (await world.as(officer, `${path}/rows?limit=1`)).json()) as { rows: unknown[] }
  assert.deepEqual(values.rows, [{ 'Payment Date': '01/02/2026', Amount: 5 }])
  assert.equal((await publish(world, 'typed', 'Payment Date,Amount\n01/02/2026,5\n03/02/2026,7\n')).status, 200)
  const second = await publish(world, 'typed', 'payment_date,amount,note\n01/03/2026,9,x\n')
  const body = (await second.json()) as {
    version: number
    fields: { name: string; type: string }[]
    report: { repaired: { code: string }[] }
  }
  assert.equal(body.version, 2)
  assert.deepEqual(
    body.fields.map(({ name, type }) => [name, type]),
    [
      ['Payment Date', 'text'],
      ['Amount', 'integer'],
      ['note', 'text'],
    ],
  )
  assert.ok(body.report.repaired.some(({ code }) => code === 'field-added'))
  assert.equal((await world.as(officer, `${path}/rows?version=1&limit=1`)).status, 200)
  assert.equal((await world.as(officer, `${path}/rows?version=9`)).status, 404)
})

test('people found in a file make it personal, in a later version of open data too', async () => {
  const open = await publish(world, 'halls', 'hall,ward\nDepot,North\n', '&classification=open&licence=ogl-3')
  assert.equal(((await open.json()) as { classification: string }).classification, 'open')
  assert.equal((await world.as(null, `/api/v1/datasets/${council}/halls/rows`)).status, 200)
  const keeper = 'hall,ward,keeper_nhs_number\nDepot,North,9434765919\nMill,South,9434765870\n'
  const later = await publish(world, 'halls', keeper)
  assert.equal(((await later.json()) as { classification: string }).classification, 'personal')
  assert.equal((await world.as(null, `/api/v1/datasets/${council}/halls/rows`)).status, 403)
  assert.equal((await publish(world, 'no-licence', 'a\n1\n', '&classification=open')).status, 400)
})

test('an upload that is cut leaves nothing behind', async () => {
  const token = await world.token(officer)
  const { hostname, port } = new URL(world.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(
    `POST /api/v1/datasets/${council}/cut/versions?filename=cut.csv HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\na,b\n1,2\n`,
  )
  await wait(300)
  socket.destroy()
  await wait(300)
  assert.equal((await world.as(officer, `/api/v1/datasets/${council}/cut`)).status, 404)
  assert.deepEqual(readdirSync(join(world.folder, 'blobs/incoming')), [])
})

test('bad input is told what is wrong, where, and how to mend it', async () => {
  const base = `/api/v1/datasets/${council}/people/rows`
  const cases: [string, number, string][] = [
    [`${base}?filter=ward%20==%20'x'`, 400, 'filter-unreadable'],
    [`${base}?filter=born%20%3E%205`, 400, 'filter-type'],
    [`${base}?limit=-1`, 400, 'request-invalid'],
    [`${base}?limit=1&limit=2`, 400, 'request-invalid'],
    [`${base}?format=xls`, 400, 'request-invalid'],
    [`${base}?fields=${encodeURIComponent('"unclosed')}`, 400, 'names-unreadable'],
    [`${base}?other=1`, 400, 'request-invalid'],
    [`${base}?format=geojson`, 400, 'format-unsuitable'],
    [`/api/v1/datasets/${council}/nothing/rows`, 404, 'dataset-unknown'],
    ['/api/v1/datasets/..%2f..%2fetc/passwd/rows', 400, 'request-invalid'],
    [`/api/v1/datasets/${council}/people%2fx/rows`, 400, 'request-invalid'],
    ['/api/v1/receipts/../../etc', 404, 'not-found'],
  ]
  for (const [path, status, code] of cases) {
    const answer = await world.as(officer, path)
    const body = (await answer.json()) as { code: string; title: string; detail?: string; mend?: string }
    assert.deepEqual([answer.status, body.code], [status, code], path)
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/)
    assert.ok(body.title)
  }
  const wide = `${Array.from({ length: 10_000 }, (_, n) => `c${n}`).join(',')}\n`
  assert.equal((await publish(world, 'wide', wide)).status, 422)
  assert.equal((await publish(world, 'empty', '')).status, 422)
  assert.equal((await publish(world, 'Bad Name', 'a\n1\n')).status, 400)
})

test('forged, foreign and broken tokens all get the same 401', async () => {
  const good = await world.token(officer)
  const [head, body, mark] = good.split('.') as [string, string, string]
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')
  const forged = [
    '',
    'x',
    `${none}.${body}.`,
    `${head}.${body}.`,
    `${head}.${body}.${mark.slice(0, -4)}AAAA`,
    `${good}x`,
    'a'.repeat(9_000),
  ]
  const words = new Set<string>()
  for (const token of forged) {
    const answer = await fetch(new URL(`/api/v1/datasets/${council}/people/rows`, world.url), {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
    words.add(await answer.text())
  }
  assert.equal(words.size, 1)
})

test('nobody acts for another organisation', async () => {
  const json = { 'content-type': 'application/json' }
  const stranger = `${trust}-data-officer`
  const acts: [string, string, string][] = [
    ['PUT', `/api/v1/datasets/${council}/people`, '{"title":"Mine"}'],
    ['POST', `/api/v1/datasets/${council}/people/versions`, 'a\n1\n'],
    ['PATCH', `/api/v1/datasets/${council}/people/fields`, '{"fields":{"ref":{"type":"text"}}}'],
  ]
  for (const [method, path, body] of acts) {
    const answer = await world.as(stranger, path, { method, body, headers: json })
    assert.equal(answer.status, 403, path)
    assert.deepEqual(
      ((await answer.json()) as { reasons: { code: string }[] }).reasons.map(({ code }) => code),
      ['not-your-organisation'],
    )
  }
  const id = await agree(world, agreementOn(`${council}/people`, { fields: { ward: 'as-is' } }))
  const byOfficer = await world.as(officer, `/api/v1/agreements/${id}/suspension`, {
    method: 'POST',
    headers: json,
    body: '{}',
  })
  assert.equal(byOfficer.status, 403)
  assert.equal((await world.as(null, `/api/v1/agreements/${id}`)).status, 403)
})
