import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../problem.ts'
import { condition, hostileNames } from './arbitraries.ts'
import { type Condition, parse, print, properties } from './index.ts'
import { limits } from './limits.ts'
import type { ColumnType } from './to-sql.ts'

const types: readonly ColumnType[] = ['text', 'integer', 'number', 'boolean', 'date', 'time', 'datetime', 'geometry']
const columns = hostileNames.map((name, index) => ({ name, type: types[index % types.length]! }))

const readings: readonly (readonly [string, Condition])[] = [
  ["ward = 'Riverside'", { op: '=', property: 'ward', value: { kind: 'text', value: 'Riverside' } }],
  ["ward<>'it''s'", { op: '<>', property: 'ward', value: { kind: 'text', value: "it's" } }],
  ['65 <= age', { op: '>=', property: 'age', value: { kind: 'number', value: 65 } }],
  ['"date" > DATE(\'2024-02-29\')', { op: '>', property: 'date', value: { kind: 'date', value: '2024-02-29' } }],
  [
    "at < timestamp('2026-01-31T10:00:00.50Z')",
    { op: '<', property: 'at', value: { kind: 'timestamp', value: '2026-01-31T10:00:00.5' } },
  ],
  [
    'a NOT IN (1, -2.5e1)',
    {
      op: 'not',
      args: [
        {
          op: 'in',
          property: 'a',
          values: [
            { kind: 'number', value: 1 },
            { kind: 'number', value: -25 },
          ],
        },
      ],
    },
  ],
  ["name LIKE '50\\%'", { op: 'like', property: 'name', pattern: '50\\%', caseInsensitive: false }],
  ["casei(name) = casei('50%')", { op: 'like', property: 'name', pattern: '50\\%', caseInsensitive: true }],
  ['a IS NOT NULL', { op: 'not', args: [{ op: 'isNull', property: 'a' }] }],
  [
    'S_INTERSECTS(geometry, BBOX(-1.6,54.9,-1.4,55.1))',
    { op: 's_intersects', property: 'geometry', bbox: [-1.6, 54.9, -1.4, 55.1] },
  ],
  [
    'NOT a = TRUE OR b IS NULL AND c BETWEEN 1 AND 2',
    {
      op: 'or',
      args: [
        { op: 'not', args: [{ op: '=', property: 'a', value: { kind: 'boolean', value: true } }] },
        {
          op: 'and',
          args: [
            { op: 'isNull', property: 'b' },
            { op: 'between', property: 'c', from: { kind: 'number', value: 1 }, to: { kind: 'number', value: 2 } },
          ],
        },
      ],
    },
  ],
]

for (const [text, expected] of readings) test(`reads ${text}`, () => assert.deepEqual(parse(text), expected))

const unreadable: readonly (readonly [string, string])[] = [
  ['', 'character 1'],
  ["a = 'open", 'character 5'],
  ['a = b', 'character 5'],
  ['a == 1', 'character 4'],
  ['a = 1 b = 2', 'character 7'],
  ['a = 1; drop table x', 'character 6'],
  ["a = DATE('2026-02-30')", 'character 10'],
  ["a = TIMESTAMP('2026-01-01T25:00:00Z')", 'character 15'],
  ['a = 12345678901234567890', 'character 5'],
  ['a = 1e999', 'character 5'],
  ["a LIKE 'x\\'", 'character 8'],
  ['AND = 1', 'character 1'],
  ['a IN ()', 'character 7'],
  ['S_INTERSECTS(g, BBOX(0,10,1,5))', 'character 22'],
  ['a = 1\0', 'character 6'],
  [`${'('.repeat(40)}a = 1${')'.repeat(40)}`, 'character 33'],
  [`${'NOT '.repeat(40)}a = 1`, 'character 129'],
  [Array.from({ length: 501 }, () => 'a = 1').join(' OR '), `character ${500 * 9 + 1}`],
  [`a IN (${'1,'.repeat(1_000)}1)`, `character ${6 + 2_000 + 1}`],
  ['é'.repeat(5_000), `character ${limits.bytes + 1}`],
]

for (const [text, at] of unreadable) {
  test(`says where ${JSON.stringify(text.slice(0, 40))} goes wrong`, () => {
    assert.throws(
      () => parse(text),
      (error) => {
        assert.ok(error instanceof Problem)
        assert.deepEqual([error.status, error.code, error.at], [400, 'filter-unreadable', at])
        assert.ok(error.mend)
        return true
      },
    )
  })
}

test('an error never repeats what was written', () => {
  for (const text of [
    "name = 'Ada Lovelace' x",
    "'Ada Lovelace' 'Ada",
    "Ada IN 'Lovelace'",
    "DATE('Ada')= x",
    'Ada ! Lovelace',
  ]) {
    assert.throws(
      () => parse(text),
      (error) =>
        error instanceof Problem &&
        !/Ada|Lovelace/.test(JSON.stringify([error.message, error.title, error.detail, error.at, error.mend])),
    )
  }
})

test('what was read is frozen all through', () => {
  const frozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
  for (const [text] of readings) assert.ok(frozen(parse(text)), text)
})

test('what is printed reads back as the same condition', () => {
  fc.assert(
    fc.property(condition(columns), (each) => {
      const text = print(each)
      fc.pre(Buffer.byteLength(text) <= limits.bytes)
      assert.deepEqual(parse(text), each)
      for (const name of properties(each)) assert.ok(columns.some((column) => column.name === name))
    }),
    { numRuns: 500 },
  )
})

test('any text is read, or refused as unreadable', () => {
  const words = fc.constantFrom(
    'AND',
    'or',
    'NOT',
    '(',
    ')',
    ',',
    "'",
    '"',
    '=',
    '<>',
    'IN',
    'LIKE',
    'BETWEEN',
    'IS',
    'NULL',
    'DATE',
    'CASEI',
    'BBOX',
    'S_INTERSECTS',
    'a',
    '"b"',
    "'t'",
    '1',
    '-',
    '.',
    'e5',
    '\\',
    '\n',
    '__proto__',
  )
  const soup = fc.array(words, { maxLength: 40 }).map((each) => each.join(' '))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        soup,
        soup.map((each) => each.replaceAll(' ', '')),
      ),
      (text) => {
        try {
          assert.deepEqual(parse(print(parse(text))), parse(text))
        } catch (error) {
          assert.ok(error instanceof Problem && error.code === 'filter-unreadable', String(error))
        }
      },
    ),
    { numRuns: 3_000 },
  )
})
