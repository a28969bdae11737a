import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { levelOf } from '../compare/answer.ts'
import { deriveValue } from '../features/values.ts'
import { fromSplink, isSplinkSettings } from './from-splink.ts'
import { justAbove } from './splink/shapes.ts'

const equal = (column: string) => `"${column}_l" = "${column}_r"`
const isNull = (column: string) => `"${column}_l" IS NULL OR "${column}_r" IS NULL`
const sector = (side: string) => `NULLIF(regexp_extract("pc_${side}", '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]', 0), '')`
const valid = (side: string) =>
  `NULLIF(regexp_extract("pc_${side}", '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}$', 0), '')`
const user = (side: string) => `NULLIF(regexp_extract("email_${side}", '^[^@]+', 0), '')`
const parsed = (side: string, format = '%Y-%m-%d') => `try_strptime("dob_${side}", '${format}')`
const within = (seconds: number, format?: string) =>
  `ABS(EPOCH(${parsed('l', format)}) - EPOCH(${parsed('r', format)})) <= ${seconds}`
const angle =
  '( sin( radians("lat_l") ) * sin( radians("lat_r") ) + cos( radians("lat_l") ) * cos( radians("lat_r") ) * cos( radians("long_r" - "long_l") ) )'
const near = (km: number) =>
  `cast( acos( case when ${angle} > 1 then 1 when ${angle} < -1 then -1 else ${angle} end ) * 6371 as float ) <= ${km}`
const pairwise = (aggregate: string, measure: string) =>
  `list_${aggregate}( list_transform( flatten( list_transform( "tags_l", x -> list_transform( "tags_r", y -> [x, y] ) ) ),
    pair -> ${measure}( pair[1], pair[2] ) ) )`

type Parts = Readonly<Record<string, unknown>>
const settings = (levels: readonly Parts[], more: Parts = {}) => ({
  link_type: 'dedupe_only',
  probability_two_random_records_match: 0.001,
  blocking_rules_to_generate_predictions: [],
  comparisons: [{ output_column_name: 'thing', comparison_levels: levels }],
  ...more,
})
const asking = (sql: string) => settings([{ sql_condition: sql }, { sql_condition: 'ELSE' }])
const whenOf = (sql: string) => fromSplink(asking(sql)).model.comparisons[0]!.levels[0]!.when

/** Every condition of Splink’s comparison library over DuckDB, and what people write by hand. */
const conditions = [
  isNull('first'),
  equal('first'),
  `"first_l" = "last_r"`,
  `"first_l" = "last_r" AND "first_r" = "last_l"`,
  `"first_l" = 'ann' AND "first_r" = 'ann'`,
  'first_l <> first_r',
  `NOT (${equal('first')})`,
  'levenshtein("first_l", "first_r") <= 2',
  'levenshtein("first_l", "first_r") < 2',
  'levenshtein(last_r, last_l) <= 1',
  'damerau_levenshtein("first_l", "first_r") <= 1',
  'jaro_winkler_similarity("first_l", "first_r") >= 0.88',
  'jaro_winkler_similarity("first_l", "first_r") > 0.8',
  '0.7 <= jaro_winkler_similarity("first_l", "last_r")',
  'jaro_similarity("first_l", "first_r") >= 0.7',
  'jaccard("first_l", "first_r") >= 0.5',
  'lower(first_l)=lower(first_r) and last_l <> last_r',
  'UPPER("first_l") = UPPER("first_r")',
  'SUBSTRING("first_l", 1, 2) = SUBSTRING("first_r", 1, 2)',
  'substr(lower(first_l), 1, 1) = substr(lower(first_r), 1, 1)',
  'left(first_l, 2) = left(first_r, 2) OR right(last_l, 2) = right(last_r, 2)',
  `NULLIF("first_l", 'ann') = NULLIF("first_r", 'ann')`,
  'CAST("first_l" AS TEXT) = CAST("first_r" AS TEXT)',
  'first_l::varchar = first_r::varchar',
  `levenshtein(first_l || ' ' || last_l, first_r || ' ' || last_r) <= 3`,
  'first_l || last_l = first_r || last_r',
  `(jaro_winkler_similarity("first_l", "first_r") >= 0.8) AND (jaro_winkler_similarity("last_l", "last_r") >= 0.8)`,
  `(${isNull('first')}) OR (${isNull('last')})`,
  `(${isNull('first')}) AND (${isNull('last')})`,
  `first_l is not null and first_r is not null and ${equal('last')}`,
  `${parsed('l')} IS NULL OR ${parsed('r')} IS NULL`,
  within(2_629_800),
  within(31_557_600),
  within(315_576_000, '%d/%m/%Y'),
  within(315_576_000, '%Y%m%d'),
  `${sector('l')} = ${sector('r')}`,
  `${valid('l')} IS NULL OR ${valid('r')} IS NULL`,
  `${user('l')} = ${user('r')}`,
  `jaro_winkler_similarity(${user('l')}, ${user('r')}) >= 0.88`,
  near(100),
  `("lat_r" is not null AND "lat_l" is not null AND "long_l" is not null AND "long_r" is not null) AND ${near(1000)}`,
  'ABS("lat_l" - "lat_r") <= 3',
  'ABS("lat_r" - "lat_l") <= 3',
  '(ABS("lat_l" - "lat_r") / (CASE WHEN "lat_r" > "lat_l" THEN "lat_r" ELSE "lat_l" END)) < 0.1',
  'array_length(list_intersect("tags_l", "tags_r")) >= 1',
  `LEAST(ARRAY_LENGTH("tags_l"), ARRAY_LENGTH("tags_r")) <> 0 AND
    ARRAY_LENGTH(ARRAY_INTERSECT("tags_l", "tags_r")) = LEAST(ARRAY_LENGTH("tags_l"), ARRAY_LENGTH("tags_r"))`,
  `${pairwise('max', 'jaro_winkler_similarity')} >= 0.9`,
  `${pairwise('min', 'levenshtein')} <= 1`,
]

