/** The thread in which a run is computed: rows come in, pieces go out one at a time. */
import { parentPort } from 'node:worker_threads'
import { Problem } from '#foundation/problem.ts'
import type { FromWorker, Job, ToWorker } from './job.ts'
import { linkRows } from './link.ts'

const port = parentPort
if (!port) throw new Error('this file is a worker')

const rows: Uint8Array[][] = []
let goOn: () => void = () => undefined
const tell = (message: FromWorker) => port.postMessage(message)

port.on('message', (message: ToWorker) => {
  if (message.kind === 'rows') (rows[message.source] ??= []).push(message.bytes)
  else if (message.kind === 'next') goOn()
  else link(message.job).catch((error: unknown) => tell({ kind: 'failed', problem: wordsOf(error) }))
})

async function link(job: Job): Promise<void> {
  const { records, pairs, linked } = linkRows(rows, job, (step, done) =>
    tell({ kind: 'progress', step, progress: step === 'comparing' ? 0.3 + 0.3 * done : 0.6 + 0.1 * done }),
  )
  tell({ kind: 'progress', step: 'keeping', progress: 0.75 })
  for (const piece of records()) await stored({ kind: 'records', piece })
  tell({ kind: 'progress', step: 'keeping', progress: 0.9 })
  for (const piece of pairs()) await stored({ kind: 'pairs', piece })
  const { user, system } = process.threadCpuUsage()
  tell({ kind: 'done', linked: { ...linked, cpuSeconds: (user + system) / 1e6 } })
}

function stored(message: FromWorker): Promise<void> {
  return new Promise((next) => {
    goOn = next
    tell(message)
  })
}

/** Only what is meant for the public; of any other failure nothing is told, for it may name values. */
function wordsOf(error: unknown): Extract<FromWorker, { kind: 'failed' }>['problem'] {
  if (!(error instanceof Problem)) return null
  const { status, code, title, detail, at, mend } = error
  return { status, code, title, detail, at, mend }
}
