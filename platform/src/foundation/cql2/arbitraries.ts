/** Random conditions and values, for property tests of this folder and of the rooms above. */
import fc from 'fast-check'
import type { Condition, Value } from './ast.ts'
import type { Cell } from './evaluate-for-tests.ts'
import type { ColumnType } from './to-sql.ts'

/** Names that break what they can: quotes, line breaks, SQL, prototype members, other alphabets, great length. */
export const hostileNames: readonly string[] = [
  'select',
  'a"b',
  "it's",
  'line\nbreak',
  '__proto__',
  'constructor',
  'c1',
  'place',
  'held',
  'a b',
  '$1',
  'x--',
  '/* y',
  '; drop table x',
  'ＦＵＬＬ',
  'naïve',
  '😀',
  '=1+1',
  'long '.repeat(40).trim(),
  'NOT',
  'true',
  'geometry',
  'file_row_number',
  'toString',
  'null',
]

const texts = [
  '',
  ' ',
  'a',
  'A',
  'b',
  'ab',
  'aB',
  '%',
  '_',
  '\\',
  'a%',
  "o'clock",
  'é',
  'É',
  'ß',
  'z',
  '😀',
  '￿',
  '10',
  '9',
  'NF16 1AB',
  '=1',
  '-3.2',
  'ſ',
  'İ',
]
export const text = fc
  .oneof(
    fc.constantFrom(...texts),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.string({ unit: fc.constantFrom('a', 'B', '%', '_', '\\', '"', ',', '\n', '\t', '='), maxLength: 5 }),
  )
  .filter((each) => !each.includes('\0') && each.isWellFormed())

const pad = (value: number, width = 2) => String(value).padStart(width, '0')
export const date = fc
  .tuple(
    fc.constantFrom(1, 999, 1900, 1999, 2000, 2024, 2026, 9999),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`)
export const time = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.constantFrom(0, 30, 59),
    fc.constantFrom(0, 1, 59),
    fc.constantFrom('', '.5', '.123456'),
  )
  .map(([hour, minute, second, fraction]) => `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`)
export const datetime = fc.tuple(date, time).map(([day, moment]) => `${day}T${moment}`)
export const numeral = fc
  .oneof(
    fc.constantFrom(
      0,
      1,
      -1,
      0.5,
      -0.5,
      2.5,
      65,
      1e15,
      123456789012345.6,
      1234567890123456.5,
      1e16,
      1e-5,
      1e-7,
      1e21,
      -1e300,
      5e-324,
      9007199254740991,
    ),
    fc.integer({ min: -20, max: 100 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((value) => (value === 0 ? 0 : value))
const coordinate = fc.constantFrom(-180, -1.6, -1.5, 0, 0.25, 54.9, 55, 90, 179.5)
const position = fc.tuple(
  coordinate,
  coordinate.map((y) => Math.max(-90, Math.min(90, y))),
)
export const geometry = fc.oneof(
  position.map((point) => JSON.stringify({ type: 'Point', coordinates: point })),
  fc
    .array(position, { minLength: 2, maxLength: 4 })
    .map((line) => JSON.stringify({ type: 'LineString', coordinates: line }, null, 1)),
  fc.constantFrom('{"type":"GeometryCollection","geometries":[]}', 'not a geometry'),
)

const cells: Readonly<Record<ColumnType, fc.Arbitrary<Exclude<Cell, null>>>> = {
  text,
  integer: fc.oneof(
    fc.bigInt({ min: -5n, max: 100n }),
    fc.constantFrom(9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n, 65n),
  ),
  number: fc.oneof(numeral, fc.constantFrom(Number.NaN, Infinity, -Infinity)),
  boolean: fc.boolean(),
  date,
  time,
  datetime,
  geometry,
}

/** A cell of a column of that type; one in five is empty. */
export function cell(type: ColumnType): fc.Arbitrary<Cell> {
  return fc.oneof(
    { weight: 4, arbitrary: cells[type] as fc.Arbitrary<Cell> },
    { weight: 1, arbitrary: fc.constant(null) },
  )
}

const textValue = text.map((value): Value => ({ kind: 'text', value }))
const numberValue = numeral
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value) || String(value).includes('e'))
  .map((value): Value => ({ kind: 'number', value }))
const dateValue = date.map((value): Value => ({ kind: 'date', value }))
const timestampValue = datetime.map((value): Value => ({ kind: 'timestamp', value }))
const booleanValue = fc.boolean().map((value): Value => ({ kind: 'boolean', value }))

const values: Readonly<Record<ColumnType, fc.Arbitrary<Value> | null>> = {
  text: textValue,
  integer: numberValue,
  number: numberValue,
  boolean: booleanValue,
  date: dateValue,
  time: time.map((value): Value => ({ kind: 'text', value })),
  datetime: fc.oneof(timestampValue, dateValue),
  geometry: null,
}

const pattern = text.map((each) => each.replaceAll(/\\+$/g, ''))
const box = fc
  .tuple(coordinate, fc.constantFrom(-90, 0, 54.9), coordinate, fc.constantFrom(54.9, 55, 90))
  .map((bbox) => bbox as readonly [number, number, number, number])

/** A condition over one column that fits its type. */
function comparison(property: string, type: ColumnType): fc.Arbitrary<Condition> {
  const isNull = fc.constant<Condition>({ op: 'isNull', property })
  if (type === 'geometry')
    return fc.oneof(
      isNull,
      box.map((bbox): Condition => ({ op: 's_intersects', property, bbox })),
    )
  const value = values[type]!
  const equality = fc
    .tuple(fc.constantFrom('=' as const, '<>' as const), value)
    .map(([op, each]): Condition => ({ op, property, value: each }))
  const list = fc
    .array(value, { minLength: 1, maxLength: 5 })
    .map((each): Condition => ({ op: 'in', property, values: each }))
  if (type === 'boolean') return fc.oneof(isNull, equality, list)
  const order = fc
    .tuple(fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const), value)
    .map(([op, each]): Condition => ({ op, property, value: each }))
  const between = fc.tuple(value, value).map(([from, to]): Condition => ({ op: 'between', property, from, to }))
  const like = fc
    .tuple(pattern, fc.boolean())
    .map(([each, caseInsensitive]): Condition => ({ op: 'like', property, pattern: each, caseInsensitive }))
  return fc.oneof(isNull, equality, order, list, between, ...(type === 'text' ? [like, like] : []))
}

/** A condition over some of these columns; every comparison fits its column's type. */
export function condition(columns: readonly Readonly<{ name: string; type: ColumnType }>[]): fc.Arbitrary<Condition> {
  const leaf = fc.oneof(...columns.map(({ name, type }) => comparison(name, type)))
  const { whole } = fc.letrec<{ whole: Condition }>((tie) => ({
    whole: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 3, arbitrary: leaf },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('whole'), { minLength: 2, maxLength: 3 }))
          .map(([op, args]): Condition => ({ op, args })),
      },
      { weight: 1, arbitrary: tie('whole').map((arg): Condition => ({ op: 'not', args: [arg] })) },
    ),
  }))
  return whole
}
