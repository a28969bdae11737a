/** The values that a model compares: each made from columns of the input by steps, all of it data. */
import { type Static, Type } from '@sinclair/typebox'

const closed = { additionalProperties: false } as const
const column = Type.String({ minLength: 1, maxLength: 300 })

export const kinds = ['text', 'date', 'number', 'set', 'point'] as const
export type Kind = (typeof kinds)[number]

export const stepSchema = Type.Union([
  // A derivation by its name: see features/derivations.ts for the list.
  Type.String({ minLength: 1, maxLength: 60 }),
  Type.Object({ first: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed),
  Type.Object({ last: Type.Integer({ minimum: 1, maximum: 1_000 }) }, closed),
  Type.Object({ nullIf: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 1_000 }) }, closed),
  Type.Object({ split: Type.String({ minLength: 1, maxLength: 10 }) }, closed),
])

export const featureSchema = Type.Object(
  {
    /**
     * text; date (ISO 8601, year-month-day, with or without a time); number; set (of texts: what a step splits, or several
     * columns together); point (`from` is latitude and longitude, in degrees).
     */
    kind: Type.Unsafe<Kind>(Type.String({ enum: kinds })),
    from: Type.Union([column, Type.Array(column, { minItems: 1, maxItems: 20 })]),
    /** What is done to each column's text, in order. Applied to each part after a step that splits. */
    steps: Type.Optional(Type.Array(stepSchema, { maxItems: 20 })),
    /** Put between the texts of several columns; a space when left out. A set keeps them apart. */
    join: Type.Optional(Type.String({ maxLength: 10 })),
    /** Of several columns: the feature is missing unless all (the default) or any of them has a value. */
    needs: Type.Optional(Type.Unsafe<'all' | 'any'>(Type.String({ enum: ['all', 'any'] }))),
    /**
     * Columns whose words are taken out of the value: what is left of a full name without its forename and surname. `steps` are done to
     * them too.
     */
    without: Type.Optional(Type.Array(column, { minItems: 1, maxItems: 20 })),
    /** What is done to the joined text. */
    whole: Type.Optional(Type.Array(stepSchema, { maxItems: 20 })),
  },
  closed,
)

export type Step = Static<typeof stepSchema>
export type Feature = Static<typeof featureSchema>

/** The columns whose texts a feature is made of, in order; those that it is `without` last. */
export const columnsOf = ({ from, without = [] }: Feature): readonly string[] =>
  typeof from === 'string' ? [from, ...without] : [...from, ...without]
