import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nicknameClasses, shareClass, spellingClasses } from './classes.ts'

const kin = (one: string, other: string) => shareClass(nicknameClasses(one), nicknameClasses(other))
const sameName = (one: string, other: string) => shareClass(spellingClasses(one), spellingClasses(other))

const shortForms = 'elizabeth liz, beth elizabeth, william bill, margaret peggy, robert bob, katarzyna kasia, aleksander olek, mohammed mo, malgorzata gosia, oluwaseun seun, harpreet preet, siobhan joan, patrick pat, patricia pat' // prettier-ignore
for (const [one = '', other = ''] of shortForms.split(', ').map((pair) => pair.split(' ')))
  test(`${one} and ${other} may be one`, () => assert.ok(kin(one, other)))

const variants = 'mohammed muhammad, ahmed ahmad, hussain hussein, oleksandr aleksandr, yusuf yousef, yusuf joseph, sean shaun, zofia sophie, choudhury chowdhury, catherine kathryn' // prettier-ignore
for (const [one = '', other = ''] of variants.split(', ').map((pair) => pair.split(' ')))
  test(`${one} and ${other} are one name`, () => assert.ok(sameName(one, other)))

test('kinship does not spread: a short form of two names does not make them kin', () => {
  assert.ok(kin('beth', 'bethany') && kin('beth', 'elizabeth'))
  assert.equal(kin('bethany', 'elizabeth'), false)
  assert.equal(kin('patrick', 'patricia'), false)
})

test('what is in no table has no class', () => {
  assert.deepEqual(nicknameClasses('zork'), [])
  assert.equal(kin('zork', 'zork'), false)
})
