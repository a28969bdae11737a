/** A first draft of an agreement, from a question that nothing covered yet: filled in as far as we know. */
import type { AgreementClause, AgreementDocument } from '@wayleave/kit'
import { stringify } from 'yaml'
import type { Dataset } from '#model/dataset.ts'
import type { Caller, Role } from '#model/request.ts'
import type { Site } from '../../site.ts'

export type Wanted = Readonly<{
  dataset: string
  purpose: string | null
  fields: readonly string[]
  action: AgreementClause['action']
  role: Role | null
}>

/** YAML, for the text box. */
export async function draftFor({ rooms, clock }: Site, caller: Caller, wanted: Wanted): Promise<string> {
  const isRef = /^[a-z0-9-]+\/[a-z0-9-]+$/.test(wanted.dataset)
  const dataset = isRef ? await rooms.catalogue.dataset(wanted.dataset) : undefined
  return stringify(dataset ? draftOf(dataset, caller, wanted, clock()) : example(caller, clock()))
}

function draftOf(dataset: Dataset, caller: Caller, wanted: Wanted, now: Date): AgreementDocument {
  const recipient = caller.organisation ?? 'who-gets-it'
  const fields = wanted.fields.length > 0 ? wanted.fields : (dataset.latest?.fields.map(({ name }) => name) ?? [])
  const works = caller.roles.find((role) => role !== 'approver' && role !== 'data-officer')
  return {
    wayleave: 'agreement/1',
    id: `${dataset.name}-for-${recipient}`.slice(0, 100),
    title: `${dataset.title} for …`,
    parties: [
      { organisation: dataset.organisation, role: 'provider' },
      { organisation: recipient, role: 'recipient' },
    ],
    purposes: [wanted.purpose ?? 'dpv:ServiceProvision'],
    description: 'Say in plain words why this is needed and what it will do for people.',
    ...basesFor(dataset.classification),
    ...year(now),
    clauses: [
      {
        id: 'c1',
        dataset: dataset.ref,
        action: wanted.action,
        roles: [wanted.role ?? works ?? 'practitioner'],
        fields: Object.fromEntries(fields.map((name) => [name, 'as-is' as const])),
      },
    ],
  }
}

function example(caller: Caller, now: Date): AgreementDocument {
  return {
    wayleave: 'agreement/1',
    id: 'name-of-the-agreement',
    title: 'What people will call it',
    parties: [
      { organisation: 'who-holds-the-data', role: 'provider' },
      { organisation: caller.organisation ?? 'who-gets-it', role: 'recipient' },
    ],
    purposes: ['dpv:ServiceProvision'],
    description: 'Say in plain words why this is needed and what it will do for people.',
    ...basesFor('personal'),
    ...year(now),
    clauses: [
      {
        id: 'c1',
        dataset: 'who-holds-the-data/name-of-the-dataset',
        action: 'read',
        roles: ['practitioner'],
        fields: { uprn: 'as-is', postcode: 'outward-postcode', date_of_birth: 'year' },
        rows: "ward = 'Riverside'",
        duties: { suppressBelow: 5 },
      },
    ],
  }
}

const law = 'The act and section that you rely on'

function basesFor(classification: Dataset['classification']): Partial<AgreementDocument> {
  const lawfulBasis = { id: 'eu-gdpr:A6-1-e', law }
  if (classification === 'special') return { lawfulBasis, specialCategoryBasis: { id: 'eu-gdpr:A9-2-h', law } }
  return classification === 'personal' ? { lawfulBasis } : {}
}

function year(now: Date): Pick<AgreementDocument, 'starts' | 'ends'> {
  const starts = now.toISOString().slice(0, 10)
  const ends = `${Number(starts.slice(0, 4)) + 1}${starts.slice(4)}`.replace(/-02-29$/, '-02-28')
  return { starts, ends }
}
