/**
 * Keeps a node's rulebook up to date with what other nodes change: told by LISTEN/NOTIFY, and asked for every two seconds in
 * case a notice was lost. While it is not known whether something changed, the book is not whole, and nothing is permitted.
 */
import pg from 'pg'
import type { Database } from '#foundation/database.ts'
import { channel } from './changes.ts'

export type Watch = Readonly<{ close(): Promise<void> }>

type Told = Readonly<{
  /** Reads what is new; rejects when it cannot. */
  refresh(): Promise<void>
  setWhole(whole: boolean): void
}>

export type Pace = Readonly<{
  beatMilliseconds: number
  /** How long the book is trusted after the last time that it was known to be up to date. */
  trustMilliseconds: number
}>

const usual: Pace = { beatMilliseconds: 2_000, trustMilliseconds: 15_000 }

export async function watch(database: Database, told: Told, pace: Pace = usual): Promise<Watch> {
  let closed = false
  let listener: pg.Client | undefined
  let lastSeen = performance.now()

  async function connect(): Promise<void> {
    // A connection of its own: a pooled one would keep the pool from closing.
    const client = new pg.Client(database.pool.options as pg.ClientConfig)
    client.on('error', () => lose(client))
    client.on('end', () => lose(client))
    client.on('notification', () => void look())
    try {
      await client.connect()
      // A node that ends without closing this is not kept alive by it.
      ;(client as unknown as { connection: { stream: { unref(): void } } }).connection.stream.unref()
      await client.query(`listen ${channel}`)
      if (closed) await client.end()
      else listener = client
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
  }

  function lose(client: pg.Client): void {
    if (listener === client) listener = undefined
  }

  async function look(): Promise<void> {
    try {
      await told.refresh()
      lastSeen = performance.now()
      told.setWhole(true)
    } catch {
      // The beat notices when this lasts.
    }
  }

  let beating: Promise<void> | undefined
  async function beat(): Promise<void> {
    if (closed) return
    if (!listener) await connect().catch(() => undefined)
    await look()
  }

  await connect()
  const timer = setInterval(() => {
    if (performance.now() - lastSeen > pace.trustMilliseconds) told.setWhole(false)
    beating ??= beat().finally(() => (beating = undefined))
  }, pace.beatMilliseconds)
  timer.unref()

  return {
    async close() {
      closed = true
      clearInterval(timer)
      const client = listener
      listener = undefined
      await client?.end().catch(() => undefined)
    },
  }
}
