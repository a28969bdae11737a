import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FieldType } from '#model/dataset.ts'
import { publishColumn, publishColumns } from '../working/publish-for-tests.ts'

/** What stands in a column, what type it is then, and what its values are. Undefined: as they stand. */
type Case = readonly [what: string, cells: readonly string[], type: FieldType, values?: readonly (string | null)[]]

const cases: readonly Case[] = [
  ['integers', ['1', '-7', '0', '999999999999999'], 'integer'],
  ['zeros and ones', ['0', '1', '1'], 'integer'],
  ['leading zeros', ['0042', '17', '3'], 'text'],
  ['telephone numbers', ['01225 477000', '07700 900123'], 'text'],
  ['NHS numbers with spaces', ['943 476 5919', '401 023 2137'], 'text'],
  ['sixteen digits', ['1234567890123456', '1'], 'text'],
  ['more than int64', ['99999999999999999999', '1'], 'text'],
  ['a plus before a telephone number', ['+447700900123', '+447700900124'], 'text'],
  ['signed changes', ['+12', '-3', '0'], 'integer', ['12', '-3', '0']],
  ['decimals', ['1.5', '-0.25', '.5', '3'], 'number', ['1.5', '-0.25', '0.5', '3.0']],
  ['decimals with a leading zero too many', ['00.5', '1.5'], 'text'],
  ['underscores', ['1_000', '2_000'], 'text'],
  ['hexadecimal', ['0x1F', '0x20'], 'text'],
  ['what may be codes', ['1E5', '2E10'], 'text'],
  ['scientific', ['1.2E+05', '-3e-2', '7'], 'number', ['120000.0', '-0.03', '7.0']],
  ['pounds', ['£1,234.50', '£0.99', '-£3.00', '£-4'], 'number', ['1234.5', '0.99', '-3.0', '-4.0']],
  ['whole pounds', ['£1,234', '£5'], 'integer', ['1234', '5']],
  ['pounds and dollars', ['£1.00', '$2.00'], 'text'],
  ['accountants’ brackets', ['(12.00)', '3.10', '(£1,000.00)'], 'number', ['-12.0', '3.1', '-1000.0']],
  ['trailing minus', ['12.00-', '3.00'], 'number', ['-12.0', '3.0']],
  ['thousands', ['1,234', '567', '12,345,678'], 'integer', ['1234', '567', '12345678']],
  ['wrong thousands', ['1,23', '4,567'], 'text'],
  ['decimal commas', ['1,5', '2,25'], 'text'],
  ['percentages', ['12%', '7.5 %', '-3%'], 'number', ['12.0', '7.5', '-3.0']],
  ['whole percentages', ['12%', '100%'], 'integer', ['12', '100']],
  ['percentages and shares', ['12%', '0.12'], 'text'],
  ['not a number', ['nan', '1.5', 'NaN'], 'number', [null, '1.5', null]],
  ['infinity', ['inf', '1.5'], 'text'],
  [
    'nothing said in many ways',
    ['N/A', '5', 'n/a', '-', '--', 'null', 'NULL', '#N/A', '.', ' '],
    'integer',
    [null, '5', null, null, null, null, null, null, null, null],
  ],
  ['only markers', ['N/A', '-', 'n/a'], 'text'],
  ['markers among words', ['N/A', 'red', '-'], 'text'],
  ['yes and no', ['Yes', 'no', 'YES'], 'boolean', ['true', 'false', 'true']],
  ['Y and N', ['Y', 'N', 'y'], 'boolean', ['true', 'false', 'true']],
  ['N alone is a point of the compass', ['N', 'N'], 'text'],
  ['true and false', ['TRUE', 'false'], 'boolean', ['true', 'false']],
  ['mixed', ['1', 'two', '3'], 'text'],
  ['ISO dates', ['2020-01-31', '2019-12-01'], 'date'],
  ['British dates', ['31/01/2020', '1/2/2020'], 'date', ['2020-01-31', '2020-02-01']],
  ['American dates', ['01/31/2020', '2/1/2020'], 'date', ['2020-01-31', '2020-02-01']],
  ['dates that fit no order', ['31/01/2020', '01/31/2020'], 'text'],
  [
    'short years',
    ['1/2/20', '31/12/99', '5/6/29', '5/6/30'],
    'date',
    ['2020-02-01', '1999-12-31', '2029-06-05', '1930-06-05'],
  ],
  ['dashes and points', ['31-01-2020', '1.2.2020'], 'date', ['2020-01-31', '2020-02-01']],
  [
    'named months',
    ['1 Jan 2020', '2 February 2020', '3 Sept 2020'],
    'date',
    ['2020-01-01', '2020-02-02', '2020-09-03'],
  ],
  ['named months, short', ['01-Jan-20', '15-Dec-99'], 'date', ['2020-01-01', '1999-12-15']],
  ['ordinals', ['1st March 2020', '22nd April 2021'], 'date', ['2020-03-01', '2021-04-22']],
  ['American words', ['Jan 5, 2020', 'February 6, 2020'], 'date', ['2020-01-05', '2020-02-06']],
  ['days that are none', ['31/02/2020', '30/02/2020'], 'text'],
  ['years', ['2019', '2020'], 'integer'],
  ['months', ['Apr-13', 'May-13'], 'text'],
  ['versions', ['1.2.3', '10.4.1'], 'text'],
  ['later versions', ['10.4.12', '1.2.11'], 'text'],
  ['three small numbers', ['1/2/3', '4/5/6'], 'text'],
  ['times', ['09:30', '17:05'], 'time', ['09:30:00', '17:05:00']],
  ['times with AM and PM', ['9:30 AM', '12:05 pm', '12:10am'], 'time', ['09:30:00', '12:05:00', '00:10:00']],
  ['hours that are none', ['25:00', '26:30'], 'text'],
  [
    'dates with times',
    ['01/02/2020 09:05:00 AM', '13/02/2020 12:00:00 PM'],
    'datetime',
    ['2020-02-01 09:05:00', '2020-02-13 12:00:00'],
  ],
  [
    'ISO dates with times',
    ['2020-01-02T10:11:12', '2020-01-02 10:11'],
    'datetime',
    ['2020-01-02 10:11:12', '2020-01-02 10:11:00'],
  ],
  [
    'times with a zone, kept as written',
    ['2020-07-02T10:11:12Z', '2020-07-02T10:11:12.250+01:00'],
    'datetime',
    ['2020-07-02 10:11:12', '2020-07-02 10:11:12.25'],
  ],
  [
    'dates, some with times',
    ['01/02/2020', '13/02/2020 12:30'],
    'datetime',
    ['2020-02-01 00:00:00', '2020-02-13 12:30:00'],
  ],
  ['GeoJSON', ['{"type":"Point","coordinates":[-2.35,51.38]}'], 'geometry'],
  ['GeoJSON in metres', ['{"type":"Point","coordinates":[375000,165000]}'], 'text'],
  ['other JSON', ['{"type":"Point"}', '{"a":1}'], 'text'],
  [
    'WKT',
    ['POINT (-2.35 51.38)', 'point(-2.4 51.4)'],
    'geometry',
    ['{"type":"Point","coordinates":[-2.35,51.38]}', '{"type":"Point","coordinates":[-2.4,51.4]}'],
  ],
  [
    'WKT shapes',
    ['POLYGON ((0 50, 1 50, 1 51, 0 50))', 'MULTIPOINT ((0 50), (1 51))'],
    'geometry',
    [
      '{"type":"Polygon","coordinates":[[[0,50], [1,50], [1,51], [0,50]]]}',
      '{"type":"MultiPoint","coordinates":[[0,50], [1,51]]}',
    ],
  ],
  ['WKT in metres', ['POINT (375000 165000)'], 'text'],
]

