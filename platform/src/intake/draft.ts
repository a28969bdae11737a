/** An upload that was read and waits for its owner's word. Its profile holds minima and maxima: for its publisher's eyes alone. */
import type { Database } from '#foundation/database.ts'
import { newId } from '#foundation/ids.ts'
import { Problem } from '#foundation/problem.ts'
import type { DatasetRef, FieldType } from '#model/dataset.ts'
import type { Published } from './working/job.ts'

/** What the columnar worker understood, and where original and snapshot lie. */
export type Draft = Published &
  Readonly<{
    id: string
    dataset: DatasetRef
    original: string
    originalName: string
    bytes: number
    snapshot: string
    /** The number of the version that it was compared with; null when it is the first. */
    after: number | null
    /** Types set by hand, that this reading followed. */
    types: Readonly<Record<string, FieldType>>
  }>

export type Drafts = Readonly<{
  keep(draft: Omit<Draft, 'id'>): Promise<Draft>
  /** Problem 404 `draft-unknown`. */
  find(id: string): Promise<Draft>
  drop(id: string): Promise<void>
}>

const hoursKept = 24

export function createDrafts({ pool }: Database, now: () => Date): Drafts {
  return {
    async keep(body) {
      const draft = { ...body, id: newId('d') }
      const at = now()
      await pool.query('delete from intake.drafts where made_at < $1', [new Date(at.getTime() - hoursKept * 3_600_000)])
      await pool.query('insert into intake.drafts (id, dataset, made_at, body) values ($1, $2, $3, $4)', [
        draft.id,
        draft.dataset,
        at,
        JSON.stringify(draft),
      ])
      return draft
    },
    async find(id) {
      const { rows } = await pool.query<{ body: Draft }>('select body from intake.drafts where id = $1', [id])
      if (rows[0]) return rows[0].body
      throw new Problem(404, 'draft-unknown', {
        title: 'That upload is not waiting here any more',
        detail: `An upload waits ${hoursKept} hours for its publisher's word; this one was published, or ran out, or was never here.`,
        mend: 'Upload the file again.',
      })
    },
    async drop(id) {
      await pool.query('delete from intake.drafts where id = $1', [id])
    },
  }
}
