import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { Problem } from '#foundation/problem.ts'
import type { LinkageModel } from '#linkage'
import { contents, folderFor, smallModel, writeFileIn } from './files-for-tests.ts'
import { link, type LinkOptions } from './link.ts'

const people = [
  'id,name,born,town',
  '1,Ann Lee,1990-05-04,Northford',
  '2,Anne Lee,1990-05-04,Northford',
  '3,Bob Ray,1971-01-02,Southford',
  '4,"Cy ""Q"", Jr",1980-01-01,',
  '5,"Cy ""Q"", Jr",1980-01-01,Northford',
]

const linkIn = (folder: string, options: Partial<LinkOptions> & Pick<LinkOptions, 'files'>) =>
  link({ model: smallModel, folder, threads: 1, ...options })

const fails = (
  context: TestContext,
  code: string,
  options: (folder: string) => Partial<LinkOptions> & Pick<LinkOptions, 'files'>,
) => {
  const folder = folderFor(context)
  return assert.rejects(linkIn(folder, options(folder)), (error) => {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.code, code)
    assert.ok(error.mend)
    return true
  })
}

test('a file’s pairs and clusters are written as the issue says, and nothing else is left', async (context) => {
  const folder = folderFor(context)
  const file = writeFileIn(folder, 'people.csv', people)
  const [pairs, clusters] = [join(folder, 'pairs.csv'), join(folder, 'clusters.csv')]
  const report = await linkIn(folder, { files: [file], pairs, clusters, explain: ['2', '1'] })
  const lines = readFileSync(pairs, 'utf8').trimEnd().split('\n')
  assert.equal(lines[0], 'source_l,id_l,source_r,id_r,probability,weight')
  assert.deepEqual(
    lines
      .slice(1)
      .map((line) => line.split(',').slice(0, 4))
      .toSorted((one, other) => one.join().localeCompare(other.join())),
    [
      ['people', '1', 'people', '2'],
      ['people', '4', 'people', '5'],
    ],
  )
  assert.equal(
    readFileSync(clusters, 'utf8'),
    'source,id,cluster\npeople,1,1\npeople,2,1\npeople,3,2\npeople,4,3\npeople,5,3\n',
  )
  assert.deepEqual(report.clusters, { clusters: 3, ofSeveral: 2, largest: 2 })
  assert.equal(report.compared, 2)
  assert.equal(report.explanation?.parts[0]?.level, 2)
  assert.deepEqual(contents(folder), ['clusters.csv', 'pairs.csv', 'people.csv'])
})

test('two runs give the same bytes, whatever the number of threads', async (context) => {
  const folder = folderFor(context)
  const rows = Array.from(
    { length: 3_000 },
    (_, at) => `${at},Name ${at % 700},19${60 + (at % 31)}-01-0${1 + (at % 9)},`,
  )
  const file = writeFileIn(folder, 'many.csv', ['id,name,born,town', ...rows])
  const written = await Promise.all(
    [1, 2, 3].map(async (threads) => {
      const pairs = join(folder, `pairs-${threads}.csv`)
      await linkIn(folder, { files: [file], pairs, threads, threshold: 0.01 })
      return readFileSync(pairs, 'utf8')
    }),
  )
  assert.ok(written[0]!.length > 1_000)
  assert.equal(written[0], written[1])
  assert.equal(written[0], written[2])
})

