/** What the worker does with files, each job in a folder of its own that is gone when it ends. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Blobs } from '#foundation/blobs.ts'
import type { Version } from '#model/dataset.ts'
import type { Types } from './types-by-hand.ts'
import { createWorkerPool } from './worker-pool.ts'
import type { KeyCheck, Published } from './working/job.ts'

export type Like = Readonly<{ types: Types; earlier: Version['fields'] }>

export type ReadingJobs = Readonly<{
  /** Reads an original, and keeps its snapshot as a blob. */
  read(original: string, name: string, like: Like): Promise<Published & Readonly<{ snapshot: string }>>
  /** How often a field's values are missing or repeat. */
  checkKey(snapshot: string, field: string): Promise<KeyCheck>
  close(): Promise<void>
}>

type Settings = Readonly<{
  blobs: Blobs
  scratch: string
  memoryLimit?: string
  secondsPerFile?: number
  heapMb?: number
}>

export function openReading(settings: Settings): ReadingJobs {
  const { blobs, scratch, memoryLimit = '1GB', secondsPerFile = 1_800, heapMb = 400 } = settings
  const worker = createWorkerPool({ secondsPerJob: secondsPerFile, heapMb })

  async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(scratch, 'job-'))
    try {
      return await work(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return {
    read: (original, name, like) =>
      inFolder(async (folder) => {
        const snapshot = join(folder, 'snapshot.parquet')
        const path = blobs.path(original)
        const made = await worker.run({ kind: 'publish', path, name, scratch: folder, snapshot, ...like, memoryLimit })
        return { ...made, snapshot: (await blobs.adopt(snapshot)).address }
      }),
    checkKey: (snapshot, field) =>
      inFolder((folder) =>
        worker.run({ kind: 'check-key', snapshot: blobs.path(snapshot), field, scratch: folder, memoryLimit }),
      ),
    close: () => worker.close(),
  }
}
