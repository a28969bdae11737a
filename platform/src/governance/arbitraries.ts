/** For property tests, here and in the room that compiles permits: random documents and requests over a small world, so that they often meet. */
import type { AgreementClause, AgreementDocument, AgreementTransform, HouseRuleDocument } from '@wayleave/kit'
import fc from 'fast-check'
import type { Condition, Value } from '#foundation/cql2/ast.ts'
import { print } from '#foundation/cql2/index.ts'
import type { Organisation } from '#model/dataset.ts'
import type { AccessRequest, DatasetFacts, Role } from '#model/request.ts'
import type { AgreementOnBooks } from './compile.ts'

const organisationIds = ['north', 'south', 'west'] as const
const roles = ['practitioner', 'analyst', 'data-officer'] as const
const purposes = ['dpv:ServiceProvision', 'dpv:Marketing', 'dpv:AcademicResearch'] as const
const actions = ['read', 'verify', 'export', 'aggregate'] as const
const classes = ['open', 'shared', 'personal', 'special'] as const
const bases = ['eu-gdpr:A6-1-e', 'eu-gdpr:A6-1-c'] as const

/** Two datasets of `north`, one of `south`; the same fields but for one. */
export const worldFacts: readonly DatasetFacts[] = [
  ['north/people', 'personal'],
  ['north/homes', 'shared'],
  ['south/people', 'special'],
].map(([ref = '', classification]) => ({
  ref,
  organisation: ref.slice(0, 5),
  classification: classification as DatasetFacts['classification'],
  fields: [
    { name: 'uprn', type: 'text', meaning: 'uprn', classification: 'shared' },
    { name: 'postcode', type: 'text', meaning: 'postcode', classification: 'personal' },
    { name: 'born', type: 'date', meaning: 'date-of-birth', classification: 'personal' },
    { name: 'age', type: 'integer', meaning: null, classification: 'open' },
    { name: 'score', type: 'number', meaning: null, classification: 'special' },
    ...(ref === 'north/homes'
      ? []
      : [{ name: 'opted_out', type: 'boolean' as const, meaning: null, classification: 'special' as const }]),
  ],
}))

const fieldNames = ['uprn', 'postcode', 'born', 'age', 'score', 'opted_out'] as const
const some = <T>(words: readonly T[], maxLength = 3) =>
  fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10))
/** Leaves out what is undefined, as a document does. */
const tidy = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T

const values: Readonly<Record<(typeof fieldNames)[number], fc.Arbitrary<Value>>> = {
  uprn: fc.constantFrom('1', '2', '10', '').map((value) => ({ kind: 'text', value })),
  postcode: fc.constantFrom('SR1 3AB', 'NE1 1AA', 'sr1').map((value) => ({ kind: 'text', value })),
  born: fc.constantFrom('1940-02-29', '2001-12-31').map((value) => ({ kind: 'date', value })),
  age: fc.integer({ min: -1, max: 100 }).map((value) => ({ kind: 'number', value })),
  score: fc.constantFrom(0, 0.5, -1.25, 100).map((value) => ({ kind: 'number', value })),
  opted_out: fc.boolean().map((value) => ({ kind: 'boolean', value })),
}

const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...fieldNames).chain((property) => {
  const value = values[property]
  const op =
    property === 'opted_out'
      ? fc.constantFrom('=' as const, '<>' as const)
      : fc.constantFrom('=' as const, '<>' as const, '<' as const, '<=' as const, '>' as const, '>=' as const)
  return fc.oneof(
    fc.record({ op, property: fc.constant(property), value }),
    fc.record({
      op: fc.constant('in' as const),
      property: fc.constant(property),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('isNull' as const), property: fc.constant(property) }),
  )
})

