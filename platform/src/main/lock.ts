import pg from 'pg'

/**
 * One process to a data folder. Held by a database session, so that it falls with the process however that ends; a
 * predecessor that was just killed is given a moment to be noticed.
 */
export async function lockFolder(connection: pg.PoolConfig, folder: string): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  for (let tries = 0; tries < 50; tries++) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 1)) as held',
      [folder],
    )
    if (rows[0]?.held) return client
    await new Promise((done) => setTimeout(done, 100))
  }
  await client.end()
  throw new Error(`another Wayleave is already running on ${folder}`)
}
