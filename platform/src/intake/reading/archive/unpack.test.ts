import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { reading, refusal, zipped } from '../read-for-tests.ts'

const csv = 'ward,bins\nNorth,12\nSouth,7\n'
const rows = [
  ['North', '12'],
  ['South', '7'],
]

test('gzip, and gzip of several members', async () => {
  assert.deepEqual((await reading(gzipSync(csv))).rows, rows)
  const members = Buffer.concat([gzipSync('ward,bins\nNorth,12\n'), gzipSync('South,7\n')])
  assert.deepEqual((await reading(members)).rows, rows)
})

test('zip with one table, whatever else lies in it', async () => {
  const {
    rows: read,
    recognised,
    tidied,
  } = await reading(
    await zipped({ 'in/bins.csv': csv, 'README.txt': 'hello', '__MACOSX/in/._bins.csv': 'x', '.DS_Store': 'x' }),
  )
  assert.deepEqual(read, rows)
  assert.equal(recognised['file in archive'], 'in/bins.csv')
  assert.deepEqual(
    tidied.report.setAside.map(({ code, field }) => [code, field]),
    [['other-file', 'README.txt']],
  )
})

test('a clean table in a zip is left for the engine once it is unpacked', async () => {
  const { tidied, rows: read } = await reading(await zipped({ 'bins.csv': csv }), { careful: false })
  assert.partialDeepStrictEqual(tidied.source, { trust: 'hopeful' })
  assert.deepEqual(read, rows)
})

test('a zip of a gzip, and no deeper', async () => {
  assert.deepEqual((await reading(await zipped({ 'bins.csv.gz': gzipSync(csv) }))).rows, rows)
  assert.equal((await refusal(gzipSync(gzipSync(gzipSync(csv))))).code, 'not-a-table')
})

test('several tables are refused with the list of what is in it', async () => {
  const problem = await refusal(await zipped({ 'stops.txt': csv, 'routes.txt': csv }))
  assert.equal(problem.code, 'several-tables')
  assert.match(problem.detail, /“stops\.txt”, “routes\.txt”/)
})

test('an empty archive, a shapefile, a document', async () => {
  assert.equal((await refusal(await zipped({}))).code, 'not-a-table')
  assert.match((await refusal(await zipped({ 'a.shp': 'x', 'a.dbf': 'y' }))).detail, /shapefile/)
  assert.match((await refusal(await zipped({ 'word/document.xml': '<a/>' }))).detail, /document/)
})

test('bombs: gzip and zip that unpack to far more than they should', async () => {
  const zeros = Buffer.alloc(3_000_000, 'a,b\n')
  const limits = { ratio: 50, ratioFromBytes: 1_000_000 }
  assert.equal((await refusal(gzipSync(zeros), { limits })).code, 'unpacks-too-far')
  assert.equal((await refusal(await zipped({ 'a.csv': zeros }), { limits })).code, 'unpacks-too-far')
  assert.equal((await refusal(gzipSync(zeros), { limits: { unpackedBytes: 2_000_000 } })).code, 'unpacks-too-far')
  assert.equal(
    (await refusal(await zipped({ 'a.csv': zeros }), { limits: { unpackedBytes: 2_000_000 } })).code,
    'unpacks-too-far',
  )
})

test('too many files in a zip', async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.csv`, 'x']))
  assert.equal((await refusal(await zipped(files), { limits: { entries: 20 } })).code, 'too-many-entries')
})

test('cut off, anywhere', async () => {
  const packed = gzipSync(`a,b\n${Array.from({ length: 5000 }, (_, n) => `${n},${n * 7}`).join('\n')}`)
  assert.equal((await refusal(packed.subarray(0, packed.length / 2))).code, 'file-damaged')
  const zip = await zipped({ 'a.csv': csv })
  for (let length = 5; length < zip.length - 1; length += 7) {
    assert.equal((await refusal(zip.subarray(0, length))).code, 'file-damaged')
  }
})

test('flipped bits are found', async () => {
  const zip = await zipped({ 'a.csv': csv.repeat(100) })
  zip[45] = (zip[45] as number) ^ 0xff
  assert.equal((await refusal(zip)).code, 'file-damaged')
})

test('names that lead outside the archive', async () => {
  const zip = await zipped({ 'aa/aa/evil.csv': csv })
  const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/aa/', '../../'), 'latin1')
  assert.equal((await refusal(evil)).code, 'archive-names-unsafe')
})

test('encrypted entries', async () => {
  const zip = await zipped({ 'a.csv': csv })
  const central = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'))
  zip[6] = (zip[6] as number) | 1
  zip[central + 8] = (zip[central + 8] as number) | 1
  assert.equal((await refusal(zip)).code, 'file-encrypted')
})
