/**
 * Splink's conditions as questions, recognised by shape: each shape is written as Splink writes it. In a shape `x_l` and
 * `y_r` stand for anything computed of the left and of the right record, `n` for a number, `s` for a text.
 */
import type { Kind } from '../features.ts'
import type { Test } from '../tests.ts'
import { type FeatureShelf, featureFor, pointFor } from './features.ts'
import { sameness, sideOf } from './sides.ts'
import { readSql, type Sql, UnreadSql } from './sql.ts'

type Found = Readonly<{
  /** What x, or x and y when they differ, are called as features of this kind. */
  of: (kind: Kind) => string | [string, string]
  /** One of them by its letter. */
  one: (letter: string, kind: Kind) => string
  point: () => string
  n: number
  s: string
}>

type Shape = Readonly<{ sql: string; asks: (found: Found) => Test }>

/** The least number above n: `> n` is `>=` that. */
export function justAbove(n: number): number {
  const bits = new BigInt64Array(new Float64Array([n === 0 ? 0 : n]).buffer)
  bits[0]! += n >= 0 ? 1n : -1n
  return new Float64Array(bits.buffer)[0]!
}

const similarities = {
  jaro_winkler_similarity: 'jaro-winkler',
  jaro_similarity: 'jaro',
  jaccard: 'jaccard',
} as const
const distances = { levenshtein: 'levenshtein', damerau_levenshtein: 'damerau-levenshtein' } as const
const entries = <Key extends string, Value>(of: Readonly<Record<Key, Value>>) => Object.entries(of) as [Key, Value][]

const texts: readonly Shape[] = [
  { sql: 'x_l = y_r', asks: ({ of }) => ({ test: 'exact', of: of('text') }) },
  { sql: 'x_l <> y_r', asks: ({ of }) => ({ test: 'not', that: { test: 'exact', of: of('text') } }) },
  { sql: 'x_l = s AND x_r = s', asks: ({ one, s }) => ({ test: 'is', of: one('x', 'text'), value: s }) },
  ...entries(similarities).flatMap(([name, test]): Shape[] => [
    { sql: `${name}(x_l, y_r) >= n`, asks: ({ of, n }) => ({ test, of: of('text'), atLeast: n }) },
    { sql: `${name}(x_l, y_r) > n`, asks: ({ of, n }) => ({ test, of: of('text'), atLeast: justAbove(n) }) },
  ]),
  ...entries(distances).flatMap(([name, test]): Shape[] => [
    { sql: `${name}(x_l, y_r) <= n`, asks: ({ of, n }) => ({ test, of: of('text'), atMost: Math.floor(n) }) },
    { sql: `${name}(x_l, y_r) < n`, asks: ({ of, n }) => ({ test, of: of('text'), atMost: Math.ceil(n) - 1 }) },
  ]),
]

const amounts: readonly Shape[] = ['x_l - y_r', 'y_r - x_l'].flatMap((difference): Shape[] => [
  { sql: `abs(${difference}) <= n`, asks: ({ of, n }) => ({ test: 'difference', of: of('number'), atMost: n }) },
  {
    sql: `abs(${difference}) / CASE WHEN x_r > x_l THEN x_r ELSE x_l END < n`,
    asks: ({ one, n }) => ({ test: 'relative-difference', of: one('x', 'number'), below: n }),
  },
])

const dates: readonly Shape[] = [
  {
    sql: 'abs(epoch(x_l) - epoch(y_r)) <= n',
    asks: ({ of, n }) => ({ test: 'date-within', of: of('date'), atMost: n, unit: 'second' }),
  },
]

const fits = 'least(array_length(x_l), array_length(x_r))'
const pairwise = (name: string, aggregate: 'max' | 'min') =>
  `array_${aggregate}(array_transform(flatten(array_transform(x_l, x -> array_transform(y_r, y -> [x, y]))),
    pair -> ${name}(pair[1], pair[2])))`

const lists: readonly Shape[] = [
  {
    sql: 'array_length(list_intersect(x_l, y_r)) >= n',
    asks: ({ of, n }) => ({ test: 'overlap', of: of('set'), atLeast: Math.ceil(n) }),
  },
  {
    sql: 'array_length(list_intersect(x_l, y_r)) > n',
    asks: ({ of, n }) => ({ test: 'overlap', of: of('set'), atLeast: Math.floor(n) + 1 }),
  },
  {
    sql: `${fits} <> 0 AND array_length(list_intersect(x_l, x_r)) = ${fits}`,
    asks: ({ one }) => ({ test: 'subset', of: one('x', 'set') }),
  },
  ...entries({ jaro_winkler_similarity: 'jaro-winkler', jaro_similarity: 'jaro' } as const).map(
    ([name, measure]): Shape => ({
      sql: `${pairwise(name, 'max')} >= n`,
      asks: ({ of, n }) => ({ test: 'similar-member', of: of('set'), measure, atLeast: n }),
    }),
  ),
  ...entries(distances).map(([name, measure]): Shape => ({
    sql: `${pairwise(name, 'min')} <= n`,
    asks: ({ of, n }) => ({ test: 'similar-member', of: of('set'), measure, atLeast: n }),
  })),
]

/** The cosine of the angle between two places; Splink writes it three times, to keep it within -1 and 1. */
const angle = `sin(radians(x_l)) * sin(radians(x_r)) + cos(radians(x_l)) * cos(radians(x_r)) * cos(radians(y_r - y_l))`
const places: readonly Shape[] = [
  {
    sql: `cast(acos(CASE WHEN (${angle}) > 1 THEN 1 WHEN (${angle}) < -1 THEN -1 ELSE (${angle}) END) * 6371 AS float) <= n`,
    asks: ({ point, n }) => ({ test: 'distance-km', of: point(), atMost: n }),
  },
]

