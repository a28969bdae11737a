import assert from 'node:assert/strict'
import { test } from 'node:test'
import { divide } from './part-of-building.ts'
import { readEntry } from './parts.ts'
import { tokensOf } from './tokens.ts'

const parts = (text: string) => {
  const { part, building, number, street, locality, town, postcode } = readEntry({ uprn: '1', text }).parts
  const door = number
    ? `${number.from}${number.to > number.from ? `-${number.to}` : ''}${number.letter ? 'abc'[number.letter - 1] : ''}`
    : ''
  return [part, building, door, street, locality, town, postcode?.text ?? ''].join(' | ')
}

const table: readonly (readonly [string, string])[] = [
  ['12 High Street, Twerton, Bath, BA2 1BZ', ' |  | 12 | high st | twerton | bath | BA2 1BZ'],
  [
    'Flat 3, Kestrel House, 14 Mill Road, Northford, NF1 1AA',
    '3 | kestrel house | 14 | mill road |  | northford | NF1 1AA',
  ],
  ['3 Kestrel House, Mill Road, Northford', '3 | kestrel house |  | mill road |  | northford | '],
  ['3 KESTREL HOUSE, 14 MILL RD, NORTHFORD', '3 | kestrel house | 14 | mill road |  | northford | '],
  ['Rose Cottage, Pipehouse, Freshford, Bath, BA2 7UJ', ' | rose cottage |  | pipehouse | freshford | bath | BA2 7UJ'],
  ['The Laurels, Church Ln, Northford', ' | laurels |  | church lane |  | northford | '],
  [
    'Bishop Sutton Stores, The Street, Bishop Sutton, BS39 5UU',
    ' | bishop sutton stores |  | the st |  | bishop sutton | BS39 5UU',
  ],
  ['13 - 20 High Street, Upper Weston, Bath, BA1 4BX', ' |  | 13-20 | high st | upper weston | bath | BA1 4BX'],
  ['12 James Street West, Bath', ' |  | 12 | james st west |  | bath | '],
  ['7A Princes Buildings, City Centre, Bath', ' |  | 7a | princes buildings | city centre | bath | '],
  ['12 A High Street Bath BA1 1AA', ' |  | 12a | high st |  | bath | BA1 1AA'],
  ['First Floor Flat, 9 Cross Lane, Bath', 'floor 1 |  | 9 | cross lane |  | bath | '],
  ['38 St James’s Square, Bath', ' |  | 38 | st jamess square |  | bath | '],
  ['Unit 1, The Saw Mills, Cleeve Hill, Ubley', '1 | saw mills |  | cleeve hill |  | ubley | '],
  ['1 Park Road', ' |  | 1 | park road |  |  | '],
  ['Bath', ' | bath |  |  |  |  | '],
]
for (const [text, expected] of table) test(`${text} is read as ${expected}`, () => assert.equal(parts(text), expected))

test('parts that a list gives are taken as they are, with the number from wherever it stands', () => {
  const read = readEntry({
    uprn: '1',
    part: 'Flat 3',
    building: 'Kestrel House',
    number: '',
    street: '14 Mill Road',
    town: 'Bath',
  })
  assert.equal(read.text, 'Flat 3, Kestrel House, 14 Mill Road, Bath')
  assert.deepEqual(
    [read.parts.part, read.parts.building, read.parts.number?.from, read.parts.street],
    ['3', 'kestrel house', 14, 'mill road'],
  )
  const named = readEntry({ uprn: '1', number: 'Kestrel House, 14', street: 'Mill Road' })
  assert.deepEqual([named.parts.building, named.parts.number?.from], ['kestrel house', 14])
})

const flats: readonly (readonly [string, string | null, string])[] = [
  ['Flat 3, 12 High St', '3', '12 high st'],
  ['Flat 03', '3', ''],
  ['Apt B2 Kestrel House', 'b2', 'kestrel house'],
  ['Unit 4A, Trading Estate', '4a', 'trading estate'],
  ['First Floor Flat, 12 High St', 'floor 1', '12 high st'],
  ['1st floor rear flat, 12 High St', 'floor 1 rear', '12 high st'],
  ['GFF 12 High St', 'floor 0', '12 high st'],
  ['Basement, 12 High St', 'floor -1', '12 high st'],
  ['Basement Flat 4 Heron Row', 'floor -1', '4 heron row'],
  ['First floor flat 3, 12 High St', '3', '12 high st'],
  ['Flat 3, first floor, 12 High St', '3', '12 high st'],
  ['Flat 2/1, 14 Argyle St', '2/1', '14 argyle st'],
  ['2/1, 14 Argyle St', '2/1', '14 argyle st'],
  ['Annexe, 12 High St', 'annexe', '12 high st'],
  ['First Avenue', null, 'first avenue'],
  ['12 Garden Street', null, '12 garden st'],
]
for (const [text, part, rest] of flats)
  test(`of ${text} the part is ${part}`, () => {
    const divided = divide(tokensOf(text).tokens)
    assert.deepEqual([divided.part, divided.rest.map((token) => token.text).join(' ')], [part, rest])
  })

test('care of somebody is no part of an address, and a postcode may stand anywhere, twice, or slightly wrong', () => {
  assert.deepEqual(
    tokensOf('c/o Mrs Jones, 1 Mill Road').tokens.map(({ text }) => text),
    ['1', 'mill', 'road'],
  )
  for (const text of [
    'NF1 1AA, 1 Mill Road',
    '1 Mill Road NF1 1AA, NF1 1AA',
    '1 mill road nf11aa',
    '1 Mill Road NF1 IAA',
  ]) {
    const { tokens, postcode } = tokensOf(text)
    assert.equal(postcode?.text, 'NF1 1AA')
    assert.deepEqual(
      tokens.map((token) => token.text),
      ['1', 'mill', 'road'],
    )
  }
})
