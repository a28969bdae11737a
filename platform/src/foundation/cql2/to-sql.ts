import { Problem } from '../problem.ts'
import type { Condition, Scalar, Value } from './ast.ts'
import { fold } from './folding.ts'
import { readDate, readTime, readTimestamp } from './moments.ts'

/** How a column is held: VARCHAR, BIGINT, DOUBLE PRECISION, BOOLEAN, DATE, TIME, TIMESTAMP, and GeoJSON as VARCHAR. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'time' | 'datetime' | 'geometry'

/** A field as SQL: an expression of the caller's making, which must be safe to write several times. */
export type Column = Readonly<{ expression: string; type: ColumnType }>

type Target = Readonly<{ columns: ReadonlyMap<string, Column>; parameter: (value: Scalar) => string }>

/**
 * One SQL text that DuckDB and PostgreSQL both accept and mean the same by: three-valued logic, texts compared by code
 * point, every value a bound parameter that `parameter` takes and answers with its placeholder. The engine must know the
 * functions of `functions.ts`. Throws a 400 `field-unknown` for a field that is not in `columns` (absent or not allowed:
 * the words are the same) and a 400 `filter-type` for a value that the field's type cannot be compared with, so that no
 * engine ever has to convert or complain.
 */
export function toSql(
  condition: Condition,
  columns: ReadonlyMap<string, Column>,
  parameter: (value: Scalar) => string,
): string {
  return write(condition, { columns, parameter })
}

function write(condition: Condition, target: Target): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      // An empty list is a mistake somewhere, and must not be read as “no condition”.
      if (condition.args.length === 0) throw new TypeError(`an empty ${condition.op}`)
      return `(${condition.args.map((arg) => write(arg, target)).join(condition.op === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${write(condition.args[0], target)})`
    case 'isNull':
      return `(${columnOf(condition.property, target).expression} IS NULL)`
    case 'like':
      return writeLike(condition, target)
    case 's_intersects':
      return writeIntersects(condition, target)
    case 'in': {
      if (condition.values.length === 0) throw new TypeError('an empty in')
      return writeIn(condition.property, condition.values, target)
    }
    case 'between': {
      const { property, from, to } = condition
      return `(${writeComparison(property, '>=', from, target)} AND ${writeComparison(property, '<=', to, target)})`
    }
    default:
      return writeComparison(condition.property, condition.op, condition.value, target)
  }
}

function columnOf(property: string, { columns }: Target): Column {
  const column = columns.get(property)
  if (column) return column
  throw unknownField(property)
}

/** The same words for a field that does not exist and for one that the caller may not mention. */
export function unknownField(name: string): Problem {
  return new Problem(400, 'field-unknown', {
    title: 'There is no such field here',
    detail: 'A field that was asked for is not among the fields that you may show, filter by or sort by.',
    at: `field ${JSON.stringify(name.slice(0, 200))}`,
    mend: 'Ask for the dataset without naming fields to see those that you may use; names are case-sensitive.',
  })
}

type Operand = Readonly<{ column: string; value: string }>

function writeComparison(property: string, op: string, value: Value, target: Target): string {
  const ordered = op !== '=' && op !== '<>'
  const { column, value: placeholder } = operand(property, value, target, ordered)
  return `(${column} ${op} ${placeholder})`
}

function writeIn(property: string, values: readonly Value[], target: Target): string {
  // Values that are compared in different ways (whole numbers and fractions) make a list each.
  const lists = new Map<string, string[]>()
  for (const value of values) {
    const { column, value: placeholder } = operand(property, value, target, false)
    const list = lists.get(column) ?? []
    list.push(placeholder)
    lists.set(column, list)
  }
  return `(${[...lists].map(([column, list]) => `${column} IN (${list.join(', ')})`).join(' OR ')})`
}

