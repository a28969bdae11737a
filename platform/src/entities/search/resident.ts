/** The index of each linkage's people, made from its sealed records when it is first searched, and anew after a run. */
import type { Desk } from '../desk.ts'
import { personColumns, type PersonColumns } from '../run/columns.ts'
import { openRecord, type Served } from '../store/records.ts'
import { type PeopleIndex, peopleIndex } from './index-of-people.ts'

export type ResidentRecord = Readonly<{ token: string; key: string; columns: PersonColumns }>

/** By dataset, so that one which a caller may not search is not even looked at. */
export type Resident = ReadonlyMap<string, Readonly<{ records: readonly ResidentRecord[]; index: PeopleIndex }>>

export type Residents = Readonly<{ of(served: Served): Promise<Resident> }>

const pieceSize = 2_000

export function createResidents({ database }: Pick<Desk, 'database'>): Residents {
  const held = new Map<string, { run: number; resident: Promise<Resident> }>()

  async function load({ ref, currentRun, key }: Served): Promise<Resident> {
    const byDataset = new Map<string, { records: ResidentRecord[]; index: PeopleIndex }>()
    for (let after = ''; ;) {
      // A piece at a time: other requests are answered between two of them.
      const { rows } = await database.pool.query<{ token: string; sealed: Buffer }>(
        `select token, sealed from entities.records
         where linkage = $1 and run = $2 and token > $3 order by token limit $4`,
        [ref, currentRun, after, pieceSize],
      )
      for (const { token, sealed } of rows) {
        const { dataset, key: recordKey, values } = openRecord(key, token, sealed)
        const shelf = byDataset.get(dataset) ?? { records: [], index: peopleIndex() }
        byDataset.set(dataset, shelf)
        const columns = personColumns(values)
        shelf.index.add(shelf.records.length, columns)
        shelf.records.push({ token, key: recordKey, columns })
      }
      if (rows.length < pieceSize) return byDataset
      after = rows.at(-1)!.token
    }
  }

  return {
    of(served) {
      const known = held.get(served.ref)
      if (known?.run === served.currentRun) return known.resident
      const resident = load(served)
      held.set(served.ref, { run: served.currentRun, resident })
      resident.catch(() => held.delete(served.ref))
      return resident
    },
  }
}
