import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { PoolConfig } from 'pg'
import { testDatabaseConnection } from '#foundation/database-for-tests.ts'
import { systemClock } from '#foundation/clock.ts'
import { openDatabase } from '#foundation/database.ts'
import { createReceipts } from './index.ts'
import { temporaryFolder } from './log-for-tests.ts'
import { verifyLog, verifyReceipt } from './verify/index.ts'

/** More by `WAYLEAVE_CRASHES=500`. */
const crashes = Number(process.env['WAYLEAVE_CRASHES'] ?? 10)

/** What a recording process had acknowledged when it was killed, `delay` milliseconds after its first acknowledgement. */
async function recordAndKill(connection: PoolConfig, home: string, delay: number): Promise<string[]> {
  const recorder = fileURLToPath(new URL('recorder-for-tests.ts', import.meta.url))
  const child = spawn(process.execPath, [recorder, JSON.stringify({ connection, home })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8')
  const ended = new Promise((done) => child.stdout.on('close', done))
  await new Promise((done) => child.stdout.on('data', (text: string) => done((output += text))))
  await wait(delay)
  child.kill('SIGKILL')
  await ended
  // A last line without its end was cut by the kill.
  return output.split('\n').slice(0, -1)
}

test(`a process is killed at ${crashes} random moments, and nothing that it acknowledged is lost`, async () => {
  const { connection, drop } = await testDatabaseConnection()
  const home = temporaryFolder()
  const acknowledged: string[] = []
  let earlier: string | undefined
  for (let crash = 0; crash < crashes; crash++) {
    const lately = await recordAndKill(connection, home, Math.random() * 80)
    acknowledged.push(...lately)

    const database = openDatabase(connection)
    const receipts = await createReceipts({
      database,
      clock: systemClock,
      folder: join(home, 'log'),
      keysFolder: join(home, 'keys'),
      origin: 'example.org/log',
    })
    for (const line of lately) {
      const [id, what] = line.split(' ') as [string, string]
      const found = await receipts.find(id)
      assert.ok(found && (what === 'recorded' || found.completion), `${line} is lost`)
      assert.ok(verifyReceipt(found.receipt, (await receipts.prove(id))!, receipts.key).good)
    }
    const kept = await database.pool.query<{ line: string }>(
      `select receipt || case kind when 'receipt' then ' recorded' else ' completed' end as line from receipts.entries`,
    )
    const lines = new Set(kept.rows.map(({ line }) => line))
    assert.deepEqual(
      acknowledged.filter((line) => !lines.has(line)),
      [],
    )
    const now = await receipts.checkpoint()
    const verdict = await verifyLog(join(home, 'log'), {
      key: receipts.key,
      ...(earlier === undefined ? {} : { earlier }),
    })
    assert.ok(verdict.good, verdict.good ? '' : verdict.because)
    earlier = now
    await receipts.close()
    await database.close()
  }
  assert.ok(acknowledged.length > crashes)
  await drop()
})
