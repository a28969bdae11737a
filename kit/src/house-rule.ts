/** An organisation’s own prohibition or requirement. It comes on top of every agreement and can only ever narrow an answer. */
import { type Static, Type } from '@sinclair/typebox'
import { agreementActions } from './agreement.ts'
import { closed, datasetRef, fieldName, oneOf, organisationId, plainText, purposeId } from './words.ts'

export const sensitivities = ['open', 'shared', 'personal', 'special'] as const

const some = { minItems: 1, maxItems: 500, uniqueItems: true } as const

const when = Type.Object(
  {
    classification: Type.Optional(
      Type.Array(oneOf(sensitivities, 'A classification of datasets.'), {
        ...some,
        description: 'The dataset is one of these.',
      }),
    ),
    fieldClassification: Type.Optional(
      Type.Array(oneOf(sensitivities, 'A classification of fields.'), {
        ...some,
        description: 'A field that the answer would show, or that decides what it shows, is one of these.',
      }),
    ),
    datasets: Type.Optional(
      Type.Array(datasetRef('A dataset of this organisation.'), {
        ...some,
        description: 'The dataset is one of these.',
      }),
    ),
    recipients: Type.Optional(
      Type.Array(organisationId('An organisation.'), {
        ...some,
        description: 'Who asks is one of these. Only so is the organisation itself ever meant.',
      }),
    ),
    notRecipients: Type.Optional(
      Type.Array(organisationId('An organisation.'), { ...some, description: 'Who asks is none of these.' }),
    ),
    purposes: Type.Optional(
      Type.Array(purposeId('A purpose.'), {
        ...some,
        description: 'The purpose is one of these, or none was stated and it might be.',
      }),
    ),
    actions: Type.Optional(
      Type.Array(oneOf(agreementActions, 'An action.'), { ...some, description: 'The action is one of these.' }),
    ),
    hasField: Type.Optional(fieldName('The dataset has a field of this name.')),
  },
  {
    ...closed,
    description:
      'When the rule applies: all that is present must hold. Left out or empty: always, but for the organisation itself.',
  },
)

const require = Type.Object(
  {
    assurance: Type.Optional(
      plainText('Who asks holds an assurance of this kind that has not run out, such as `dspt`.', 60),
    ),
    guardianSignature: Type.Optional(
      Type.Literal(true, { description: 'The agreement carries the signature of a guardian of this organisation.' }),
    ),
    lawfulBasis: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        ...some,
        description: 'The agreement rests on one of these lawful bases or special category conditions.',
      }),
    ),
    purposes: Type.Optional(
      Type.Array(purposeId('A purpose.'), { ...some, description: 'A purpose is stated and is one of these.' }),
    ),
  },
  { ...closed, minProperties: 1, description: 'All that is present must hold.' },
)

export const houseRuleSchema = Type.Object(
  {
    wayleave: Type.Literal('house-rule/1', { description: 'What this document is, and the version of its form.' }),
    id: Type.String({
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      maxLength: 80,
      description: 'Kebab-case and unique in the organisation.',
      examples: ['dspt-for-personal-data'],
    }),
    organisation: organisationId('Whose rule it is.'),
    says: plainText('The rule in one plain sentence. Whoever is refused by it reads this.', 500),
    source: plainText('Where it is written: the policy, law or decision.', 300),
    when: Type.Optional(when),
    require: Type.Optional(require),
    prohibit: Type.Optional(Type.Literal(true, { description: 'What `when` describes is not allowed at all.' })),
    rows: Type.Optional(plainText('A CQL2 condition; only rows for which it is true leave.')),
    remedy: Type.Optional(
      Type.Object(
        {
          who: plainText('Who can help.', 200),
          can: plainText('What they can do, to finish the sentence “… can”.', 500),
        },
        { ...closed, description: 'What would turn the no into a yes.' },
      ),
    ),
  },
  {
    ...closed,
    $id: 'https://wayleave.example/schemas/house-rule-1.json',
    title: 'Wayleave house rule',
    description: 'An organisation’s own rule about its data. Exactly one of require, prohibit and rows.',
    oneOf: [{ required: ['require'] }, { required: ['prohibit'] }, { required: ['rows'] }],
  },
)

export type HouseRuleDocument = Static<typeof houseRuleSchema>
