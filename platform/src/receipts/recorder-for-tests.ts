/** A process that records until it is killed, and says on its output what was acknowledged: id and rows of its receipt. */
import type { PoolConfig } from 'pg'
import { systemClock } from '#foundation/clock.ts'
import { openDatabase } from '#foundation/database.ts'
import { createReceipts } from './index.ts'
import { entry } from './receipt-for-tests.ts'

const { connection, home } = JSON.parse(process.argv[2]!) as { connection: PoolConfig; home: string }
const receipts = await createReceipts({
  database: openDatabase(connection),
  clock: systemClock,
  folder: `${home}/log`,
  keysFolder: `${home}/keys`,
  origin: 'example.org/log',
})

for (let worker = 0; worker < 8; worker++) void work(worker)

async function work(worker: number): Promise<never> {
  for (let n = 0; ; n++) {
    const { id } = await receipts.record(entry({ rows: null }))
    process.stdout.write(`${id} recorded\n`)
    if (n % 3 !== worker % 3) continue
    await receipts.complete(id, { rows: n, ended: 'complete' })
    process.stdout.write(`${id} completed\n`)
  }
}
