import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgreementClause, AgreementDocument } from '@wayleave/kit'
import type { AccessRequest } from '#model/request.ts'
import { isGenuine } from '#permit'
import { decide } from './decide.ts'
import { licenceCalled, licenceDocument, ownUseDocument } from './node-made.ts'
import { type Books, agreement, dataset, houseRule, onBooks, request, rulebookOf } from './world-for-tests.ts'

const withClause = (changes: Partial<AgreementClause>): AgreementDocument => ({
  ...agreement,
  clauses: agreement.clauses.map((clause) => ({ ...clause, ...changes })),
})

function permitted(changes: Partial<AccessRequest>, books: Books = {}) {
  const decision = decide({ ...request, ...changes }, rulebookOf(books))
  assert.equal(decision.outcome, 'permit', JSON.stringify(decision))
  if (decision.outcome !== 'permit') throw new Error('unreachable')
  return decision.terms
}

function refused(changes: Partial<AccessRequest>, books: Books = {}) {
  const decision = decide({ ...request, ...changes }, rulebookOf(books))
  assert.equal(decision.outcome, 'refusal')
  return decision.outcome === 'refusal' ? decision.reasons : []
}

test('a request that one clause covers gets exactly its terms', () => {
  const decision = decide(request, rulebookOf())
  assert.ok(isGenuine(decision))
  assert.deepEqual(permitted({}), {
    dataset: 'northford-council/winter-register',
    action: 'read',
    purpose: 'dpv:ServiceProvision',
    fields: [
      { name: 'uprn', transform: { kind: 'as-is' } },
      { name: 'postcode', transform: { kind: 'outward-postcode' } },
    ],
    rows: { op: '=', property: 'ward', value: { kind: 'text', value: 'Riverside' } },
    duties: { suppressBelow: 5 },
    clause: { agreement: 'warm-homes', clause: 'c1' },
    role: 'practitioner',
    until: '2027-03-31T23:59:59.999Z',
  })
})

test('terms are frozen to the bottom', () => {
  const terms = permitted({ fields: null })
  const open: string[] = []
  const walk = (value: unknown, at: string) => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) open.push(at)
    for (const [name, part] of Object.entries(value)) walk(part, `${at}.${name}`)
  }
  walk(terms, 'terms')
  assert.deepEqual(open, [])
})

const { caller } = request
const licence = onBooks(
  licenceDocument(
    dataset.ref,
    licenceCalled('ogl-3'),
    { id: 'northford-council', name: 'Northford City Council' },
    { id: 'licence-x', starts: '2026-01-01' },
  ),
)
const ownUse = onBooks(
  ownUseDocument(
    { id: 'northford-council', name: 'Northford City Council' },
    { id: 'own-use-northford-council', starts: '2026-01-01' },
  ),
)
const special = { fieldClassification: ['special' as const] }

