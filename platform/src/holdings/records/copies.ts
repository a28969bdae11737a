/** When columnar copies are made: a while after the last change, one at a time, and again when the node starts. */
import type pg from 'pg'
import type { DatasetRef } from '#model/dataset.ts'

export type Copies = Readonly<{
  /** A dataset was changed. */
  changed(dataset: DatasetRef): void
  /** Looks for copies that are behind, as after a crash, here or on another node. */
  sweep(): Promise<void>
  close(): Promise<void>
}>

type Settings = Readonly<{
  pool: pg.Pool
  make: (dataset: DatasetRef) => Promise<void>
  /** Told of a copy that could not be made; it is tried again. */
  trouble: (error: unknown) => void
  /** Milliseconds of quiet before a copy is made. */
  pause: number
}>

const sweepEvery = 60_000
/** A copy takes at most this part of the time, so that a dataset that never rests does not keep the node copying. */
const rest = 10

export function createCopies({ pool, make, trouble, pause }: Settings): Copies {
  const waiting = new Map<DatasetRef, NodeJS.Timeout>()
  const took = new Map<DatasetRef, number>()
  let line: Promise<void> = Promise.resolve()
  let isClosed = false

  async function perform(dataset: DatasetRef): Promise<void> {
    if (isClosed) return
    const began = performance.now()
    await make(dataset).catch(trouble)
    took.set(dataset, performance.now() - began)
  }

  function changed(dataset: DatasetRef): void {
    if (isClosed || waiting.has(dataset)) return
    const timer = setTimeout(
      () => {
        waiting.delete(dataset)
        line = line.then(() => perform(dataset))
      },
      Math.max(pause, rest * (took.get(dataset) ?? 0)),
    )
    timer.unref()
    waiting.set(dataset, timer)
  }

  async function sweep(): Promise<void> {
    const { rows } = await pool.query<{ dataset: string }>(
      'select dataset from holdings.registers where sequence > 0 and copy_sequence is distinct from sequence',
    )
    for (const { dataset } of rows) changed(dataset)
  }

  const regularly = setInterval(() => void sweep().catch(trouble), sweepEvery)
  regularly.unref()
  return {
    changed,
    sweep,
    async close() {
      isClosed = true
      clearInterval(regularly)
      for (const timer of waiting.values()) clearTimeout(timer)
      await line
    },
  }
}
