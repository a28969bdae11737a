/** What Splink computes of one record, as features of a model. */
import type { Feature, Kind, Step } from '../features.ts'
import { sameness } from './sides.ts'
import { type Sql, UnreadSql } from './sql.ts'

/** The features that the conditions so far were found to need. Grows. */
export type FeatureShelf = Readonly<{
  features: Record<string, Feature>
  /** What each was made from, to know it again. */
  names: Map<string, string>
}>

export const emptyShelf = (): FeatureShelf => ({ features: {}, names: new Map() })

/** The name of the feature for an expression about one record. Throws `UnreadSql`. */
export function featureFor(shelf: FeatureShelf, sql: Sql, kind: Kind): string {
  const made = madeFrom(sql)
  return shelve(shelf, `${made.kind ?? kind} ${sameness(sql)}`, { ...withKind(made, kind) })
}

/** The name of the point of two columns. */
export function pointFor(shelf: FeatureShelf, latitude: Sql, longitude: Sql): string {
  const columns = [latitude, longitude].map((sql) => madeFrom(sql)).map(({ from }) => from)
  return shelve(shelf, `point ${sameness(latitude)} ${sameness(longitude)}`, { kind: 'point', from: columns.flat() })
}

function shelve({ features, names }: FeatureShelf, known: string, feature: Feature): string {
  const before = names.get(known)
  if (before !== undefined) return before
  const steps = [...(feature.steps ?? []), ...(feature.whole ?? [])]
  const parts = [
    [feature.from].flat().join(' '),
    ...(feature.kind === 'text' ? [] : [feature.kind]),
    ...steps.map((step) => (typeof step === 'string' ? step : Object.entries(step).flat().join(' '))),
  ]
  const wanted = parts.join(', ')
  let name = wanted
  for (let nth = 2; Object.hasOwn(features, name); nth++) name = `${wanted} (${nth})`
  features[name] = feature
  names.set(known, name)
  return name
}

type Made = Readonly<{ from: string | string[]; steps: readonly Step[]; kind?: Kind; join?: string }>

function withKind({ from, steps, join, kind: own }: Made, kind: Kind): Feature {
  if (own && own !== kind && kind !== 'text') throw new UnreadSql(`a ${own} is compared as a ${kind}`)
  // A list comes as the JSON of it.
  const all = kind === 'set' ? [...steps, 'json-list'] : [...steps]
  return {
    kind: own ?? kind,
    from,
    // A joined text is made first, and worked on as a whole.
    ...(all.length === 0 ? {} : join === undefined ? { steps: all } : { whole: all }),
    ...(join === undefined ? {} : { join }),
  }
}

/** What a pattern of Splink's takes out of a text, by the step that does the same. */
const extracts: Readonly<Record<string, string>> = {
  '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9][A-Za-z]{2}$': 'postcode-valid',
  '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]': 'postcode-sector',
  '^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?': 'postcode-district',
  '^[A-Za-z]{1,2}': 'postcode-area',
  '^[^@]+': 'email-user',
}

/** What DuckDB's `try_strptime` takes, by the step that makes ISO 8601 of it; none where it is that already. */
const dateFormats: Readonly<Record<string, string | null>> = {
  '%Y-%m-%d': null,
  '%Y-%m-%dT%H:%M:%SZ': null,
  '%Y%m%d': 'date-ymd',
  '%d/%m/%Y': 'date-dmy',
  '%m/%d/%Y': 'date-mdy',
}

const simple: Readonly<Record<string, Step>> = { lower: 'lower', upper: 'upper', 'cast as date': 'trim' }
const nothing: ReadonlySet<string> = new Set(['cast as text', 'cast as varchar', 'cast as string'])

function madeFrom(sql: Sql): Made {
  if ('column' in sql) return { from: sql.column, steps: [] }
  if ('literal' in sql) throw new UnreadSql(`“${sql.literal}” is no column`)
  const [of, second, third] = sql.of
  if (of === undefined) throw new UnreadSql(`${sql.call}() takes no column`)
  if (nothing.has(sql.call)) return madeFrom(of)
  if (sql.call === '||') return joined(sql.of)
  if (sql.call === 'try_strptime') return date(madeFrom(of), textOf(second))
  if (sql.call === 'nullif') return nullIf(of, textOf(second))
  const step = simple[sql.call] ?? part(sql.call, second, third)
  if (step === undefined) throw new UnreadSql(`${sql.call}() is not known here`)
  const made = then(madeFrom(of), step)
  return sql.call === 'cast as date' ? { ...made, kind: 'date' } : made
}

const then = (made: Made, step: Step): Made => {
  if (made.kind === 'date') throw new UnreadSql('a date is worked on as a text')
  return { ...made, steps: [...made.steps, step] }
}

/** The first or last characters. */
function part(name: string, second: Sql | undefined, third: Sql | undefined): Step | undefined {
  if (name === 'substring') return numberOf(second) === 1 && third ? { first: numberOf(third) } : undefined
  if (name === 'left') return { first: numberOf(second) }
  return name === 'right' ? { last: numberOf(second) } : undefined
}

function date(made: Made, format: string): Made {
  const step = dateFormats[format]
  if (step === undefined) throw new UnreadSql(`dates written as ${format} are not known here`)
  return { ...(step === null ? made : then(made, step)), kind: 'date' }
}

/** `NULLIF(x, 'n/a')`, or `NULLIF(regexp_extract(x, pattern, 0), '')`, which is how Splink takes a part out. */
function nullIf(of: Sql, empty: string): Made {
  if (!('call' in of) || of.call !== 'regexp_extract') return then(madeFrom(of), { nullIf: [empty] })
  const [text, pattern, group = { literal: 0 }] = of.of
  const step = extracts[textOf(pattern)]
  if (step === undefined || text === undefined || numberOf(group) !== 0 || empty !== '')
    throw new UnreadSql(`the pattern ${textOf(pattern)} is not known here`)
  return then(madeFrom(text), step)
}

/** Columns and the texts between them, all the same. */
function joined(of: readonly Sql[]): Made {
  const parts = of.flatMap((part): readonly Sql[] => ('call' in part && part.call === '||' ? flat(part) : [part]))
  const columns = parts.filter((part) => 'column' in part).map(({ column }) => column)
  const between = new Set(parts.filter((part) => 'literal' in part).map(({ literal }) => String(literal)))
  const [join = ''] = between
  const alternate = parts.every((part, at) => (join === '' ? 'column' in part : 'column' in part === (at % 2 === 0)))
  if (between.size > 1 || !alternate || columns.length < 2 || !('column' in parts.at(-1)!))
    throw new UnreadSql('columns are put together in a way that is not known here')
  return { from: columns, steps: [], join }
}

const flat = (sql: Sql): readonly Sql[] => ('call' in sql && sql.call === '||' ? sql.of.flatMap(flat) : [sql])

function textOf(sql: Sql | undefined): string {
  if (sql && 'literal' in sql && typeof sql.literal === 'string') return sql.literal
  throw new UnreadSql('a text in quotation marks was expected')
}

function numberOf(sql: Sql | undefined): number {
  if (sql && 'literal' in sql && typeof sql.literal === 'number') return sql.literal
  throw new UnreadSql('a number was expected')
}
