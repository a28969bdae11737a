/** What became of records: their changes since a commit, and the history of one. Both walk the corridor of `read.ts`. */
import { Problem } from '#foundation/problem.ts'
import type { Condition } from '#foundation/cql2/ast.ts'
import type { Dataset } from '#model/dataset.ts'
import type { Format, Query } from '#model/query.ts'
import { noDataset } from '#catalogue'
import type { Wants } from './decision.ts'
import { type Answer, read } from './read.ts'
import type { Rooms } from './rooms.ts'

type Chosen = Omit<Wants, 'action'> & Readonly<{ fields: readonly string[] | null }>

export type ChangesAsked = Chosen &
  Readonly<{ filter: Condition | null; since: number; limit: number | null; format: Format }>

/**
 * How what is permitted differs from what it was after the commit `since`; for another system to follow. The key is
 * mentioned, so that only who may have it can follow.
 */
export async function changes({ filter, since, limit, format, ...asked }: ChangesAsked, rooms: Rooms): Promise<Answer> {
  const { key } = await recordsOf(asked.dataset, rooms)
  const query: Query = { ...whole, fields: asked.fields, filter, order: [{ field: key, descending: false }], format }
  return read({ ...asked, action: 'read', version: null, query, records: { kind: 'changes', since, limit } }, rooms)
}

/** What one record has been, as far as the permit shows it, under the key as it is shown. */
export async function history(
  { key: value, ...asked }: Chosen & Readonly<{ key: string }>,
  rooms: Rooms,
): Promise<Answer> {
  const { key, type } = await recordsOf(asked.dataset, rooms)
  const number = type === 'integer' && /^-?\d{1,15}$/.test(value) ? Number(value) : null
  const filter: Condition = {
    op: '=',
    property: key,
    value: number === null ? { kind: 'text', value: speakable(value) } : { kind: 'number', value: number },
  }
  return read(
    {
      ...asked,
      action: 'read',
      version: null,
      query: { ...whole, fields: asked.fields, filter },
      records: { kind: 'history' },
    },
    rooms,
  )
}

const whole: Query = { fields: null, filter: null, order: [], limit: null, offset: 0, format: 'json' }

/** Problem 404 for no dataset, 409 for a table: what kind a dataset is, is no secret. */
async function recordsOf(ref: string, rooms: Rooms): Promise<Readonly<{ key: string; type: string | undefined }>> {
  const dataset: Dataset | undefined = await rooms.catalogue.dataset(ref)
  if (!dataset) throw noDataset()
  if (dataset.kind !== 'records' || dataset.key === null) throw notRecords()
  return { key: dataset.key, type: dataset.latest?.fields.find(({ name }) => name === dataset.key)?.type }
}

function speakable(text: string): string {
  if (!text.includes('\0') && text.isWellFormed()) return text
  throw new Problem(400, 'key-unreadable', {
    title: 'The key cannot be read',
    detail: 'It holds a character that is none.',
    at: 'key',
  })
}

export function notRecords(): Problem {
  return new Problem(409, 'not-records', {
    title: 'That dataset does not hold records',
    detail: 'It is a table: files are published as its versions, and its rows do not change one by one.',
    mend: 'Ask for its rows, and for its versions.',
  })
}
