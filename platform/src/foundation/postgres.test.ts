import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from './database.ts'
import { startPostgres } from './postgres.ts'

test('an embedded server starts, keeps what was written, and is found again when its parent was killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-pg-'))
  try {
    const first = await startPostgres(folder)
    assert.equal(first.found, false)
    const one = openDatabase(first.connection)
    await one.pool.query('create table kept (n int)')
    await one.pool.query('insert into kept values (7)')
    assert.equal((await one.pool.query('show fsync')).rows[0].fsync, 'on')
    await one.close()

    const again = await startPostgres(folder)
    assert.equal(again.found, true)
    assert.equal(again.pid, first.pid)
    const two = openDatabase(again.connection)
    assert.deepEqual((await two.pool.query('select n from kept')).rows, [{ n: 7 }])
    await two.close()
    await again.stop()

    const fresh = await startPostgres(folder)
    assert.equal(fresh.found, false)
    await fresh.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
