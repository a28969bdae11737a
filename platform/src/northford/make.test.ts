import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { sha256Hex } from '#foundation/hash.ts'
import { dayOf } from './days.ts'
import { peopleDatasets, placeDatasets } from './datasets.ts'
import { makeRegisters, makeSheets, truthFile } from './make.ts'
import { slips } from './mistakes/record.ts'
import { households } from './people/households.ts'
import { asAt } from './town/place.ts'
import { Town } from './town/town.ts'

const folder = mkdtempSync(join(tmpdir(), 'northford-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let towns = 0
/** The town's files by name, unpacked, the truth among them. */
async function town(seed: number, people: number): Promise<ReadonlyMap<string, string>> {
  const home = join(folder, String(towns++))
  const places = await makeSheets({ folder: home, seed, people })
  const registers = await makeRegisters({ folder: home, seed, people })
  const read = (path: string) =>
    (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('latin1')
  const files = [
    ...readdirSync(places).map((file) => join(places, file)),
    ...readdirSync(registers).map((file) => join(registers, file)),
    join(home, truthFile),
  ]
  return new Map(files.map((path) => [path.slice(path.lastIndexOf('/') + 1), read(path)]))
}

const small = await town(7, 1_200)
const everything = [...small.values()].join('\n')

type Truth = Readonly<{
  dataset: string
  record: string
  person: string
  household: string
  planted: string
  hard: string
}>
function truthOf(files: ReadonlyMap<string, string>): Truth[] {
  const [, ...lines] = (files.get(truthFile) as string).trimEnd().split('\n')
  return lines.map((line) => {
    const [dataset, record, person, household, , , , , hard, planted] = line.split(',') as string[]
    return { dataset, record, person, household, planted, hard } as Truth
  })
}

test('the same seed gives the same bytes, another seed another town', async () => {
  const again = await town(7, 1_200)
  const other = await town(8, 1_200)
  assert.deepEqual([...again.keys()], [...small.keys()])
  for (const [file, content] of small) {
    assert.equal(sha256Hex(again.get(file) as string), sha256Hex(content), file)
    if (file !== 'ward-boundaries.geojson')
      assert.notEqual(sha256Hex(other.get(file) as string), sha256Hex(content), file)
  }
})

test('the bytes are those of every other machine', () => {
  const electors = small.get('electoral-register.csv') as string
  assert.equal(sha256Hex(electors).slice(0, 16), '9730e29dc12c50a8')
})

test('every file that is to be published is made, and no other', () => {
  const wanted = [...placeDatasets, ...peopleDatasets].flatMap(({ files }) => files.map(({ file }) => file))
  assert.deepEqual([...small.keys()].toSorted(), [...wanted, truthFile].toSorted())
})

test('numbers, addresses and places belong to nobody', () => {
  const found = (pattern: RegExp) => [...everything.matchAll(pattern)].map(([text]) => text)
  const mails = found(/[\w.'-]+@[\w.-]+/g)
  assert.ok(mails.length > 500)
  for (const mail of mails) assert.match(mail, /@example\.org$/)
  const postcodes = found(/\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b/g)
  assert.ok(postcodes.length > 2_000)
  for (const postcode of postcodes) assert.match(postcode, /^NF(1[0-2]|[1-9]) \d[ABD-HJLNP-UW-Z]{2}$/)
  for (const area of found(/\bE0[0-9]{7}\b/g)) assert.match(area, /^E01999\d{3}$|^E05999\d{3}$/)
  const telephone =
    /^(07700 900\d{3}|01632 960\d{3}|01(1[3-8]|[2-6]1) 496 0\d{3}|020 7946 0\d{3}|0191 498 0\d{3}|028 9649 6\d{3}|029 2018 0\d{3})$/
  const telephones = found(/\b0\d{2,4} \d{3,4} ?\d{3,4}\b/g)
  assert.ok(telephones.length > 1_000)
  for (const number of telephones) assert.match(number, telephone)
})

test('health and insurance numbers are from the ranges for tests, and each person has their own', () => {
  const numbers = new Map<string, string>()
  const insured = new Set<string>()
  for (const { members } of households(new Town(7, 3_000), 3_000)) {
    for (const { nhs, ni, id, age } of members) {
      assert.equal(ni === '', age < 16)
      if (ni !== '') {
        assert.match(ni, /^QQ\d{6}[A-D]$/)
        assert.ok(!insured.has(ni))
        insured.add(ni)
      }
      if (nhs === '') continue
      assert.match(nhs, /^999\d{7}$/)
      const sum = Array.from(nhs.slice(0, 9)).reduce((total, digit, at) => total + Number(digit) * (10 - at), 0)
      assert.equal((11 - (sum % 11)) % 11, Number(nhs[9]))
      assert.ok(!numbers.has(nhs), `${nhs} of ${id}`)
      numbers.set(nhs, id)
    }
  }
  assert.ok(numbers.size > 2_600)
})

test('a larger town keeps its proportions, and has exactly as many people', async () => {
  for (const people of [1, 37, 2_400]) {
    const all = [...households(new Town(7, people), people)]
    const members = all.flatMap((household) => household.members)
    assert.equal(members.length, people)
    assert.equal(new Set(members.map(({ id }) => id)).size, people)
    assert.equal(new Set(all.map(({ address }) => address.uprn)).size, all.length)
    assert.ok(members.every(({ born, died }) => born <= dayOf(asAt) && died <= dayOf(asAt)))
  }
  const rows = (files: ReadonlyMap<string, string>, file: string) => (files.get(file) as string).split('\n').length
  const large = await town(7, 4_800)
  for (const file of ['electoral-register.csv', 'patient-index.csv.gz', 'council-tax.csv']) {
    const ratio = rows(large, file) / rows(small, file)
    assert.ok(ratio > 3.2 && ratio < 4.8, `${file}: ${ratio}`)
  }
})

test('the truth names every record of the newest registers once, and nobody else’s', () => {
  const truth = truthOf(small)
  const columns: Readonly<Record<string, RegExp>> = {
    'electoral-register.csv': /^(EL\d{7}),/gm,
    'patient-index.csv.gz': /^(MRN\d{7}),/gm,
    'winter-register-2026-09.csv': /^(WR\d{7}),/gm,
    'admissions.csv': /^(SP\d{7}),/gm,
    'community-nursing.ndjson': /"caseload_id":"(CN\d{7})"/g,
    'water-priority-services.csv': /^(WP\d{7})\|/gm,
  }
  for (const { dataset, files } of peopleDatasets) {
    const file = files.at(-1)?.file as string
    const pattern = columns[file]
    if (!pattern) continue
    const recorded = [...(small.get(file) as string).matchAll(pattern)].map(([, id]) => id as string).toSorted()
    const told = truth
      .filter((each) => each.dataset === dataset)
      .map(({ record }) => record)
      .toSorted()
    assert.ok(told.length > 0, dataset)
    assert.deepEqual(recorded, told, dataset)
    assert.equal(new Set(told).size, told.length, dataset)
  }
  const homes = new Map(truth.map(({ person, household }) => [person, household]))
  for (const { person, household } of truth) assert.equal(homes.get(person), household)
})

test('a later edition keeps the record ids of those who stay', () => {
  const ids = (file: string) => new Set([...(small.get(file) as string).matchAll(/^WR\d{7}/gm)].map(([id]) => id))
  const [before, later] = [ids('winter-register-2026-08.csv'), ids('winter-register-2026-09.csv')]
  const stayed = [...before].filter((id) => later.has(id)).length
  assert.ok(stayed > before.size * 0.85 && stayed < before.size, 'most stay')
  assert.ok(later.size > stayed, 'some join')
})

test('what makes linkage hard is there: duplicates, slips of every kind, twins, fathers and sons of one name', async () => {
  const truth = truthOf(await town(7, 6_000))
  const planted = new Set(truth.flatMap((each) => each.planted.split('+')))
  for (const slip of [...slips, 'duplicate']) assert.ok(planted.has(slip), slip)
  assert.deepEqual(new Set(truth.map(({ hard }) => hard)), new Set(['', 'twin', 'namesake']))
  const registers = new Map<string, Set<string>>()
  for (const { person, dataset } of truth) registers.set(person, (registers.get(person) ?? new Set()).add(dataset))
  const several = [...registers.values()].filter(({ size }) => size > 1).length
  assert.ok(several / registers.size > 0.5, 'most people are in several registers')
  assert.ok(
    truth.filter((each) => each.planted === '' || each.planted === 'duplicate').length / truth.length > 0.5,
    'most records are right',
  )
})

test('20,000 people are written in little memory', async () => {
  const make = fileURLToPath(new URL('make.ts', import.meta.url))
  const script = `const { makeRegisters } = await import(${JSON.stringify(make)}); await makeRegisters({ folder: ${JSON.stringify(join(folder, 'large'))}, people: 20000, seed: 3 })`
  await promisify(execFile)(process.execPath, ['--max-old-space-size=48', '--input-type=module', '--eval', script])
  assert.ok(readdirSync(join(folder, 'large')).includes(truthFile))
})
