/** Keeps one worker process alive and gives it jobs in turn; ends it when a job takes too long, and starts another. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Problem } from '#foundation/problem.ts'
import { cannotRead, tookTooLong } from './working/engine-errors.ts'
import type { FromWorker, Job, ProblemWords, ResultOf } from './working/job.ts'

export type WorkerPool = Readonly<{
  /** Throws `Problem` 422 `file-unreadable` when the worker dies of the job, `file-took-too-long` when it does not end. */
  run<J extends Job>(job: J): Promise<ResultOf<J>>
  /** The process at work, for the operator's eyes and for tests. */
  pid(): number | undefined
  close(): Promise<void>
}>

export type PoolSettings = Readonly<{
  secondsPerJob: number
  /** Megabytes of JavaScript memory. */
  heapMb: number
}>

type Waiting = Readonly<{ job: Job; done: (result: never) => void; failed: (error: unknown) => void }>

export function createWorkerPool({ secondsPerJob, heapMb }: PoolSettings): WorkerPool {
  const queue: Waiting[] = []
  let child: ChildProcess | undefined
  let isBusy = false
  let isClosed = false
  let count = 0

  function worker(): ChildProcess {
    if (child?.connected) return child
    child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [], {
      execArgv: [`--max-old-space-size=${heapMb}`],
      // Nothing of the server's environment: no database address, no secret. Only what programs need to run.
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], TZ: 'UTC', LANG: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
    })
    child.on('error', () => undefined)
    // An idle worker does not keep the server from ending.
    child.unref()
    child.channel?.unref()
    return child
  }

  function next(): void {
    if (isBusy || isClosed) return
    const waiting = queue.shift()
    if (!waiting) return
    isBusy = true
    const settle = (act: () => void) => {
      isBusy = false
      act()
      next()
    }
    perform(worker(), ++count, waiting.job, secondsPerJob).then(
      (result) => settle(() => waiting.done(result as never)),
      (error: unknown) => settle(() => waiting.failed(error)),
    )
  }

  // Started early, so that the first file does not wait for it.
  worker()
  return {
    run: <J extends Job>(job: J) =>
      new Promise<ResultOf<J>>((done, failed) => {
        if (isClosed) {
          failed(new Error('the worker is closed'))
          return
        }
        queue.push({ job, done: done as (result: never) => void, failed })
        next()
      }),
    pid: () => child?.pid,
    async close() {
      isClosed = true
      for (const { failed } of queue.splice(0)) failed(new Error('the worker is closed'))
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      await new Promise<void>((ended) => {
        last.once('exit', () => ended())
        last.ref()
        last.kill('SIGKILL')
      })
    },
  }
}

function perform(child: ChildProcess, id: number, job: Job, seconds: number): Promise<unknown> {
  return new Promise((done, failed) => {
    const keepAlive = setTimeout(() => {
      end(() => failed(tookTooLong(seconds)))
      child.kill('SIGKILL')
    }, seconds * 1000)
    const end = (act: () => void) => {
      clearTimeout(keepAlive)
      child.off('message', heard)
      child.off('exit', died)
      act()
    }
    const heard = (message: FromWorker) => {
      if (!('id' in message) || message.id !== id) return
      if ('done' in message) end(() => done(message.done))
      else end(() => failed(problemOf(message.problem)))
    }
    const died = () => end(() => failed(cannotRead(new Error('the worker ended'))))
    child.on('message', heard)
    child.on('exit', died)
    child.send({ id, job }, (error) => error && end(() => failed(cannotRead(error))))
  })
}

function problemOf({ status, code, ...words }: ProblemWords): Problem {
  return new Problem(status, code, words)
}
