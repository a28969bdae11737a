import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableOf } from '../features/table.ts'
import { type ColumnKind, kindsOf } from './kinds.ts'
import { profileOf } from './profile.ts'

/** Each value stands in several rows, as values do. */
const cases: readonly (readonly [column: string, values: readonly string[], kind: ColumnKind])[] = [
  ['FirstName', ['Ada', 'Bob', 'Cy'], 'forename'],
  ['given_name', ['Ada', 'Bob', 'Cy'], 'forename'],
  ['lname_c1', ['MEIER', 'BAUER', 'WOLFF'], 'surname'],
  ['Last Name', ['King', 'Lee', 'Ray'], 'surname'],
  ['first_and_surname', ['Ada King', 'Bob Lee', 'Cy Ray'], 'full name'],
  ['dob', ['1985-02-12', '12/03/1970', '1 May 1999'], 'date of birth'],
  ['date_of_birth', ['19850212', '19700312', '19990501'], 'date of birth'],
  ['when', ['2024-02-12', '2024-03-12', '2024-05-01'], 'date'],
  ['by', ['1949', '1968', '1930'], 'year'],
  ['gender', ['male', 'female', 'F'], 'sex'],
  ['contact', ['ada@example.org', 'bob@example.org', 'cy@example.org'], 'email'],
  ['phone', ['310/246-1501', '818-762-1221', '(702) 385 7111'], 'telephone'],
  ['column 7', ['020 7946 0018', '07700 900123', '+44 161 496 0123'], 'telephone'],
  // What is in it counts, whatever it is called.
  ['phone number', ['ada@example.org', 'bob@example.org', 'cy@example.org'], 'email'],
  ['postcode_fake', ['TQ13 8DF', 'SW1A 1AA', 'M1 1AE'], 'postcode'],
  ['zip', ['90210', '10001', '60601'], 'postcode'],
  ['addr', ['435 s. la cienega blv.', '12224 ventura blvd.', '701 stone canyon rd.'], 'address'],
  ['line 1', ['52 school lane', 'Flat 3, 15 grange road', '118 broadway east'], 'address'],
  ['birth_place', ['devon', 'london', 'kent'], 'place'],
  ['soc_sec_id', ['6988048', '7364009', '2635962'], 'identifier'],
  ['price', Array.from({ length: 30 }, (_, at) => `$1,${100 + at}.99`), 'number'],
  [
    'title',
    ['The WASA2 object-oriented workflow system', 'A user-centered interface', 'World Wide Database integration'],
    'text',
  ],
  ['same', ['x', 'x', 'x'], 'nothing'],
  ['blank', ['', ' ', ''], 'nothing'],
]

test('a column is recognised by its values, and by its name where they could be many things', () => {
  for (const [column, values, kind] of cases) {
    const rows = Array.from({ length: 30 }, (_, at) => ({ [column]: values[at % values.length]! }))
    assert.equal(kindsOf(profileOf(tableOf(rows))).get(column), kind, column)
  }
})

test('a name beside a date of birth is a person’s, and beside a price it is not', () => {
  const rows = (more: Record<string, string>) =>
    Array.from({ length: 30 }, (_, at) => ({ name: `Ada${at % 7} King${at % 5}`, ...more, row: String(at % 2) }))
  const kindOfName = (list: Record<string, string>[]) => kindsOf(profileOf(tableOf(list))).get('name')
  const born = rows({}).map((row, at) => ({ ...row, dob: `19${50 + at}-02-03` }))
  const priced = rows({}).map((row, at) => ({ ...row, price: `${at}.99` }))
  assert.equal(kindOfName(born), 'full name')
  assert.notEqual(kindOfName(priced), 'full name')
})
