import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { publishBytes, publishColumn, publishColumns } from '../working/publish-for-tests.ts'

/** A header, some values, what the field then means, and whether it identifies people. */
type Case = readonly [header: string, values: readonly string[], meaning: string | null, people?: true]

// Made-up numbers that pass the check digit; nobody's.
const nhs = ['9434765919', '4010232137', '9876543210']

const friends: readonly Case[] = [
  ['NHS Number', nhs, 'nhs-number', true],
  ['nhs_no', ['943 476 5919', '401 023 2137'], 'nhs-number', true],
  ['ref', nhs, 'nhs-number', true],
  ['NINO', ['QQ123456C', 'AB 12 34 56 D'], 'national-insurance-number', true],
  ['code', ['AB123456D', 'CE 65 43 21 A', 'JG103759A'], 'national-insurance-number', true],
  ['Email', ['jo.smith@example.com', 'p.patel@example.org'], 'email', true],
  ['who', ['jsmith@example.com', 'kjones@example.com', 'apatel@example.org'], 'email', true],
  ['Date of Birth', ['31/01/1960', '02/03/1985'], 'date-of-birth', true],
  ['DOB', ['1960-01-31', ''], 'date-of-birth', true],
  ['dateOfBirth', ['31/01/1960', 'unknown'], 'date-of-birth', true],
  ['First name', ['Xanthe', 'Quillon'], 'person-name', true],
  ['SURNAME', ["O'Neill-Brown", 'Zzyx'], 'person-name', true],
  ['Full Name', ['Priya Patel', 'John Smith', 'Mr A. Okafor'], 'person-name', true],
  ['Tenant', ['PATEL, Priya', 'SMITH, John'], 'person-name', true],
  ['col_7', ['Sarah Jones', 'Mohammed Khan', 'Emily Clarke', 'Dr B Wright'], 'person-name', true],
  ['Name', ['Sarah', 'Mohammed', 'Emily', 'David'], 'person-name', true],
  ['Patient ID', ['P001', 'P002'], 'person-reference', true],
  ['Mobile', ['07700 900123', '07700 900456'], 'telephone', true],
  ['UPRN', ['100121171367', '10023112019'], 'uprn'],
  ['usrn', ['44100234', '44100235'], 'usrn'],
  ['Postcode', ['BA1 1AA', 'ba2 4tz'], 'postcode'],
  ['place', ['BA1 1AA', 'BA2 4TZ', 'BS31 1AB'], 'postcode'],
  ['LSOA', ['E01014370', 'W01000001'], 'lsoa-code'],
  ['area', ['E01014370', 'E01014371'], 'lsoa-code'],
  ['MSOA code', ['E02002985'], 'msoa-code'],
  ['Ward Code', ['E05001935'], 'ward-code'],
  ['council', ['E06000022', 'E07000187'], 'local-authority-code'],
  ['Gender', ['M', 'F', 'Not known'], 'gender'],
  ['Ethnicity', ['White British', 'Asian'], 'ethnicity'],
]

const falseFriends: readonly Case[] = [
  ['Reference', ['1234567890', '2345678901', '3456789012', '4567890123'], null],
  ['ISBN', ['0306406152', '0471958697'], null],
  ['Street', ['Victoria Road', 'Charlotte Street', 'Alexandra Park'], null],
  ['Location', ['John Street', 'William Road', 'Rose Hill', 'Elizabeth Gardens'], null],
  ['Ward', ['Victoria', 'Charlotte', 'Alexandra', 'Florence'], null],
  ['Supplier', ['Smith & Sons Ltd', 'Jones Construction', 'John Lewis Partnership', 'James Fisher plc'], null],
  ['Beneficiary Name', ['THAMES WATER UTILITIES', 'ARRIVA LONDON', 'KIER HIGHWAYS LTD'], null],
  ['Name', ['Bath Library', 'Keynsham Library', 'Moorland Road Library'], null],
  ['School name', ['St Mary Primary', 'Charles Darwin School'], null],
  ['Park', ['Royal Victoria Park', 'Henrietta Park', 'Alice Park'], null],
  ['Status', ['Open', 'Closed', 'Pending'], null],
  ['Colour', ['Red', 'Green', 'Rose', 'Amber', 'Jade'], null],
  ['Contact', ['info@example.gov.uk', 'planning@example.gov.uk', 'enquiries@example.org'], 'email'],
  ['Company Number', ['01234567', 'SC123456', '09876543'], null],
  ['Grid reference', ['ST 751 648', 'ST 749 650'], null],
  ['Opened', ['1960-01-31', '1985-03-02'], null],
  ['Phone', ['01225 477000', '01225 394041'], 'telephone'],
]

