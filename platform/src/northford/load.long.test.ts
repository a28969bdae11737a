import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createCatalogue } from '#catalogue'
import { fileBlobs } from '#foundation/blobs.ts'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { createEntities } from '#entities'
import { createExchange } from '#exchange'
import { createGovernance } from '#governance'
import { createHoldings } from '#holdings'
import { createIdentity } from '#identity'
import { createIntake } from '#intake'
import { createReceipts } from '#receipts'
import type { Classification } from '#model/dataset.ts'
import type { DataAction, Role } from '#model/request.ts'
import { type Credential, credentialsFile } from './credentials.ts'
import { peopleDatasets, placeDatasets } from './datasets.ts'
import { loadNorthford } from './load.ts'
import { truthFile } from './make.ts'
import { somebody } from './rooms.ts'
import { standings } from './standing.ts'

const folder = mkdtempSync(join(tmpdir(), 'northford-load-'))
const clock = () => new Date('2026-11-22T10:00:00Z')
const datasets = [...placeDatasets, ...peopleDatasets]

async function openRooms() {
  const database = await testDatabase()
  const catalogue = await createCatalogue(database, clock)
  const governance = await createGovernance({ database, clock, catalogue })
  const identity = await createIdentity({
    database,
    clock,
    issuer: 'http://127.0.0.1:8700',
    keysFolder: join(folder, 'keys'),
    oidc: null,
  })
  for (const name of ['blobs', 'scratch']) mkdirSync(join(folder, name))
  const blobs = await fileBlobs(join(folder, 'blobs'))
  const limits = { bytes: 1_000_000_000, memoryLimit: '512MB' }
  const intake = await createIntake({
    catalogue,
    governance,
    blobs,
    database,
    clock,
    folder: join(folder, 'scratch'),
    limits,
  })
  const scratch = join(folder, 'scratch')
  const holdings = await createHoldings({ blobs, folder: scratch, memoryLimit: '256MB' })
  const keysFolder = join(folder, 'keys')
  const receipts = await createReceipts({
    database,
    clock,
    folder: join(folder, 'log'),
    keysFolder,
    origin: 'northford/log',
  })
  const exchange = createExchange({ identity, catalogue, governance, holdings, receipts, clock })
  const rooms = { catalogue, governance, identity }
  const entities = await createEntities({ database, clock, exchange, rooms, keysFolder })
  const earlier = (at: Date) => createGovernance({ database, clock: () => at, catalogue })
  const load = (progress: (line: string) => void = () => undefined) =>
    loadNorthford({
      rooms: { ...rooms, intake, entities },
      folder,
      people: 600,
      seed: 5,
      today: clock(),
      issuer: 'http://127.0.0.1:8700/demo-sign-in',
      progress,
      earlier,
    })
  const close = async () => {
    await entities.close()
    await receipts.close()
    await holdings.close()
    await intake.close()
    await governance.close()
  }
  return { catalogue, governance, identity, entities, load, close }
}

