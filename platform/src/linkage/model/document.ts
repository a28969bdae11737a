/** A linkage model as one document: what is compared, how much each agreement counts, which pairs are looked at. */
import { type Static, Type } from '@sinclair/typebox'
import { featureSchema } from './features.ts'
import type { Test } from './tests.ts'

export const modelKind = 'linkage-model/1'

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: 100 })
const probability = Type.Number({ exclusiveMinimum: 0, maximum: 1 })
/** null: not yet trained. */
const trained = Type.Union([probability, Type.Null()])
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const termFrequency = Type.Object(
  {
    /** The feature whose value is rare or common. */
    of: name,
    /** How much of the adjustment counts; 1 when left out. */
    weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** A value rarer than this counts as this rare (Splink: `tf_minimum_u_value`); 0 when left out. */
    minimum: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** The u that the value's frequency takes the place of; the level's own when left out. */
    base: Type.Optional(probability),
    /** The adjustment in bits stays within these. */
    within: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
  },
  closed,
)

const outcome = {
  /** In words, for people: “same surname”. */
  label: Type.Optional(words(200)),
  /** P(this level | the same) and P(this level | not the same). Its weight is log2(m / u) bits. */
  m: trained,
  u: trained,
}

const level = Type.Object(
  { when: Type.Unsafe<Test>(Type.Any()), ...outcome, termFrequency: Type.Optional(termFrequency) },
  closed,
)

const comparison = Type.Object(
  {
    name,
    title: Type.Optional(words(200)),
    /** When this is so, the comparison says nothing: 0 bits. Left out: never. */
    missing: Type.Optional(Type.Unsafe<Test>(Type.Any())),
    /** The first whose test holds is taken. */
    levels: Type.Array(level, { minItems: 1, maxItems: 60 }),
    /** Taken when no level is. */
    else: Type.Object(outcome, closed),
  },
  closed,
)

const rule = Type.Object(
  {
    name: Type.Optional(name),
    /** Pairs whose features all agree, none missing. A set agrees when any member does. */
    keys: Type.Array(name, { minItems: 1, maxItems: 20 }),
    /** A block of more records than this is split by `split` too; what is still larger is reported, and not compared. */
    largest: Type.Optional(Type.Integer({ minimum: 2 })),
    split: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 20 })),
  },
  closed,
)

const household = Type.Object(
  {
    /** The share of the pairs that are not the same person, but of one household. */
    share: Type.Number({ minimum: 0, exclusiveMaximum: 1 }),
    /** The comparisons that agree within a household as they do within a person; the others as they do at random. */
    shared: Type.Array(name, { minItems: 1, maxItems: 60 }),
  },
  closed,
)

const clustering = Type.Object(
  {
    method: Type.Unsafe<'components' | 'average-link'>(Type.String({ enum: ['components', 'average-link'] })),
    /** average-link: bits that a pair counts which was not compared or fell under the threshold. */
    missingBits: Type.Optional(Type.Number()),
    /** average-link: clusters are joined while their mean is above so many bits. */
    stopBits: Type.Optional(Type.Number()),
    largest: Type.Optional(Type.Integer({ minimum: 2 })),
    /** Sources that hold no one twice. */
    oncePerSource: Type.Optional(Type.Array(words(300), { maxItems: 1_000 })),
  },
  closed,
)

/** Everything but the tests, which are recursive: `check.ts` holds each to its own schema. */
export const modelSchema = Type.Object(
  {
    wayleave: Type.Literal(modelKind),
    id: Type.String({ pattern: '^[a-z0-9]+([./-][a-z0-9]+)*$', maxLength: 100 }),
    title: words(300),
    about: Type.Optional(words(5_000)),
    features: Type.Record(name, featureSchema),
    comparisons: Type.Array(comparison, { minItems: 1, maxItems: 60 }),
    blocking: Type.Array(rule, { maxItems: 60 }),
    /** The probability that two records, taken at random, are the same. */
    prior: trained,
    household: Type.Union([household, Type.Null()]),
    clustering,
    /** As probabilities: linked from `link` on; looked at by a person from `review` on. */
    thresholds: Type.Object({ link: probability, review: Type.Optional(probability) }, closed),
  },
  closed,
)

export type LinkageModel = Static<typeof modelSchema>
export type Comparison = Static<typeof comparison>
export type Level = Static<typeof level>
export type TermFrequency = Static<typeof termFrequency>
export type BlockingRule = Static<typeof rule>
export type Household = Static<typeof household>
