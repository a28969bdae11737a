/** Spreads scoring over threads. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Pack, PatternCounts } from '#linkage'
import { tasksOf } from '#linkage'
import type { Segment } from './pair-store.ts'
import { done, stop, type WorkerAnswer, type WorkerJob, type WorkerPurpose } from './worker.ts'

export type Running = Readonly<{
  /** How many threads; as many as there are processors when left out. */
  threads?: number | undefined
  signal?: AbortSignal | undefined
  /** From 0 to 1, some times a second. */
  onProgress?: ((share: number) => void) | undefined
}>

export type ScoredPairs = Readonly<{ segments: readonly Segment[]; seen: number }>

/** All pairs at or above a weight. Beyond `bytes` of memory they are kept in files in `folder`. */
export async function scoreInWorkers(
  pack: Pack,
  { thresholdBits, folder, bytes }: Readonly<{ thresholdBits: number; folder: string; bytes: number }>,
  running: Running = {},
): Promise<ScoredPairs> {
  const threads = running.threads ?? availableParallelism()
  const answers = await inWorkers(pack, { ...running, threads }, (thread) => ({
    kind: 'pairs',
    thresholdBits,
    file: `${folder}/pairs-${thread}.bin`,
    bytes: Math.floor(bytes / threads),
  }))
  return {
    segments: answers.flatMap((answer) => (answer.kind === 'pairs' ? answer.segments : [])),
    seen: answers.reduce((sum, { seen }) => sum + seen, 0),
  }
}

/** How often each pattern occurs among the candidate pairs, or among one in `oneIn` of them. */
export async function countPatternsInWorkers(
  pack: Pack,
  oneIn: number,
  running: Running = {},
): Promise<PatternCounts & Readonly<{ seen: number }>> {
  const answers = await inWorkers(pack, running, () => ({ kind: 'patterns', oneIn }))
  const total = new Map<number, number>()
  for (const answer of answers)
    if (answer.kind === 'patterns')
      for (const [at, pattern] of answer.patterns.entries())
        total.set(pattern, (total.get(pattern) ?? 0) + answer.counts[at]!)
  const patterns = [...total.keys()].toSorted((a, b) => a - b)
  return {
    patterns: Float64Array.from(patterns),
    counts: Float64Array.from(patterns, (pattern) => total.get(pattern)!),
    seen: answers.reduce((sum, { seen }) => sum + seen, 0),
  }
}

async function inWorkers(
  pack: Pack,
  { threads = availableParallelism(), signal, onProgress }: Running,
  purposeOf: (thread: number) => WorkerPurpose,
): Promise<WorkerAnswer[]> {
  signal?.throwIfAborted()
  const tasks = tasksOf(pack, 64 * threads)
  const shared = new Int32Array(new SharedArrayBuffer(12))
  const workers = Array.from({ length: Math.max(1, Math.min(threads, tasks.length)) }, (_, thread) => {
    const job: WorkerJob = { pack, tasks, shared, purpose: purposeOf(thread) }
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData: job })
  })
  const halt = (): void => void Atomics.store(shared, stop, 1)
  signal?.addEventListener('abort', halt)
  const ticking = setInterval(() => onProgress?.(Atomics.load(shared, done) / Math.max(1, tasks.length)), 200)
  try {
    const answers = await Promise.all(workers.map(answerOf))
    signal?.throwIfAborted()
    onProgress?.(1)
    return answers
  } finally {
    halt()
    clearInterval(ticking)
    signal?.removeEventListener('abort', halt)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

function answerOf(worker: Worker): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('a thread ended without an answer')))
  })
}