/** The smallest change that turns the yes into each no: code, change of the request, change of the books. */
const noes: readonly (readonly [string, string, Partial<AccessRequest>, Books])[] = [
  ['no-agreement', 'nothing is on the books', {}, { agreements: [] }],
  ['no-agreement', 'another organisation asks', { caller: { ...caller, organisation: 'warm-hands' } }, {}],
  ['no-agreement', 'the public asks', { caller: { ...caller, kind: 'anonymous', organisation: null, roles: [] } }, {}],
  [
    'no-agreement',
    'a provider asks under an agreement in which it only provides',
    { caller: { ...caller, organisation: 'northford-council' } },
    {},
  ],
  ['no-agreement', 'a draft is no agreement', {}, { agreements: [onBooks(agreement, { state: 'draft' })] }],
  [
    'no-agreement',
    'a clause that cannot be read gives nothing',
    {},
    { agreements: [onBooks(withClause({ rows: 'ward = ' }))] },
  ],
  [
    'no-agreement',
    'a clause about data that its providers do not hold gives nothing',
    {},
    {
      agreements: [
        onBooks({
          ...agreement,
          parties: [
            { organisation: 'warm-hands', role: 'provider' },
            { organisation: 'brightspark-energy', role: 'recipient' },
          ],
        }),
      ],
    },
  ],
  [
    'no-agreement',
    'an organisation that calls itself everyone',
    { caller: { ...caller, organisation: 'everyone' } },
    {},
  ],
  ['purpose-missing', 'no purpose stated', { purpose: null }, {}],
  ['purpose-unknown', 'a purpose that is on no list', { purpose: 'dpv:Fun' }, {}],
  ['purpose-unknown', 'the word any is no purpose', { purpose: 'any' }, {}],
  ['request-unreadable', 'an empty purpose', { purpose: '' }, {}],
  ['purpose-not-covered', 'another purpose', { purpose: 'dpv:Marketing' }, {}],
  ['purpose-not-covered', 'a narrower purpose is another purpose', { purpose: 'dpv:RequestedServiceProvision' }, {}],
  ['role-not-covered', 'another role', { caller: { ...caller, roles: ['analyst'] } }, {}],
  ['role-not-covered', 'no role', { caller: { ...caller, roles: [] } }, {}],
  ['fields-not-covered', 'a field that the clause does not have', { fields: ['uprn', 'diagnosis'] }, {}],
  ['fields-empty', 'an empty list of fields', { fields: [] }, {}],
  ['field-unknown', 'a field that the dataset does not have', { fields: ['uprn', 'shoe_size'] }, {}],
  [
    'field-unknown',
    'a field of the clause that the dataset lost',
    { fields: ['uprn'], dataset: { ...dataset, fields: dataset.fields.slice(1) } },
    {},
  ],
  ['field-unknown', 'facts without fields', { fields: null, dataset: { ...dataset, fields: [] } }, {}],
  ['action-not-covered', 'reading is not exporting', { action: 'export' }, {}],
  ['action-not-offered', 'aggregates', { action: 'aggregate' }, {}],
  ['action-not-offered', 'subscriptions', { action: 'subscribe' }, {}],
  ['consent-not-offered', 'consent is needed', {}, { agreements: [onBooks(withClause({ consent: 'required' }))] }],
  ['not-in-force', 'not signed', {}, { agreements: [onBooks(agreement, { state: 'proposed', signatures: [] })] }],
  [
    'not-in-force',
    'suspended',
    {},
    { agreements: [onBooks(agreement, { state: 'suspended', suspendedBy: ['northford-council'] })] },
  ],
  ['not-in-force', 'ended', {}, { agreements: [onBooks(agreement, { state: 'ended' })] }],
  ['not-in-force', 'the record is not what was signed', {}, { agreements: [onBooks(agreement, { intact: false })] }],
  ['not-in-force', 'the day before it starts', { at: '2026-03-31T23:59:59.999Z' }, {}],
  ['not-in-force', 'the day after it ends', { at: '2027-04-01T00:00:00Z' }, {}],
  ['house-rule', 'a prohibition', {}, { rules: [houseRule({ prohibit: true })] }],
  [
    'house-rule',
    'a prohibition for this classification',
    {},
    { rules: [houseRule({ when: { classification: ['personal'] }, prohibit: true })] },
  ],
  [
    'house-rule',
    'an assurance that nobody gave',
    {},
    { rules: [houseRule({ require: { assurance: 'cyber-essentials' } })] },
  ],
  [
    'house-rule',
    'an assurance that ran out',
    { at: '2027-01-01T00:00:00Z' },
    { rules: [houseRule({ require: { assurance: 'dspt' } })] },
  ],
  [
    'house-rule',
    'an organisation that is not known',
    {},
    { rules: [houseRule({ require: { assurance: 'dspt' } })], organisations: [] },
  ],
  ['house-rule', 'no guardian signed', {}, { rules: [houseRule({ require: { guardianSignature: true } })] }],
  [
    'house-rule',
    'another party’s guardian signed',
    {},
    {
      rules: [houseRule({ require: { guardianSignature: true } })],
      agreements: [onBooks(agreement, { signatures: [{ organisation: 'brightspark-energy', role: 'guardian' }] })],
    },
  ],
  ['house-rule', 'another lawful basis', {}, { rules: [houseRule({ require: { lawfulBasis: ['eu-gdpr:A6-1-c'] } })] }],
  [
    'house-rule',
    'another purpose is required',
    {},
    { rules: [houseRule({ require: { purposes: ['dpv:LegalCompliance'] } })] },
  ],
  [
    'house-rule',
    'rows by a field that the dataset does not have',
    {},
    { rules: [houseRule({ rows: 'shoe_size > 4' })] },
  ],
  ['house-rule', 'a rule that cannot be read', {}, { rules: [houseRule({ rows: 'ward = ' })] }],
  ['house-rule', 'a rule without an effect', {}, { rules: [houseRule({})] }],
  ['house-rule', 'a requirement of nothing', {}, { rules: [houseRule({ require: {} })] }],
  [
    'house-rule',
    'rows chosen by a special field tell that field',
    {},
    {
      rules: [houseRule({ when: special, prohibit: true })],
      agreements: [onBooks(withClause({ rows: "diagnosis = 'x'" }))],
    },
  ],
  [
    'house-rule',
    'a yes or no about a special field tells that field',
    { fields: ['age'] },
    {
      rules: [houseRule({ when: special, prohibit: true })],
      agreements: [onBooks(withClause({ fields: { age: { 'yes-no': "diagnosis = 'x'" } } }))],
    },
  ],
  [
    'house-rule',
    'a field without a classification counts as the most sensitive',
    {
      dataset: {
        ...dataset,
        fields: dataset.fields.map(
          ({ classification: _classification, ...field }) => field as (typeof dataset.fields)[number],
        ),
      },
    },
    { rules: [houseRule({ when: special, prohibit: true })] },
  ],
  [
    'house-rule',
    'a purpose that is not stated might be the one forbidden',
    { purpose: null },
    { rules: [houseRule({ when: { purposes: ['dpv:Marketing'] }, prohibit: true })], agreements: [licence] },
  ],
  [
    'request-unreadable',
    'a dataset of another holder than its name says',
    { dataset: { ...dataset, organisation: 'brightspark-energy' } },
    {},
  ],
  [
    'request-unreadable',
    'a classification that does not exist',
    { dataset: { ...dataset, classification: 'secret' as 'open' } },
    {},
  ],
  ['request-unreadable', 'an instant with another zone', { at: '2026-11-22T10:00:00+01:00' }, {}],
  ['request-unreadable', 'no instant', { at: '' }, {}],
  ['request-unreadable', 'an action that does not exist', { action: 'delete' as 'read' }, {}],
  ['request-unreadable', 'an empty organisation', { caller: { ...caller, organisation: '' } }, {}],
]

