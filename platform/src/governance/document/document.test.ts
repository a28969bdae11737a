import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AgreementDocument, agreementActions, agreementRoles, sensitivities } from '@wayleave/kit'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { classifications } from '#model/dataset.ts'
import { dataActions, roles } from '#model/request.ts'
import { anyAgreement, anyHouseRule } from '../arbitraries.ts'
import { dpvPurposes } from '../purposes.ts'
import { agreement, dataset, organisations } from '../world-for-tests.ts'
import { checkAgreement, warningsOf, type World } from './check.ts'
import { faultsProblem } from './faults.ts'
import { readDocument } from './read.ts'
import { shapeOfAgreement, shapeOfHouseRule } from './shape.ts'

const world: World = {
  isOrganisation: (id) => organisations.some((each) => each.id === id),
  hasPurpose: (id) => dpvPurposes.some((each) => each.id === id),
  facts: (ref) => (ref === dataset.ref ? dataset : undefined),
}

const clause = agreement.clauses[0]!
const withClause = (changes: object): object => ({ ...agreement, clauses: [{ ...clause, ...changes }] })

/** Every fault of a document, from its shape or its sense. */
function faultsOf(document: unknown): readonly { at: string; what: string; mend: string }[] {
  const shaped = shapeOfAgreement(document)
  return 'document' in shaped ? checkAgreement(shaped.document, world) : shaped.faults
}

test('a sound agreement has no faults', () => {
  assert.deepEqual(faultsOf(agreement), [])
  assert.deepEqual(warningsOf(agreement, world), [])
})

const personal = { ...agreement, lawfulBasis: undefined }

