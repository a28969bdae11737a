/** The words of the profile: ODRL 2.2 (https://www.w3.org/TR/odrl-model/), W3C DPV, and Wayleave's own in `wl:`. */

/** Identifies the profile (ODRL 2.2 §3.1 `profile`); described in docs/reference/odrl.md. */
export const profile = 'urn:wayleave:odrl-profile:1'

export const context = [
  'http://www.w3.org/ns/odrl.jsonld',
  {
    wl: 'urn:wayleave:odrl-profile:1#',
    dct: 'http://purl.org/dc/terms/',
    dpv: 'https://w3id.org/dpv#',
    'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
    xsd: 'http://www.w3.org/2001/XMLSchema#',
  },
] as const

export const iri = {
  agreement: (id: string) => `urn:wayleave:agreement:${id}`,
  clause: (agreement: string, clause: string) => `urn:wayleave:agreement:${agreement}#${clause}`,
  dataset: (ref: string) => `urn:wayleave:dataset:${ref}`,
  organisation: (id: string) => `urn:wayleave:organisation:${id}`,
  recipients: (agreement: string, clause: string) => `urn:wayleave:agreement:${agreement}#${clause}-recipients`,
} as const

/** `read` is ODRL's own; the others are the profile's, each included in `odrl:use`. */
export const actionTerm = (action: string) => (action === 'read' ? 'read' : `wl:${action}`)

export type Json = Readonly<Record<string, unknown>>

export const day = (date: string): Json => ({ '@value': date, '@type': 'xsd:date' })
export const id = (term: string): Json => ({ '@id': term })
export const constraint = (leftOperand: string, operator: string, rightOperand: unknown): Json => ({
  leftOperand,
  operator,
  rightOperand,
})
