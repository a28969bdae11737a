/** Asks one dataset of a linkage for its key and the fields that link, by the corridor. */
import type { Release } from '#exchange'
import type { Credentials } from '#identity'
import type { Asking, Desk } from '../desk.ts'
import type { LinkedDataset, RunSource } from '../linkages/linkage.ts'
import { linkFields } from '../reading/decided.ts'
import { fieldsBySlot } from '../reading/slots.ts'
import type { JobSource } from './job.ts'

export type AskedSource = Readonly<{ source: RunSource; job: JobSource | null; release: Release | null }>

/** A refused dataset is left out, with the reasons; it never fails the run. */
export async function askSource(
  desk: Desk,
  { asking, credentials }: Readonly<{ asking: Asking; credentials: Credentials }>,
  { dataset: ref, key, once }: LinkedDataset,
): Promise<AskedSource> {
  const { caller, linkage } = asking
  const { purpose } = linkage.document
  const organisation = ref.slice(0, ref.indexOf('/'))
  const about = { dataset: ref, organisation, fields: [], without: [], version: null, rows: null, receipt: null }
  const dataset = await desk.rooms.catalogue.dataset(ref)
  if (!dataset?.latest) return { source: { ...about, outcome: 'refused', reasons: [] }, job: null, release: null }

  const found = linkFields(desk, { caller, dataset, purpose }, key)
  // With nothing to link by, all of it is asked for, so that the refusal names what is missing.
  const wanted = found.fields.size > 0 ? [...found.fields.values()] : namesOf(dataset.latest.fields)
  const answer = await desk.exchange.read({
    credentials,
    dataset: ref,
    purpose,
    action: 'read',
    version: null,
    query: {
      fields: [...new Set([key, ...wanted])],
      filter: null,
      order: [],
      limit: null,
      offset: 0,
      format: 'ndjson',
    },
  })
  const { receipt } = answer
  if (answer.kind === 'refusal')
    return {
      source: { ...about, outcome: 'refused', without: found.without, receipt: receipt.id, reasons: answer.reasons },
      job: null,
      release: null,
    }
  // Decided again by the corridor, perhaps by another policy than a moment ago: what it gives is what counts.
  const isAsIs = (name: string) => answer.transforms.get(name) === 'as-is'
  const fields = [...found.fields].filter(([, name]) => isAsIs(name))
  if (!isAsIs(key)) fields.length = 0
  const source = {
    ...about,
    outcome: 'read',
    fields: fields.map(([, name]) => name),
    without: [...found.without, ...[...found.fields.values()].filter((name) => !isAsIs(name))],
    version: answer.version.number,
    receipt: receipt.id,
    reasons: [],
  } as const
  return { source, job: { dataset: ref, key, once, fields }, release: answer }
}

const namesOf = (fields: Parameters<typeof fieldsBySlot>[0]): string[] =>
  [...fieldsBySlot(fields).values()].map(({ name }) => name)
