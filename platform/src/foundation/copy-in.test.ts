import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyIn } from './copy-in.ts'
import { testDatabase } from './database-for-tests.ts'

async function* lines(count: number, then?: Error): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n++) yield Buffer.from(`${n},${'x'.repeat(500)}\n`)
  if (then) throw then
}

test('what is copied is there, however much; what breaks off leaves nothing, and the connection goes on', async () => {
  const { pool } = await testDatabase()
  const client = await pool.connect()
  const statement = 'copy t from stdin (format csv)'
  const count = async () => (await client.query<{ n: number }>('select count(*) as n from t')).rows[0]!.n
  try {
    await client.query('create temporary table t (n bigint, x text)')
    assert.equal(await copyIn(client, statement, lines(0)), 0)
    // Far more than a socket holds: the content waits for the server.
    assert.equal(await copyIn(client, statement, lines(40_000)), 40_000)
    assert.equal(await count(), 40_000)
    const mine = new Error('mine')
    await assert.rejects(copyIn(client, statement, lines(5_000, mine)), (error) => error === mine)
    await assert.rejects(copyIn(client, statement, [Buffer.from('no number,x\n')] as never), { code: '22P02' })
    await assert.rejects(copyIn(client, 'copy nowhere from stdin', lines(3)), { code: '42P01' })
    assert.equal(await count(), 40_000)
  } finally {
    client.release()
  }
})