/** One change, the place of the fault, and a word that says what it is. */
const wrong: readonly (readonly [string, unknown, string, RegExp])[] = [
  ['not an object', 'agreement', '', /object/],
  ['a word that the form does not know', { ...agreement, colour: 'red' }, '', /“colour”/],
  ['a part missing', { ...agreement, title: undefined }, '', /“title” is missing/],
  ['another form', { ...agreement, wayleave: 'agreement/2' }, '/wayleave', /agreement\/1/],
  ['an id in capitals', { ...agreement, id: 'Warm Homes' }, '/id', /not written/],
  [
    'an unknown organisation',
    { ...agreement, parties: [...agreement.parties, { organisation: 'nobody', role: 'recipient' }] },
    '/parties/2/organisation',
    /nobody/,
  ],
  [
    'everyone between organisations',
    { ...agreement, parties: [...agreement.parties, { organisation: 'everyone', role: 'recipient' }] },
    '/parties/2/organisation',
    /everyone/,
  ],
  [
    'no recipient',
    { ...agreement, parties: [agreement.parties[0], { organisation: 'warm-hands', role: 'provider' }] },
    '/parties',
    /no recipient/,
  ],
  [
    'one organisation with itself',
    { ...agreement, parties: [agreement.parties[0], { organisation: 'northford-council', role: 'recipient' }] },
    '/parties',
    /one organisation only/,
  ],
  [
    'the same party twice',
    { ...agreement, parties: [...agreement.parties, agreement.parties[0]] },
    '/parties',
    /duplicate/,
  ],
  ['an unknown purpose', { ...agreement, purposes: ['dpv:Fun'] }, '/purposes/0', /not on this node/],
  ['any purpose', { ...agreement, purposes: ['any'] }, '/purposes/0', /no purpose between/],
  ['no purpose', { ...agreement, purposes: [] }, '/purposes', /fewer/],
  ['a day that does not exist', { ...agreement, starts: '2026-02-30' }, '/starts', /calendar/],
  ['a date in another form', { ...agreement, starts: '01/04/2026' }, '/starts', /not written/],
  ['dates upside down', { ...agreement, ends: '2026-03-31' }, '/ends', /before the start/],
  ['no end', { ...agreement, ends: undefined }, '', /“ends” is missing/],
  ['a review after the end', { ...agreement, review: '2028-01-01' }, '/review', /outside the term/],
  [
    'a lawful basis that does not exist',
    { ...agreement, lawfulBasis: { id: 'eu-gdpr:A6-1-z' } },
    '/lawfulBasis/id',
    /not a lawful basis/,
  ],
  [
    'a condition of article 9 as lawful basis',
    { ...agreement, lawfulBasis: { id: 'eu-gdpr:A9-2-h' } },
    '/lawfulBasis/id',
    /article 6/,
  ],
  ['personal data without a lawful basis', personal, '', /“lawfulBasis” is missing/],
  [
    'special data without a condition',
    withClause({ fields: { diagnosis: 'as-is' } }),
    '',
    /“specialCategoryBasis” is missing/,
  ],
  [
    'rows chosen by special data without a condition',
    withClause({ rows: "diagnosis = 'x'" }),
    '',
    /“specialCategoryBasis” is missing/,
  ],
  [
    'another organisation’s dataset',
    withClause({ dataset: 'st-annes-nhs-trust/admissions' }),
    '/clauses/0/dataset',
    /not held by a provider/,
  ],
  [
    'a dataset of the only recipient',
    {
      ...agreement,
      parties: [...agreement.parties, { organisation: 'brightspark-energy', role: 'provider' }],
      clauses: [{ ...clause, dataset: 'brightspark-energy/meters' }],
    },
    '/clauses/0/dataset',
    /no recipient but its own holder/,
  ],
  [
    'all of an organisation’s data',
    withClause({ dataset: 'northford-council/*' }),
    '/clauses/0/dataset',
    /all of an organisation/,
  ],
  ['every field', withClause({ fields: { '*': 'as-is' } }), '/clauses/0/fields/*', /every field/],
  ['no fields', withClause({ fields: {} }), '/clauses/0/fields', /fewer/],
  [
    'a transform that does not exist',
    withClause({ fields: { uprn: 'blurred' } }),
    '/clauses/0/fields/uprn',
    /transform/,
  ],
  ['rounding to nothing', withClause({ fields: { age: { rounded: 0 } } }), '/clauses/0/fields/age', /transform/],
  [
    'two transforms at once',
    withClause({ fields: { age: { rounded: 5, 'yes-no': 'age > 5' } } }),
    '/clauses/0/fields/age',
    /transform/,
  ],
  ['rows that cannot be read', withClause({ rows: 'ward =' }), '/clauses/0/rows', /cannot be read/],
  ['SQL for rows', withClause({ rows: '1=1; DROP TABLE people' }), '/clauses/0/rows', /cannot be read/],
  [
    'a yes-no that cannot be read',
    withClause({ fields: { age: { 'yes-no': 'age >=' } } }),
    '/clauses/0/fields/age/yes-no',
    /cannot be read/,
  ],
  ['no roles', withClause({ roles: undefined }), '/clauses/0', /“roles” is missing/],
  ['a role that does not exist', withClause({ roles: ['king'] }), '/clauses/0/roles/0', /practitioner/],
  ['an action that does not exist', withClause({ action: 'sell' }), '/clauses/0/action', /read/],
  [
    'a purpose that only the clause has',
    withClause({ purposes: ['dpv:Marketing'] }),
    '/clauses/0/purposes',
    /not among the agreement/,
  ],
  ['two clauses of one id', { ...agreement, clauses: [clause, clause] }, '/clauses/1/id', /earlier clause/],
  [
    'a duty to delete before the end',
    withClause({ duties: { retainUntil: '2026-06-01' } }),
    '/clauses/0/duties/retainUntil',
    /before the end/,
  ],
  [
    'suppression below nothing',
    withClause({ duties: { suppressBelow: 0 } }),
    '/clauses/0/duties/suppressBelow',
    />= 1/,
  ],
  [
    '__proto__ as a field',
    JSON.parse(JSON.stringify(withClause({})).replace('"uprn"', '"__proto__"')),
    '/clauses/0/fields',
    /no field can have/,
  ],
]

for (const [title, document, at, what] of wrong) {
  test(`a fault: ${title}`, () => {
    const faults = faultsOf(JSON.parse(JSON.stringify(document)))
    const found = faults.find((fault) => fault.at === at && what.test(fault.what))
    assert.ok(found, JSON.stringify(faults))
    assert.match(found.mend, /^[A-Z].*\.$/s)
  })
}

