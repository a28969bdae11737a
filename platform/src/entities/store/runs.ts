import type pg from 'pg'
import type { Database } from '#foundation/database.ts'
import { Problem } from '#foundation/problem.ts'
import { alreadyRunning } from '../faults.ts'
import type { Run, RunFacts, RunSource } from '../linkages/linkage.ts'

type Row = Readonly<{
  number: number
  state: Run['state']
  step: Run['step']
  progress: number
  started_at: Date
  ended_at: Date | null
  sources: readonly RunSource[]
  facts: RunFacts | null
  problem: Run['problem']
}>

const columns = 'number, state, step, progress, started_at, ended_at, sources, facts, problem'

function toRun({ started_at, ended_at, progress, ...row }: Row): Run {
  return {
    ...row,
    progress: Math.round(progress * 1_000) / 1_000,
    startedAt: started_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
  }
}

/** Newest first. */
export async function runsOf({ pool }: Database, linkage: string, limit = 50): Promise<Run[]> {
  const { rows } = await pool.query<Row>(
    `select ${columns} from entities.runs where linkage = $1 order by number desc limit $2`,
    [linkage, limit],
  )
  return rows.map(toRun)
}

export async function runNumbered({ pool }: Database, linkage: string, number: number): Promise<Run | undefined> {
  const { rows } = await pool.query<Row>(`select ${columns} from entities.runs where linkage = $1 and number = $2`, [
    linkage,
    number,
  ])
  return rows[0] && toRun(rows[0])
}

/** A run under way, held by a lock that ends with the process that holds it, however it ends. */
export type RunLock = Readonly<{ number: number; release(): Promise<void> }>

/** Problem 409 `already-running`. */
export async function beginRun(database: Database, linkage: string, at: Date): Promise<RunLock> {
  const client = await database.pool.connect()
  try {
    if (!(await tryLock(client, linkage))) throw alreadyRunning()
    // Ours is the lock, so whoever was at work on it is gone.
    await interrupt(client, linkage, at)
    const { rows } = await client.query<{ number: number }>(
      `insert into entities.runs (linkage, number, state, step, started_at)
       select $1, coalesce(max(number), 0) + 1, 'running', 'reading', $2 from entities.runs where linkage = $1
       returning number`,
      [linkage, at],
    )
    return { number: rows[0]!.number, release: () => unlock(client, linkage) }
  } catch (error) {
    await unlock(client, linkage)
    throw error
  }
}

/** Marks the runs that ended with the process that they ran in, and sweeps out what they left. */
export async function interruptLeftovers(database: Database, at: Date): Promise<void> {
  const { rows } = await database.pool.query<{ linkage: string }>(
    `select linkage from entities.runs where state = 'running'`,
  )
  for (const { linkage } of rows) {
    const client = await database.pool.connect()
    try {
      if (await tryLock(client, linkage)) await interrupt(client, linkage, at)
    } finally {
      await unlock(client, linkage)
    }
  }
}

async function interrupt(client: pg.PoolClient, linkage: string, at: Date): Promise<void> {
  await client.query(
    `update entities.runs set state = 'interrupted', ended_at = $2 where linkage = $1 and state = 'running'`,
    [linkage, at],
  )
  await sweep(client, linkage)
}

/** Records and pairs of any run but the one that is served. */
export async function sweep(client: Pick<pg.PoolClient, 'query'>, linkage: string): Promise<void> {
  for (const table of ['records', 'pairs'])
    await client.query(
      `delete from entities.${table} t using entities.linkages l
       where l.ref = $1 and t.linkage = $1 and t.run is distinct from l.current_run`,
      [linkage],
    )
}

async function tryLock(client: pg.PoolClient, linkage: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('entities.run ' || $1, 0)) as locked`,
    [linkage],
  )
  return rows[0]?.locked === true
}

async function unlock(client: pg.PoolClient, linkage: string): Promise<void> {
  try {
    await client.query(`select pg_advisory_unlock(hashtextextended('entities.run ' || $1, 0))`, [linkage])
    client.release()
  } catch (error) {
    // A connection in doubt is closed, which ends its locks too.
    client.release(error as Error)
  }
}

export async function putProgress(
  { pool }: Database,
  linkage: string,
  number: number,
  { step, progress, sources }: Readonly<{ step: Run['step']; progress: number; sources?: readonly RunSource[] }>,
): Promise<void> {
  await pool.query(
    `update entities.runs set step = $3, progress = $4, sources = coalesce($5, sources)
     where linkage = $1 and number = $2 and state = 'running'`,
    [linkage, number, step, progress, sources ? JSON.stringify(sources) : null],
  )
}

export async function putFailure({ pool }: Database, linkage: string, number: number, end: Failure): Promise<void> {
  await pool.query(
    `update entities.runs set state = 'failed', ended_at = $3, problem = $4
     where linkage = $1 and number = $2 and state = 'running'`,
    [linkage, number, end.at, JSON.stringify(problemOf(end.error))],
  )
  await sweep(pool, linkage)
}

type Failure = Readonly<{ at: Date; error: unknown }>

/** Public words only: an unexpected error's own may hold anything. */
function problemOf(error: unknown): NonNullable<Run['problem']> {
  if (error instanceof Problem) {
    const { code, title, detail, mend = null } = error
    return { code, title, detail, mend }
  }
  return {
    code: 'unexpected',
    title: 'Something went wrong in the run',
    detail: 'The run ended before it was whole; the result before it still serves.',
    mend: 'Run it again; if it fails again, tell the operator of this node.',
  }
}