test('several files: Parquet and CSV together, ids apart, across only when asked for', async (context) => {
  const folder = folderFor(context)
  const one = writeFileIn(folder, 'one.csv', people)
  const other = join(folder, 'other.parquet')
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT 1::INTEGER AS unique_id, 'Ann Lee' AS name, DATE '1990-05-04' AS born) TO '${other}' (FORMAT parquet)`,
  )
  connection.closeSync()
  const both = await linkIn(folder, { files: [one, other], clusters: join(folder, 'clusters.parquet') })
  assert.deepEqual(both.clusters, { clusters: 3, ofSeveral: 2, largest: 3 })
  assert.deepEqual(both.notes, [])
  const across = await linkIn(folder, { files: [one, other], mode: 'across' })
  assert.equal(across.pairs, 2)
})

for (const [name, lines, model, expected] of [
  ['no rows', ['id,name,born'], smallModel, [0, 0]],
  ['one row', people.slice(0, 2), smallModel, [0, 1]],
  ['empty columns', ['id,name,born', '1,,', '2,,', '3,"",'], smallModel, [0, 3]],
  [
    'all the same',
    ['id,name,born', ...Array.from({ length: 60 }, (_, at) => `${at},Ann,1990-01-01`)],
    { ...smallModel, prior: 0.9 },
    [1770, 1],
  ],
  ['no overlap', ['id,name,born', '1,a,1990-01-01', '2,b,1990-01-02'], smallModel, [0, 2]],
  [
    'NaN and other scripts',
    ['id,name,born', '1,NaN,NaN', '2,NaN,NaN', '3,Юрий,1990-01-01', '4,Юрий,1990-01-01', '5,李,x', '6,李,x'],
    smallModel,
    [3, 3],
  ],
] as const)
  test(`${name} is taken as it is`, async (context) => {
    const folder = folderFor(context)
    const file = writeFileIn(folder, 'data.csv', lines)
    const report = await linkIn(folder, { files: [file], model, clusters: join(folder, 'clusters.csv') })
    assert.deepEqual([report.pairs, report.clusters?.clusters], expected)
  })

test('names of ten thousand characters are compared by their first thousand', async (context) => {
  const folder = folderFor(context)
  const rows = Array.from({ length: 40 }, (_, at) => `${at},${'ab'.repeat(4_000)}${'x'.repeat(at)},1990-01-01`)
  const report = await linkIn(folder, { files: [writeFileIn(folder, 'long.csv', ['id,name,born', ...rows])] })
  assert.equal(report.compared, 780)
})

test('everybody in one block: what is too large is split by a second key, else left out and told of', async (context) => {
  const folder = folderFor(context)
  const rows = Array.from({ length: 300 }, (_, at) => `${at},Name ${at % 100},1900-01-01`)
  const file = writeFileIn(folder, 'data.csv', ['id,name,born', ...rows])
  const blocked = (rule: LinkageModel['blocking'][number]) => ({ ...smallModel, blocking: [rule] })
  const split = await linkIn(folder, {
    files: [file],
    model: blocked({ keys: ['born'], largest: 200, split: ['name'] }),
  })
  assert.equal(split.compared, 300)
  const left = await linkIn(folder, { files: [file], model: blocked({ keys: ['born'], largest: 200 }) })
  assert.equal(left.compared, 0)
  assert.deepEqual(left.rules[0]!.left, { blocks: 1, records: 300, pairs: 44_850 })
})

test('labels: clusters or pairs, measured against all true pairs', async (context) => {
  const folder = folderFor(context)
  const file = writeFileIn(folder, 'people.csv', people)
  const byCluster = writeFileIn(folder, 'truth.csv', ['id,cluster', '1,a', '2,a', '3,a', '4,b', '5,b', '9,c'])
  const byPair = writeFileIn(folder, 'labels.csv', ['id_l,id_r,score', '1,2,1', '1,3,0', '3,2,1'])
  const { measured } = await linkIn(folder, { files: [file], labels: byCluster })
  assert.equal(measured?.edges.at[0]?.precision, 1)
  assert.equal(measured?.edges.at[0]?.recall, 1 / 2)
  assert.equal(measured?.notes.length, 1)
  const pairs = await linkIn(folder, { files: [file], labels: byPair })
  assert.equal(pairs.measured?.labelledPairs?.recall, 1 / 2)
})

test('what is wrong is said with how to mend it', async (context) => {
  const csv = (lines: readonly string[]) => (folder: string) => ({ files: [writeFileIn(folder, 'data.csv', lines)] })
  await fails(context, 'files-missing', () => ({ files: [] }))
  await fails(context, 'file-missing', (folder) => ({ files: [join(folder, 'nothing.csv')] }))
  await fails(context, 'file-missing', (folder) => ({ files: [folder] }))
  await fails(context, 'column-missing', csv(['id,first,dob', '1,a,b']))
  await fails(context, 'ids-repeat', csv(['id,name,born', '1,a,b', '1,c,d']))
  await fails(context, 'ids-repeat', csv(['id,name,born', '1,a,b', ',c,d']))
  await fails(context, 'id-missing', (folder) => ({ ...csv(people)(folder), idColumn: 'nhs' }))
  await fails(context, 'id-unknown', (folder) => ({ ...csv(people)(folder), explain: ['1', '77'] }))
  await fails(context, 'threshold-unusable', (folder) => ({ ...csv(people)(folder), threshold: 1.5 }))
  await fails(context, 'output-unwritable', (folder) => ({
    ...csv(people)(folder),
    pairs: join(folder, 'no', 'pairs.csv'),
  }))
  await fails(context, 'blocking-missing', (folder) => ({
    ...csv(people)(folder),
    model: { ...smallModel, blocking: [] },
  }))
  await fails(context, 'file-unread', (folder) => {
    const file = join(folder, 'data.parquet')
    writeFileSync(file, 'this is no Parquet')
    return { files: [file] }
  })
})

test('a file whose name holds a pattern is that file alone', async (context) => {
  const folder = folderFor(context)
  writeFileIn(folder, 'a1.csv', people)
  const report = await linkIn(folder, { files: [writeFileIn(folder, 'a[1]*?.csv', people.slice(0, 3))] })
  assert.equal(report.records, 2)
})

test('cancelled, it leaves nothing', async (context) => {
  const folder = folderFor(context)
  const file = writeFileIn(folder, 'people.csv', people)
  const stop = new AbortController()
  const running = linkIn(folder, {
    files: [file],
    pairs: join(folder, 'pairs.csv'),
    signal: stop.signal,
    onProgress: (stage) => stage === 'prepare' && stop.abort(new Error('enough')),
  })
  await assert.rejects(running, /enough/)
  assert.deepEqual(contents(folder), ['people.csv'])
})

test('without a model one is made from the data, which finds who is there twice', async (context) => {
  const folder = folderFor(context)
  const [first, last] = [
    'Ann Bob Cy Dee Eve Finn Gus Hal Ida Jo'.split(' '),
    'Lee Ray Fox Hill Wood Ash Park Dale'.split(' '),
  ]
  const rows = Array.from({ length: 400 }, (_, at) => {
    const born = new Date(Date.UTC(1940 + (at % 61), at % 12, 1 + ((at * 7) % 28))).toISOString().slice(0, 10)
    return `${first[at % 10]},${last[(at * 3) % 8]}son${at % 13},${born}`
  })
  // Every fourth is there twice, the second time with a letter gone from the surname.
  const twice = rows.filter((_, at) => at % 4 === 0).map((row) => row.replace('son', 'sn'))
  const lines = [...rows, ...twice].map((row, at) => `${at},${row},${at < 400 ? at : (at - 400) * 4}`)
  const file = writeFileIn(folder, 'people.csv', ['id,first_name,surname,date_of_birth,cluster', ...lines])
  const report = await linkIn(folder, { files: [file], model: 'auto', labels: file })
  assert.ok(report.training)
  assert.ok(!report.recognised.some(({ column }) => column === 'cluster' || column === 'id'))
  assert.ok((report.measured?.clusters?.pairs.f1 ?? 0) > 0.95)
})