/** Over the world's fields, at most three deep. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    comparison,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      args: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), args: fc.tuple(tie('condition')) }),
  ),
})).condition

const conditionText = anyCondition.map(print)

const transforms: Readonly<Record<(typeof fieldNames)[number], readonly AgreementTransform[]>> = {
  uprn: ['as-is', 'masked', 'pseudonym', 'yes-no'],
  postcode: ['as-is', 'outward-postcode', 'masked', 'yes-no'],
  born: ['as-is', 'year', 'yes-no'],
  age: ['as-is', { rounded: 10 }, 'yes-no'],
  score: ['as-is', { rounded: 0.5 }, 'yes-no'],
  opted_out: ['as-is', 'yes-no'],
}

const fieldsWithTransforms = some(fieldNames, 4).chain((names) =>
  fc
    .tuple(
      ...names.map((name) =>
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...transforms[name]) },
          { weight: 1, arbitrary: conditionText.map((text) => ({ 'yes-no': text })) },
        ),
      ),
    )
    .map(
      (chosen) =>
        Object.fromEntries(names.map((name, index) => [name, chosen[index] ?? 'as-is'])) as AgreementClause['fields'],
    ),
)

const anyClause = (datasets: readonly string[], agreed: readonly string[]): fc.Arbitrary<Omit<AgreementClause, 'id'>> =>
  fc.record({
    dataset: fc.constantFrom(...datasets),
    action: fc.oneof(
      { weight: 4, arbitrary: fc.constant('read' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...actions) },
    ),
    roles: some(roles, 2),
    purposes: maybe(some(agreed, 2)),
    fields: fieldsWithTransforms,
    rows: maybe(conditionText),
    consent: maybe(fc.constantFrom('not-required' as const, 'not-required' as const, 'required' as const)),
    duties: maybe(
      tidied(
        fc.record({
          suppressBelow: maybe(fc.integer({ min: 1, max: 20 })),
          attribute: maybe(fc.constant('Source: North')),
          deleteAndProve: maybe(fc.boolean()),
          notify: maybe(fc.constant('The data officer')),
          retainUntil: maybe(day(800, 900)),
        }),
      ),
    ),
  })

const tidied = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> => arbitrary.map((value) => tidy<T>(value))

const numbered = (clauses: readonly Omit<AgreementClause, 'id'>[]): AgreementClause[] =>
  clauses.map((clause, index) => ({ id: `c${index + 1}`, ...clause }))

/** `sharing` between two or three organisations, all of it schema-valid. Ids are `a`, `b` … when there are several. */
export const anyAgreement: fc.Arbitrary<AgreementDocument> = some(purposes, 2).chain((agreed) =>
  fc
    .record({
      provider: fc.constantFrom('north' as const, 'south' as const),
      others: some(organisationIds, 2),
      law: maybe(fc.constantFrom(...bases)),
      starts: day(0, 60),
      ends: day(61, 120),
      review: maybe(day(61, 61)),
      description: maybe(fc.constant('So that people are warm.')),
    })
    .chain(({ provider, others, law, ...dates }) =>
      fc
        .array(anyClause(provider === 'north' ? ['north/people', 'north/homes'] : ['south/people'], agreed), {
          minLength: 1,
          maxLength: 3,
        })
        .map((clauses) =>
          tidy({
            wayleave: 'agreement/1' as const,
            id: 'a',
            title: 'An agreement',
            parties: [
              { organisation: provider, role: 'provider' as const },
              ...(others.some((id) => id !== provider) ? others : ['west']).map((organisation) => ({
                organisation,
                role: 'recipient' as const,
              })),
            ],
            purposes: agreed,
            lawfulBasis: law && { id: law },
            ...dates,
            clauses: numbered(clauses),
          }),
        ),
    ),
)

/** As the node makes them for everyone. */
export const anyLicence: fc.Arbitrary<AgreementDocument> = fc
  .constantFrom(...worldFacts)
  .map(({ ref, organisation }) => ({
    wayleave: 'agreement/1',
    id: 'licence',
    title: 'A licence',
    kind: 'licence',
    parties: [
      { organisation, role: 'provider' },
      { organisation: 'everyone', role: 'recipient' },
    ],
    purposes: ['any'],
    starts: '2026-01-20',
    clauses: [{ id: 'read', dataset: ref, action: 'read', fields: { '*': 'as-is' } }],
  }))

