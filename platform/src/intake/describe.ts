/** What is said of a dataset: its title, who may think of seeing it, its licence. */
import { type Catalogue, type Description, splitRef } from '#catalogue'
import type { Governance } from '#governance'
import type { Dataset, DatasetKind, DatasetRef } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import { licenceNeeded, licenceUnfit } from './faults.ts'
import { checkKind } from './records.ts'

/** Only what is to change. */
export type Changes = Readonly<{
  kind?: DatasetKind | undefined
  title?: string | undefined
  description?: string | undefined
  classification?: Description['classification'] | undefined
  licence?: string | null | undefined
  key?: string | null | undefined
  /** Why this classification. */
  reason?: string | undefined
}>

type Needs = Readonly<{ catalogue: Catalogue; governance: Pick<Governance, 'grantLicence' | 'withdrawLicence'> }>

/**
 * Open data needs a licence, and only open data can have one: it is an agreement with everybody. What takes leave away happens
 * before the catalogue says so, what gives it after, so that a crash between the two errs on the side of no.
 */
export function describing({ catalogue, governance }: Needs) {
  return async (ref: DatasetRef, changes: Changes, by: Caller): Promise<Dataset> => {
    const { name } = splitRef(ref)
    const before = await catalogue.dataset(ref)
    checkKind(before, changes)
    const next = described(before ?? unsaid(name), changes)
    if (next.classification === 'open' && next.licence === null) throw licenceNeeded()
    if (next.classification !== 'open' && next.licence !== null) throw licenceUnfit(next.classification)
    if (before?.licence && next.licence === null) await governance.withdrawLicence(ref, by)
    const dataset = await catalogue.declare(ref, next)
    if (next.licence !== null) await governance.grantLicence(ref, next.licence, by)
    return dataset
  }
}

/** What was said before, with what is to change. What stops being open loses its licence. */
function described(before: Description, changes: Changes): Description {
  const said = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<Description>
  const next = { ...before, ...said }
  const licence = said.licence === undefined && next.classification !== 'open' ? null : next.licence
  const chosen = changes.classification === undefined ? before.classificationReason : 'Its owner chose it.'
  const { kind, title, description, classification, key } = next
  return { kind, title, description, classification, licence, key, classificationReason: changes.reason ?? chosen }
}

/** A dataset of which nothing was said yet. */
const unsaid = (name: string): Description => ({
  kind: 'table',
  title: titleFrom(name),
  description: '',
  classification: 'shared',
  classificationReason: 'Nothing was published yet.',
  licence: null,
  key: null,
})

/** `street-works` → “Street works”. */
const titleFrom = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
