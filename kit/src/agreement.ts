/**
 * A data sharing agreement as one document. Signed by a named approver of every party, it *is* the running policy:
 * nothing is translated by hand, and the plain-English page and the ODRL rendering are made from it.
 */
import { type Static, Type } from '@sinclair/typebox'
import { closed, datasetRef, fieldName, isoDate, oneOf, organisationId, plainText, purposeId } from './words.ts'

export const agreementKinds = ['sharing', 'licence', 'own-use'] as const
export const agreementActions = ['read', 'verify', 'export', 'aggregate', 'subscribe'] as const
export const agreementRoles = [
  'data-officer',
  'approver',
  'guardian',
  'practitioner',
  'analyst',
  'developer',
  'operator',
  'citizen',
] as const
export const plainTransforms = ['as-is', 'year', 'outward-postcode', 'masked', 'pseudonym', 'yes-no'] as const

/** Stands for all of the public, in the parties of a licence. */
export const everyone = 'everyone'

const transform = Type.Union(
  [
    oneOf(
      plainTransforms,
      'as-is: the value itself. year: of a date, its year. outward-postcode: `SR1 3AB` becomes `SR1`. masked: first letter, then stars. ' +
        'pseudonym: a code that is the same for the same value within this agreement and different in any other. yes-no: whether there is a value.',
    ),
    Type.Object(
      { 'yes-no': plainText('A CQL2 condition over the row as held. Only whether it is true leaves.') },
      { ...closed, description: 'Whether a condition is true, and nothing else.' },
    ),
    Type.Object(
      {
        rounded: Type.Number({
          exclusiveMinimum: 0,
          maximum: 1e12,
          description: 'The value is rounded to the nearest multiple of this.',
        }),
      },
      { ...closed, description: 'A number, rounded.' },
    ),
  ],
  { description: 'What is done to a value before it leaves.' },
)

const basis = (description: string) =>
  Type.Object(
    {
      id: Type.String({
        pattern: '^[a-z][a-z0-9-]*:[A-Za-z0-9-]+$',
        maxLength: 60,
        description: 'A W3C DPV legal basis.',
        examples: ['eu-gdpr:A6-1-e'],
      }),
      law: Type.Optional(plainText('The act, section or power relied on.', 300)),
    },
    { ...closed, description },
  )

const duties = Type.Object(
  {
    retainUntil: Type.Optional(isoDate('The last day on which the recipient may keep it.')),
    suppressBelow: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: 'An answer with fewer rows than this is withheld.' }),
    ),
    attribute: Type.Optional(
      plainText('The words with which the source must be named wherever the data is used.', 500),
    ),
    notify: Type.Optional(plainText('Whom the recipient must tell, and when.', 500)),
    deleteAndProve: Type.Optional(
      Type.Boolean({ description: 'The recipient deletes it when it may no longer be kept, and says so in writing.' }),
    ),
  },
  { ...closed, description: 'What the recipient must do.' },
)

const clause = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 60,
      description: 'Unique in the agreement; reasons and receipts quote it.',
    }),
    dataset: datasetRef('What may be used. `organisation/*` means all of an organisation’s datasets, in own-use only.'),
    action: oneOf(
      agreementActions,
      'What may be done with it. aggregate and subscribe can be agreed, and are not offered in this release.',
    ),
    roles: Type.Optional(
      Type.Array(oneOf(agreementRoles, 'A role in the recipient organisation.'), {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description:
          'Who in the recipient organisation; any one of these roles is enough. Left out only in a licence: everyone.',
      }),
    ),
    purposes: Type.Optional(
      Type.Array(purposeId('One of the agreement’s purposes.'), {
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: 'Narrows this clause to some of the agreement’s purposes. Left out: all of them.',
      }),
    ),
    fields: Type.Record(fieldName('A field of the dataset, or `*` in a licence or own-use.'), transform, {
      minProperties: 1,
      maxProperties: 10_000,
      description:
        'The fields that may be seen, searched, filtered and sorted by, each with what is done to it first. Nothing else leaves.',
    }),
    rows: Type.Optional(
      plainText(
        'A CQL2 condition over the values as held; only rows for which it is true are read. Left out: all rows.',
      ),
    ),
    consent: Type.Optional(
      oneOf(
        ['not-required', 'required'],
        'Whether each person must have agreed. `required` is refused in this release.',
      ),
    ),
    duties: Type.Optional(duties),
  },
  { ...closed, description: 'One crossing: who may do what with which fields of which rows.' },
)

export const agreementSchema = Type.Object(
  {
    wayleave: Type.Literal('agreement/1', { description: 'What this document is, and the version of its form.' }),
    id: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 120,
      description:
        'Kebab-case and unique on the node. Ids that begin with `licence-` and `own-use-` are made by the node itself.',
      examples: ['warm-homes'],
    }),
    title: plainText('What people call it.', 200),
    kind: Type.Optional(
      oneOf(
        agreementKinds,
        'sharing (when left out): between organisations. licence: with everyone. own-use: an organisation with itself. The node makes the last two.',
      ),
    ),
    parties: Type.Array(
      Type.Object(
        {
          organisation: organisationId('The organisation’s id, or `everyone` as the recipient of a licence.'),
          role: oneOf(
            ['provider', 'recipient'],
            'provider: holds what is shared. recipient: gets it. An organisation may be both, in two entries.',
          ),
        },
        closed,
      ),
      { minItems: 2, maxItems: 200, uniqueItems: true, description: 'Every organisation that signs.' },
    ),
    purposes: Type.Array(
      purposeId('A W3C DPV purpose or one of the place’s own. `any` and `declared` only in licence and own-use.'),
      {
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        description: 'What it may be used for. A broader purpose does not cover a narrower one: each is named.',
      },
    ),
    description: Type.Optional(plainText('Why, in plain words.', 10_000)),
    lawfulBasis: Type.Optional(basis('The lawful basis for sharing personal data (UK GDPR article 6).')),
    specialCategoryBasis: Type.Optional(basis('The condition for special category data (UK GDPR article 9).')),
    starts: isoDate('The first day of its force (UTC).'),
    ends: Type.Optional(isoDate('The last day of its force (UTC). Needed between organisations.')),
    review: Type.Optional(isoDate('When the parties look at it again.')),
    clauses: Type.Array(clause, { minItems: 1, maxItems: 1_000, description: 'One request is covered by one clause.' }),
  },
  {
    ...closed,
    $id: 'https://wayleave.example/schemas/agreement-1.json',
    title: 'Wayleave agreement',
    description: 'A data sharing agreement that, once every party has signed, is the running policy.',
  },
)

export type AgreementDocument = Static<typeof agreementSchema>
export type AgreementClause = AgreementDocument['clauses'][number]
export type AgreementTransform = AgreementClause['fields'][string]
