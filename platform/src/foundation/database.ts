import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { sha256Hex } from './hash.ts'

/** PostgreSQL, the system of record. Each stateful room owns the schema of its own name, and reads no other. */
export type Database = Readonly<{
  pool: pg.Pool
  /** How it was reached, for a room that needs sessions of its own kind. */
  connection: pg.PoolConfig
  /** A typed query builder over the same pool, for one room's tables. */
  tables<Tables>(): Kysely<Tables>
  /**
   * Brings a room's schema up to date: runs the room's numbered files (`sql/000001-name.sql`), each once, in order, forward
   * only. Throws when a file that ran before has changed since.
   */
  migrate(room: string, folder: URL): Promise<void>
  close(): Promise<void>
}>

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    // Our own bigints are counts and positions, far below 2^53; dates stay the text that they are.
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}

export function openDatabase(connection: pg.PoolConfig): Database {
  const pool = new pg.Pool({ max: 16, connectionTimeoutMillis: 10_000, ...connection, types })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  let closed: Promise<void> | undefined
  return {
    pool,
    connection,
    tables: <Tables>() => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    migrate: (room, folder) => migrate(pool, room, folder),
    close: () => (closed ??= pool.end()),
  }
}

async function migrate(pool: pg.Pool, room: string, folder: URL): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^\d{6}-[a-z0-9-]+\.sql$/.test(name)).toSorted()
  const client = await pool.connect()
  try {
    await client.query('begin')
    // One node at a time: several may start together on one server.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('wayleave.migrate', 0))`)
    await client.query('create schema if not exists foundation')
    await client.query(`create table if not exists foundation.migrations (
      room text not null, name text not null, sha256 text not null, at timestamptz not null default now(), primary key (room, name))`)
    const ran = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from foundation.migrations where room = $1',
      [room],
    )
    const known = new Map(ran.rows.map(({ name, sha256 }) => [name, sha256]))
    for (const name of names) {
      const text = await readFile(new URL(name, `${folder.href.replace(/\/?$/, '/')}`), 'utf8')
      const sha256 = sha256Hex(text)
      const before = known.get(name)
      if (before === sha256) continue
      if (before !== undefined)
        throw new Error(`migration ${room}/${name} changed after it ran; add a new file instead`)
      await client.query(text)
      await client.query('insert into foundation.migrations (room, name, sha256) values ($1, $2, $3)', [
        room,
        name,
        sha256,
      ])
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