const house = await openRooms()
after(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(organisation: string, role: Role, dataset: string, [action, purpose]: [DataAction, string | null]) {
  const found = await house.catalogue.dataset(dataset)
  assert.ok(found?.latest, dataset)
  const facts = {
    ref: dataset,
    organisation: found.organisation,
    classification: found.classification,
    fields: found.latest.fields,
  }
  return house.governance.decide({
    caller: somebody(organisation, role, 'Somebody'),
    dataset: facts,
    action,
    purpose,
    fields: null,
    at: clock().toISOString(),
  })
}

test('a load that is cut off goes on where it stopped', async () => {
  let lines = 0
  const cut = house.load(() => {
    if (++lines === 6) throw new Error('cut off')
  })
  await assert.rejects(cut, /cut off/)
  assert.ok(!readdirSync(folder).includes(truthFile))
  await house.load()
  for (const { dataset, files, classification, key, title } of datasets) {
    const found = await house.catalogue.dataset(dataset)
    assert.equal(found?.latest?.number, files.length, dataset)
    assert.deepEqual([found.classification, found.key, found.title], [classification, key, title], dataset)
    assert.ok(found.latest.rows > 0, dataset)
  }
  assert.deepEqual(
    new Set(datasets.map((each): Classification => each.classification)),
    new Set(['open', 'shared', 'personal', 'special']),
  )
  assert.ok(readdirSync(folder).includes(truthFile))
  assert.ok(!readdirSync(folder).includes('northford'))
})

test('agreements stand as they should', async () => {
  for (const { id, state } of standings) assert.equal((await house.governance.agreement(id))?.state, state, id)
})

test('credentials are for their owner alone, work, and stay the same when the place is loaded again', async () => {
  const path = join(folder, credentialsFile)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const text = readFileSync(path, 'utf8')
  const { revision } = house.governance
  await house.load(() => assert.fail('there is nothing left to do'))
  assert.equal(readFileSync(path, 'utf8'), text)
  assert.equal(house.governance.revision, revision)
  const credentials = JSON.parse(text) as Credential[]
  const { client_id, client_secret } = credentials.find(
    (each) => each.client_id === 'brightspark-energy-practitioner',
  ) as Credential
  const answer = await house.identity.issueToken(
    { grant_type: 'client_credentials', client_id, client_secret },
    { address: '127.0.0.1' },
  )
  assert.equal(answer.status, 200)
})

test('agreements let through what they should, and no more', async () => {
  const yes: [string, Role, string, DataAction, string][] = [
    ['brightspark-energy', 'practitioner', 'northford-council/winter-register', 'read', 'northford:winter-support'],
    ['northford-council', 'practitioner', 'st-annes-nhs-trust/discharges', 'read', 'northford:hospital-discharge'],
    [
      'st-annes-nhs-trust',
      'practitioner',
      'northford-council/adult-social-care',
      'read',
      'northford:hospital-discharge',
    ],
    [
      'westmoor-district-council',
      'practitioner',
      'northford-council/winter-register',
      'read',
      'northford:winter-gritting',
    ],
    ['st-annes-nhs-trust', 'practitioner', 'northford-police/missing-persons', 'read', 'northford:find-missing-people'],
    ['northford-police', 'practitioner', 'st-annes-nhs-trust/admissions', 'verify', 'northford:find-missing-people'],
    ['northway-buses', 'practitioner', 'northford-council/blue-badge-holders', 'verify', 'northford:bus-pass'],
    ['helping-hands', 'practitioner', 'northford-council/household-support-fund', 'read', 'northford:food-support'],
    ['university-of-northford', 'analyst', 'st-annes-nhs-trust/admissions', 'read', 'dpv:AcademicResearch'],
    ['northford-council', 'analyst', 'brightspark-energy/smart-meter-areas', 'read', 'northford:service-planning'],
    ['kerbside-apps', 'developer', 'northway-buses/ridership', 'export', 'dpv:ImproveTransportMobility'],
    ['northford-water', 'practitioner', 'brightspark-energy/priority-services', 'read', 'northford:priority-services'],
    [
      'northford-council',
      'practitioner',
      'westmoor-district-council/benefits-caseload',
      'verify',
      'northford:free-school-meals',
    ],
    ['kerbside-apps', 'developer', 'northford-council/grit-bins', 'read', 'dpv:CommercialPurpose'],
  ]
  for (const [organisation, role, dataset, action, purpose] of yes) {
    const decision = await ask(organisation, role, dataset, [action, purpose])
    assert.equal(
      decision.outcome,
      'permit',
      `${organisation} ${action} ${dataset}: ${decision.outcome === 'refusal' ? decision.reasons.map(({ because }) => because).join(' ') : ''}`,
    )
  }
})

test('linkages are there to be run', async () => {
  const credentials = JSON.parse(readFileSync(join(folder, credentialsFile), 'utf8')) as Credential[]
  for (const [organisation, id] of [
    ['northford-council', 'hospital-discharge'],
    ['st-annes-nhs-trust', 'home-from-hospital'],
    ['northford-water', 'priority-services'],
  ] as const) {
    const { client_id, client_secret } = credentials.find((each) => each.client_id === `${organisation}-analyst`)!
    const form = { grant_type: 'client_credentials', client_id, client_secret }
    const { body } = await house.identity.issueToken(form, { address: '127.0.0.1' })
    const found = await house.entities.linkages({ bearer: (body as { access_token: string }).access_token })
    assert.deepEqual(
      found.map((linkage) => [linkage.id, linkage.latest]),
      [[id, null]],
    )
  }
})

test('refusals of every kind can be seen', async () => {
  const no: [string, Role, string, DataAction, string, string][] = [
    [
      'brightspark-energy',
      'practitioner',
      'st-annes-nhs-trust/community-nursing',
      'read',
      'northford:priority-services',
      'house-rule',
    ],
    [
      'helping-hands',
      'practitioner',
      'st-annes-nhs-trust/community-nursing',
      'read',
      'northford:social-prescribing',
      'consent-not-offered',
    ],
    [
      'northford-council',
      'analyst',
      'northford-police/incidents',
      'read',
      'northford:community-safety',
      'not-in-force',
    ],
    ['northway-buses', 'analyst', 'northford-council/pupils', 'read', 'northford:school-travel', 'not-in-force'],
    [
      'helping-hands',
      'practitioner',
      'northford-council/winter-register',
      'read',
      'dpv:ProtectionOfPublicSecurity',
      'not-in-force',
    ],
    [
      'northway-buses',
      'practitioner',
      'northford-council/electoral-register',
      'verify',
      'northford:bus-pass',
      'not-in-force',
    ],
    [
      'northford-council',
      'analyst',
      'brightspark-energy/priority-services',
      'aggregate',
      'northford:service-planning',
      'action-not-offered',
    ],
    [
      'kerbside-apps',
      'developer',
      'northway-buses/ridership',
      'subscribe',
      'dpv:ImproveTransportMobility',
      'action-not-offered',
    ],
    ['kerbside-apps', 'developer', 'northford-council/pupils', 'read', 'dpv:CommercialPurpose', 'no-agreement'],
    [
      'brightspark-energy',
      'practitioner',
      'northford-council/winter-register',
      'read',
      'dpv:DirectMarketing',
      'purpose-not-covered',
    ],
  ]
  for (const [organisation, role, dataset, action, purpose, code] of no) {
    const decision = await ask(organisation, role, dataset, [action, purpose])
    const codes = decision.outcome === 'refusal' ? decision.reasons.map((reason) => reason.code) : []
    assert.ok(codes.includes(code), `${organisation} ${action} ${dataset}: ${codes.join()}`)
  }
})