for (const [code, title, changes, books] of noes) {
  test(`${code}: ${title}`, () => {
    const reasons = refused(changes, books)
    assert.equal(reasons[0]?.code, code, JSON.stringify(reasons))
    for (const { because, source, whose, remedy } of reasons) {
      assert.match(because, /^[A-Z].*\.$/s)
      assert.ok(source && whose && remedy.who && remedy.can)
    }
  })
}

/** What must not be a no. */
const yeses: readonly (readonly [string, Partial<AccessRequest>, Books])[] = [
  ['any of several roles is enough', { caller: { ...caller, roles: ['analyst', 'practitioner'] } }, {}],
  ['the first instant', { at: '2026-04-01T00:00:00Z' }, {}],
  ['the last instant', { at: '2027-03-31T23:59:59.999Z' }, {}],
  [
    'an assurance on its last day',
    { at: '2026-12-31T23:59:59Z' },
    { rules: [houseRule({ require: { assurance: 'dspt' } })] },
  ],
  [
    'the holder’s guardian signed',
    {},
    {
      rules: [houseRule({ require: { guardianSignature: true } })],
      agreements: [onBooks(agreement, { signatures: [{ organisation: 'northford-council', role: 'guardian' }] })],
    },
  ],
  ['the right lawful basis', {}, { rules: [houseRule({ require: { lawfulBasis: ['eu-gdpr:A6-1-e'] } })] }],
  ['another holder’s rule', {}, { rules: [houseRule({ organisation: 'warm-hands', prohibit: true })] }],
  ['a rule about others', {}, { rules: [houseRule({ when: { recipients: ['warm-hands'] }, prohibit: true })] }],
  [
    'a rule with an exception',
    {},
    { rules: [houseRule({ when: { notRecipients: ['brightspark-energy'] }, prohibit: true })] },
  ],
  ['a rule about special fields, when none is touched', {}, { rules: [houseRule({ when: special, prohibit: true })] }],
  [
    'a rule about data that has another field',
    {},
    { rules: [houseRule({ when: { hasField: 'shoe_size' }, rows: 'shoe_size > 4' })] },
  ],
  [
    'a rule about another purpose, action or dataset',
    {},
    {
      rules: [
        houseRule({ id: 'a', when: { purposes: ['dpv:Marketing'] }, prohibit: true }),
        houseRule({ id: 'b', when: { actions: ['export'] }, prohibit: true }),
        houseRule({ id: 'c', when: { datasets: ['northford-council/trees'] }, prohibit: true }),
      ],
    },
  ],
  [
    'everyone, under a licence, without a purpose',
    { caller: { ...caller, kind: 'anonymous', organisation: null, roles: [] }, purpose: null, fields: ['diagnosis'] },
    { agreements: [licence] },
  ],
  [
    'a data officer, own data, without a purpose',
    { caller: { ...caller, organisation: 'northford-council', roles: ['data-officer'] }, purpose: null, fields: null },
    { agreements: [ownUse] },
  ],
  [
    'a practitioner, own data, with a purpose',
    { caller: { ...caller, organisation: 'northford-council' }, purpose: 'dpv:CustomerCare' },
    { agreements: [ownUse] },
  ],
  [
    'a house rule does not bind its own organisation',
    { caller: { ...caller, organisation: 'northford-council' } },
    { agreements: [ownUse], rules: [houseRule({ prohibit: true })] },
  ],
]

