/** One thread of scoring: takes tasks from a counter that all threads share until there are none. */
import { parentPort, workerData } from 'node:worker_threads'
import { pairKernel, patternKernel, type Pack, runTask, type Task } from '#linkage'
import { makeCollector, type Segment } from './pair-store.ts'

export type WorkerPurpose =
  | Readonly<{ kind: 'pairs'; thresholdBits: number; file: string; bytes: number }>
  | Readonly<{ kind: 'patterns'; oneIn: number }>

export type WorkerJob = Readonly<{
  pack: Pack
  tasks: readonly Task[]
  /** How many tasks were taken; whether to stop; how many were done. */
  shared: Int32Array
  purpose: WorkerPurpose
}>

export type WorkerAnswer = Readonly<{ seen: number }> &
  (
    | Readonly<{ kind: 'pairs'; segments: readonly Segment[] }>
    | Readonly<{ kind: 'patterns'; patterns: Float64Array; counts: Float64Array }>
  )

export const [taken, stop, done] = [0, 1, 2]

function work({ pack, tasks, shared, purpose }: WorkerJob): WorkerAnswer {
  const next = (): number | undefined => {
    const at = Atomics.load(shared, stop) === 1 ? tasks.length : Atomics.add(shared, taken, 1)
    return at < tasks.length ? at : undefined
  }
  if (purpose.kind === 'patterns') {
    const kernel = patternKernel(pack, purpose.oneIn)
    for (let at = next(); at !== undefined; at = next()) {
      runTask(pack, kernel, tasks[at]!)
      Atomics.add(shared, done, 1)
    }
    return { kind: 'patterns', ...kernel.take() }
  }
  const collector = makeCollector(purpose.file, purpose.bytes)
  const kernel = pairKernel(pack, { thresholdBits: purpose.thresholdBits, onPairs: collector.add })
  let seen = 0
  for (let at = next(); at !== undefined; at = next()) {
    runTask(pack, kernel, tasks[at]!)
    seen += kernel.finish()
    collector.endTask(at)
    Atomics.add(shared, done, 1)
  }
  return { kind: 'pairs', seen, segments: collector.segments() }
}

if (parentPort) {
  const answer = work(workerData as WorkerJob)
  const buffers =
    answer.kind === 'pairs'
      ? answer.segments.flatMap((segment) =>
          'pairs' in segment ? Object.values(segment.pairs).map(({ buffer }) => buffer as ArrayBuffer) : [],
        )
      : []
  parentPort.postMessage(answer, buffers)
}
