/** The crossing of a dataset as it stands for one visitor: all of it, for the purpose they state. */
import type { Dataset } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'
import type { Picture } from '../../crossing/picture.ts'
import type { Site } from '../../site.ts'
import { pictureOf, widest } from './answer.ts'

export async function glance(site: Site, caller: Caller, dataset: Dataset, purpose: string | null): Promise<Picture> {
  const decision = widest(site, caller, { dataset, purpose, action: 'read' })
  const covered = decision.outcome === 'permit' ? decision : null
  return pictureOf(site, { question: { dataset, purpose, fields: [] }, caller, decision, covered })
}
