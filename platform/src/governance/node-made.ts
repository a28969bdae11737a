/** The two kinds of agreement that the node makes by itself: an open licence, and an organisation's use of its own data. */
import { type AgreementDocument, everyone } from '@wayleave/kit'
import { Problem } from '#foundation/problem.ts'
import { holderOf } from './compile.ts'

export type Licence = Readonly<{ id: string; title: string; url: string }>

/** Short names as in SPDX, in the lower case that people type. */
export const licences: readonly Licence[] = [
  {
    id: 'ogl-3',
    title: 'Open Government Licence v3.0',
    url: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  },
  { id: 'cc-by-4', title: 'Creative Commons Attribution 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  {
    id: 'cc-by-sa-4',
    title: 'Creative Commons Attribution-ShareAlike 4.0',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/',
  },
  {
    id: 'cc0',
    title: 'Creative Commons Zero 1.0 (no rights reserved)',
    url: 'https://creativecommons.org/publicdomain/zero/1.0/',
  },
  { id: 'odbl', title: 'Open Database License 1.0', url: 'https://opendatacommons.org/licenses/odbl/1-0/' },
  { id: 'odc-by', title: 'Open Data Commons Attribution 1.0', url: 'https://opendatacommons.org/licenses/by/1-0/' },
]

/** Problem 400 `licence-unknown` for a licence that is not on the list. */
export function licenceCalled(id: string): Licence {
  const licence = licences.find((known) => known.id === id)
  if (licence) return licence
  const known = licences.map((each) => each.id).join(', ')
  throw new Problem(400, 'licence-unknown', {
    title: 'That licence is not known here',
    detail: `Open data needs one of the licences that this node knows: ${known}.`,
    at: 'licence',
    mend: `Use one of ${known}.`,
  })
}

type Made = Readonly<{ id: string; starts: string }>

/** An agreement with everyone: any purpose, every field as it is; whoever uses it names the source unless the licence waives that. */
export function licenceDocument(
  dataset: string,
  licence: Licence,
  organisation: { id: string; name: string },
  { id, starts }: Made,
): AgreementDocument {
  const duties = licence.id === 'cc0' ? {} : { duties: { attribute: attribution(organisation.name, licence) } }
  return {
    wayleave: 'agreement/1',
    id,
    title: `${licence.title} for ${dataset}`,
    kind: 'licence',
    parties: [
      { organisation: organisation.id, role: 'provider' },
      { organisation: everyone, role: 'recipient' },
    ],
    purposes: ['any'],
    description: `Everyone may use this data under the ${licence.title}: ${licence.url}`,
    starts,
    clauses: (['read', 'verify', 'export'] as const).map((action) => ({
      id: action,
      dataset,
      action,
      fields: { '*': 'as-is' },
      ...duties,
    })),
  }
}

function attribution(name: string, licence: Licence): string {
  if (licence.id === 'ogl-3')
    return `Contains public sector information from ${name} licensed under the Open Government Licence v3.0.`
  return `${name}, licensed under ${licence.title} (${licence.url}).`
}

/**
 * An organisation with itself. Its data officers may look after all of its data without saying each time what for; its other
 * staff state a purpose from the list, because their use of personal data has one.
 */
export function ownUseDocument(organisation: { id: string; name: string }, { id, starts }: Made): AgreementDocument {
  const dataset = `${organisation.id}/*`
  const clause = (
    action: 'read' | 'verify' | 'export',
    roles: AgreementDocument['clauses'][number]['roles'],
    purpose: 'any' | 'declared',
  ) => ({
    id: purpose === 'any' ? `keep-${action}` : `use-${action}`,
    dataset,
    action,
    ...(roles ? { roles } : {}),
    purposes: [purpose],
    fields: { '*': 'as-is' as const },
  })
  return {
    wayleave: 'agreement/1',
    id,
    title: `Own use by ${organisation.name}`,
    kind: 'own-use',
    parties: [
      { organisation: organisation.id, role: 'provider' },
      { organisation: organisation.id, role: 'recipient' },
    ],
    purposes: ['any', 'declared'],
    description: `${organisation.name} uses the data that it holds itself.`,
    starts,
    clauses: [
      clause('read', ['data-officer'], 'any'),
      clause('verify', ['data-officer'], 'any'),
      clause('export', ['data-officer'], 'any'),
      clause('read', ['approver', 'guardian', 'practitioner', 'analyst'], 'declared'),
      clause('verify', ['approver', 'guardian', 'practitioner', 'analyst', 'developer'], 'declared'),
      clause('export', ['analyst'], 'declared'),
    ],
  }
}

/** Ids that only the node gives. */
export const isNodeMade = (id: string) => id.startsWith('licence-') || id.startsWith('own-use-')

/** `licence-org-name`, and with a number when that is taken: `a-b/c` and `a/b-c` would share one otherwise. */
export function freeId(stem: string, isTaken: (id: string) => boolean): string {
  const short = stem.slice(0, 110).replace(/-+$/, '')
  for (let number = 1; ; number++) {
    const id = number === 1 ? short : `${short}-${number}`
    if (!isTaken(id)) return id
  }
}

export const licenceStem = (dataset: string) =>
  `licence-${holderOf(dataset)}-${dataset.slice(dataset.indexOf('/') + 1)}`