test('a field that the dataset does not have is a warning: it may come with the next version', () => {
  const document = withClause({
    fields: { uprn: 'as-is', shoe_size: 'as-is' },
    rows: 'hat_size > 3',
  }) as AgreementDocument
  assert.deepEqual(faultsOf(document), [])
  assert.deepEqual(
    warningsOf(document, world).map((line) => /“(\w+)”/.exec(line)?.[1]),
    ['shoe_size', 'hat_size'],
  )
})

const problemOf = (work: () => unknown): Problem => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return error
  }
  throw new Error('nothing was wrong')
}

test('faults in YAML are shown with their line', () => {
  const read = readDocument('wayleave: agreement/1\nid: x\nclauses:\n  - id: c1\n    rows: "ward ="\n')
  const problem = faultsProblem(
    [
      { at: '/clauses/0/rows', what: 'cannot be read', mend: 'Mend it.' },
      { at: '', what: '“title” is missing', mend: 'Add it.' },
    ],
    'agreement',
    read,
  )
  assert.equal(problem.at, '/clauses/0/rows (line 5)')
  assert.match(problem.detail, /line 5\): cannot be read\. the document \(line 1\): “title” is missing/)
})

test('YAML is read as plain data, and nothing else', () => {
  assert.deepEqual(readDocument('starts: 2026-04-01\nyes-no: no').value, { starts: '2026-04-01', 'yes-no': 'no' })
  assert.deepEqual(readDocument('{"a": [1, true, null]}').value, { a: [1, true, null] })
  assert.deepEqual(readDocument(Buffer.from('a: 1')).value, { a: 1 })
})

const bombs: readonly (readonly [string, unknown, string])[] = [
  ['aliases', 'a: &a [1, 2]\nb: [*a, *a]', 'document-unreadable'],
  [
    'a hundred million laughs',
    `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(',')}]`).join('\n')}`,
    'document-unreadable',
  ],
  ['a key twice', 'a: 1\na: 2', 'document-unreadable'],
  ['broken text', 'a: [', 'document-unreadable'],
  ['deep nesting', '['.repeat(100_000), 'document-unreadable'],
  ['deep nesting in braces', '{"a":'.repeat(50_000), 'document-unreadable'],
  ['half a character', { title: 'x\uD83D' }, 'document-unreadable'],
  ['NUL in a name', '{"a\\u0000": 1}', 'document-unreadable'],
  ['nothing', undefined, 'document-unreadable'],
  ['a function', () => 1, 'document-unreadable'],
  ['a megabyte', `a: ${'x'.repeat(1_000_000)}`, 'document-too-large'],
]
for (const [title, source, code] of bombs) {
  test(`not a document: ${title}`, () => {
    const problem = problemOf(() => readDocument(source))
    assert.equal(problem.code, code)
    assert.ok(problem.message.length < 500)
  })
}

test('whatever comes in, the answer is a document or a Problem', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.anything(), fc.uint8Array()), (source) => {
      try {
        const { value } = readDocument(source)
        faultsOf(value)
        shapeOfHouseRule(value)
      } catch (error) {
        assert.ok(error instanceof Problem, String(error))
      }
    }),
    { numRuns: 500 },
  )
})

test('a sound agreement with any one part replaced never makes the check throw', () => {
  fc.assert(
    fc.property(anyAgreement, fc.nat(), fc.anything(), (document, which, value) => {
      const text = JSON.stringify(document)
      const parts = [...text.matchAll(/"[^"]*"|\d+/g)]
      const part = parts[which % parts.length]!
      try {
        const written = JSON.stringify(readDocument([value]).value).slice(1, -1)
        faultsOf(readDocument(text.slice(0, part.index) + written + text.slice(part.index + part[0].length)).value)
      } catch (error) {
        assert.ok(error instanceof Problem, String(error))
      }
    }),
    { numRuns: 500 },
  )
})

test('random documents of the property tests are ones that the schema takes', () => {
  fc.assert(
    fc.property(
      anyAgreement,
      anyHouseRule,
      (document, rule) => 'document' in shapeOfAgreement(document) && 'document' in shapeOfHouseRule(rule),
    ),
    { numRuns: 200 },
  )
})

test('the kit’s lists of words are the house’s', () => {
  assert.deepEqual(agreementRoles, roles)
  assert.deepEqual(agreementActions, dataActions)
  assert.deepEqual(sensitivities, classifications)
})
