/** One linkage of ours from files to files, in a process of its own, by the same door as `wayleave link`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { link, readModelFile } from '../../../platform/src/linking/index.ts'
import { makeStages } from './stages.ts'

const { positionals: files, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    threshold: { type: 'string' },
    /** The name of the file of pairs in `out`; of clusters likewise. */
    pairs: { type: 'string' },
    clusters: { type: 'string' },
    out: { type: 'string' },
  },
})
const { model = 'auto', threshold, pairs, clusters, out = '.' } = values
mkdirSync(out, { recursive: true })
const report = await link({
  files,
  idColumn: 'unique_id',
  model: model === 'auto' ? 'auto' : await readModelFile(model),
  threshold: threshold === undefined ? undefined : Number(threshold),
  // As the peer is told: files of a pair hold nobody twice.
  mode: files.length > 1 ? 'across' : 'all',
  threads: 2,
  ...(pairs === undefined ? {} : { pairs: join(out, pairs) }),
  ...(clusters === undefined ? {} : { clusters: join(out, clusters) }),
})

const stages = makeStages()
Object.assign(stages.facts, {
  candidates: report.compared,
  pairs: report.pairs,
  settings: `model ${report.model.id}, SHA-256 \`${report.model.hash.slice(0, 16)}…\``,
  notes: report.notes,
  // As estimated without labels.
  ...(report.training ? { blockingRecall: report.training.blockingRecall } : {}),
})
stages.save(join(out, 'stages.json'), { wall: report.seconds, cpu: report.cpuSeconds })
