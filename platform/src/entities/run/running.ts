/** Runs linkages: each dataset read through the corridor by who started it, linked in a worker, served once it is whole. */
import type pg from 'pg'
import { CutOff } from '#exchange'
import { Problem } from '#foundation/problem.ts'
import type { Credentials } from '#identity'
import type { Asking, Desk } from '../desk.ts'
import { nothingRead } from '../faults.ts'
import type { Run, RunFacts, RunSource } from '../linkages/linkage.ts'
import { linkedDatasets } from '../linkages/linked-datasets.ts'
import { bytesOf } from '../reading/rows.ts'
import { nextCorrection, putCorrection } from '../store/corrections.ts'
import { standingRulings } from '../store/rulings.ts'
import { entitiesNow, putPairs, putRecords } from '../store/records.ts'
import { beginRun, putFailure, putProgress, type RunLock, runNumbered, sweep } from '../store/runs.ts'
import { inTransaction } from '../store/transaction.ts'
import { recluster } from '../correct/recluster.ts'
import { askSource } from './ask-source.ts'
import type { JobSource, Linked } from './job.ts'
import { type LinkWorker, startWorker } from './worker-thread.ts'

export type Running = Readonly<{
  start(asking: Asking, credentials: Credentials): Promise<Run>
  /** Resolves when no run of that linkage is under way here. */
  settled(ref: string): Promise<void>
  close(): Promise<void>
}>

export function createRunning(desk: Desk): Running {
  const underWay = new Map<string, Promise<void>>()
  const workers = new Set<LinkWorker>()
  let isClosed = false

  async function whole(asking: Asking, credentials: Credentials, lock: RunLock): Promise<void> {
    const { ref } = asking.linkage
    const worker = startWorker(desk.memoryMb)
    workers.add(worker)
    try {
      await perform({ desk, asking, credentials, worker, run: lock.number })
    } catch (error) {
      // A node that stops leaves the run as a killed one would: interrupted, and swept at the next start.
      if (!isClosed) await putFailure(desk.database, ref, lock.number, { at: desk.clock(), error })
    } finally {
      workers.delete(worker)
      await worker.end()
      await lock.release()
    }
  }

  return {
    async start(asking, credentials) {
      const { ref } = asking.linkage
      const lock = await beginRun(desk.database, ref, desk.clock())
      const run = await runNumbered(desk.database, ref, lock.number)
      const running = whole(asking, credentials, lock).finally(() => underWay.delete(ref))
      // What cannot even be put on record is found, and marked, at the next start.
      running.catch(() => undefined)
      underWay.set(ref, running)
      return run!
    },
    async settled(ref) {
      await underWay.get(ref)?.catch(() => undefined)
    },
    async close() {
      isClosed = true
      await Promise.all([...workers].map((worker) => worker.end()))
      await Promise.allSettled(underWay.values())
    },
  }
}

type Work = Readonly<{ desk: Desk; asking: Asking; credentials: Credentials; worker: LinkWorker; run: number }>

async function perform(work: Work): Promise<void> {
  const { desk, asking, worker, run } = work
  const { linkage } = asking
  const began = desk.clock()
  const at = { linkage: linkage.ref, run }
  const sources = await readAll(work)
  const read = sources.flatMap(({ job }) => job ?? [])
  if (read.length === 0) throw nothingRead()

  const rulings = await standingRulings(desk.database.pool, linkage.ref)
  const secret = new Uint8Array(await desk.keys.secret(linkage.ref))
  const { model = 'auto', thresholds = null } = linkage.document
  const previous = await entitiesNow(desk.database.pool, linkage.ref, linkage.currentRun)
  const job = {
    secret,
    sources: read,
    previous,
    rulings: rulings.map(({ left, right, same }) => ({ left, right, same })),
    model,
    thresholds,
    year: began.getUTCFullYear(),
  }
  const linked = await worker.link(job, {
    progress: (step, progress) =>
      void putProgress(desk.database, linkage.ref, run, { step, progress }).catch(() => undefined),
    records: (piece) => putRecords(desk.database.pool, at, piece),
    pairs: (piece) => putPairs(desk.database.pool, at, piece),
  })
  const last = rulings.at(-1)?.number ?? 0
  await serve(work, linked, { began, last })
}

