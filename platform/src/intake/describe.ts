/** What is said of a dataset: its title, who may think of seeing it, its licence. */
import { type Catalogue, type Description, splitRef } from '#catalogue'
import type { Governance } from '#governance'
import type { Dataset, DatasetRef } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import { licenceNeeded, licenceUnfit } from './faults.ts'

/** Only what is to change. */
export type Changes = Readonly<{
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
    const classification = changes.classification ?? before?.classification ?? 'shared'
    const licence =
      changes.licence === undefined ? (classification === 'open' ? (before?.licence ?? null) : null) : changes.licence
    if (classification === 'open' && licence === null) throw licenceNeeded()
    if (classification !== 'open' && licence !== null) throw licenceUnfit(classification)
    if (before?.licence && licence === null) await governance.withdrawLicence(ref, by)
    const dataset = await catalogue.declare(ref, {
      title: changes.title ?? before?.title ?? titleFrom(name),
      description: changes.description ?? before?.description ?? '',
      classification,
      classificationReason:
        changes.reason ??
        (changes.classification
          ? 'Its owner chose it.'
          : (before?.classificationReason ?? 'Nothing was published yet.')),
      licence,
      key: changes.key === undefined ? (before?.key ?? null) : changes.key,
    })
    if (licence !== null) await governance.grantLicence(ref, licence, by)
    return dataset
  }
}

/** `street-works` → “Street works”. */
const titleFrom = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
