import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyAgreement, anyLicence } from './arbitraries.ts'
import { explain } from './explain.ts'
import { ownUseDocument } from './node-made.ts'
import { agreement, organisations } from './world-for-tests.ts'

const names = {
  organisation: (id: string) => organisations.find((each) => each.id === id)?.name,
  purpose: (id: string) => (id === 'dpv:ServiceProvision' ? 'providing a service' : undefined),
}

test('an agreement reads as English', () => {
  assert.deepEqual(explain(agreement, names), {
    opening: [
      'Northford City Council shares data with Brightspark Energy.',
      'It may be used for providing a service, and for nothing else.',
      'It rests on Public task (Care Act 2014, section 6).',
      'It starts on 1 April 2026 and ends on 31 March 2027.',
    ],
    clauses: [
      {
        id: 'c1',
        heading: 'Look up northford-council/winter-register',
        sentences: [
          'A practitioner at Brightspark Energy may look up northford-council/winter-register.',
          "Only rows where ward = 'Riverside'.",
          'An answer of fewer than 5 rows is withheld.',
        ],
        fields: [
          { name: 'uprn', what: 'as it is' },
          { name: 'postcode', what: 'only the first half of the postcode' },
          { name: 'date_of_birth', what: 'only the year' },
          { name: 'nhs_number', what: 'replaced by a code of this agreement alone' },
          { name: 'age', what: 'only whether age >= 65 is true' },
        ],
      },
    ],
  })
})

test('every agreement has something to say about every clause and field', () => {
  fc.assert(
    fc.property(fc.oneof(anyAgreement, anyLicence), (document) => {
      const { opening, clauses } = explain(document, names)
      for (const sentence of [...opening, ...clauses.flatMap(({ sentences }) => sentences)])
        assert.doesNotMatch(sentence, /undefined|\[object|^\W/)
      assert.deepEqual(
        clauses.map(({ fields }) => fields.length),
        document.clauses.map(({ fields }) => Object.keys(fields).length),
      )
    }),
    { numRuns: 200 },
  )
  assert.match(
    explain(ownUseDocument(organisations[0]!, { id: 'own-use-x', starts: '2026-01-01' }), names).clauses[0]!
      .sentences[0]!,
    /all data of Northford City Council/,
  )
})
