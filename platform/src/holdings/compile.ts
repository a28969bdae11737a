import { type Column, type Condition, properties, toSql, unknownField } from '#foundation/cql2/index.ts'
import { Problem } from '#foundation/problem.ts'
import { ident } from '#foundation/sql.ts'
import type { FieldType, Version } from '#model/dataset.ts'
import type { Query } from '#model/query.ts'
import { isGenuine, type Permit, type PermittedField, type Transform } from '#permit'
import { type Bound, Parameters } from './parameters.ts'
import { type Held, transformed } from './transforms.ts'

/**
 * Where a version's rows lie: a FROM item that yields its columns by name, in the order of `place`, a column that numbers
 * the rows from nought. Both engines give unordered queries their rows in that order.
 */
export type Source = Readonly<{
  from: string
  place: string
  /** The columns that hold the fields, where they are not called as these are. */
  columns?: ReadonlyMap<string, string>
  /** True where `place` orders the rows and does not number them: then the order is asked for. */
  hasGaps?: boolean
  /** Columns of the source's own that come beside the fields, called as they are. */
  beside?: readonly string[]
}>

/** A disclosed field: its name, the type it is disclosed as, and its column in the compiled query. */
export type Shown = Readonly<{ name: string; type: FieldType; column: string; transform: Transform['kind'] }>

export type Compiled = Readonly<{ sql: string; parameters: readonly Bound[]; shown: readonly Shown[] }>

/** The part of a query that chooses rows; formats are the writers' business. */
export type Wanted = Omit<Query, 'format'>

/**
 * Turns a permit and a query into one statement that DuckDB and PostgreSQL both run. Inside, the permitted rows with the
 * permitted fields, transformed; outside, the caller's filter, order and limits over what is disclosed. So a caller can
 * neither read, filter nor sort by anything that the permit does not show, and no other column is read at all, but those
 * of the permit's own conditions.
 *
 * Throws a TypeError without a genuine permit for this very dataset, and a 400 problem for a query that mentions what
 * is not permitted.
 */
export function compile(permit: Permit, wanted: Wanted, version: Version, source: Source): Compiled {
  const { held, permitted } = opened(permit, version, source)
  const parameters = new Parameters()
  const shown = choose(wanted.fields, permitted)
  const mentioned = new Set([...shown, ...mentions(wanted, permitted)])

  const inner = new Map<string, Column>()
  const disclosed = new Map<string, Column & { type: FieldType }>()
  let count = 0
  for (const field of permitted.values()) {
    if (!mentioned.has(field.name)) continue
    const column = `c${(count += 1)}`
    const value = fitting(() => transformed(held.get(field.name)!, field.transform, held, parameters))
    inner.set(column, value)
    disclosed.set(field.name, { expression: column, type: value.type })
  }
  const { rows: permittedRows } = permit.terms
  const conditions = permittedRows ? [fitting(() => toSql(permittedRows, held, parameters.bind))] : []
  const filter = wanted.filter ? toSql(wanted.filter, disclosed, parameters.bind) : null
  const plain = conditions.length === 0 && filter === null && wanted.order.length === 0 && !source.hasGaps
  // Without any choice of rows a page is a range of row numbers, which lets an engine skip to it.
  if (plain) conditions.push(...rowRange(wanted, source, parameters))
  const columns = [...inner].map(([column, { expression }]) => `${expression} AS ${column}`)
  const beside = source.beside ?? []
  columns.push(...beside.map((own) => `held.${own} AS ${own}`))
  const rows = `SELECT ${[...columns, `held.${ident(source.place)} AS place`].join(', ')} FROM ${source.from} AS held${where(conditions)}`
  const sql = [
    `SELECT ${[...shown.map((name) => disclosed.get(name)!.expression), ...beside].join(', ')} FROM (${rows}) AS permitted`,
    where(filter === null ? [] : [filter]),
    orderBy(wanted, disclosed, source),
    plain ? '' : page(wanted, parameters),
  ]
  return {
    sql: sql.join(''),
    parameters: parameters.values,
    shown: shown.map((name) => {
      const { type, expression } = disclosed.get(name)!
      return { name, type, column: expression, transform: permitted.get(name)!.transform.kind }
    }),
  }
}

/** Whether there is any permitted row of which the condition holds, over what the permit discloses. */
export function compileExists(permit: Permit, condition: Condition, version: Version, source: Source): Compiled {
  const wanted: Wanted = { fields: null, filter: condition, order: [], limit: 1, offset: 0 }
  const { permitted } = opened(permit, version, source)
  const [first] = mentions(wanted, permitted)
  return compile(permit, { ...wanted, fields: first === undefined ? null : [first] }, version, source)
}