type Asked = Readonly<{ source: RunSource; job: JobSource | null }>

/** One dataset after the other, so that no more than one answer is under way. */
async function readAll({ desk, asking, credentials, worker, run }: Work): Promise<readonly Asked[]> {
  const datasets = await linkedDatasets(desk, asking.linkage.document)
  const asked: Asked[] = []
  let place = 0
  for (const [number, dataset] of datasets.entries()) {
    const { source, job, release } = await askSource(desk, { asking, credentials }, dataset)
    if (release) {
      let rows = 0
      try {
        for await (const bytes of bytesOf(release)) {
          rows += countLines(bytes)
          worker.rows(place, bytes.slice())
        }
      } catch (error) {
        throw error instanceof CutOff ? policyChanged() : error
      }
      place++
      asked.push({ source: { ...source, rows }, job })
    } else asked.push({ source, job })
    await putProgress(desk.database, asking.linkage.ref, run, {
      step: 'reading',
      progress: (0.3 * (number + 1)) / datasets.length,
      sources: asked.map((each) => each.source),
    })
  }
  return asked
}

const newline = 10
const countLines = (bytes: Uint8Array): number => bytes.reduce((count, byte) => count + (byte === newline ? 1 : 0), 0)

/** One transaction, in which corrections made meanwhile count too: before it the old result serves, after it the new one. */
async function serve(
  { desk, asking: { linkage }, run }: Work,
  linked: Linked,
  { began, last }: Readonly<{ began: Date; last: number }>,
): Promise<void> {
  await inTransaction(desk.database, async (client) => {
    const before = await lockLinkage(client, linkage.ref)
    await client.query('update entities.linkages set current_run = $2 where ref = $1', [linkage.ref, run])
    const at = desk.clock()
    if (before !== null && linked.moves.records.length > 0)
      await putCorrection(client, linkage, await nextCorrection(client, linkage.ref), {
        at,
        kind: 'run',
        by: null,
        reason: null,
        undoes: null,
        ...tokensOf(linked),
      })
    const missed = (await standingRulings(client, linkage.ref)).filter(({ number }) => number > last)
    if (missed.length > 0)
      await recluster(
        client,
        { ...linkage, currentRun: run },
        { tokens: missed.flatMap(({ left, right }) => [left, right]) },
      )
    const facts: RunFacts = {
      ...linked.facts,
      seconds: (at.getTime() - began.getTime()) / 1_000,
      cpuSeconds: linked.cpuSeconds,
    }
    await client.query(
      `update entities.runs set state = 'done', step = 'done', progress = 1, ended_at = $3, facts = $4, model = $5
       where linkage = $1 and number = $2`,
      [linkage.ref, run, at, JSON.stringify(facts), Buffer.from(linked.model)],
    )
    await sweep(client, linkage.ref)
  })
}

const tokensOf = ({ moves: { from, to, records } }: Linked) => ({ from, to, tokens: records })

/** Corrections wait for it, and it for them. Answers the run that is served. */
async function lockLinkage(client: pg.PoolClient, ref: string): Promise<number | null> {
  const { rows } = await client.query<{ current_run: number | null }>(
    'select current_run from entities.linkages where ref = $1 for update',
    [ref],
  )
  return rows[0]?.current_run ?? null
}

function policyChanged(): Problem {
  return new Problem(409, 'policy-changed', {
    title: 'An agreement changed while its data was being read',
    detail: 'What had been read was dropped; the result before this run still serves.',
    mend: 'Run the linkage again: it then has what is permitted now.',
  })
}
