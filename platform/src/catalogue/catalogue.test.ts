import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { createCatalogue, type NewVersion } from './index.ts'

const now = new Date('2026-11-22T10:00:00Z')
const works = 'northford-council/street-works'
const described = {
  kind: 'table',
  title: 'Street works',
  description: 'Where the road is up, and until when',
  classification: 'open',
  classificationReason: 'The owner said so.',
  licence: 'ogl-3',
  key: null,
} as const

const file = (original: string): NewVersion => ({
  dataset: works,
  original,
  originalName: 'works.csv',
  mediaType: 'text/csv',
  bytes: 12,
  snapshot: original,
  rows: 3,
  fields: [{ name: 'street', type: 'text', meaning: null, classification: 'open' }],
  profile: [],
  report: { recognised: { encoding: 'UTF-8' }, repaired: [], setAside: [] },
  note: null,
  publishedBy: 'northford-council (data-officer)',
})

async function world() {
  const catalogue = await createCatalogue(await testDatabase(), () => now)
  await catalogue.putOrganisation({
    id: 'northford-council',
    name: 'Northford City Council',
    kind: 'council',
    contact: 'data@northford.example',
    assurances: [{ kind: 'dspt', until: '2027-06-30' }],
  })
  await catalogue.declare(works, described)
  return catalogue
}

test('a dataset has no version before its first publish, then one; the same bytes make no second', async () => {
  const catalogue = await world()
  assert.equal((await catalogue.dataset(works))?.latest, null)
  const first = await catalogue.addVersion(file('a'.repeat(64)))
  assert.deepEqual([first.version.number, first.isNew], [1, true])
  assert.equal((await catalogue.addVersion(file('a'.repeat(64)))).isNew, false)
  const second = await catalogue.addVersion(file('b'.repeat(64)))
  assert.equal(second.version.number, 2)
  assert.deepEqual(
    (await catalogue.versions(works)).map(({ number }) => number),
    [2, 1],
  )
  assert.deepEqual((await catalogue.dataset(works))?.latest, second.version)
})

test('publishes at the same moment get a number each', async () => {
  const catalogue = await world()
  const all = await Promise.all(Array.from({ length: 8 }, (_, n) => catalogue.addVersion(file(`${n}`.repeat(64)))))
  assert.deepEqual(
    all.map(({ version }) => version.number).toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
})

test('reading a version anew keeps its number and its original', async () => {
  const catalogue = await world()
  await catalogue.addVersion(file('a'.repeat(64)))
  const fields = [{ name: 'street', type: 'integer', meaning: null, classification: 'open' }] as const
  const again = await catalogue.retype(works, 1, { ...file('a'.repeat(64)), fields, snapshot: 'c'.repeat(64) })
  assert.equal(again.number, 1)
  assert.equal((await catalogue.version(works, 1))?.snapshot, 'c'.repeat(64))
  assert.equal((await catalogue.version(works, 1))?.original, 'a'.repeat(64))
  assert.equal((await catalogue.versions(works)).length, 1)
})

test('search finds words, parts of names and facets; LIKE signs are plain characters', async () => {
  const catalogue = await world()
  const look = (q: string, more = {}) =>
    catalogue.search({ q, limit: 10, offset: 0, ...more }).then(({ total }) => total)
  assert.equal(await look('roads up'), 1)
  assert.equal(await look('reet-wo'), 1)
  assert.equal(await look(''), 1)
  assert.equal(await look('%'), 0)
  assert.equal(await look("'; drop table"), 0)
  assert.equal(await look('', { classification: 'special' }), 0)
  assert.equal(await look('', { organisation: 'northford-council' }), 1)
})

test('names that are not names are refused', async () => {
  const catalogue = await world()
  for (const ref of [
    'northford-council',
    '../etc/passwd',
    'a/b/c',
    'A/b',
    'a/b%2f',
    'a/ b',
    `a/${'b'.repeat(81)}`,
    '-a/b',
  ])
    await assert.rejects(catalogue.declare(ref, described), { code: 'dataset-name-invalid' })
  await assert.rejects(catalogue.declare('nobody/works', described), { code: 'organisation-unknown' })
})