for (const [title, changes, books] of yeses) test(`yes: ${title}`, () => void permitted(changes, books))

test('own use is of one’s own data only', () => {
  const reasons = refused(
    { caller: { ...caller, organisation: 'warm-hands', roles: ['data-officer'] }, purpose: null, fields: null },
    {
      agreements: [
        onBooks(
          ownUseDocument({ id: 'warm-hands', name: 'Warm Hands' }, { id: 'own-use-warm-hands', starts: '2026-01-01' }),
        ),
      ],
    },
  )
  assert.equal(reasons[0]?.code, 'no-agreement')
})

test('rows chosen by a field that nothing is known of count as chosen by the most sensitive', () => {
  const agreements = [onBooks(withClause({ rows: 'shoe_size > 4' }))]
  assert.equal(
    refused({}, { agreements, rules: [houseRule({ when: special, prohibit: true })] })[0]?.code,
    'house-rule',
  )
})

test('own staff other than data officers state a purpose', () => {
  const own = { ...caller, organisation: 'northford-council' }
  assert.equal(refused({ caller: own, purpose: null }, { agreements: [ownUse] })[0]?.code, 'purpose-missing')
})

test('a house rule can bind its own organisation by name', () => {
  const rules = [houseRule({ when: { recipients: ['northford-council'] }, prohibit: true })]
  assert.equal(
    refused({ caller: { ...caller, organisation: 'northford-council' } }, { agreements: [ownUse], rules })[0]?.code,
    'house-rule',
  )
})

test('rows of the clause and of every rule hold together, whatever the order of the rules', () => {
  const rules = [
    houseRule({ id: 'b', rows: 'age < 100' }),
    houseRule({ id: 'a', when: { hasField: 'opted_out' }, rows: 'opted_out = FALSE' }),
  ]
  const rows = permitted({}, { rules }).rows
  assert.deepEqual(permitted({}, { rules: rules.toReversed() }).rows, rows)
  assert.deepEqual(
    rows?.op === 'and' ? rows.args.map((each) => ('property' in each ? each.property : each.op)) : rows,
    ['ward', 'opted_out', 'age'],
  )
})