const shapes = [...texts, ...dates, ...amounts, ...lists, ...places].map(({ sql, asks }) => ({
  shape: readSql(sql, 'suffix'),
  asks,
}))

/** The question that a condition asks, its features put on the shelf. Throws `UnreadSql`. */
export function testFor(sql: Sql, shelf: FeatureShelf): Test {
  const turned = upright(sql)
  for (const { shape, asks } of shapes) {
    const bound: Bound = new Map()
    if (matches(shape, turned, bound)) return asks(foundIn(bound, shelf))
  }
  if (!('call' in turned)) throw new UnreadSql('it asks nothing of two records')
  const { call, of } = turned
  if (call === 'or') return several('any', withMissing(of, shelf))
  if (call === 'and') return several('all', withPresent(of, shelf))
  if (call === 'not') return { test: 'not', that: testFor(of[0]!, shelf) }
  if (call === 'is null' || call === 'is not null') throw new UnreadSql(ofOneAlone)
  throw new UnreadSql('it is no condition that is known here')
}

/** A number stands on the right of what it limits. */
function upright(sql: Sql): Sql {
  if (!('call' in sql) || sql.of.length !== 2 || !('literal' in sql.of[0]!)) return sql
  const mirrored = { '<=': '>=', '>=': '<=', '<': '>', '>': '<', '=': '=', '<>': '<>' }[sql.call]
  return mirrored === undefined ? sql : { call: mirrored, of: sql.of.toReversed() }
}

const ofOneAlone = 'it asks of one record alone whether a value is missing'

type Bound = Map<string, Sql>

const eitherWay: ReadonlySet<string> = new Set([
  '=',
  '<>',
  'list_intersect',
  'least',
  ...Object.keys(similarities),
  ...Object.keys(distances),
])

/** Whether `sql` has this shape; what the letters stand for is noted in `bound`. */
function matches(shape: Sql, sql: Sql, bound: Bound): boolean {
  if ('column' in shape) return matchesLetter(shape, sql, bound)
  if ('literal' in shape) return 'literal' in sql && sql.literal === shape.literal
  if (!('call' in sql) || sql.call !== shape.call || sql.of.length !== shape.of.length) return false
  const before = new Map(bound)
  if (shape.of.every((part, at) => matches(part, sql.of[at]!, bound))) return true
  bound.clear()
  for (const [letter, to] of before) bound.set(letter, to)
  return eitherWay.has(shape.call) && shape.of.every((part, at) => matches(part, sql.of.at(-1 - at)!, bound))
}

function matchesLetter({ column, side }: Extract<Sql, { column: string }>, sql: Sql, bound: Bound): boolean {
  if (side === null && (column === 'n' || column === 's')) {
    if (!('literal' in sql) || typeof sql.literal !== (column === 'n' ? 'number' : 'string')) return false
  } else if (side === null) return 'column' in sql && sql.side === null && sql.column === column
  else if (sideOf(sql) !== side) return false
  const before = bound.get(column)
  bound.set(column, sql)
  return before === undefined || sameness(before) === sameness(sql)
}

function foundIn(bound: Bound, shelf: FeatureShelf): Found {
  const letter = (name: string): Sql => bound.get(name) ?? bound.get('x')!
  const literal = (name: string) => (bound.get(name) as { literal: string | number } | undefined)?.literal
  const one = (name: string, kind: Kind) => featureFor(shelf, letter(name), kind)
  return {
    of: (kind) => {
      const [x, y] = [one('x', kind), one('y', kind)]
      return x === y ? x : [x, y]
    },
    one,
    point: () => pointFor(shelf, letter('x'), letter('y')),
    n: Number(literal('n')),
    s: String(literal('s')),
  }
}

const several = (test: 'all' | 'any', tests: readonly Test[]): Test =>
  tests.length === 1 ? tests[0]! : { test, tests }

/** `a_l IS NULL OR a_r IS NULL`, wherever the two stand in the list, is one question. */
function withMissing(of: readonly Sql[], shelf: FeatureShelf): readonly Test[] {
  const { both, others } = bothSides(of, 'is null')
  return [...missing(both, shelf), ...others.map((part) => testFor(part, shelf))]
}

/** `a_l IS NOT NULL AND a_r IS NOT NULL` likewise. */
function withPresent(of: readonly Sql[], shelf: FeatureShelf): readonly Test[] {
  const { both, others } = bothSides(of, 'is not null')
  return [
    ...missing(both, shelf).map((that): Test => ({ test: 'not', that })),
    ...others.map((part) => testFor(part, shelf)),
  ]
}

const missing = (values: readonly Sql[], shelf: FeatureShelf): Test[] =>
  values.map((value) => ({ test: 'missing', of: featureFor(shelf, value, 'text') }))

/** The values that are asked about on both sides, and what else there is. */
function bothSides(of: readonly Sql[], call: string): { both: readonly Sql[]; others: readonly Sql[] } {
  const asked = new Map<string, { value: Sql; sides: Set<string> }>()
  const others: Sql[] = []
  for (const part of of) {
    const value = 'call' in part && part.call === call ? part.of[0]! : undefined
    const side = value && sideOf(value)
    if (!value || !side) others.push(part)
    else {
      const entry = asked.get(sameness(value)) ?? { value, sides: new Set() }
      entry.sides.add(side)
      asked.set(sameness(value), entry)
    }
  }
  const lone = [...asked.values()].find(({ sides }) => sides.size < 2)
  if (lone) throw new UnreadSql(ofOneAlone)
  return { both: [...asked.values()].map(({ value }) => value), others }
}
