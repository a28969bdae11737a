/**
 * A fresh, empty database for one test file, on the server under test: the one that `npm test` started and named in
 * `WAYLEAVE_TEST_DATABASE`, or, for a test run by hand, an embedded one that ends with the process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type Database, openDatabase } from './database.ts'
import { newId } from './ids.ts'
import { type EmbeddedPostgres, isAlive, startPostgres } from './postgres.ts'

let embedded: Promise<EmbeddedPostgres> | undefined

/** Opens a database of its own; it is dropped when the test that asked for it ends. */
export async function testDatabase(): Promise<Database> {
  const { connection, drop } = await testDatabaseConnection()
  const database = openDatabase(connection)
  after(async () => {
    await database.close()
    await drop()
  })
  return database
}

/** For tests that start a process of their own on the database. The caller drops it. */
export async function testDatabaseConnection(): Promise<{ connection: pg.PoolConfig; drop: () => Promise<void> }> {
  const server = await serverConnection()
  const name = newId('t_').toLowerCase()
  await administer(server, `create database ${name}`)
  return {
    connection: { ...server, database: name },
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  }
}

async function serverConnection(): Promise<pg.PoolConfig> {
  const url = process.env['WAYLEAVE_TEST_DATABASE']
  if (url) return fromUrl(url)
  embedded ??= startOwn()
  return (await embedded).connection
}

/** Taken apart, because a pool given a connection string ignores the database named beside it. */
export function fromUrl(url: string): pg.PoolConfig {
  const parts = new URL(url)
  return {
    host: parts.searchParams.get('host') ?? decodeURIComponent(parts.hostname),
    port: Number(parts.port || 5432),
    user: decodeURIComponent(parts.username),
    password: decodeURIComponent(parts.password),
    database: parts.pathname.slice(1) || 'postgres',
  }
}

async function startOwn(): Promise<EmbeddedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-test-'))
  const server = await startPostgres(folder)
  // A hook of node:test would belong to the one test that happened to come first.
  process.on('exit', () => {
    process.kill(server.pid, 'SIGQUIT')
    for (let tries = 0; tries < 100 && isAlive(server.pid); tries++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  })
  return server
}

async function administer(server: pg.PoolConfig, statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
