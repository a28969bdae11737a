import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '#foundation/problem.ts'
import { createWorkerPool } from './worker-pool.ts'
import type { PublishJob } from './working/job.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-worker-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const small = join(folder, 'small.csv')
writeFileSync(small, 'a,b\n1,x\n2,y\n')
// Enough work for a while: many rows, and a late cell that makes the whole be looked at again.
const large = join(folder, 'large.csv')
writeFileSync(large, `a,b\n${Array.from({ length: 1_500_000 }, (_, at) => `${at},1/2/2020`).join('\n')}\nlate,soon\n`)

let jobs = 0
function job(path: string): PublishJob {
  const scratch = join(folder, `job-${++jobs}`)
  mkdirSync(scratch)
  const snapshot = join(scratch, 'snapshot.parquet')
  return { kind: 'publish', path, name: 'file.csv', scratch, snapshot, types: {}, earlier: [], memoryLimit: '256MB' }
}

const code = (wanted: string) => (error: unknown) =>
  error instanceof Problem && error.status === 422 && error.code === wanted

test('a worker that dies of a file takes nothing with it', async () => {
  const pool = createWorkerPool({ secondsPerJob: 120, heapMb: 256 })
  try {
    const doomed = pool.run(job(large))
    const waiting = pool.run(job(small))
    await wait(300)
    const before = pool.pid()
    process.kill(before ?? 0, 'SIGKILL')
    await assert.rejects(doomed, code('file-unreadable'))
    assert.equal((await waiting).rows, 2)
    assert.notEqual(pool.pid(), before)
  } finally {
    await pool.close()
  }
})

test('a file that takes too long is given up, and the next one is read', async () => {
  const pool = createWorkerPool({ secondsPerJob: 0.2, heapMb: 256 })
  await assert.rejects(pool.run(job(large)), code('file-took-too-long'))
  await pool.close()
  const patient = createWorkerPool({ secondsPerJob: 120, heapMb: 256 })
  assert.equal((await patient.run(job(small))).rows, 2)
  await patient.close()
})

test('a refusal of the worker keeps its words', async () => {
  const pool = createWorkerPool({ secondsPerJob: 120, heapMb: 256 })
  const picture = join(folder, 'picture.csv')
  writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3]))
  await assert.rejects(
    pool.run(job(picture)),
    (error) => error instanceof Problem && error.detail.length > 20 && error.status < 500,
  )
  await pool.close()
})

test('a closed pool takes nothing on, and leaves no process', async () => {
  const pool = createWorkerPool({ secondsPerJob: 120, heapMb: 256 })
  const pid = pool.pid() ?? 0
  await pool.close()
  assert.throws(() => process.kill(pid, 0))
  await assert.rejects(pool.run(job(small)))
})

test('the worker does not outlive a server that was killed', async () => {
  const script = `
    const { createWorkerPool } = await import(${JSON.stringify(new URL('worker-pool.ts', import.meta.url).href)})
    const pool = createWorkerPool({ secondsPerJob: 120, heapMb: 256 })
    console.log(pool.pid())
    setInterval(() => undefined, 1000)`
  const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((heard) => server.stdout.once('data', (bytes: Buffer) => heard(String(bytes))))
  const pid = Number(line)
  assert.ok(isAlive(pid))
  server.kill('SIGKILL')
  for (let tries = 0; isAlive(pid) && tries < 200; tries++) await wait(50)
  assert.ok(!isAlive(pid))
})

function isAlive(pid: number): boolean {
  // A zombie has ended; only its parent's look is missing.
  if (existsSync('/proc/self/stat') && !existsSync(`/proc/${pid}/exe`)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
