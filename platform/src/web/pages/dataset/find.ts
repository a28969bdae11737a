import type { FastifyRequest } from 'fastify'
import { noDataset } from '#catalogue'
import type { Dataset } from '#model/dataset.ts'
import type { Site } from '../../site.ts'

/** The dataset that an address names. Problem 404. */
export async function datasetOf(site: Site, request: FastifyRequest): Promise<Dataset> {
  const { organisation, name } = request.params as { organisation: string; name: string }
  const found = await site.rooms.catalogue.dataset(`${organisation}/${name}`)
  if (!found) throw noDataset()
  return found
}