describe('a column is of a type when all of it reads as that type', async () => {
  // Side by side in one file: a column is judged by itself.
  const table = await publishColumns(cases.map(([what, cells]) => [what, cells]))
  for (const [what, cells, type, values] of cases)
    test(what, () => {
      assert.equal(table.field(what).type, type)
      assert.deepEqual(table.column(what).slice(0, cells.length), values ?? cells)
    })
})

test('what was done to cells is counted, with the rows of the file', async () => {
  const pounds = await publishColumn(['£1,000.00', '(£3.00)', 'N/A', '2.00-', ' '])
  const counts = Object.fromEntries(pounds.report.repaired.map(({ code, count, rows }) => [code, [count, rows]]))
  assert.deepEqual(counts['currency-sign-removed'], [2, [2, 3]])
  assert.deepEqual(counts['thousands-separators-removed'], [1, [2]])
  assert.deepEqual(counts['negative-in-brackets'], [1, [3]])
  assert.deepEqual(counts['trailing-minus'], [1, [5]])
  assert.deepEqual(counts['null-marker'], [1, [4]])
  const percents = await publishColumn(['1%', '2%'])
  assert.equal(percents.lines('percent-sign-removed')[0]?.count, 2)
})

test('the order of day and month is said where it was a choice, and where it is not ours', async () => {
  const either = await publishColumn(['01/02/2020', '03/04/2020'])
  assert.deepEqual(either.column('field'), ['2020-02-01', '2020-04-03'])
  assert.equal(either.lines('date-order-assumed')[0]?.count, 2)
  assert.equal((await publishColumn(['01/02/2020', '13/02/2020'])).lines('date-order-assumed').length, 0)
  assert.equal((await publishColumn(['02/13/2020'])).lines('month-before-day')[0]?.count, 1)
})

