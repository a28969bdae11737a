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

test('after a kill of the server itself, the next start waits for its last children and keeps what was written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-pg-'))
  try {
    let server = await startPostgres(folder)
    for (let round = 0; round < 3; round++) {
      const database = openDatabase(server.connection)
      await database.pool.query('create table if not exists kept (n int)')
      await database.pool.query('insert into kept values ($1)', [round])
      process.kill(server.pid, 'SIGKILL')
      await database.close().catch(() => undefined)
      server = await startPostgres(folder)
      assert.equal(server.found, false)
    }
    const database = openDatabase(server.connection)
    assert.deepEqual((await database.pool.query('select n from kept order by n')).rows, [{ n: 0 }, { n: 1 }, { n: 2 }])
    await database.close()
    await server.stop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