const numbers = new Set(['lat', 'long'])
const columns = {
  first: ['ann', 'anne', 'Anna', 'nan', 'bob', 'bobby', 'an', null],
  last: ['smith', 'smyth', 'ann', 'htims', 'oneill', null],
  dob: [
    '1990-01-31',
    '1990-03-01',
    '31/01/1990',
    '19900131',
    '1985-12-24',
    '1990-02-31',
    'unknown',
    '01/03/1990',
    null,
  ],
  pc: ['ab1 2cd', 'ab1 2ce', 'ab12cd', 'AB1 2CD', 'x', null],
  email: ['ann@a.org', 'ann@b.org', 'anne@a.org', '@a.org', 'ann', null],
  lat: ['51.5', '51.6', '-3', '52', null],
  long: ['0', '0.5', '-1.25', null],
  tags: ['["a","bb"]', '["a"]', '["ab","c"]', '[]', null],
} as const
type Row = Readonly<Record<keyof typeof columns, string | null>>
const rows = fc.record(
  Object.fromEntries(Object.entries(columns).map(([name, of]) => [name, fc.constantFrom<string | null>(...of)])),
) as fc.Arbitrary<Row>

let connection: DuckDBConnection
const pairs = fc.sample(fc.tuple(rows, rows), { numRuns: 400, seed: 7 })
before(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
  const value = (row: Row, name: keyof Row) =>
    row[name] === null
      ? `NULL::${name === 'tags' ? 'VARCHAR[]' : numbers.has(name) ? 'DOUBLE' : 'VARCHAR'}`
      : `'${row[name]}'::${name === 'tags' ? 'JSON::VARCHAR[]' : numbers.has(name) ? 'DOUBLE' : 'VARCHAR'}`
  const names = Object.keys(columns) as (keyof Row)[]
  const selects = pairs.map(([left, right], at) => {
    const cells = names.flatMap((name) => [
      `${value(left, name)} AS "${name}_l"`,
      `${value(right, name)} AS "${name}_r"`,
    ])
    return `SELECT ${at} AS nth, ${cells.join(', ')}`
  })
  await connection.run(`CREATE TABLE pairs AS ${selects.join(' UNION ALL ')}`)
})
after(() => connection.closeSync())