test('a column that is nearly of a type stays text, and its owner hears which rows are in the way', async () => {
  const cells = Array.from({ length: 60 }, (_, at) => String(at))
  cells[41] = 'about 40'
  const table = await publishColumn(cells)
  assert.equal(table.field('field').type, 'text')
  const [line] = table.lines('nearly-a-type')
  assert.deepEqual([line?.count, line?.rows], [1, [43]])
  assert.ok(!JSON.stringify(table.report).includes('about 40'), 'no cell’s content in a report')
})

test('an owner’s word on a type is followed, and what does not read is set aside with its rows', async () => {
  const cells = ['0042', '17', 'unknown', 'N/A', '3.0']
  const whole = await publishColumn(cells, 'field', { types: { field: 'integer' } })
  assert.equal(whole.field('field').type, 'integer')
  assert.deepEqual(whole.column('field'), ['42', '17', null, null, '3'])
  assert.deepEqual(
    whole.report.setAside.map(({ code, count, rows }) => [code, count, rows]),
    [['unreadable-value', 1, [4]]],
  )
  const dates = await publishColumn(['20200131', '31/01/2020', '31 Jan 2020 10:00', 'soon'], 'field', {
    types: { field: 'date' },
  })
  assert.deepEqual(dates.column('field'), ['2020-01-31', '2020-01-31', '2020-01-31', null])
  const flags = await publishColumn(['1', '0', 'T'], 'field', { types: { field: 'boolean' } })
  assert.deepEqual(flags.column('field'), ['true', 'false', 'true'])
  const words = await publishColumn(['1.50', 'N/A', ' x '], 'field', { types: { field: 'text' } })
  assert.deepEqual(words.column('field').slice(0, 2), ['1.50', 'N/A'])
})

test('a guess from the beginning is held against the whole file', async () => {
  const long = (late: string) => publishColumn([...Array.from({ length: 25_000 }, (_, at) => String(at)), late])
  assert.equal((await long('7')).field('field').type, 'integer')
  assert.equal((await long('7.5')).field('field').type, 'number')
  assert.equal((await long('007')).field('field').type, 'text')
  assert.equal((await long('1234567890123456')).field('field').type, 'text')
  const marked = await long('N/A')
  assert.equal(marked.field('field').type, 'integer')
  assert.deepEqual(marked.lines('null-marker')[0]?.rows, [25_002])
})

test('dates that only the end of a long file tells apart', async () => {
  const long = (late: string) =>
    publishColumn([...Array.from({ length: 25_000 }, (_, at) => `0${1 + (at % 9)}/0${1 + (at % 7)}/2020`), late])
  assert.equal((await long('01/31/2020')).column('field')[1], '2020-02-02')
  const american = await long('01/31/2020')
  assert.deepEqual([american.field('field').type, american.column('field').at(-1)], ['date', '2020-01-31'])
  assert.equal(american.column('field')[7], '2020-08-01')
  assert.equal((await long('1/2/20')).column('field').at(-1), '2020-02-01')
  assert.equal((await long('soon')).field('field').type, 'text')
})

test('a column that is empty at the beginning of a long file is looked at to its end', async () => {
  const table = await publishColumn([...Array.from({ length: 25_000 }, () => ''), '£5.00', '£6.00'])
  assert.equal(table.field('field').type, 'number')
  assert.deepEqual(table.column('field').slice(-2), ['5.0', '6.0'])
})
