import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { Problem } from '#foundation/problem.ts'
import { type AddressJob, matchAddresses } from './match-addresses.ts'

const folder = mkdtempSync(join(tmpdir(), 'addresses-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.join('\n'))
  return path
}

const list = file('list.csv', [
  'UPRN,Flat,Building Name,Building Number,Street,Town,Postcode,Easting,Northing',
  '1,,,12,High Street,Northford,NF1 1AA,480000,560000',
  '2,Flat 2,,14,High Street,Northford,NF1 1AA,,',
  '3,,Rose Cottage,,Church Lane,Northford,NF1 2AB,,',
  'none,,,16,High Street,Northford,NF1 1AA,,',
])
const asked = file('asked.csv', [
  'ref,Address Line 1,Address Line 2,Post Code',
  'a,12 High St,Northford,NF1 1AA',
  'b,"Apt 2, 14 High Street",,nf11aa',
  'c,,,',
  'd,"Rose Cotage, Church Ln",Northford,',
])

async function run(job: Omit<AddressJob, 'folder'>) {
  const opened = await matchAddresses({ ...job, folder })
  try {
    const rows = []
    for await (const piece of opened.rows()) rows.push(...piece)
    return { opened, rows }
  } finally {
    opened.close()
  }
}

test('columns are found by what they are called, and each row gets its answer in the file’s order', async () => {
  const { opened, rows } = await run({ file: asked, against: list })
  assert.deepEqual(opened.addressColumns, ['Address Line 1', 'Address Line 2', 'Post Code'])
  assert.deepEqual([opened.list.size, opened.list.faults.map(({ row }) => row)], [3, [4]])
  assert.deepEqual(
    rows.map(({ cells, answer }) => [cells[0], answer.outcome, answer.best?.uprn]),
    [
      ['a', 'matched', '1'],
      ['b', 'matched', '2'],
      ['c', 'not-found', undefined],
      ['d', 'matched', '3'],
    ],
  )
  assert.deepEqual(rows[0]?.answer.best?.at, [480_000, 560_000])
})

test('Parquet is read too, and columns may be named', async () => {
  const parquet = join(folder, 'list.parquet')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT 10 + i AS uprn, (i || ' Mill Road, Northford') AS address FROM range(1, 5000) t(i)) TO '${parquet}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  const mine = file('mine.csv', ['where,what', '"4321 Mill Rd, Northford",x'])
  const { rows } = await run({ file: mine, against: parquet, addressColumns: ['where'] })
  assert.equal(rows[0]?.answer.best?.uprn, '4331')
})

const wrong: readonly (readonly [string, Omit<AddressJob, 'folder'>, string])[] = [
  ['a file that is not there', { file: join(folder, 'nope.csv'), against: list }, 'file-missing'],
  ['a column that is not there', { file: asked, against: list, addressColumns: ['X'] }, 'column-missing'],
  ['a list without UPRNs', { file: asked, against: asked }, 'no-uprn-column'],
  ['no address', { file: file('numbers.csv', ['a,b', '1,2']), against: list }, 'no-address-column'],
  ['a list without rows', { file: asked, against: file('empty.csv', ['uprn,address', 'x,']) }, 'empty-list'],
]
for (const [what, job, code] of wrong)
  test(`${what} is a problem that says so`, async () => {
    await assert.rejects(
      run(job),
      (error) => error instanceof Problem && error.code === code && error.mend !== undefined,
    )
  })