for (const sql of conditions)
  test(`means what DuckDB makes of it: ${sql.replaceAll(/\s+/g, ' ').slice(0, 110)}`, async () => {
    const reader = await connection.runAndReadAll(`SELECT CASE WHEN ${sql} THEN 1 ELSE 2 END FROM pairs ORDER BY nth`)
    const expected = reader.getRows().map(([level]) => Number(level))
    const { model } = fromSplink(asking(sql))
    const derived = (row: Row) =>
      Object.fromEntries(
        Object.entries(model.features).map(([name, feature]) => [
          name,
          deriveValue(
            feature,
            [feature.from].flat().map((column) => row[column as keyof Row]),
          ),
        ]),
      )
    const found = pairs.map(([left, right]) => levelOf(model.comparisons[0]!, derived(left), derived(right)))
    assert.deepEqual(found, expected)
    assert.ok(new Set(expected).size === 2, 'the rows tell yes from no')
  })

test('questions are plain ones', () => {
  assert.deepEqual(whenOf(within(31_557_600)), {
    test: 'date-within',
    of: 'dob, date',
    atMost: 31_557_600,
    unit: 'second',
  })
  assert.deepEqual(whenOf(`${sector('l')} = ${sector('r')}`), { test: 'exact', of: 'pc, postcode-sector' })
  assert.deepEqual(whenOf(`(${isNull('first')}) OR (${isNull('last')})`), {
    test: 'any',
    tests: [
      { test: 'missing', of: 'first' },
      { test: 'missing', of: 'last' },
    ],
  })
})

for (const [sql, says] of [
  ['array_cosine_similarity("a_l", "a_r") >= 0.9', 'no condition that is known'],
  [`regexp_extract(a_l, '[0-9]+') = regexp_extract(a_r, '[0-9]+')`, 'regexp_extract() is not known'],
  [`NULLIF(regexp_extract(a_l, '[0-9]+', 0), '') = NULLIF(regexp_extract(a_r, '[0-9]+', 0), '')`, 'the pattern [0-9]+'],
  [`try_strptime(a_l, '%b %Y') = try_strptime(a_r, '%b %Y')`, 'dates written as %b %Y'],
  [`a_l = 'x'`, 'no condition'],
  ['a_l IS NULL', 'of one record alone'],
  ['a_l', 'nothing of two records'],
  ['substr(a_l, 2, 3) = substr(a_r, 2, 3)', 'substring() is not known'],
  ['soundex(a_l) = soundex(a_r)', 'soundex() is not known'],
  ['(a_l = a_r', '“)” is missing'],
  ['a_l = ', 'ends too early'],
  ['a_l = a_r; DROP TABLE people', '“; DROP TABLE people” is not understood'],
  [`${'('.repeat(500)}a_l = a_r${')'.repeat(500)}`, 'nested too deeply'],
  [`a_l = '${'x'.repeat(30_000)}'`, 'longer than'],
] as const)
  test(`is refused, and says why: ${sql.slice(0, 60)}`, () => {
    assert.throws(
      () => fromSplink(asking(sql)),
      (error) =>
        error instanceof Problem &&
        error.code === 'splink-unread' &&
        error.detail.includes(says) &&
        error.detail.includes('the comparison “thing”'),
    )
  })

test('weights, term frequencies and the prior come over', () => {
  const { model, linkType } = fromSplink(
    settings(
      [
        { sql_condition: isNull('city'), is_null_level: true },
        { sql_condition: equal('city'), m_probability: 0.7, u_probability: 0.1, tf_adjustment_column: 'city' },
        {
          sql_condition: 'jaro_winkler_similarity("city_l", "city_r") >= 0.9',
          label_for_charts: 'Nearly',
          m_probability: 0.2,
          u_probability: 0,
          tf_adjustment_column: '"city"',
          tf_adjustment_weight: 0.5,
          tf_minimum_u_value: 0.01,
        },
        { sql_condition: 'ELSE', m_probability: 0.1, u_probability: 0.88 },
      ],
      { link_type: 'link_only' },
    ),
  )
  assert.equal(linkType, 'link_only')
  assert.equal(model.prior, 0.001)
  const [{ missing, levels, else: otherwise } = assert.fail()] = model.comparisons
  assert.deepEqual(missing, { test: 'missing', of: 'city' })
  assert.deepEqual(levels[0]!.termFrequency, { of: 'city' })
  assert.deepEqual(
    { label: levels[1]!.label, m: levels[1]!.m, u: levels[1]!.u, termFrequency: levels[1]!.termFrequency },
    { label: 'Nearly', m: 0.2, u: 1e-300, termFrequency: { of: 'city', weight: 0.5, minimum: 0.01, base: 0.1 } },
  )
  assert.deepEqual(otherwise, { m: 0.1, u: 0.88 })
})

