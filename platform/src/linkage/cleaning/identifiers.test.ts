/** Postcodes, telephones, e-mail, numbers, sex and companies: a table of cases each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanCompanyName, readCompanyName } from './company.ts'
import { cleanEmail, readEmail } from './email.ts'
import { cleanNationalInsuranceNumber, cleanNhsNumber, cleanNumber, cleanUprn, cleanUsrn } from './numbers.ts'
import { cleanPostcode, readPostcode } from './postcode.ts'
import { cleanSex } from './sex.ts'
import { cleanTelephone, readTelephone } from './telephone.ts'

type Cases = readonly (readonly [string, string | null])[]
function hold(name: string, clean: (text: string) => string | null, cases: Cases): void {
  for (const [text, expected] of cases)
    test(`${name} ${JSON.stringify(text)} → ${expected}`, () => assert.equal(clean(text), expected))
}

hold('postcode', cleanPostcode, [
  ['sw1a1aa', 'SW1A 1AA'],
  [' M1  1AE ', 'M1 1AE'],
  ['BA1 1LZ', 'BA1 1LZ'],
  ['BA1 ILZ', 'BA1 1LZ'],
  ['B33 8TH', 'B33 8TH'],
  ['NE1O 8AB', 'NE10 8AB'],
  ['0X1 2JD', 'OX1 2JD'],
  ['EC1A-1BB', 'EC1A 1BB'],
  ['M1 OAE', 'M1 0AE'],
  ['SW1A', 'SW1A'],
  ['BA1', 'BA1'],
  ['ZZ99 3VZ', null],
  ['AA1 1AA', null],
  ['12345', null],
  ['Bath', null],
  ['BA1 1', 'BA1'],
  ['', null],
])

test('a postcode in parts', () => {
  const { outward, sector, district, area, isRepaired } = readPostcode('SW1A 1AA')!
  assert.deepEqual([outward, sector, district, area, isRepaired], ['SW1A', 'SW1A 1', 'SW1', 'SW', false])
  assert.equal(readPostcode('NE1O 8AB')?.isRepaired, true)
  assert.equal(readPostcode('ZZ99 3VZ')?.isPlaceholder, true)
  assert.equal(readPostcode('E1W')?.district, 'E1')
})

hold('telephone', cleanTelephone, [
  ['07700 900123', '+447700900123'],
  ['+44 (0)20 7946 0123', '+442079460123'],
  ['0044 7700 900 123', '+447700900123'],
  ['447700900123', '+447700900123'],
  ['7700900123', '+447700900123'],
  ['(01225) 477 000 ext. 12', '+441225477000'],
  ['Tel: 01225 477000', '+441225477000'],
  ['01225 477000 / 07700 900123', '+441225477000'],
  ['+353 1 234 5678', '+35312345678'],
  ['00000000000', null],
  ['07777777777', null],
  ['01234567890', null],
  ['0', null],
  ['ask his mum', null],
  ['12345', null],
])
test('mobiles are told apart', () => {
  assert.equal(readTelephone('07700900123')?.isMobile, true)
  assert.equal(readTelephone('01225477000')?.isMobile, false)
  assert.equal(readTelephone('00000000000')?.isPlaceholder, true)
})

hold('e-mail', cleanEmail, [
  ['Jo.Smith@Example.ORG', 'jo.smith@example.org'],
  ['mailto:jo@example.org', 'jo@example.org'],
  ['Jo Smith <jo@example.org>', 'jo@example.org'],
  ['jo@example', null],
  ['jo at example.org', null],
  ['noemail@example.org', null],
  ['none@none.com', null],
  ['', null],
])
test('a mailbox has no tag, and on Gmail no dots', () => {
  assert.equal(readEmail('Jo.Smith+bins@googlemail.com')?.mailbox, 'josmith@gmail.com')
  assert.equal(readEmail('jo.smith+bins@example.org')?.mailbox, 'jo.smith@example.org')
})

hold('NHS number', cleanNhsNumber, [
  ['943 476 5919', '9434765919'],
  ['943-476-5919', '9434765919'],
  ['NHS No. 9434765919', '9434765919'],
  ['9434765918', null],
  ['1111111111', null],
  ['943476591', null],
])
hold('NI number', cleanNationalInsuranceNumber, [
  ['ab 12 34 56 c', 'AB123456C'],
  ['AB123456', 'AB123456'],
  ['QQ123456C', null],
  ['BG123456A', null],
  ['TN010190M', null],
  ['AB000000A', null],
])
hold('UPRN', cleanUprn, [
  ['010012345678', '10012345678'],
  ['100012345.0', '100012345'],
  ['UPRN: 1', '1'],
  ['0', null],
  ['1234567890123', null],
  ['999999999999', null],
])
hold('USRN', cleanUsrn, [
  ['20600123', '20600123'],
  ['206001234', null],
])
hold('sex', cleanSex, [
  ['M', 'male'],
  ['Female', 'female'],
  ['1', 'male'],
  ['2.0', 'female'],
  ['9', 'other'],
  ['F (female)', 'female'],
  ['0', null],
  ['X', null],
  ['m/f', null],
  ['not known', null],
])
hold('company', cleanCompanyName, [
  ['The Smith & Sons Ltd.', 'smith and sons'],
  ['SMITH AND SONS LIMITED', 'smith and sons'],
  ['A.B.C. Taxis (Bath) Co. Ltd', 'abc taxis bath'],
  ['Acme P.L.C.', 'acme'],
  ['Caffi Cymru Cyf', 'caffi cymru'],
  ['Helping Hands Community Interest Company', 'helping hands'],
  ['Limited', 'limited'],
  ['N/A', null],
])
test('a company in parts', () => {
  const read = readCompanyName('Smith Holdings LLP t/a The Corner Café Ltd')!
  assert.deepEqual([read.legalForm, read.tradingAs, read.words], ['llp', 'corner cafe', ['smith']])
})
hold('number', cleanNumber, [
  ['£1,234.50', '1234.5'],
  ['(12)', '-12'],
  ['-0', '0'],
  ['1e3', '1000'],
  ['NaN', null],
  ['Infinity', null],
  ['12,34', null],
  ['twelve', null],
])