test('all shortfalls of the nearest clause are told at once, and those of farther clauses are not', () => {
  const far = {
    ...agreement.clauses[0]!,
    id: 'c0',
    action: 'export' as const,
    roles: ['analyst' as const],
    consent: 'required' as const,
  }
  const agreements = [onBooks({ ...agreement, clauses: [far, ...agreement.clauses] })]
  const reasons = refused(
    { purpose: null, fields: ['uprn', 'diagnosis'], at: '2028-01-01T00:00:00Z' },
    { agreements, rules: [houseRule({ prohibit: true })] },
  )
  assert.deepEqual(
    reasons.map(({ code }) => code),
    ['not-in-force', 'purpose-missing', 'fields-not-covered', 'house-rule'],
  )
})

test('who is no party learns nothing of an agreement', () => {
  const text = JSON.stringify(
    refused({ caller: { ...caller, organisation: 'warm-hands' } }, { rules: [houseRule({ prohibit: true })] }),
  )
  for (const secret of ['Brightspark', 'brightspark', 'warm-homes', 'Not like this'])
    assert.ok(!text.includes(secret), secret)
})

test('remedies name organisations by their names, and each way of not being in force has its own', () => {
  const words = (books: Books, at = request.at) =>
    refused({ at }, books).map(({ because, remedy }) => `${because} ${remedy.who} can ${remedy.can}.`)[0]
  assert.match(
    words({
      agreements: [
        onBooks(agreement, {
          state: 'proposed',
          signatures: [{ organisation: 'northford-council', role: 'approver' }],
        }),
      ],
    }) ?? '',
    /not signed yet by Brightspark Energy.*An approver or guardian of Brightspark Energy can sign it/,
  )
  assert.match(
    words({ agreements: [onBooks(agreement, { state: 'suspended', suspendedBy: ['northford-council'] })] }) ?? '',
    /suspended by Northford City Council.*of Northford City Council can resume it/,
  )
  assert.match(words({}, '2026-01-01T00:00:00Z') ?? '', /starts on 2026-04-01/)
  assert.match(words({}, '2028-01-01T00:00:00Z') ?? '', /expired after 2027-03-31.*renew it/)
  assert.match(
    words({ agreements: [onBooks(agreement, { state: 'ended' })] }) ?? '',
    /was ended.*propose and sign a new one/,
  )
})

test('whatever I may have: most fields, then least changed, then all rows, then the name', () => {
  const other = (id: string, changes: Partial<AgreementClause>) => onBooks({ ...withClause(changes), id })
  const best = (...agreements: ReturnType<typeof onBooks>[]) => {
    const one = permitted({ fields: null }, { agreements }).clause.agreement
    assert.equal(permitted({ fields: null }, { agreements: agreements.toReversed() }).clause.agreement, one)
    return one
  }
  assert.equal(
    best(other('a', { fields: { uprn: 'as-is' } }), other('b', { fields: { uprn: 'masked', ward: 'masked' } })),
    'b',
  )
  assert.equal(best(other('a', { fields: { uprn: 'masked' } }), other('b', { fields: { uprn: 'as-is' } })), 'b')
  const { rows: _rows, ...clause } = agreement.clauses[0]!
  assert.equal(best(onBooks({ ...agreement, id: 'b', clauses: [clause] }), other('a', {})), 'b')
  assert.equal(best(other('b', {}), other('a', {})), 'a')
  assert.deepEqual(
    permitted({ fields: null }, { agreements: [licence] }).fields.map(({ name }) => name),
    dataset.fields.map(({ name }) => name),
  )
})

test('names from the darker corners of JavaScript are names like others', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    assert.equal(refused({ fields: [name] })[0]?.code, 'field-unknown')
    assert.equal(refused({ purpose: name })[0]?.code, 'purpose-unknown')
    assert.equal(refused({ caller: { ...caller, organisation: name } })[0]?.code, 'no-agreement')
  }
})

test('a rulebook that may not be whole permits nothing', () => {
  const rulebook = rulebookOf()
  rulebook.setWhole(false)
  const decision = decide(request, rulebook)
  assert.equal(decision.outcome === 'refusal' && decision.reasons[0]?.code, 'policy-unreadable')
})
