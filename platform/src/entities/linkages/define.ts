/** Defining a linkage, and showing those that are. */
import { Value } from '@sinclair/typebox/value'
import { modelFaults } from '#linkage'
import type { Done, Refused } from '#exchange'
import type { Credentials } from '#identity'
import { type Desk, onLinkage } from '../desk.ts'
import type { OnLinkage } from '../entities.ts'
import { linkageFaulty } from '../faults.ts'
import { type Linkage, linkageNamed, linkagesOf, putLinkage, removeLinkage } from '../store/linkages.ts'
import { runNumbered, runsOf } from '../store/runs.ts'
import { countWaiting } from '../store/reviews.ts'
import { type LinkageDocument, linkageSchema } from './document.ts'
import type { LinkageView, Run } from './linkage.ts'
import { linkedDatasets } from './linked-datasets.ts'
import { readyModels } from '../run/models.ts'

export async function define(
  desk: Desk,
  { credentials, document }: Readonly<{ credentials: Credentials; document: unknown }>,
): Promise<Done<LinkageView> | Refused> {
  const said = (document as { organisation?: unknown } | null)?.organisation
  const { organisation } = await desk.rooms.identity.identify(credentials)
  // A document for another organisation is refused as that organisation's; one for none, as the caller's, and then faulty.
  const target = { organisation: typeof said === 'string' ? said : organisation }
  return desk.exchange.act({ credentials, act: 'define-linkage', target }, async () => {
    const checked = await readDocument(desk, document)
    await putLinkage(desk, checked, desk.clock())
    return viewOf(desk, (await linkageNamed(desk, checked.organisation, checked.id))!)
  })
}

/** Problem 422 `linkage-faulty` with every fault. */
async function readDocument(desk: Desk, document: unknown): Promise<LinkageDocument> {
  const faults = [...Value.Errors(linkageSchema, document)].map(({ path, message }) => ({
    at: path.slice(0, 200),
    what: `is not as described: ${message.toLowerCase()}`,
  }))
  if (faults.length > 0) throw linkageFaulty(faults.slice(0, 20))
  const read = document as LinkageDocument
  const meant = [...(await datasetFaults(desk, read)), ...purposeFaults(desk, read), ...modelFaultsOf(read)]
  if (meant.length > 0) throw linkageFaulty(meant)
  return read
}

type Faults = { at: string; what: string }[]

async function datasetFaults({ rooms }: Desk, { datasets }: LinkageDocument): Promise<Faults> {
  const found = await Promise.all(datasets.map(({ dataset }) => rooms.catalogue.dataset(dataset)))
  return datasets.flatMap(({ dataset, key }, place): Faults => {
    const at = `/datasets/${place}`
    const there = found[place]
    if (datasets.findIndex((other) => other.dataset === dataset) < place)
      return [{ at, what: `names ${dataset} a second time` }]
    if (!there?.latest) return [{ at, what: `names ${dataset}, which is not published on this node` }]
    const field = key ?? there.key
    if (field === null) return [{ at, what: `does not say which field of ${dataset} names a record: give “key”` }]
    if (there.latest.fields.some(({ name }) => name === field)) return []
    return [{ at: `${at}/key`, what: `is no field of ${dataset}` }]
  })
}

function purposeFaults({ rooms }: Desk, { purpose }: LinkageDocument): Faults {
  const isKnown = rooms.governance.purposes().some(({ id }) => id === purpose)
  return isKnown ? [] : [{ at: '/purpose', what: 'is not on this node’s list of purposes' }]
}

function modelFaultsOf({ model = 'auto' }: LinkageDocument): Faults {
  if (typeof model === 'string')
    return readyModels.includes(model) ? [] : [{ at: '/model', what: `is none of ${readyModels.join(', ')}` }]
  return modelFaults(model).map(({ at, what }) => ({ at: `/model${at}`, what }))
}

export async function linkages(desk: Desk, credentials: Credentials): Promise<readonly LinkageView[]> {
  const caller = await desk.rooms.identity.identify(credentials)
  const { organisation } = caller
  if (organisation === null || desk.rooms.governance.authorise(caller, 'see-linkage', { organisation })) return []
  return Promise.all((await linkagesOf(desk, organisation)).map((linkage) => viewOf(desk, linkage)))
}

export const linkage = (desk: Desk, asked: OnLinkage): Promise<Done<LinkageView> | Refused> =>
  onLinkage(desk, asked, 'see-linkage', (asking) => viewOf(desk, asking.linkage))

export const runs = (desk: Desk, asked: OnLinkage): Promise<Done<readonly Run[]> | Refused> =>
  onLinkage(desk, asked, 'see-linkage', (asking) => runsOf(desk.database, asking.linkage.ref))

export const remove = (desk: Desk, asked: OnLinkage): Promise<Done<null> | Refused> =>
  onLinkage(desk, asked, 'define-linkage', async (asking) => {
    await removeLinkage(desk, asking.linkage)
    return null
  })

export async function viewOf(desk: Desk, found: Linkage): Promise<LinkageView> {
  const { ref, document, currentRun } = found
  const [datasets, [latest = null], current, toReview] = await Promise.all([
    linkedDatasets(desk, document),
    runsOf(desk.database, ref, 1),
    currentRun === null ? undefined : runNumbered(desk.database, ref, currentRun),
    currentRun === null ? 0 : countWaiting(desk.database.pool, { ...found, currentRun }),
  ])
  return {
    id: found.id,
    organisation: found.organisation,
    title: document.title,
    description: document.description ?? '',
    purpose: document.purpose,
    datasets,
    document,
    definedAt: found.definedAt,
    running: latest?.state === 'running' ? latest : null,
    current: current ?? null,
    latest,
    toReview,
  }
}
