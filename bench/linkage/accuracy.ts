/** How good each program is on the labelled sets. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromSplink, type LinkageModel } from '../../platform/src/linkage/index.ts'
import { evaluate } from './evaluate.ts'
import { measured } from './measured.ts'
import type { Race } from './performance.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { Accuracy, Pair, Scored } from './results.ts'
import type { LabelledSet } from './sets.ts'

type Variant = 'equal' | 'best'

export async function measureAccuracy(race: Race, chosen: readonly LabelledSet[]): Promise<readonly Accuracy[]> {
  const found: Accuracy[] = []
  for (const set of chosen) {
    const prepared = await prepare(set, race.data, race.scratch)
    found.push({
      set: set.name,
      about: set.about,
      own: set.own ?? false,
      records: prepared.records,
      variants: { equal: await both(race, prepared, 'equal'), best: await both(race, prepared, 'best') },
    })
  }
  return found
}

/** The peer first, for in `equal` ours reads the settings that the peer was given. */
async function both(race: Race, prepared: Prepared, variant: Variant): Promise<Pair<Scored>> {
  const { name } = prepared.set
  const folder = (whose: 'peer' | 'ours') => {
    const made = join(race.scratch, `${whose}-${name}-${variant}`)
    mkdirSync(made, { recursive: true })
    return made
  }
  race.tell(`${name}, ${variant}: Splink`)
  const peer = await peerScored(race, prepared, variant, folder('peer'))
  race.tell(`${name}, ${variant}: ours`)
  const own = folder('ours')
  let model = 'auto'
  if (variant === 'equal') {
    model = join(own, 'model.json')
    writeFileSync(model, JSON.stringify(equalModel(join(folder('peer'), 'untrained.json'))))
  }
  return { peer, ours: await ourScored(race, prepared, model, own) }
}

const script = (...path: readonly string[]) => join(import.meta.dirname, ...path)

async function peerScored({ python }: Race, prepared: Prepared, variant: Variant, folder: string): Promise<Scored> {
  const tables = Object.entries(prepared.tables).map(([table, file]) => `${table}=${file}`)
  const options = ['--set', prepared.set.name, '--variant', variant, '--out', folder]
  const took = await measured(python, folder, [python, script('peer', 'accuracy.py'), ...options, ...tables])
  const measures = await measuresOf(prepared, folder, join(folder, 'pairs.parquet'))
  return { measured: took, measures, settings: String(took.facts['settings']) }
}

/** Once as it is shipped, which is what is timed; and once more with every pair kept, for the evaluator to see all. */
async function ourScored({ python }: Race, prepared: Prepared, model: string, folder: string): Promise<Scored> {
  const command = (out: string, ...more: string[]) => [
    process.execPath,
    script('ours', 'link.ts'),
    ...Object.values(prepared.tables),
    '--model',
    model,
    '--out',
    out,
    ...more,
  ]
  const took = await measured(python, folder, command(folder, '--clusters', 'clusters-0.95.parquet'))
  const all = join(folder, 'all')
  await measured(python, all, command(all, '--pairs', 'pairs.parquet', '--threshold', String(everyPair)))
  const measures = await measuresOf(prepared, folder, join(all, 'pairs.parquet'))
  return { measured: took, measures, settings: String(took.facts['settings']) }
}

/** A probability that every pair has. */
const everyPair = 1e-300

/** What people of one household share, by the names that columns have in these sets: ours is told which comparisons are of these. */
const ofHouseholds = [
  'surname',
  'address',
  'address_1',
  'suburb',
  'postcode',
  'city',
  'state',
  'street_number',
  'phone',
  'uprn',
]

/** The peer’s columns, comparisons, levels and rules; everything else as ours is shipped. */
function equalModel(settings: string): LinkageModel {
  const { model } = fromSplink(JSON.parse(readFileSync(settings, 'utf8')))
  const shared = model.comparisons.map(({ name }) => name).filter((name) => ofHouseholds.includes(name))
  return {
    ...model,
    household: shared.length === 0 ? null : { share: 0, shared },
    clustering: { method: 'average-link', missingBits: -1, stopBits: 0 },
  }
}

function measuresOf({ truth, tables }: Prepared, folder: string, pairs: string) {
  const clusters = readdirSync(folder).flatMap((file) => {
    const threshold = /^clusters-(.+)\.parquet$/.exec(file)?.[1]
    return threshold ? [[threshold, join(folder, file)] as const] : []
  })
  return evaluate({
    pairs,
    clusters: Object.fromEntries(clusters),
    truth,
    acrossOnly: Object.keys(tables).length > 1,
    threshold: 0.95,
  })
}
