import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Fact } from '#entities'
import { placeInName, subjectOf, subjectsOf } from './subjects.ts'

const fact = (field: string, meaning: string | null, value: Fact['value'], more: Partial<Fact> = {}): Fact => ({
  value,
  dataset: 'alpha/care',
  organisation: 'alpha',
  field,
  meaning,
  transform: 'as-is',
  record: 'one',
  asOf: '2026-05-04',
  asOfFrom: 'row',
  receipt: 'r1',
  agreesWith: [],
  conflictsWith: [],
  ...more,
})
const read = (...facts: Fact[]) =>
  subjectsOf(facts, (id) => `${id} council`, new Map([['alpha/care', 'Home care']])).map(({ what, values }) => [
    what,
    ...values.map(({ value }) => value),
  ])

test('fields of one meaning are one subject, and what says the same stands once with all its sources', () => {
  const [subject, ...rest] = subjectsOf(
    [
      fact('Post Code', 'postcode', 'NF1 2AB'),
      fact('postcode', 'postcode', 'NF1 2AB', { dataset: 'beta/bins', organisation: 'beta', record: 'two' }),
      fact('pc', 'postcode', 'NF8 0AE', { record: 'three', conflictsWith: ['alpha/care'] }),
    ],
    (id) => `${id} council`,
    new Map([['alpha/care', 'Home care']]),
  )
  assert.equal(rest.length, 0)
  assert.deepEqual([subject?.what, subject?.differs], ['Postcode', true])
  assert.deepEqual(
    subject?.values.map(({ value, sources }) => [value, sources.map(({ title, holder }) => `${title}, ${holder}`)]),
    [
      ['NF1 2AB', ['Home care, alpha council', 'beta/bins, beta council']],
      ['NF8 0AE', ['Home care, alpha council']],
    ],
  )
})

test('a name in several fields is one name, in the order of names; a whole one beside it stays by itself', () => {
  const parts = [fact('Surname', 'person-name', 'Okafor'), fact('first_name', 'person-name', 'James')]
  assert.deepEqual(read(...parts), [['Name', 'James Okafor']])
  assert.deepEqual(read(...parts, fact('name', 'person-name', 'OKAFOR, Jim')), [
    ['Name', 'James Okafor', 'OKAFOR, Jim'],
  ])
  const other = { record: 'two' }
  assert.deepEqual(read(...parts, fact('middleName', 'person-name', 'Ade', other)), [['Name', 'James Okafor', 'Ade']])
})

test('what is somebody else’s is never taken for theirs', () => {
  assert.deepEqual(
    read(
      fact('name', 'person-name', 'Ann Lee'),
      fact('carer_name', 'person-name', 'John Lee'),
      fact('next of kin telephone', 'telephone', '01632 960001'),
      fact('telephone', 'telephone', '01632 960002'),
      fact('maiden_name', 'person-name', 'Marsh'),
      fact('previousAddress', 'address', '1 Mill Road'),
    ),
    [
      ['Name', 'Ann Lee'],
      ['Carer name', 'John Lee'],
      ['Next of kin telephone', '01632 960001'],
      ['Telephone number', '01632 960002'],
      ['Maiden name', 'Marsh'],
      ['Previous address', '1 Mill Road'],
    ],
  )
})

test('several records of one register that say the same are one source, unless they are of another day', () => {
  const sources = (...facts: Fact[]) => subjectsOf(facts, String, new Map())[0]?.values[0]?.sources.length
  const twice = [fact('sex', 'gender', 'F'), fact('sex', 'gender', 'F', { record: 'two' })]
  assert.equal(sources(...twice), 1)
  assert.equal(sources(...twice, fact('sex', 'gender', 'F', { asOf: '2024-01-01' })), 2)
})

test('where a field comes in a name', () => {
  const place = (field: string, meaning: string | null = 'person-name') => placeInName({ field, meaning })
  assert.deepEqual(
    ['Title', 'given-name', 'middle_name', 'LastName', 'surname'].map((one) => place(one)),
    [0, 1, 2, 3, 3],
  )
  for (const field of ['name', 'client', 'carer surname', 'former surname', 'ward name'])
    assert.equal(place(field), null)
  assert.equal(place('surname', null), null)
})

test('no fact is lost and none is made up', () => {
  const facts = fc.array(
    fc
      .record({
        field: fc.constantFrom('name', 'surname', 'Carer Phone', 'phone', 'lives_alone'),
        meaning: fc.constantFrom('telephone', 'postcode', null),
        value: fc.oneof(fc.string(), fc.boolean(), fc.integer()),
        record: fc.constantFrom('one', 'two'),
      })
      .map(({ field, meaning, value, record }) => fact(field, meaning, value, { record })),
  )
  fc.assert(
    fc.property(facts, (all) => {
      const shown = subjectsOf(all, String, new Map()).flatMap(({ what, values }) =>
        values.map(({ value }) => `${what}: ${value}`),
      )
      assert.equal(new Set(shown).size, shown.length)
      assert.deepEqual(new Set(shown), new Set(all.map((one) => `${subjectOf(one)}: ${one.value}`)))
    }),
  )
})
