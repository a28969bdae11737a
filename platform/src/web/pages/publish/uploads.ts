/** Files on their way from the browser to being published: kept for an hour, in this process, for whoever sent them. */
import type { Draft } from '#intake'
import type { Clock } from '#foundation/clock.ts'
import { newId } from '#foundation/ids.ts'
import { Problem } from '#foundation/problem.ts'
import type { DatasetRef } from '#model/dataset.ts'
import type { Caller } from '#model/request.ts'

export type Upload = Readonly<{
  id: string
  owner: string
  organisation: string
  ref: DatasetRef
  title: string
  fileName: string
  startedAt: Date
  /** Settles once the file was read; never rejects. */
  read: Promise<Outcome>
}>

export type Outcome = Readonly<{ kind: 'ready'; draft: Draft }> | Readonly<{ kind: 'failed'; problem: Problem }>
export type State = Outcome | Readonly<{ kind: 'working' }>

export type Uploads = Readonly<{
  add(
    caller: Caller,
    upload: Omit<Upload, 'id' | 'owner' | 'organisation' | 'startedAt' | 'read'>,
    reading: Promise<Draft>,
  ): Upload
  /** Undefined for anybody else's. */
  find(caller: Caller, id: string): Upload | undefined
  stateOf(upload: Upload): State
}>

const keptFor = 3_600_000
const mostAtOnce = 200

export function createUploads(clock: Clock): Uploads {
  const uploads = new Map<string, Upload>()
  const outcomes = new WeakMap<Upload, Outcome>()

  function forgetOld(): void {
    const now = clock().getTime()
    for (const [id, { startedAt }] of uploads)
      if (now - startedAt.getTime() > keptFor || uploads.size > mostAtOnce) uploads.delete(id)
  }

  return {
    add(caller, given, reading) {
      forgetOld()
      const read = reading.then(
        (draft): Outcome => ({ kind: 'ready', draft }),
        (error: unknown): Outcome => ({
          kind: 'failed',
          problem: error instanceof Problem ? error : unexpected(error),
        }),
      )
      const upload: Upload = {
        ...given,
        id: newId('u'),
        owner: caller.id ?? '',
        organisation: caller.organisation ?? '',
        startedAt: clock(),
        read,
      }
      uploads.set(upload.id, upload)
      void read.then((outcome) => outcomes.set(upload, outcome))
      return upload
    },
    find(caller, id) {
      const found = uploads.get(id)
      return found && found.owner === caller.id && found.organisation === caller.organisation ? found : undefined
    },
    stateOf: (upload) => outcomes.get(upload) ?? { kind: 'working' },
  }
}

function unexpected(cause: unknown): Problem {
  return new Problem(500, 'file-not-read', {
    title: 'The file could not be read',
    detail: 'Something went wrong on our side while the file was being read. Nothing was published.',
    mend: 'Try again. If it happens again, tell the operator of this node.',
    cause,
  })
}