/** Both sides of a comparison, converted so that no engine has to guess, or a `filter-type` problem. */
function operand(property: string, value: Value, target: Target, ordered: boolean): Operand {
  const { expression, type } = columnOf(property, target)
  const bound = (as: string, content: Scalar = value.value) => `CAST(${target.parameter(content)} AS ${as})`
  switch (`${type} ${value.kind}`) {
    case 'text text':
      return {
        column: ordered ? `${expression} COLLATE "C"` : expression,
        value: bound('VARCHAR', speakable(String(value.value))),
      }
    case 'integer number':
      return Number.isSafeInteger(value.value)
        ? { column: expression, value: bound('BIGINT') }
        : { column: `CAST(${expression} AS DOUBLE PRECISION)`, value: bound('DOUBLE PRECISION', finite(value.value)) }
    case 'number number':
      return { column: expression, value: bound('DOUBLE PRECISION', finite(value.value)) }
    case 'boolean boolean':
      if (ordered) throw mismatch(property, type)
      return { column: expression, value: bound('BOOLEAN') }
    case 'date date':
      return { column: expression, value: bound('DATE', real(readDate, value)) }
    case 'datetime timestamp':
      return { column: expression, value: bound('TIMESTAMP', real(readTimestamp, value)) }
    case 'datetime date':
      return { column: expression, value: bound('TIMESTAMP', `${real(readDate, value)}T00:00:00`) }
    case 'time text': {
      const time = readTime(String(value.value))
      if (time === undefined) throw mismatch(property, type)
      return { column: expression, value: bound('TIME', time) }
    }
    default:
      throw mismatch(property, type)
  }
}

function writeLike(condition: Extract<Condition, { op: 'like' }>, target: Target): string {
  const { expression, type } = columnOf(condition.property, target)
  if (type !== 'text') throw mismatch(condition.property, type)
  const pattern = plainPattern(speakable(condition.pattern))
  if (!condition.caseInsensitive)
    return `(${expression} LIKE CAST(${target.parameter(pattern)} AS VARCHAR) ESCAPE '\\')`
  return `(cql2_fold(${expression}) LIKE CAST(${target.parameter(fold(pattern))} AS VARCHAR) ESCAPE '\\')`
}

/** Keeps the backslash only where every engine needs it: before %, _ and itself. */
function plainPattern(pattern: string): string {
  return pattern.replaceAll(/\\([\s\S]|$)/g, (_, next: string) => (/^[%_\\]$/.test(next) ? `\\${next}` : next))
}

function writeIntersects(condition: Extract<Condition, { op: 's_intersects' }>, target: Target): string {
  const { expression, type } = columnOf(condition.property, target)
  if (type !== 'geometry') throw mismatch(condition.property, type)
  const [west, south, east, north] = condition.bbox
  const meets = (...box: number[]) =>
    `cql2_meets_box(${[expression, ...box.map((edge) => `CAST(${target.parameter(finite(edge))} AS DOUBLE PRECISION)`)].join(', ')})`
  // A box whose west is east of its east crosses the antimeridian (RFC 7946 §5.2).
  return west <= east
    ? `(${meets(west, south, east, north)})`
    : `(${meets(west, south, 180, north)} OR ${meets(-180, south, east, north)})`
}

/** `parse` lets none of these through; a condition made elsewhere might hold one. */
function speakable(text: string): string {
  if (text.includes('\0') || !text.isWellFormed())
    throw new TypeError('a condition holds a text that no engine can hold')
  return text
}

function real(read: (text: string) => string | undefined, { value }: Value): string {
  const moment = read(String(value))
  if (moment === undefined) throw new TypeError('a condition holds a date that is none')
  return moment
}

function finite(value: Scalar): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new TypeError('a condition holds a number that is none')
  return value
}

const comparisons: Readonly<Record<ColumnType, string>> = {
  text: "a text, for example \"field\" = 'Riverside', or LIKE 'River%'",
  integer: 'a number, for example "field" >= 65',
  number: 'a number, for example "field" < 12.5',
  boolean: 'TRUE or FALSE, for example "field" = TRUE',
  date: 'a date, for example "field" >= DATE(\'2026-01-31\')',
  time: 'a time as text, for example "field" < \'17:30\'',
  datetime: 'a time stamp, for example "field" >= TIMESTAMP(\'2026-01-31T10:00:00Z\')',
  geometry: 'a box, for example S_INTERSECTS("field", BBOX(-1.6, 54.9, -1.4, 55.1))',
}

function mismatch(property: string, type: ColumnType): Problem {
  return new Problem(400, 'filter-type', {
    title: 'The filter compares a field with the wrong kind of value',
    detail: `The field is held as ${type}; it can be compared with ${comparisons[type]}.`,
    at: `field ${JSON.stringify(property.slice(0, 200))}`,
    mend: 'Change the comparison, or ask the publisher to change the type of the field.',
  })
}
