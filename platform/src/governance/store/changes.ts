/** Every change of policy: one transaction, one revision, one notice to the other nodes. */
import type pg from 'pg'
import type { Database } from '#foundation/database.ts'

/** The channel on which nodes tell each other that there is a new revision. */
export const channel = 'governance'

/**
 * Runs `work` in a transaction that holds the revision: changes follow each other, on one node and between nodes.
 * Nothing is kept when it throws.
 */
export async function change<T>(
  database: Database,
  work: (client: pg.PoolClient, revision: number) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ value: number }>(
      'update governance.revision set value = value + 1 returning value',
    )
    const revision = Number(rows[0]?.value)
    const result = await work(client, revision)
    // Sent by the server when the transaction commits, and not at all when it does not.
    await client.query('select pg_notify($1, $2)', [channel, String(revision)])
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    )
    throw error
  }
}
