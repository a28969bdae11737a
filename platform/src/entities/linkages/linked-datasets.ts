import type { Desk } from '../desk.ts'
import type { LinkageDocument } from './document.ts'
import type { LinkedDataset } from './linkage.ts'

/** With the key of each: the one that the document names, else the dataset's own, else its first field. */
export async function linkedDatasets(
  { rooms }: Pick<Desk, 'rooms'>,
  { datasets }: LinkageDocument,
): Promise<readonly LinkedDataset[]> {
  return Promise.all(
    datasets.map(async ({ dataset, key, once = false }) => {
      const found = key === undefined ? await rooms.catalogue.dataset(dataset) : undefined
      return { dataset, key: key ?? found?.key ?? found?.latest?.fields[0]?.name ?? '', once }
    }),
  )
}
