/** A linkage as its organisation writes it down: which datasets, for which one purpose, by which model. */
import { type Static, Type } from '@sinclair/typebox'

export const linkageKind = 'linkage/1'

const closed = { additionalProperties: false } as const
const slug = '^[a-z0-9]+(-[a-z0-9]+)*$'

export const linkageSchema = Type.Object(
  {
    wayleave: Type.Literal(linkageKind),
    id: Type.String({ pattern: slug, maxLength: 80, description: 'Unique within the organisation.' }),
    organisation: Type.String({
      pattern: slug,
      maxLength: 80,
      description: 'Whose undertaking it is; only its people use it.',
    }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    description: Type.Optional(Type.String({ maxLength: 2_000 })),
    purpose: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The one purpose for which it reads, and for which its entities may be looked at.',
    }),
    datasets: Type.Array(
      Type.Object(
        {
          dataset: Type.String({ pattern: `${slug.slice(0, -1)}/[a-z0-9]+(-[a-z0-9]+)*$`, maxLength: 161 }),
          key: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 300,
              description: 'The field that names a record; the dataset’s own key when left out.',
            }),
          ),
          once: Type.Optional(
            Type.Boolean({ description: 'Nobody is in it twice, so that two of its records are never one person.' }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    model: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Record(Type.String(), Type.Unknown())], {
        description: 'auto (people-uk, trained on these records; the default), people-uk, or a linkage-model document.',
      }),
    ),
    thresholds: Type.Optional(
      Type.Object(
        {
          link: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Linked from this probability on.' }),
          review: Type.Number({
            exclusiveMinimum: 0,
            maximum: 1,
            description: 'Looked at by a person from this probability on.',
          }),
        },
        closed,
      ),
    ),
    secondOpinion: Type.Optional(
      Type.Union([Type.Literal('when-asked'), Type.Literal('always')], {
        description: 'Whether every uncertain pair needs two reviewers, or only those for which a reviewer asks.',
      }),
    ),
  },
  closed,
)

export type LinkageDocument = Static<typeof linkageSchema>
