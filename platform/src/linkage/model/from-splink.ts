/**
 * A Splink 4 or 5 settings document, as `linker.misc.save_model_to_json` writes it, as a linkage model: same comparisons,
 * levels, weights, term frequencies and rules. Its SQL is recognised by shape and never run; what is not recognised is refused.
 */
import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Problem } from '#foundation/problem.ts'
import { readModel } from './check.ts'
import { type BlockingRule, type Comparison, type Level, type LinkageModel, modelKind } from './document.ts'
import { emptyShelf, featureFor, type FeatureShelf } from './splink/features.ts'
import { sameness, sideOf } from './splink/sides.ts'
import { testFor } from './splink/shapes.ts'
import { readSql, type Sql, UnreadSql } from './splink/sql.ts'
import type { Test } from './tests.ts'

const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]))

const levelSchema = Type.Object({
  sql_condition: Type.String(),
  label_for_charts: optional(Type.String()),
  m_probability: optional(Type.Number({ minimum: 0, maximum: 1 })),
  u_probability: optional(Type.Number({ minimum: 0, maximum: 1 })),
  tf_adjustment_column: optional(Type.String()),
  tf_adjustment_weight: optional(Type.Number()),
  tf_minimum_u_value: optional(Type.Number()),
  disable_tf_exact_match_detection: optional(Type.Boolean()),
  is_null_level: optional(Type.Boolean()),
})

const settingsSchema = Type.Object({
  link_type: Type.Union([Type.Literal('dedupe_only'), Type.Literal('link_only'), Type.Literal('link_and_dedupe')]),
  probability_two_random_records_match: optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  blocking_rules_to_generate_predictions: Type.Array(
    Type.Union([
      Type.String(),
      Type.Object({ blocking_rule: Type.String(), arrays_to_explode: optional(Type.Array(Type.String())) }),
    ]),
  ),
  comparisons: Type.Array(
    Type.Object({
      output_column_name: optional(Type.String()),
      comparison_levels: Type.Array(levelSchema, { minItems: 1, maxItems: 60 }),
    }),
    { minItems: 1 },
  ),
})

type Settings = Static<typeof settingsSchema>
type SplinkLevel = Static<typeof levelSchema>

/** Splink takes an m or u below this as this. */
const least = 1e-300

export type FromSplink = Readonly<{
  model: LinkageModel
  /** `link_only`: no two records of one source are the same; `dedupe_only`: there is one source. */
  linkType: Settings['link_type']
}>

/** Whether a document looks like Splink's settings rather than a model of one's own. */
export function isSplinkSettings(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'link_type' in value && 'comparisons' in value
}

/**
 * The model. In settings that were trained at all, a level without m or u gets the value that Splink uses in its place; where
 * nothing was trained, m and u are null. Throws a 422 `splink-unread` Problem that names the comparison or rule and its SQL.
 */
export function fromSplink(value: unknown): FromSplink {
  if (!Value.Check(settingsSchema, value)) {
    const error = Value.Errors(settingsSchema, value).First()
    throw unread(
      error?.path || 'the document',
      `These are not the settings of a Splink model: ${error?.message ?? ''}.`,
    )
  }
  const trained = value.comparisons.some(({ comparison_levels: levels }) =>
    levels.some(({ m_probability: m, u_probability: u }) => (m ?? u ?? null) !== null),
  )
  const shelf = emptyShelf()
  const comparisons = value.comparisons.map((_, at) => comparisonOf(value, at, { shelf, trained }))
  const blocking = value.blocking_rules_to_generate_predictions.map((rule, at) => ruleOf(rule, at, shelf))
  return {
    linkType: value.link_type,
    model: readModel({
      wayleave: modelKind,
      id: 'from-splink',
      title: 'A model from Splink',
      features: shelf.features,
      comparisons,
      blocking,
      prior: value.probability_two_random_records_match ?? null,
      household: null,
      // What Splink does: every pair from the threshold on joins its clusters.
      clustering: { method: 'components' },
      thresholds: { link: 0.95 },
    }),
  }
}

type Making = Readonly<{ shelf: FeatureShelf; trained: boolean }>

function comparisonOf({ comparisons }: Settings, at: number, making: Making): Comparison {
  const { output_column_name: column, comparison_levels: all } = comparisons[at]!
  const name = nameOf(comparisons, at)
  const nulls = all.filter(({ is_null_level: isNull }) => isNull)
  const levels = all.slice(nulls.length)
  const last = levels.at(-1)
  const where = `the comparison “${name}”`
  if (levels.some(({ is_null_level: isNull }) => isNull))
    throw unread(where, `In ${where} a null level stands after another: put it first.`)
  if (!last || !isElse(last) || levels.length < 2)
    throw unread(where, `In ${where} the last level is not ELSE, or there is none before it.`)
  const missing = nulls.map((level) => testOf(level, where, making.shelf))
  const outcome = (level: SplinkLevel, index: number) => ({
    ...(level.label_for_charts ? { label: level.label_for_charts.slice(0, 200) } : {}),
    ...chances(level, { index, of: levels.length, trained: making.trained }),
  })
  return {
    name,
    ...(column && column !== name ? { title: column.slice(0, 200) } : {}),
    ...(missing.length === 0 ? {} : { missing: missing.length === 1 ? missing[0]! : { test: 'any', tests: missing } }),
    levels: levels.slice(0, -1).map((level, index) => ({
      when: testOf(level, where, making.shelf),
      ...outcome(level, index),
      ...termFrequencyOf(level, levels, { where, making }),
    })),
    else: outcome(last, levels.length - 1),
  }
}