test('what Splink never trained has Splink’s own values in a trained model, and none in an untrained one', () => {
  const levels = [
    { sql_condition: equal('a'), m_probability: 0.9 },
    { sql_condition: 'levenshtein(a_l, a_r) <= 1' },
    { sql_condition: 'levenshtein(a_l, a_r) <= 2' },
    { sql_condition: 'ELSE' },
  ]
  const comparison = (of: readonly Parts[]) => fromSplink(settings(of)).model.comparisons[0]!
  const trained = comparison(levels)
  const bits = [...trained.levels.slice(1), trained.else].map(({ m, u }) => Math.log2(m! / u!))
  assert.deepEqual(
    bits.map((bit) => Math.round(bit * 1e9) / 1e9),
    [3, -1, -5],
  )
  assert.equal(trained.levels[0]!.u, 0.95 / 2 ** 10)
  const untrained = comparison(levels.map(({ sql_condition }) => ({ sql_condition })))
  assert.deepEqual(
    [...untrained.levels, untrained.else].map(({ m, u }) => [m, u]),
    Array.from({ length: 4 }, () => [null, null]),
  )
})

test('rules are equal values', () => {
  const rules = (...of: unknown[]) =>
    fromSplink({ ...asking(equal('a')), blocking_rules_to_generate_predictions: of }).model
  const { blocking, features } = rules(
    { blocking_rule: 'l."surname" = r."surname"', sql_dialect: 'duckdb' },
    '(SUBSTRING(l.first_name, 1, 3) = SUBSTRING(r.first_name, 1, 3)) AND (r."dob" = l."dob")',
    { blocking_rule: 'l."tags" = r."tags"', arrays_to_explode: ['tags'] },
    'l."name_l" = r."name_l"',
  )
  assert.deepEqual(
    blocking.map(({ keys }) => keys),
    [['surname'], ['first_name, first 3', 'dob'], ['tags, set, json-list'], ['name_l']],
  )
  assert.deepEqual(features['first_name, first 3'], { kind: 'text', from: 'first_name', steps: [{ first: 3 }] })
  for (const rule of [
    'l.a = r.b',
    'levenshtein(l.a, r.a) <= 1',
    'l.a = r.a OR l.b = r.b',
    '1 = 1',
    'a = b',
    'x.a = y.a',
  ])
    assert.throws(
      () => rules(rule),
      (error) => error instanceof Problem && error.at === 'blocking rule 1' && error.detail.includes(rule),
    )
})

test('the order of levels that a model cannot have is refused', () => {
  const levels = [{ sql_condition: equal('a') }, { sql_condition: isNull('a'), is_null_level: true }]
  for (const list of [[...levels, { sql_condition: 'ELSE' }], levels.slice(0, 1), [{ sql_condition: 'ELSE' }]])
    assert.throws(() => fromSplink(settings(list)), /splink-unread/)
  assert.throws(
    () => fromSplink(settings([{ sql_condition: equal('a'), tf_adjustment_column: 'b' }, { sql_condition: 'ELSE' }])),
    /the frequencies of “b” count/,
  )
})

test('anything at all is a model or a problem, never another error', () => {
  const sql = fc.oneof(
    fc.string(),
    fc.constantFrom(...conditions).chain((text) => fc.nat(text.length).map((length) => text.slice(0, length))),
    fc
      .array(
        fc.constantFrom('a_l', 'a_r', '=', '(', ')', 'and', 'or', 'not', 'is null', '1', "'x'", '>=', 'case', 'abs('),
      )
      .map((words) => words.join(' ')),
  )
  const anything = fc.oneof(
    fc.anything(),
    sql.map(asking),
    sql.map((rule) => ({ ...asking(equal('a')), blocking_rules_to_generate_predictions: [rule] })),
  )
  fc.assert(
    fc.property(anything, (value) => {
      try {
        fromSplink(value)
      } catch (error) {
        assert.ok(error instanceof Problem, String(error))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('settings are told from models', () => {
  assert.ok(isSplinkSettings(asking(equal('a'))))
  for (const other of [null, [], 'x', { comparisons: [] }]) assert.ok(!isSplinkSettings(other))
})

test('just above a number there is no other', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (n) => {
      const above = justAbove(n)
      assert.ok(above > n)
      const middle = n + (above - n) / 2
      assert.ok(middle === n || middle === above)
    }),
  )
})
