/** `serve --demo` as a user starts it: until the first page, on a new data folder and again on the same. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Row } from './row.ts'

const port = 18_700

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-start-'))
  try {
    const first = await secondsToFirstPage(folder)
    const again = await secondsToFirstPage(folder)
    return [
      {
        what: 'start to first page, new data folder',
        ours: first,
        peer: null,
        ratio: null,
        budget: '≤ 5 s',
        unit: 's',
      },
      { what: 'start to first page, again', ours: again, peer: null, ratio: null, budget: '≤ 2 s', unit: 's' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function secondsToFirstPage(folder: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, ['platform/bin/wayleave.js', 'serve', '--demo'], {
    stdio: 'ignore',
    env: { ...process.env, WAYLEAVE_DATA: folder, PORT: String(port) },
  })
  try {
    while (!(await answers('/'))) {
      if (child.exitCode !== null) throw new Error('the node ended before its first page')
      await wait(10)
    }
    const seconds = (performance.now() - started) / 1_000
    while (!(await answers('/readyz'))) await wait(100)
    return seconds
  } finally {
    child.kill('SIGTERM')
    await new Promise((done) => (child.exitCode === null ? child.on('exit', done) : done(null)))
  }
}

const answers = (path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (response) => response.ok,
    () => false,
  )
