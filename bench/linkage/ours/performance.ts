/** Ours on people, one step to a process, as `peer/performance.py` does it with Splink. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  bitsOf,
  buildFeatures,
  fromSplink,
  type LinkageModel,
  packRecords,
  planBlocking,
} from '../../../platform/src/linkage/index.ts'
import { openEngine } from '../../../platform/src/linking/engine.ts'
import { pairCount, pairsIn } from '../../../platform/src/linking/pair-store.ts'
import { type Read, readRecords } from '../../../platform/src/linking/read.ts'
import { scoreInWorkers, type ScoredPairs } from '../../../platform/src/linking/workers.ts'
import { makeStages } from './stages.ts'
import { writePairs } from './write.ts'

const threads = 2
const engineMb = 1_000
/** Of pairs in memory; what is more goes to files. */
const pairBytes = 256e6

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    rules: { type: 'string' },
    model: { type: 'string' },
    threshold: { type: 'string' },
    count: { type: 'string' },
    out: { type: 'string' },
  },
})
const { data = '', model: settings = '', threshold, out = '.' } = values
const stages = makeStages()
const thresholdBits = threshold === undefined ? -Infinity : bitsOf(Number(threshold))
mkdirSync(out, { recursive: true })
const folder = join(out, 'work')
mkdirSync(folder, { recursive: true })
const engine = await openEngine(folder, engineMb, threads)

async function read(model: LinkageModel): Promise<Read> {
  const columns = [...new Set(Object.values(model.features).flatMap(({ from }) => from))]
  return stages.stage('read', () =>
    readRecords(engine.connection, { files: [data], idColumn: 'unique_id', columns, folder }),
  )
}

/** Values are derived for blocking and scoring, so their time is part of these. */
async function score(model: LinkageModel, { table }: Read): Promise<ScoredPairs> {
  const pack = await stages.stage('block', () => {
    const features = buildFeatures(model, table)
    return packRecords(model, features, planBlocking(features, model.blocking))
  })
  const scored = await stages.stage('score', () =>
    scoreInWorkers(pack, { thresholdBits, folder, bytes: pairBytes }, { threads }),
  )
  stages.facts['candidates'] = scored.seen
  stages.facts['pairs'] = pairCount(scored.segments)
  return scored
}

async function scoreAlone(): Promise<void> {
  const { model } = fromSplink(JSON.parse(readFileSync(settings, 'utf8')))
  const records = await read(model)
  const { segments } = await score(model, records)
  let weight = 0
  for (const pairs of pairsIn(segments)) for (const bits of pairs.weight) weight += bits
  stages.facts['weight'] = weight
  await stages.stage('write', async () =>
    // As of Splink’s, of very many one in fifty is written.
    writePairs(engine.connection, pairsIn(segments), {
      ids: await records.ids(),
      file: join(out, 'pairs.parquet'),
      wanted: threshold === undefined ? (left, right) => (Number(left) + Number(right)) % 50 === 0 : () => true,
    }),
  )
}

try {
  if (positionals[0] === 'score') await scoreAlone()
  else throw new Error(`there is no step “${positionals[0]}”`)
} finally {
  engine.close()
}
stages.save(join(out, 'stages.json'))
