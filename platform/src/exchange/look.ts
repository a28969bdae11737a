import { Problem } from '#foundation/problem.ts'
import type { Dataset } from '#model/dataset.ts'
import type { Look, LookAsked } from '#model/records.ts'
import type { Rooms } from './rooms.ts'

type Asked = Readonly<{ version: number | null; records?: LookAsked | null }>

/**
 * What of records is looked at, settled once so that the whole answer is of one moment; null for a table. Asked, like the
 * version, only for who holds a permit. Problem 400 for a version of records, 409 `not-records` for a moment of a table.
 */
export async function lookAt({ ref, kind }: Dataset, { version, records }: Asked, rooms: Rooms): Promise<Look | null> {
  if (kind === 'table' && !records) return null
  if (kind === 'records' && version !== null) throw noVersions()
  return rooms.holdings.records.look(ref, records ?? { kind: 'rows', when: {} })
}

function noVersions(): Problem {
  return new Problem(400, 'version-unfit', {
    title: 'Records are not read by version',
    detail:
      'The versions of records are the files and definitions that were sent; what the records were is asked for by time.',
    at: 'version',
    mend: 'Leave the version out, or say asOf with a time: asOf=2026-11-01T00:00:00Z.',
  })
}
