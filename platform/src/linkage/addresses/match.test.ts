import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressListBuilder } from './list.ts'
import { matchAddress } from './match.ts'
import type { AddressEntry } from './parts.ts'

/** A town by hand, among some thousand other addresses, so that frequencies mean something. */
const town: readonly AddressEntry[] = [
  { uprn: '1', number: '12', street: 'High Street', town: 'Northford', postcode: 'NF1 1AA', at: [480_000, 560_000] },
  { uprn: '2', number: '12', street: 'High Street', town: 'Westmoor', postcode: 'NF9 2BB' },
  { uprn: '3', number: '14', street: 'High Street', town: 'Northford', postcode: 'NF1 1AA' },
  { uprn: '10', part: 'Flat 1', number: '20', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '11', part: 'Flat 2', number: '20', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '12', part: 'First Floor Flat', number: '22', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '13', part: 'Flat C', number: '24', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '14', number: '26A', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '15', number: '28-30', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '16', number: '20', street: 'Mill Lane', town: 'Northford', postcode: 'NF1 3AD' },
  { uprn: '17', number: '32', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '18', part: 'Flat 1', number: '34', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  { uprn: '19', number: '34', street: 'Mill Road', town: 'Northford', postcode: 'NF1 2AB' },
  ...Array.from({ length: 12 }, (_, at) => ({ uprn: String(100 + at), part: `Flat ${at + 1}`, building: 'Kestrel House', number: '40', street: 'Quay Street', town: 'Northford', postcode: 'NF1 4XY' })), // prettier-ignore
  {
    uprn: '200',
    building: 'Rose Cottage',
    street: 'Church Lane',
    locality: 'Priston',
    town: 'Northford',
    postcode: 'NF7 1LN',
  },
  {
    uprn: '201',
    building: 'The Laurels',
    street: 'Church Lane',
    locality: 'Priston',
    town: 'Northford',
    postcode: 'NF7 1LN',
  },
  {
    uprn: '202',
    building: 'Rose Cottage',
    street: 'Main Road',
    locality: 'Tunley',
    town: 'Northford',
    postcode: 'NF7 2PQ',
  },
]
const heads = ['Abbey', 'Acacia', 'Albion', 'Beacon', 'Cedar', 'Derwent', 'Elgar', 'Falcon', 'Garrick', 'Harrow', 'Jubilee', 'Lancaster'] // prettier-ignore
const others = heads.flatMap(
  (head, street) =>
  Array.from({ length: 90 }, (_, door) => ({ uprn: String(10_000 + street * 100 + door), number: String(door + 1), street: `${head} ${street % 2 ? 'Road' : 'Close'}`, town: street % 3 ? 'Northford' : 'Westmoor', postcode: `NF${3 + (street % 5)} ${Math.floor(door / 20)}J${'ABDEFGHJLNPQ'[street]}` })), // prettier-ignore
)

function listOf(entries: readonly AddressEntry[]) {
  const builder = new AddressListBuilder()
  for (const entry of entries) builder.add(entry)
  return builder.finish()
}
const list = listOf([...town, ...others])

const matched: readonly (readonly [string, string])[] = [
  ['12 High Street, Northford, NF1 1AA', '1'],
  ['12, HIGH ST NORTHFORD', '1'],
  ['12 High St, Westmoor', '2'],
  ['12 high street nf92bb', '2'],
  ['NF1 1AA, Northford, 12 High Street', '1'],
  ['12 Hihg Street, Northford, NF1 1AA', '1'],
  ['12 High Street, Northford, NF1 1AB', '1'],
  ['12 High Street, Northfrod, NF1 IAA', '1'],
  ['Bella Hair, 12 High Street, Northford, NF1 1AA', '1'],
  ['c/o Mr A Khan, 12 High Street, Northford NF1 1AA', '1'],
  ['No. 14 High Street, Northford', '3'],
  ['Flat 2, 20 Mill Rd, Northford, NF1 2AB', '11'],
  ['Apt 2, 20 Mill Road, Northford', '11'],
  ['20 Mill Road, Flat 2, Northford, NF1 2AB', '11'],
  ['2, 20 Mill Road, Northford NF1 2AB', '11'],
  ['1st floor flat 22 Mill Road Northford NF1 2AB', '12'],
  ['FFF, 22 Mill Road, Northford, NF1 2AB', '12'],
  ['24C Mill Road, Northford, NF1 2AB', '13'],
  ['Flat A, 26 Mill Road, Northford, NF1 2AB', '14'],
  ['26 a Mill Road, Northford', '14'],
  ['28 Mill Road, Northford, NF1 2AB', '15'],
  ['28 - 30 Mill Rd, Northford', '15'],
  ['20 Mill Lane, Northford', '16'],
  ['32 Mil Raod, Northford', '17'],
  ['34 Mill Road, Northford, NF1 2AB', '19'],
  ['Flat 7, Kestrel House, 40 Quay Street, Northford, NF1 4XY', '106'],
  ['7 Kestrel House, Northford', '106'],
  ['Flat 7 Kestrel House Quay St Northford', '106'],
  ['7 Kestrel Hse, 40 Quay Street, NF1 4XY', '106'],
  ['Flat 7, 40 Quay Street, Northford', '106'],
  ['Rose Cottage, Church Lane, Priston', '200'],
  ['ROSE COTTAGE PRISTON NORTHFORD NF7 1LN', '200'],
  ['Laurels, Church Ln, Priston, NF7 1LN', '201'],
  ['Rose Cotage, Main Road, Tunley', '202'],
]
for (const [text, uprn] of matched)
  test(`${text} is UPRN ${uprn}`, () => {
    const answer = matchAddress(list, text)
    assert.equal(answer.outcome, 'matched', JSON.stringify(answer))
    assert.equal(answer.best?.uprn, uprn)
    assert.ok(answer.best.probability >= 0.7 && answer.best.parts.length > 0)
    assert.ok(!answer.runnerUp || answer.runnerUp.probability < answer.best.probability)
  })

const open: readonly (readonly [string, string, string])[] = [
  ['Kestrel House, 40 Quay Street, Northford, NF1 4XY', 'ambiguous', 'part-unsaid'],
  ['20 Mill Road, Northford, NF1 2AB', 'ambiguous', 'part-unsaid'],
  ['Flat 9, 20 Mill Road, Northford, NF1 2AB', 'ambiguous', 'part-unlisted'],
  ['Flat 4, 32 Mill Road, Northford, NF1 2AB', 'ambiguous', 'part-unlisted'],
  ['12 High Street', 'ambiguous', 'several'],
  ['Mill Road, Northford, NF1 2AB', 'ambiguous', 'door-unsaid'],
  ['99 High Street, Northford, NF1 1AA', 'not-found', 'door-unlisted'],
  ['12 Zebra Crescent, Leeds, LS1 4AP', 'not-found', 'nothing-near'],
  ['Rose Cottage', 'ambiguous', 'several'],
  ['', 'not-found', 'empty'],
  ['—', 'not-found', 'empty'],
]
for (const [text, outcome, because] of open)
  test(`${text || 'nothing'} is ${outcome}: ${because}`, () => {
    const answer = matchAddress(list, text)
    assert.deepEqual(
      [answer.outcome, 'because' in answer ? answer.because : ''],
      [outcome, because],
      JSON.stringify(answer),
    )
    assert.ok(answer.says.length > 10)
  })

test('a flat that the list lacks is told with the building that it has', () => {
  const answer = matchAddress(list, 'Flat 4, 32 Mill Road, Northford, NF1 2AB')
  assert.ok(answer.outcome === 'ambiguous')
  assert.equal(answer.parent, '17')
  assert.match(answer.says, /building is found \(UPRN 17\)/)
})

test('a building without a flat names those that it has', () => {
  const answer = matchAddress(list, 'Kestrel House, 40 Quay Street, Northford, NF1 4XY')
  assert.ok(answer.outcome === 'ambiguous')
  assert.equal(answer.candidates.length, 10)
  assert.match(answer.says, /12 addresses/)
})

test('an answer says how the parts agree, and where the address is', () => {
  const { best } = matchAddress(list, '12 Hihg Street, Northford, NF1 1AB')
  assert.deepEqual(best?.parts, [
    'number 12 agrees',
    'street misspelt',
    'town or locality agrees',
    'postcode wrong by one character',
  ])
  assert.deepEqual(best.at, [480_000, 560_000])
  assert.equal(best.address, '12 High Street, Northford, NF1 1AA')
})

test('two entries of one text are ambiguous, and said to be', () => {
  const twice = listOf([...town, { ...town[0]!, uprn: '77' }])
  const answer = matchAddress(twice, '12 High Street, Northford, NF1 1AA')
  assert.ok(answer.outcome === 'ambiguous' && answer.because === 'same-text')
  assert.deepEqual(
    answer.candidates.map(({ uprn }) => uprn),
    ['1', '77'],
  )
  assert.match(answer.says, /2 times/)
  // The same address twice under one UPRN is one address.
  assert.equal(matchAddress(listOf([...town, town[0]!]), '12 High Street, Northford, NF1 1AA').outcome, 'matched')
})

test('rows without a UPRN or an address are faults of the list, and the rest is used', () => {
  const odd = listOf([
    { uprn: 'none', text: '1 Mill Road' },
    { uprn: '5', text: '' },
    { uprn: '0006', text: '1 Mill Road, Bath' },
  ])
  assert.deepEqual(
    odd.faults.map(({ row }) => row),
    [1, 2],
  )
  assert.equal(matchAddress(odd, '1 mill rd bath').best?.uprn, '6')
  assert.equal(matchAddress(listOf([]), '1 Mill Road').outcome, 'not-found')
})

test('the threshold is the reader’s', () => {
  const text = '34 Mill Road, Northford'
  const { best } = matchAddress(list, text, { threshold: 0.01 })
  assert.equal(matchAddress(list, text, { threshold: best!.probability + 0.001 }).outcome, 'ambiguous')
})
