/** A small world for tests: one holder, one recipient, one agreement that stands, and a request that it covers. */
import type { AgreementDocument, HouseRuleDocument } from '@wayleave/kit'
import type { Organisation } from '#model/dataset.ts'
import type { AccessRequest } from '#model/request.ts'
import type { AgreementOnBooks } from './compile.ts'
import { dpvPurposes } from './purposes.ts'
import { createRulebook, type WritableRulebook } from './rulebook.ts'

const organisation = (id: string, name: string, assurances: Organisation['assurances'] = []): Organisation => ({
  id,
  name,
  kind: 'council',
  contact: `data@${id}.example`,
  assurances,
})

export const organisations: readonly Organisation[] = [
  organisation('northford-council', 'Northford City Council'),
  organisation('brightspark-energy', 'Brightspark Energy', [{ kind: 'dspt', until: '2026-12-31' }]),
  organisation('st-annes-nhs-trust', 'St Anne’s NHS Trust'),
  organisation('warm-hands', 'Warm Hands'),
]

export const agreement: AgreementDocument = {
  wayleave: 'agreement/1',
  id: 'warm-homes',
  title: 'Warm homes for people at risk',
  parties: [
    { organisation: 'northford-council', role: 'provider' },
    { organisation: 'brightspark-energy', role: 'recipient' },
  ],
  purposes: ['dpv:ServiceProvision'],
  lawfulBasis: { id: 'eu-gdpr:A6-1-e', law: 'Care Act 2014, section 6' },
  starts: '2026-04-01',
  ends: '2027-03-31',
  clauses: [
    {
      id: 'c1',
      dataset: 'northford-council/winter-register',
      action: 'read',
      roles: ['practitioner'],
      fields: {
        uprn: 'as-is',
        postcode: 'outward-postcode',
        date_of_birth: 'year',
        nhs_number: 'pseudonym',
        age: { 'yes-no': 'age >= 65' },
      },
      rows: "ward = 'Riverside'",
      duties: { suppressBelow: 5 },
    },
  ],
}

export const onBooks = (document: AgreementDocument, changes: Partial<AgreementOnBooks> = {}): AgreementOnBooks => ({
  document,
  state: 'active',
  signatures: document.parties.map((party) => ({ organisation: party.organisation, role: 'approver' })),
  suspendedBy: [],
  key: 'a key for tests',
  intact: true,
  ...changes,
})

export const dataset: AccessRequest['dataset'] = {
  ref: 'northford-council/winter-register',
  organisation: 'northford-council',
  classification: 'personal',
  fields: [
    { name: 'uprn', type: 'text', meaning: 'uprn', classification: 'shared' },
    { name: 'ward', type: 'text', meaning: null, classification: 'open' },
    { name: 'postcode', type: 'text', meaning: 'postcode', classification: 'personal' },
    { name: 'date_of_birth', type: 'date', meaning: 'date-of-birth', classification: 'personal' },
    { name: 'nhs_number', type: 'text', meaning: 'nhs-number', classification: 'personal' },
    { name: 'age', type: 'integer', meaning: null, classification: 'personal' },
    { name: 'diagnosis', type: 'text', meaning: null, classification: 'special' },
    { name: 'opted_out', type: 'boolean', meaning: null, classification: 'special' },
  ],
}

export const request: AccessRequest = {
  caller: { kind: 'person', id: 'p1', name: 'Pat', organisation: 'brightspark-energy', roles: ['practitioner'] },
  dataset,
  action: 'read',
  purpose: 'dpv:ServiceProvision',
  fields: ['uprn', 'postcode'],
  at: '2026-11-22T10:00:00Z',
}

export const houseRule = (changes: Partial<HouseRuleDocument>): HouseRuleDocument => ({
  wayleave: 'house-rule/1',
  id: 'a-rule',
  organisation: 'northford-council',
  says: 'Not like this.',
  source: 'Information governance policy, section 4',
  ...changes,
})

export type Books = Readonly<{
  agreements?: readonly AgreementOnBooks[]
  rules?: readonly HouseRuleDocument[]
  purposes?: readonly string[]
  organisations?: readonly Organisation[]
}>

export function rulebookOf({
  agreements = [onBooks(agreement)],
  rules = [],
  purposes = [],
  organisations: known = organisations,
}: Books = {}): WritableRulebook {
  const rulebook = createRulebook((id) => known.find((each) => each.id === id))
  for (const { id } of dpvPurposes) rulebook.putPurpose(id)
  purposes.forEach(rulebook.putPurpose)
  agreements.forEach(rulebook.putAgreement)
  rules.forEach(rulebook.putHouseRule)
  return rulebook
}
