/**
 * Every file of the open data hub collection (beside the repository, when it is there) is published through the command
 * line: a right table, whose rows come out again, or a clear refusal.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { type TestNode, testNode } from '../node.ts'
import { expected } from './opendata-hub.ts'

const hub = resolve('../shared/data/opendata-hub')
const officer = 'hub-data-officer'
let world: TestNode

const isThere = existsSync(hub)
const files = isThere
  ? (readdirSync(hub, { recursive: true, encoding: 'utf8' }) as string[])
      .filter((file) => statSync(join(hub, file)).isFile() && !['README.md', 'SHA256SUMS'].includes(file))
      .toSorted()
  : []

before(async () => {
  world = await testNode({ demo: false })
  const { catalogue, governance, identity } = world.node.house
  await catalogue.putOrganisation({
    id: 'hub',
    name: 'The hub',
    kind: 'council',
    contact: 'data@hub.example',
    assurances: [],
  })
  await governance.ownUse('hub')
  const secret = 'a secret of this test alone, long enough'
  await identity.putClient({
    clientId: officer,
    secret,
    organisation: 'hub',
    roles: ['data-officer'],
    about: 'Hub data officer',
  })
  const entry = {
    client_id: officer,
    client_secret: secret,
    organisation: 'hub',
    roles: ['data-officer'],
    about: 'Hub data officer',
  }
  writeFileSync(join(world.folder, 'demo-credentials.json'), JSON.stringify([entry]), { mode: 0o600 })
})
after(() => world.stop())

type Outcome = Readonly<{
  rows?: number
  fields?: { name: string }[]
  code?: string
  detail?: string
  mend?: string
  dataset?: string
}>

function publish(file: string): Promise<{ exit: number; outcome: Outcome }> {
  const name = file
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
  const words = ['publish', join(hub, file), '--to', `hub/${name}`, '--as', officer, '--json']
  const env = { ...process.env, WAYLEAVE_DATA: world.folder, WAYLEAVE_SERVER: world.url }
  return new Promise((done) => {
    execFile(process.execPath, ['platform/bin/wayleave.js', ...words], { env, maxBuffer: 1 << 26 }, (error, stdout) =>
      done({ exit: error ? Number(error.code) : 0, outcome: JSON.parse(stdout) as Outcome }),
    )
  })
}

test(
  'every file is a right table or a clear refusal',
  { skip: isThere ? false : 'the collection is not beside this checkout' },
  async (t) => {
    const found: Record<string, number | string> = {}
    for (const file of files) {
      const { exit, outcome } = await publish(file)
      found[file] = outcome.rows ?? outcome.code ?? 'nothing'
      t.diagnostic(
        `${file}: ${exit === 0 ? `${outcome.rows} rows, ${outcome.fields?.length} fields` : `refused, ${outcome.code}`}`,
      )
      if (exit === 0) await comesOutAgain(outcome)
      else assert.ok(exit === 1 && outcome.detail && outcome.mend, `${file}: a refusal says what and how to mend it`)
    }
    assert.deepEqual(found, expected)
    assert.ok(files.length > 60)
  },
)

async function comesOutAgain({ dataset, rows, fields = [] }: Outcome): Promise<void> {
  const answer = await world.as(officer, `/api/v1/datasets/${dataset}/rows?format=ndjson`)
  assert.equal(answer.status, 200, `reading ${dataset}`)
  const lines = (await answer.text()).split('\n').filter(Boolean)
  assert.equal(lines.length, rows, `rows of ${dataset}`)
  // Sorted: JavaScript puts keys that look like numbers first.
  const names = fields.map(({ name }) => name).toSorted()
  if (lines.length > 0)
    assert.deepEqual(Object.keys(JSON.parse(lines[0]!) as object).toSorted(), names, `fields of ${dataset}`)
}
