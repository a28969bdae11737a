import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { watch } from './watch.ts'

const database = await testDatabase()
const pace = { beatMilliseconds: 20, trustMilliseconds: 200 }

async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !holds(); tries++) await new Promise((done) => setTimeout(done, 10))
  assert.ok(holds())
}

test('a notice is followed by a look, also after the connection was cut', async () => {
  let looks = 0
  const slow = { ...pace, beatMilliseconds: 500, trustMilliseconds: 60_000 }
  const told = { refresh: async () => void looks++, setWhole: () => undefined }
  const watching = await watch(database, told, slow)
  await database.pool.query("select pg_notify('governance', '1')")
  await eventually(() => looks > 0)
  const cut = await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()",
  )
  assert.equal(cut.rowCount, 1)
  const before = looks
  await eventually(() => looks > before)
  const listeners = async () =>
    (
      await database.pool.query(
        "select 1 from pg_stat_activity where query ilike 'listen%' and datname = current_database()",
      )
    ).rowCount
  for (let tries = 0; tries < 500 && (await listeners()) !== 1; tries++)
    await new Promise((done) => setTimeout(done, 10))
  assert.equal(await listeners(), 1)
  await watching.close()
})

test('what cannot be refreshed for long is not trusted, and is trusted again when it can', async () => {
  let broken = false
  let whole = true
  const refresh = async () => {
    if (broken) throw new Error('the database is away')
  }
  const watching = await watch(database, { refresh, setWhole: (is) => void (whole = is) }, pace)
  broken = true
  await eventually(() => !whole)
  broken = false
  await eventually(() => whole)
  await watching.close()
})

test('a refresh that never ends is not trusted either', async () => {
  let whole = true
  const watching = await watch(
    database,
    { refresh: () => new Promise(() => undefined), setWhole: (is) => void (whole = is) },
    pace,
  )
  await eventually(() => !whole)
  // Closing does not wait for it.
  await watching.close()
})
