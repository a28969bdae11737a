/**
 * The worker process: reads files, one job at a time. Crafted files may crash an engine or keep it busy for ever; then this
 * process ends, and the server does not. It gets no secrets, and ends when the server does.
 */
import { Problem } from '#foundation/problem.ts'
import { checkKey } from './working/check-key.ts'
import { unreadable } from './working/engine-errors.ts'
import type { FromWorker, Job, KeyCheck, Published, ToWorker } from './working/job.ts'
import { publishFile } from './working/publish-file.ts'

async function perform(job: Job): Promise<Published | KeyCheck> {
  return job.kind === 'publish' ? publishFile(job) : checkKey(job)
}

function answer(message: FromWorker): void {
  process.send?.(message)
}

process.on('message', ({ id, job }: ToWorker) => {
  perform(job).then(
    (done) => answer({ id, done }),
    (error: unknown) => {
      const { status, code, title, detail, at, mend } = error instanceof Problem ? error : unreadable(error)
      answer({
        id,
        problem: { status, code, title, detail, ...(at !== undefined && { at }), ...(mend !== undefined && { mend }) },
      })
    },
  )
})
process.on('disconnect', () => process.exit(0))
answer({ ready: true })
