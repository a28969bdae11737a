/** Records that change: authorised, taken whole or not at all, receipted. */
import { noDataset } from '#catalogue'
import type { Credentials } from '#identity'
import type { DatasetRef } from '#model/dataset.ts'
import type { Changed, ChangeLine } from '#model/records.ts'
import { act, type Done } from './act.ts'
import type { Refused } from './decision.ts'
import { notRecords } from './follow.ts'
import type { Rooms } from './rooms.ts'

type Asked = Readonly<{ credentials: Credentials; dataset: DatasetRef; lines: AsyncIterable<ChangeLine> }>

/** One commit of a batch. Nothing of it is read before it is known that the caller may change records. */
export async function change({ credentials, dataset, lines }: Asked, rooms: Rooms): Promise<Done<Changed> | Refused> {
  const organisation = dataset.slice(0, dataset.indexOf('/'))
  return act({ credentials, act: 'change', target: { organisation, dataset } }, rooms, async () => {
    const found = await rooms.catalogue.dataset(dataset)
    if (!found) throw noDataset()
    if (found.kind !== 'records') throw notRecords()
    return rooms.holdings.records.change(dataset, lines)
  })
}
