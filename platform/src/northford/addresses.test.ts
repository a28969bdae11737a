/** The addresses that Northford’s registers wrote down, found in its own gazetteer: a regression test, and no claim about real data. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { AddressListBuilder, matchAddress } from '#linkage'
import { makeRegisters, truthFile } from './make.ts'

type Row = Readonly<Record<string, string>>
const folder = mkdtempSync(join(tmpdir(), 'northford-addresses-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const people = await makeRegisters({ folder, seed: 4, people: 4_000 })
const read = (path: string, more: { from_line?: number; delimiter?: string } = {}): Row[] => {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  return parse<Row>(text, { columns: true, relax_column_count: true, ...more })
}

const registers: readonly (readonly [
  dataset: string,
  file: string,
  id: string,
  address: readonly string[],
  more?: object,
])[] = [
  [
    'northford-council/council-tax',
    'council-tax.csv',
    'Account Ref',
    ['Property Address', 'Postcode'],
    { from_line: 5 },
  ],
  ['northford-council/electoral-register', 'electoral-register.csv', 'elector_number', ['address', 'postcode']],
  [
    'brightspark-energy/priority-services',
    'energy-priority-services.csv',
    'account_number',
    ['supply_address', 'postcode'],
  ],
  [
    'northford-water/priority-services',
    'water-priority-services.csv',
    'Customer No',
    ['Address', 'Postcode'],
    { delimiter: '|' },
  ],
  ['northway-buses/concessionary-passes', 'concessionary-passes.csv', 'pass_number', ['address', 'postcode']],
]

test('nearly every address is found, and none is taken for another', (t) => {
  const builder = new AddressListBuilder()
  for (const { uprn = '', flat, building, number, street, town, postcode } of read(join(people, 'addresses.csv.gz')))
    builder.add({ uprn, part: flat, building, number, street, town, postcode })
  const list = builder.finish()
  const truth = new Map(
    read(join(folder, truthFile)).map((row) => [`${row['dataset']}/${row['record_id']}`, row['uprn']]),
  )
  const count = { all: 0, right: 0, wrong: 0 }
  for (const [dataset, file, id, columns, more] of registers)
    for (const row of read(join(people, file), more)) {
      const uprn = truth.get(`${dataset}/${row[id]}`)
      if (uprn === undefined) continue
      const { outcome, best } = matchAddress(list, columns.map((column) => row[column]).join(', '))
      count.all++
      if (outcome === 'matched') count[best?.uprn === uprn ? 'right' : 'wrong']++
    }
  t.diagnostic(`${count.right} of ${count.all} right, ${count.wrong} wrong`)
  assert.ok(count.all > 3_000)
  assert.ok(count.right / count.all > 0.995)
  assert.ok(count.wrong / count.all < 0.000_5)
})
