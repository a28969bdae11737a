import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneticKey } from './phonetic.ts'

const alike = 'thompson tomson, stephen steven, catherine kathryn, phillips fillips, wright right, khan kahn, singh sing, smith smyth, clark clarke, macdonald mcdonald, read reid, allan allen, shaun shawn, knight night, thomson thompson, hussain hussein, mohammed muhammad, gillian jillian, jackson jaxon, leigh lee, hughes hues, rhys reece, walsh welsh, xavier zavier, sarah sara, philip filip' // prettier-ignore
for (const [one = '', other = ''] of alike.split(', ').map((pair) => pair.split(' ')))
  test(`${one} sounds like ${other}`, () => assert.equal(phoneticKey(one), phoneticKey(other)))

const unlike = 'smith jones, brown green, taylor walker, patel khan, mary john, anna emma, robert richard' // prettier-ignore
for (const [one = '', other = ''] of unlike.split(', ').map((pair) => pair.split(' ')))
  test(`${one} does not sound like ${other}`, () => assert.notEqual(phoneticKey(one), phoneticKey(other)))

test('no Latin letter, no key', () => assert.equal(phoneticKey('محمد'), ''))