const anyBooked = (document: fc.Arbitrary<AgreementDocument>): fc.Arbitrary<AgreementOnBooks> =>
  fc
    .record({
      document,
      state: fc.oneof(
        { weight: 6, arbitrary: fc.constant('active' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('draft' as const, 'proposed' as const, 'suspended' as const, 'ended' as const),
        },
      ),
      guardians: fc.boolean(),
      intact: fc.integer({ min: 0, max: 19 }).map((number) => number > 0),
    })
    .map(({ document: agreed, state, guardians, intact }) => ({
      document: agreed,
      state,
      intact,
      key: `key of ${agreed.id}`,
      suspendedBy: state === 'suspended' ? ['north'] : [],
      signatures: agreed.parties.map(({ organisation }) => ({
        organisation,
        role: guardians ? 'guardian' : 'approver',
      })),
    }))

export const anyHouseRule: fc.Arbitrary<HouseRuleDocument> = fc
  .record({
    organisation: fc.constantFrom('north' as const, 'south' as const),
    when: maybe(
      fc.record({
        classification: maybe(some(classes)),
        fieldClassification: maybe(some(classes, 1)),
        recipients: maybe(some(organisationIds, 2)),
        notRecipients: maybe(some(organisationIds, 1)),
        purposes: maybe(some(purposes, 1)),
        actions: maybe(some(['read', 'export'] as const, 1)),
        hasField: maybe(fc.constantFrom('opted_out', 'uprn')),
        datasets: maybe(some(['north/people'] as const, 1)),
      }),
    ),
    effect: fc.oneof(
      fc.constant({ prohibit: true as const }),
      conditionText.map((rows) => ({ rows })),
      fc.constantFrom(
        { require: { assurance: 'dspt' } },
        { require: { guardianSignature: true as const } },
        { require: { lawfulBasis: ['eu-gdpr:A6-1-e'] } },
        { require: { purposes: ['dpv:ServiceProvision'] } },
      ),
    ),
  })
  .map(({ organisation, when, effect }): HouseRuleDocument =>
    tidy<HouseRuleDocument>({
      wayleave: 'house-rule/1' as const,
      id: 'a',
      organisation,
      says: 'Not like this.',
      source: 'Our policy',
      when,
      ...effect,
    }),
  )

export const anyRequest: fc.Arbitrary<AccessRequest> = fc.record({
  caller: fc
    .record({
      organisation: fc.option(fc.constantFrom(...organisationIds), { freq: 8 }),
      held: fc.uniqueArray(fc.constantFrom<Role>(...roles), { maxLength: 2 }),
    })
    .map(({ organisation, held }) => ({
      kind: organisation === null ? ('anonymous' as const) : ('person' as const),
      id: null,
      name: '',
      organisation,
      roles: held,
    })),
  dataset: fc.constantFrom(...worldFacts),
  action: fc.oneof(
    { weight: 6, arbitrary: fc.constant('read' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...actions) },
  ),
  purpose: fc.option(fc.constantFrom(...purposes, ...purposes, 'dpv:Fun'), { freq: 6 }),
  fields: fc.option(
    fc.oneof(
      { weight: 9, arbitrary: some(fieldNames, 2) },
      { weight: 1, arbitrary: fc.constantFrom([], ['shoe_size']) },
    ),
    { freq: 2 },
  ),
  at: day(20, 110).map((date) => `${date}T12:00:00Z`),
})

export type AnyBooks = Readonly<{
  agreements: readonly AgreementOnBooks[]
  rules: readonly HouseRuleDocument[]
  organisations: readonly Organisation[]
}>

/** Up to five agreements and three house rules, each with an id of its own. */
export const anyBooks: fc.Arbitrary<AnyBooks> = fc
  .record({
    agreements: fc.array(
      fc.oneof({ weight: 6, arbitrary: anyBooked(anyAgreement) }, { weight: 1, arbitrary: anyBooked(anyLicence) }),
      { maxLength: 5 },
    ),
    rules: fc.array(anyHouseRule, { maxLength: 3 }),
    assuredUntil: fc.option(day(40, 100)),
  })
  .map(({ agreements, rules, assuredUntil }) => ({
    agreements: agreements.map((agreement, index) => ({
      ...agreement,
      document: { ...agreement.document, id: `${agreement.document.id}-${index}` },
    })),
    rules: rules.map((rule, index) => ({ ...rule, id: `rule-${index}` })),
    organisations: organisationIds.map((id) => ({
      id,
      name: id,
      kind: 'council' as const,
      contact: '',
      assurances: assuredUntil === null ? [] : [{ kind: 'dspt', until: assuredUntil }],
    })),
  }))