/** Opens a version with a permit: its columns as held, and those fields that the permit shows. */
function opened(
  permit: Permit,
  version: Version,
  source: Source,
): { held: Held; permitted: ReadonlyMap<string, PermittedField> } {
  if (!isGenuine(permit)) throw new TypeError('not a permit')
  if (permit.terms.dataset !== version.dataset) throw new TypeError('a permit for another dataset')
  const names = new Set(version.fields.map(({ name }) => asTheEngineReads(name)))
  // It would read one column for the other.
  if (names.size !== version.fields.length) throw unusableNames()
  const held = new Map(
    version.fields.map(({ name, type }) => [
      name,
      { expression: `held.${ident(source.columns?.get(name) ?? name)}`, type },
    ]),
  )
  const granted = new Map(permit.terms.fields.map((field) => [field.name, field]))
  const permitted = version.fields.flatMap(({ name }) => granted.get(name) ?? [])
  return { held, permitted: new Map(permitted.map((field) => [field.name, field])) }
}

/** The columnar engine's names know no case, as far as A to Z goes. */
export function asTheEngineReads(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function choose(fields: readonly string[] | null, permitted: ReadonlyMap<string, PermittedField>): string[] {
  const chosen = fields === null ? [...permitted.keys()] : [...new Set(fields)]
  for (const name of chosen) if (!permitted.has(name)) throw unknownField(name)
  if (chosen.length > 0) return chosen
  throw new Problem(400, 'fields-empty', {
    title: 'No field was asked for',
    detail:
      'An answer needs at least one field, and there is none in common between what was asked and what may be shown.',
    mend: 'Name at least one field, or leave the list out to get every field that you may have.',
  })
}

/** Fields that the caller mentions to filter and to sort. Each must be one that they may read. */
function mentions({ filter, order }: Wanted, permitted: ReadonlyMap<string, PermittedField>): string[] {
  const names = [...(filter ? properties(filter) : []), ...order.map(({ field }) => field)]
  for (const name of names) if (!permitted.has(name)) throw unknownField(name)
  return names
}

/** A condition inside a permit that this version cannot meet is no fault of the caller, who need not learn what it says. */
function fitting<T>(compiled: () => T): T {
  try {
    return compiled()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(409, 'rule-unusable', {
      title: 'The agreement does not fit this version of the data',
      detail:
        'A condition of the agreement, or of a house rule, speaks of a field that this version does not hold, or holds as another type.',
      mend: 'Ask for an earlier version, or ask the holder to amend the agreement or to re-type the field.',
    })
  }
}

function rowRange({ limit, offset }: Wanted, source: Source, { bind }: Parameters): string[] {
  const place = `held.${ident(source.place)}`
  const from = offset > 0 ? [`${place} >= CAST(${bind(position(offset))} AS BIGINT)`] : []
  if (limit === null) return from
  const end = Math.min(position(offset) + position(limit), Number.MAX_SAFE_INTEGER)
  return [...from, `${place} < CAST(${bind(end)} AS BIGINT)`]
}

/** Equal rows keep the order in which they were published, so that pages of an immutable version never overlap. */
function orderBy({ order }: Wanted, disclosed: ReadonlyMap<string, Column>, { hasGaps = false }: Source): string {
  if (order.length === 0 && !hasGaps) return ''
  const terms = order.map(({ field, descending }) => {
    const { expression, type } = disclosed.get(field)!
    const collated = type === 'text' || type === 'geometry' ? `${expression} COLLATE "C"` : expression
    return `${collated}${descending ? ' DESC' : ''} NULLS LAST`
  })
  return ` ORDER BY ${[...terms, 'place'].join(', ')}`
}

function page({ limit, offset }: Wanted, { bind }: Parameters): string {
  const first = limit === null ? '' : ` LIMIT CAST(${bind(position(limit))} AS BIGINT)`
  return offset > 0 ? `${first} OFFSET CAST(${bind(position(offset))} AS BIGINT)` : first
}

function position(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TypeError('a limit or offset is a whole number, not negative')
  return value
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
}

function unusableNames(): Problem {
  return new Problem(503, 'snapshot-unreadable', {
    title: 'This version cannot be read',
    detail: 'Two of its fields have names that differ only in capital letters.',
    mend: 'Ask the publisher to rename the fields and publish the file again.',
  })
}
