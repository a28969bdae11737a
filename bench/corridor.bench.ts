/**
 * The whole corridor as a door calls it (token, dataset, decision, query, durable receipt, rows) beside the same rows
 * straight from the engine: a statement written by hand over the same snapshot, with the same text for each row.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DuckDBInstance } from '@duckdb/node-api'
import { TextBytes } from '../platform/src/holdings/chunk-bytes.ts'
import { readSettings, startNode } from '../platform/src/main/index.ts'
import type { Row } from './row.ts'

const held = 1_000_000
const dataset = 'bench-council/requests'
const line = `concat(',', json_object('reference', reference, 'kind', kind, 'ward', ward, 'cost', CASE WHEN isfinite(cost) THEN cost END))`

export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bench-corridor-'))
  const environment = { WAYLEAVE_DATA: folder, PORT: '0', WAYLEAVE_LOG: 'silent' }
  const node = await startNode(readSettings(environment, { demo: false }))
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' })
  const connection = await instance.connect()
  try {
    const bearer = await officer(node)
    const { version } = await publish(node)
    const snapshot = join(folder, 'blobs', version.snapshot.slice(0, 2), version.snapshot.slice(2))
    await connection.run('SET parquet_metadata_cache = true')

    const governed = async (limit: number) => {
      const query = { fields: null, filter: null, order: [], limit, offset: 0, format: 'json' } as const
      const answer = await node.house.exchange.read({
        credentials: { bearer },
        dataset,
        purpose: null,
        action: 'read',
        query,
        version: null,
      })
      if (answer.kind !== 'release') throw new Error('refused')
      let rows = 0
      for await (const batch of answer.batches) rows += batch.rows
      return rows
    }
    const straight = async (limit: number) => {
      const result = await connection.stream(
        `SELECT ${line} FROM (SELECT * FROM read_parquet('${snapshot}') LIMIT ${limit})`,
      )
      const gathered = new TextBytes()
      let rows = 0
      for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        gathered.add(chunk)
        if (gathered.rows >= 2_048) rows += gathered.take().rows
      }
      return rows + gathered.take().rows
    }

    const table: Row[] = []
    for (const [limit, turns] of [
      [1, 201],
      [1_000, 101],
      [100_000, 21],
      [held, 7],
    ] as const) {
      const { ours, peer } = await inTurns(
        () => governed(limit),
        () => straight(limit),
        turns,
      )
      const what = `token to receipt to rows, ${limit.toLocaleString('en-GB')} ${limit === 1 ? 'row' : 'rows'}, json`
      table.push({
        what,
        ours,
        peer,
        ratio: ours / peer,
        budget: limit === 1 ? 'adds ≤ 2 ms' : '≤ 1.10 × and 2 ms',
        unit: 'ms',
      })
    }
    return table
  } finally {
    connection.closeSync()
    instance.closeSync()
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Started = Awaited<ReturnType<typeof startNode>>

async function officer({ house }: Started): Promise<string> {
  const [clientId, secret] = ['bench-data-officer', 'a secret of this bench alone, long enough']
  await house.catalogue.putOrganisation({
    id: 'bench-council',
    name: 'Bench',
    kind: 'council',
    contact: '-',
    assurances: [],
  })
  await house.governance.ownUse('bench-council')
  await house.identity.putClient({
    clientId,
    secret,
    organisation: 'bench-council',
    roles: ['data-officer'],
    about: clientId,
  })
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }
  const { body } = await house.identity.issueToken(form, { address: '127.0.0.1' })
  return String(body['access_token'])
}

async function publish({ house }: Started) {
  const kinds = ['Pothole', 'Street light', 'Missed bin', 'Fly-tipping', 'Graffiti']
  function* text() {
    yield 'reference,kind,ward,cost\n'
    for (let at = 0; at < held; at += 10_000) {
      const lines = Array.from(
        { length: 10_000 },
        (_, n) => `R${at + n},${kinds[n % 5]},Ward ${n % 40},${((at + n) % 9973) / 4}`,
      )
      yield `${lines.join('\n')}\n`
    }
  }
  const by = {
    kind: 'app',
    id: 'bench',
    name: 'bench',
    organisation: 'bench-council',
    roles: ['data-officer'],
  } as const
  const draft = await house.intake.analyse({ stream: Readable.from(text()), name: 'requests.csv' }, { ref: dataset })
  return house.intake.confirm(draft.id, {}, by)
}

/** Medians of runs that take turns, so that whatever else the machine does falls on both. */
async function inTurns(ours: () => Promise<number>, peer: () => Promise<number>, turns: number) {
  if ((await ours()) !== (await peer())) throw new Error('the two answers differ')
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let turn = 0; turn < turns; turn++) {
    for (const who of turn % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      const started = performance.now()
      await (who === 'ours' ? ours() : peer())
      times[who].push(performance.now() - started)
    }
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!
  return { ours: median(times.ours), peer: median(times.peer) }
}
