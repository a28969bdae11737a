/** The shapes that several routes speak: one schema gives the type, the check and the OpenAPI page. */
import { type Static, Type } from '@sinclair/typebox'
import { classifications, fieldTypes } from '#model/dataset.ts'

const text = (description: string) => Type.String({ description })
export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
export const oneOf = (values: readonly string[], description: string) =>
  Type.Unsafe<string>({ type: 'string', enum: [...values], description })

export const Name = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,79}$',
  description: 'Lower-case letters, digits and hyphens.',
})
export const DatasetParams = Type.Object({ org: Name, name: Name })
export type DatasetParams = Static<typeof DatasetParams>

export const Classification = oneOf(classifications, 'Who may think of seeing it: open, shared, personal, special.')
export const FieldTypeName = oneOf(fieldTypes, 'How the values are held.')

export const FieldWords = Type.Object({
  name: text('As in the header of the file; stays the same across versions.'),
  type: FieldTypeName,
  meaning: nullable(text('What the values are, when recognised: `uprn`, `nhs-number`, `postcode` …')),
})

export const Reason = Type.Object({
  code: text('Permanent; listed in docs/reference/reasons.md.'),
  because: text('One plain sentence.'),
  source: text('The clause, house rule or law relied on.'),
  whose: text('The organisation whose rule it is, or `everyone`.'),
  remedy: Type.Object({ who: text('Who can turn it into a yes.'), can: text('What they can do.') }),
})

export const ProblemWords = Type.Object(
  {
    type: text('Identifies the kind of problem; ends in its code.'),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
    at: Type.Optional(text('Where: a field, row, character, line or parameter.')),
    mend: Type.Optional(text('How to mend it.')),
    reasons: Type.Optional(Type.Array(Reason)),
    receipt: Type.Optional(text('The number of the receipt of this refusal.')),
    errors: Type.Optional(Type.Array(Type.Object({ at: Type.String(), detail: Type.String() }))),
  },
  { description: 'Problem details (https://www.rfc-editor.org/rfc/rfc9457).' },
)

/** What may come of any call, for the OpenAPI page. */
export const problems = {
  '4xx': {
    description: 'The request cannot be answered as it is.',
    content: { 'application/problem+json': { schema: ProblemWords } },
  },
  '5xx': {
    description: 'The node could not do it now.',
    content: { 'application/problem+json': { schema: ProblemWords } },
  },
} as const

export const ReportLine = Type.Object({
  code: Type.String(),
  what: Type.String(),
  field: Type.Optional(Type.String()),
  count: Type.Integer(),
  rows: Type.Array(Type.Integer(), { description: 'Row numbers of the uploaded file; the first hundred.' }),
})

export const ReportWords = Type.Object({
  recognised: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  repaired: Type.Array(ReportLine),
  setAside: Type.Array(ReportLine),
})