describe('a field means what its header and its values say', async () => {
  // Side by side in one file: a field is judged by itself.
  const table = await publishColumns(friends.map(([header, values]) => [header, values]))
  for (const [header, values, meaning, people] of friends)
    test(`${header}: ${values[0]} → ${meaning ?? 'nothing special'}`, () => {
      assert.equal(table.field(header).meaning, meaning)
      assert.equal(table.proposal.people.includes(header), people === true)
    })
})

describe('what only looks like people is nobody', async () => {
  const table = await publishColumns(falseFriends.map(([header, values]) => [header, values]))
  for (const [header, values, meaning] of falseFriends)
    test(`${header}: ${values[0]} → ${meaning ?? 'nothing special'}`, () =>
      assert.equal(table.field(header).meaning, meaning))
  test('and the file of them is about nobody', () =>
    assert.deepEqual([table.proposal.classification, table.proposal.people], ['shared', []]))
})

test('one planted column of people is found at the end of a long file, whatever it is called', async () => {
  const planted = (value: (at: number) => string) =>
    publishBytes(
      ['id,x'].concat(Array.from({ length: 30_000 }, (_, at) => `${at},${at < 22_000 ? '' : value(at)}`)).join('\n') +
        '\n',
    )
  for (const value of [
    (at: number) => nhs[at % 3]!,
    (at: number) => `person${at}@example.com`,
    (at: number) => `AB${100_000 + (at % 900_000)}C`,
  ]) {
    const { proposal } = await planted(value)
    assert.deepEqual([proposal.classification, proposal.people], ['personal', ['x']])
  }
})

test('an NHS number that a spreadsheet made a decimal is still one', async () => {
  const table = await publishColumn([...nhs.map((number) => `${number}.0`), ''])
  assert.equal(table.field('field').meaning, 'nhs-number')
})

test('identifiers in free text make the file personal, and are counted', async () => {
  const table = await publishColumn(
    [
      'Bin missed again',
      'Call back at ann.jones@example.com please',
      'NHS no. 943 476 5919 given',
      'ok',
      'NI AB123456C',
    ],
    'Notes',
  )
  assert.equal(table.proposal.classification, 'personal')
  assert.equal(
    table.lines('people-in-free-text').reduce((sum, { count }) => sum + count, 0),
    3,
  )
})

test('health beside people is special; without people it counts groups', async () => {
  const people = await publishBytes(`NHS Number,Diagnosis,Ward\n${nhs[0]},Asthma,A\n${nhs[1]},COPD,B\n`)
  assert.equal(people.proposal.classification, 'special')
  assert.equal(people.field('Diagnosis').classification, 'special')
  assert.match(people.proposal.reason, /NHS Number.*Diagnosis/)
  const groups = await publishBytes('Diagnosis,Year,Count\nAsthma,2020,51\nCOPD,2020,17\n')
  assert.equal(groups.proposal.classification, 'shared')
  assert.equal(groups.field('Diagnosis').classification, 'shared')
})

test('nothing is ever proposed to be open', async () => {
  const { proposal } = await publishBytes('colour,count\nred,1\nblue,2\n')
  assert.equal(proposal.classification, 'shared')
})