/** Comparisons that have no name of their own, or the same one, are numbered. */
function nameOf(comparisons: Settings['comparisons'], at: number): string {
  const wanted = comparisons[at]!.output_column_name?.slice(0, 90) || `comparison ${at + 1}`
  const before = comparisons.slice(0, at).filter(({ output_column_name: name }) => name?.slice(0, 90) === wanted).length
  return before === 0 ? wanted : `${wanted} (${before + 1})`
}

const isElse = ({ sql_condition: sql }: SplinkLevel) => sql.trim().toUpperCase() === 'ELSE'

function testOf({ sql_condition: sql }: SplinkLevel, where: string, shelf: FeatureShelf): Test {
  return understood(sql, where, () => testFor(readSql(sql, 'suffix'), shelf))
}

/** m and u. Splink's own for a level that it never trained: 0.95 for the first, the rest in equal parts, weights of +10 to -5. */
function chances(
  { m_probability: m, u_probability: u }: SplinkLevel,
  { index, of, trained }: Readonly<{ index: number; of: number; trained: boolean }>,
): Pick<Level, 'm' | 'u'> {
  const given = (chance: number | null | undefined, otherwise: number) =>
    chance === null || chance === undefined ? (trained ? otherwise : null) : Math.max(chance, least)
  const usual = index === 0 ? 0.95 : (1 - 0.95) / (of - 1)
  // Evenly from -5 at the last level to +3 at the second; with two levels the last has -5.
  const bits = index === 0 ? 10 : of === 2 ? -5 : -5 + (8 * (of - 1 - index)) / (of - 2)
  return { m: given(m, usual), u: given(u, usual / 2 ** bits) }
}

function termFrequencyOf(
  level: SplinkLevel,
  levels: readonly SplinkLevel[],
  { where, making: { shelf, trained } }: Readonly<{ where: string; making: Making }>,
): Pick<Level, 'termFrequency'> {
  const column = level.tf_adjustment_column?.replaceAll(/^["`]|["`]$/g, '')
  const weight = level.tf_adjustment_weight ?? 1
  if (!column || weight === 0) return {}
  // The frequency takes the place of the u of the level that asks for this column alone to be equal.
  const exact = level.disable_tf_exact_match_detection ? level : levels.find((other) => isExactOn(other, column))
  if (!exact)
    throw unread(
      where,
      `In ${where} the frequencies of “${column}” count, but no level asks whether “${column}” is equal.`,
    )
  const { u } = chances(exact, { index: levels.indexOf(exact), of: levels.length, trained })
  return {
    termFrequency: {
      of: featureFor(shelf, { column, side: 'l' }, 'text'),
      ...(weight === 1 ? {} : { weight }),
      ...(level.tf_minimum_u_value ? { minimum: level.tf_minimum_u_value } : {}),
      ...(exact === level || u === null ? {} : { base: u }),
    },
  }
}

function isExactOn({ sql_condition: sql }: SplinkLevel, column: string): boolean {
  try {
    const equal = readSql(sql, 'suffix')
    if (!('call' in equal) || equal.call !== '=') return false
    return equal.of.every((side) => 'column' in side && side.column.toLowerCase() === column.toLowerCase())
  } catch (error) {
    if (error instanceof UnreadSql) return false
    throw error
  }
}

function ruleOf(
  rule: Settings['blocking_rules_to_generate_predictions'][number],
  at: number,
  shelf: FeatureShelf,
): BlockingRule {
  const sql = typeof rule === 'string' ? rule : rule.blocking_rule
  const lists = new Set(typeof rule === 'string' ? [] : (rule.arrays_to_explode ?? []))
  return understood(sql, `blocking rule ${at + 1}`, () => {
    const tree = readSql(sql, 'prefix')
    const parts = 'call' in tree && tree.call === 'and' ? tree.of : [tree]
    return { keys: parts.map((part) => keyOf(part, lists, shelf)) }
  })
}

/** A rule is equal values, and no other condition: `l.a = r.a AND …`. */
function keyOf(sql: Sql, lists: ReadonlySet<string>, shelf: FeatureShelf): string {
  const [one, other] = 'call' in sql && sql.call === '=' ? sql.of : []
  const sides = new Set([one, other].map((value) => value && sideOf(value)))
  if (!one || !other || !sides.has('l') || !sides.has('r') || sameness(one) !== sameness(other))
    throw new UnreadSql('a rule can ask only whether the same value of both records is equal')
  return featureFor(shelf, one, 'column' in one && lists.has(one.column) ? 'set' : 'text')
}

function understood<Value>(sql: string, where: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UnreadSql)) throw error
    const shown = sql.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
    throw unread(where, `In ${where} this SQL is not understood: ${error.message}. It is: ${shown}`)
  }
}

function unread(at: string, detail: string): Problem {
  return new Problem(422, 'splink-unread', {
    title: 'This Splink model cannot be taken over',
    detail,
    at,
    mend: 'Write it with the comparisons of Splink’s own library and rules of equal columns, or write a linkage model.',
  })
}
