import type { ReceiptEntry } from '#model/receipt.ts'

/** An ordinary crossing, with whatever a test wants otherwise. */
export function entry(change: Partial<ReceiptEntry> = {}): ReceiptEntry {
  return {
    outcome: 'permit',
    action: 'read',
    organisation: 'brightspark-energy',
    role: 'practitioner',
    app: null,
    person: 'p3f9a1c0d7e2b4856',
    purpose: 'northford:winter-support',
    dataset: 'northford-council/winter-register',
    holder: 'northford-council',
    version: 3,
    fields: ['uprn', 'postcode', 'date_of_birth'],
    rows: 12,
    clause: { agreement: 'warm-homes', clause: 'c1' },
    duties: ['retain until 2027-06-30'],
    reasons: [],
    query: 'ab'.repeat(32),
    ...change,
  }
}
