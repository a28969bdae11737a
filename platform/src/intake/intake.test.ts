import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { type Catalogue, createCatalogue } from '#catalogue'
import { fileBlobs } from '#foundation/blobs.ts'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { Problem } from '#foundation/problem.ts'
import { createGovernance } from '#governance'
import { createHoldings } from '#holdings'
import { anonymous, type Caller } from '#model/request.ts'
import { type Choices, createIntake } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-intake-room-'))
let now = new Date('2026-11-01T09:00:00Z')
const clock = () => now
const database = await testDatabase()
const catalogue = await createCatalogue(database, clock)
await catalogue.putOrganisation({
  id: 'northford-council',
  name: 'Northford City Council',
  kind: 'council',
  contact: 'x',
  assurances: [],
})
const governance = await createGovernance({ database, clock, catalogue })
const blobs = await fileBlobs(join(folder, 'blobs'))
const holdings = await createHoldings({ blobs, folder, memoryLimit: '256MB', records: { database, clock } })
const { records } = holdings
const settings = {
  governance,
  blobs,
  database,
  records,
  clock,
  folder,
  limits: { bytes: 1_000_000, memoryLimit: '256MB' },
}
const intake = await createIntake({ ...settings, catalogue })
after(async () => {
  await intake.close()
  await governance.close()
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

const officer: Caller = {
  kind: 'app',
  id: 'desk',
  name: 'Desk',
  organisation: 'northford-council',
  roles: ['data-officer'],
}
let names = 0
const newRef = () => `northford-council/table-${++names}`

async function publish(ref: string, text: string, choices: Choices = {}, by = intake) {
  const draft = await by.analyse({ stream: Readable.from([Buffer.from(text)]), name: 'file.csv' }, { ref })
  return by.confirm(draft.id, choices, officer)
}

const code = (wanted: string) => (error: unknown) => error instanceof Problem && error.code === wanted

/** May anybody at all read it? */
async function isOpen(ref: string): Promise<boolean> {
  const dataset = await catalogue.dataset(ref)
  assert.ok(dataset)
  const facts = {
    ref,
    organisation: dataset.organisation,
    classification: dataset.classification,
    fields: dataset.latest?.fields ?? [],
  }
  const asked = {
    caller: anonymous,
    dataset: facts,
    action: 'read',
    purpose: null,
    fields: null,
    at: now.toISOString(),
  } as const
  return governance.decide(asked).outcome === 'permit'
}

const codes = (report: { repaired: readonly { code: string; field?: string }[] }) =>
  report.repaired.map(({ code, field }) => `${code} ${field}`)

test('a file becomes a version, and the same bytes make no other', async () => {
  const ref = newRef()
  const first = await publish(ref, 'id,colour\n1,red\n2,blue\n')
  assert.deepEqual([first.isNew, first.version.number, first.version.rows], [true, 1, 2])
  assert.deepEqual([first.dataset.classification, first.dataset.licence], ['shared', null])
  assert.ok((await blobs.has(first.version.original)) && (await blobs.has(first.version.snapshot)))
  const again = await publish(ref, 'id,colour\n1,red\n2,blue\n')
  assert.deepEqual([again.isNew, again.version.number], [false, 1])
  assert.equal((await catalogue.versions(ref)).length, 1)
})

test('a draft shows what was understood, without any cell’s content but its ends, and waits a day', async () => {
  const text = 'id,secret\n1,alpha\n2,canary-7\n3,omega\n'
  const draft = await intake.analyse({ stream: Readable.from([Buffer.from(text)]), name: 'f.csv' }, { ref: newRef() })
  assert.ok(!JSON.stringify(draft).includes('canary-7'))
  assert.equal((await intake.draft(draft.id)).rows, 3)
  assert.equal(await catalogue.dataset(draft.dataset), undefined)
  now = new Date(now.getTime() + 25 * 3_600_000)
  await publish(newRef(), 'a,b\n1,2\n')
  await assert.rejects(intake.confirm(draft.id, {}, officer), code('draft-unknown'))
})

test('fields keep their names, hand-set types carry over, and a changed schema is told', async () => {
  const ref = newRef()
  await publish(ref, 'Site Ref,Opened,Old\n007,1/2/2020,x\n', { types: { 'Site Ref': 'integer' } })
  const { version } = await publish(ref, 'SITE_REF,opened,New\n008,soon,z\n')
  assert.deepEqual(
    version.fields.map(({ name, type }) => [name, type]),
    [
      ['Site Ref', 'integer'],
      ['Opened', 'text'],
      ['New', 'text'],
    ],
  )
  const told = codes(version.report)
  for (const line of [
    'field-name-kept Site Ref',
    'field-name-kept Opened',
    'type-changed Opened',
    'field-added New',
    'field-removed Old',
  ])
    assert.ok(told.includes(line), line)
  // The field for which a type was set may be gone: the next file is read all the same.
  assert.equal((await publish(ref, 'Other,Opened\n1,2\n')).version.number, 3)
})

test('a type can be changed without a new upload, and back again', async () => {
  const ref = newRef()
  await publish(ref, 'id,code\n1,007\n2,x9\n')
  const whole = await intake.retype(ref, { code: 'integer' }, officer)
  assert.deepEqual([whole.number, whole.fields[1]?.type, whole.profile[1]?.nulls], [1, 'integer', 1])
  assert.deepEqual(
    whole.report.setAside.map(({ code, rows }) => [code, rows]),
    [['unreadable-value', [3]]],
  )
  const back = await intake.retype(ref, { code: 'text' }, officer)
  assert.deepEqual([back.fields[1]?.type, back.profile[1]?.minimum, back.profile[1]?.maximum], ['text', '007', 'x9'])
  await assert.rejects(intake.retype(ref, { nothing: 'text' }, officer), code('field-unknown'))
  await assert.rejects(
    intake.retype(newRef(), { code: 'text' }, officer),
    (error) => error instanceof Problem && error.status === 404,
  )
})

test('a key is a field without gaps and repeats, and stays one', async () => {
  const ref = newRef()
  await assert.rejects(publish(ref, 'id,a\n1,x\n1,y\n,z\n', { key: 'id' }), (error) => {
    return (
      error instanceof Problem && error.code === 'key-unfit' && /3 rows.*1 have no value.*1 repeat/.test(error.detail)
    )
  })
  assert.equal(await catalogue.dataset(ref), undefined)
  await assert.rejects(publish(ref, 'id,a\n1,x\n', { key: 'other' }), code('key-unfit'))
  await publish(ref, 'id,a\n7,x\n007,y\n', { key: 'id' })
  await assert.rejects(publish(ref, 'id,a\n1,x\n1,y\n'), code('key-unfit'))
  await assert.rejects(intake.retype(ref, { id: 'integer' }, officer), code('key-unfit'))
  assert.equal((await catalogue.dataset(ref))?.latest?.number, 1)
})

test('open needs a licence and its owner’s word', async () => {
  const ref = newRef()
  await assert.rejects(publish(ref, 'a,b\n1,2\n', { classification: 'open' }), code('licence-needed'))
  assert.equal(await catalogue.dataset(ref), undefined)
  const { dataset } = await publish(ref, 'a,b\n1,2\n', { classification: 'open', licence: 'ogl-3' })
  assert.deepEqual([dataset.classification, dataset.licence, await isOpen(ref)], ['open', 'ogl-3', true])
  await publish(ref, 'a,b\n1,3\n')
  assert.equal(await isOpen(ref), true)
})

const people = 'name,email\nPriya Patel,priya.patel@example.com\nJohn Smith,john.smith@example.com\n'

test('a file with people in it is personal until its owner says otherwise, and then that is on record', async () => {
  const ref = newRef()
  const { dataset, version } = await publish(ref, people)
  assert.equal(dataset.classification, 'personal')
  assert.match(dataset.classificationReason, /“name”.*“email”/)
  assert.equal(version.fields[0]?.classification, 'personal')
  const other = newRef()
  const opened = await publish(other, people, { classification: 'open', licence: 'ogl-3' })
  assert.equal(opened.dataset.classification, 'open')
  assert.ok(opened.version.report.repaired.some(({ code }) => code === 'people-found-but-declared-open'))
  await publish(other, `${people}Ann Jones,ann.jones@example.com\n`)
  assert.equal((await catalogue.dataset(other))?.classification, 'open', 'the owner’s word on these fields stands')
})

test('people planted in a later version of open data close it', async () => {
  const ref = newRef()
  await publish(ref, 'a,b\n1,x\n', { classification: 'open', licence: 'ogl-3' })
  const { dataset } = await publish(ref, 'a,b\n9434765919,x\n4010232137,y\n')
  assert.deepEqual([dataset.classification, dataset.licence, await isOpen(ref)], ['personal', null, false])
})

test('people in the first file of a dataset that was declared open beforehand close it too', async () => {
  const ref = newRef()
  await intake.describe(ref, { classification: 'open', licence: 'ogl-3' }, officer)
  const { dataset } = await publish(ref, people)
  assert.deepEqual([dataset.classification, await isOpen(ref)], ['personal', false])
})

test('a dataset whose earlier versions are about people is not opened by one that is not', async () => {
  const ref = newRef()
  await publish(ref, people)
  const anonymised = 'ward,count\nA,3\nB,4\n'
  const open = { classification: 'open', licence: 'ogl-3' } as const
  await assert.rejects(publish(ref, anonymised, open), code('earlier-version-has-people'))
  assert.deepEqual([(await catalogue.dataset(ref))?.classification, await isOpen(ref)], ['personal', false])
})

test('interrupted before the last step, the version before is still served and nothing has opened', async () => {
  const ref = newRef()
  await publish(ref, 'a,b\n1,2\n')
  const broken: Catalogue = { ...catalogue, addVersion: () => Promise.reject(new Error('the power went')) }
  const other = await createIntake({ ...settings, catalogue: broken, folder: join(folder, 'other') })
  try {
    await assert.rejects(
      publish(ref, 'a,b\n3,4\n', { classification: 'open', licence: 'ogl-3' }, other),
      /the power went/,
    )
    const dataset = await catalogue.dataset(ref)
    assert.deepEqual([dataset?.latest?.number, dataset?.classification, await isOpen(ref)], [1, 'shared', false])
  } finally {
    await other.close()
  }
  const { version, dataset } = await publish(ref, 'a,b\n3,4\n', { classification: 'open', licence: 'ogl-3' })
  assert.deepEqual([version.number, dataset.classification, await isOpen(ref)], [2, 'open', true])
})

test('an upload that is cut, or too large, leaves nothing behind', async () => {
  const ref = newRef()
  const cut = Readable.from(
    (function* () {
      yield Buffer.from('a,b\n1,')
      throw new Error('connection reset')
    })(),
  )
  await assert.rejects(intake.analyse({ stream: cut, name: 'a.csv' }, { ref }), /connection reset/)
  const large = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(100_000, 'a,b\n')))
  await assert.rejects(intake.analyse({ stream: large, name: 'a.csv' }, { ref }), code('upload-too-large'))
  assert.deepEqual(readdirSync(join(folder, 'blobs', 'incoming')), [])
  assert.deepEqual(readdirSync(join(folder, 'intake')), [])
  assert.equal(await catalogue.dataset(ref), undefined)
})

test('of two uploads at once, the second to be confirmed is compared with the first', async () => {
  const ref = newRef()
  const [one, two] = await Promise.all(
    ['Ward Name,n\nA,1\n', 'ward_name,n\nB,2\n'].map((text) =>
      intake.analyse({ stream: Readable.from([Buffer.from(text)]), name: 'f.csv' }, { ref }),
    ),
  )
  await intake.confirm(one?.id ?? '', {}, officer)
  const { version } = await intake.confirm(two?.id ?? '', {}, officer)
  assert.deepEqual([version.number, version.fields[0]?.name], [2, 'Ward Name'])
})
