import { createHash } from 'node:crypto'
import { type Column, type ColumnType, type Condition, toSql } from '#foundation/cql2/index.ts'
import { literal } from '#foundation/sql.ts'
import type { Transform } from '#permit'
import type { Parameters } from './parameters.ts'

/** The row's columns as held: what a condition inside a permit may speak of. */
export type Held = ReadonlyMap<string, Column>

/**
 * What a permit shows of a column, as SQL that cannot fail on any value in either engine: a transform that a value (or a
 * whole column) does not lend itself to gives NULL, so that nothing leaves as it is by mistake.
 */
export function transformed(column: Column, transform: Transform, held: Held, parameters: Parameters): Column {
  switch (transform.kind) {
    case 'as-is':
      return column
    case 'year':
      return { expression: year(column), type: 'integer' }
    case 'outward-postcode':
      return { expression: outwardPostcode(column), type: 'text' }
    case 'masked':
      return { expression: `(SUBSTR(${canonicalText(column)}, 1, 1) || '•••')`, type: 'text' }
    case 'pseudonym':
      return { expression: pseudonym(column, transform.key, parameters), type: 'text' }
    case 'yes-no':
      return { expression: yesNo(column, transform.when, held, parameters), type: 'boolean' }
    case 'rounded':
      return rounded(column, transform.to, parameters)
  }
}

/**
 * A value as text, one spelling in both engines: integers in digits, numbers as `wayleave_number` says, `true`/`false`,
 * `2026-01-31`, `10:00:00`, `2026-01-31T10:00:00`, with fractions of a second only where there are any.
 */
export function canonicalText({ expression, type }: Column): string {
  switch (type) {
    case 'text':
    case 'geometry':
      return expression
    case 'number':
      return `wayleave_number(${expression})`
    case 'datetime':
      return `REPLACE(CAST(${expression} AS VARCHAR), ' ', 'T')`
    case 'integer':
    case 'boolean':
    case 'date':
    case 'time':
      return `CAST(${expression} AS VARCHAR)`
  }
}

const isoDay = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]?$'

function year({ expression, type }: Column): string {
  if (type === 'date' || type === 'datetime') return `CAST(EXTRACT(YEAR FROM ${expression}) AS BIGINT)`
  if (type !== 'text') return nothing('BIGINT')
  return `(CASE WHEN SUBSTR(${expression}, 1, 11) ~ ${literal(isoDay)} THEN CAST(SUBSTR(${expression}, 1, 4) AS BIGINT) END)`
}

/** https://ideal-postcodes.co.uk/guides/uk-postcode-format: the outward code, alone or before a digit and two letters. */
const postcode = '^ *([Gg][Ii][Rr]|[A-Za-z]{1,2}[0-9][A-Za-z0-9]?)( *[0-9][A-Za-z]{2})? *$'

function outwardPostcode({ expression, type }: Column): string {
  if (type !== 'text') return nothing('VARCHAR')
  const outward = `regexp_replace(${expression}, ${literal(postcode)}, '\\1')`
  const capitals = `translate(${outward}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')`
  return `(CASE WHEN ${expression} ~ ${literal(postcode)} THEN ${capitals} END)`
}

function pseudonym(column: Column, key: string, { bind }: Parameters): string {
  const { inner, outer } = paddedKeys(key)
  return `wayleave_pseudonym(${canonicalText(column)}, CAST(${bind(inner)} AS BYTEA), CAST(${bind(outer)} AS BYTEA))`
}

/** HMAC's two keys (RFC 2104), so that engines with a plain SHA-256 can compute it. */
export function paddedKeys(key: string): { inner: Uint8Array; outer: Uint8Array } {
  const bytes = Buffer.from(key, 'utf8')
  const block = Buffer.alloc(64)
  const short = bytes.length > block.length ? createHash('sha256').update(bytes).digest() : bytes
  short.copy(block)
  return { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) }
}

/** Unknown is no: only what holds for certain is said to hold. */
function yesNo({ expression }: Column, when: Condition | null, held: Held, { bind }: Parameters): string {
  return when ? `COALESCE(${toSql(when, held, bind)}, FALSE)` : `(${expression} IS NOT NULL)`
}

/** Beyond this, numbers in double precision are no longer exact; they are not shown. */
const exact = '9007199254740991'

function rounded({ expression, type }: Column, to: number, { bind }: Parameters): Column {
  if (!Number.isFinite(to) || to < 1e-6 || to > 1e15)
    throw new TypeError('a permit rounds to a number between 0.000001 and 1e15')
  const whole = type === 'integer' && Number.isSafeInteger(to)
  const as: ColumnType = whole ? 'integer' : 'number'
  const sqlType = whole ? 'BIGINT' : 'DOUBLE PRECISION'
  if (type !== 'integer' && type !== 'number') return { expression: nothing('DOUBLE PRECISION'), type: 'number' }
  const step = `CAST(${bind(to)} AS DOUBLE PRECISION)`
  const value = `CAST(${expression} AS DOUBLE PRECISION)`
  // Halves go up, in so many words: the engines' own ROUND differ. Small values apart, because dividing them may underflow.
  return {
    expression: `(CASE WHEN ${value} BETWEEN -${exact} AND ${exact} THEN
      CASE WHEN ${value} * 4 BETWEEN -${step} AND ${step} THEN CAST(0 AS ${sqlType})
           ELSE CAST(FLOOR(${value} / ${step} + 0.5) * ${step} AS ${sqlType}) END END)`,
    type: as,
  }
}

function nothing(sqlType: string): string {
  return `CAST(NULL AS ${sqlType})`
}
