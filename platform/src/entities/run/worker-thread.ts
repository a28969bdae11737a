/** One worker thread a run: its memory is bounded, and when it dies, the run fails and nothing else. */
import { Worker } from 'node:worker_threads'
import { Problem } from '#foundation/problem.ts'
import type { Run } from '../linkages/linkage.ts'
import type { FromWorker, Job, Linked, PairsPiece, RecordsPiece, ToWorker } from './job.ts'

export type LinkWorker = Readonly<{
  rows(source: number, bytes: Uint8Array): void
  /** Hands out pieces one at a time: the next is made when the one before is stored. */
  link(job: Job, hears: Hears): Promise<Linked>
  end(): Promise<void>
}>

export type Hears = Readonly<{
  progress(step: Run['step'], progress: number): void
  records(piece: RecordsPiece): Promise<void>
  pairs(piece: PairsPiece): Promise<void>
}>

export function startWorker(memoryMb: number): LinkWorker {
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Nothing of the server's environment: no database address, no secret.
    env: { TZ: 'UTC' },
    stdout: true,
    stderr: true,
  })
  let died: Error | undefined
  worker.on('error', (error: Error) => (died = error))
  const tell = (message: ToWorker) => worker.postMessage(message)
  return {
    rows(source, bytes) {
      if (died) throw tooLarge(died)
      tell({ kind: 'rows', source, bytes })
    },
    link: (job, hears) =>
      new Promise<Linked>((done, failed) => {
        if (died) throw tooLarge(died)
        const stored = (storing: Promise<void>) => storing.then(() => tell({ kind: 'next' }), failed)
        worker.on('error', (error: Error) => failed(tooLarge(error)))
        worker.on('exit', () => failed(tooLarge(new Error('the worker ended'))))
        worker.on('message', (message: FromWorker) => {
          if (message.kind === 'progress') hears.progress(message.step, message.progress)
          else if (message.kind === 'records') void stored(hears.records(message.piece))
          else if (message.kind === 'pairs') void stored(hears.pairs(message.piece))
          else if (message.kind === 'done') done(message.linked)
          else failed(problemOf(message.problem))
        })
        tell({ kind: 'link', job })
      }),
    async end() {
      await worker.terminate()
    },
  }
}

function problemOf(words: Extract<FromWorker, { kind: 'failed' }>['problem']): Error {
  if (!words) return new Error('the worker failed')
  const { status, code, title, detail, at, mend } = words
  return new Problem(status, code, { title, detail, ...(at ? { at } : {}), ...(mend ? { mend } : {}) })
}

function tooLarge(cause: Error): Error {
  if ((cause as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause
  return new Problem(507, 'linkage-too-large', {
    title: 'The linkage needs more memory than it may have',
    detail: 'The run was ended before it took memory from the rest of the node.',
    mend: 'Link fewer datasets, or ask the operator to raise WAYLEAVE_LINKAGE_MB.',
    cause,
  })
}
