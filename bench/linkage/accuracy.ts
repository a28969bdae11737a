/** How good each program is on the labelled sets. */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
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
async function both({ python, scratch, tell }: Race, prepared: Prepared, variant: Variant): Promise<Pair<Scored>> {
  const { name } = prepared.set
  const tables = Object.entries(prepared.tables).map(([table, file]) => `${table}=${file}`)
  const folder = (whose: 'peer' | 'ours') => {
    const made = join(scratch, `${whose}-${name}-${variant}`)
    mkdirSync(made, { recursive: true })
    return made
  }
  const script = (...path: readonly string[]) => join(import.meta.dirname, ...path)
  const [peer, ours] = [folder('peer'), folder('ours')]
  tell(`${name}, ${variant}: Splink`)
  const peerTook = await measured(python, peer, [
    python,
    script('peer', 'accuracy.py'),
    '--set',
    name,
    '--variant',
    variant,
    '--out',
    peer,
    ...tables,
  ])
  tell(`${name}, ${variant}: ours`)
  const ourTook = await measured(python, ours, [
    process.execPath,
    script('ours', 'accuracy.ts'),
    '--model',
    variant === 'equal' ? join(peer, 'untrained.json') : 'auto',
    '--out',
    ours,
    ...tables,
  ])
  const scored = async (folder: string, took: Scored['measured']): Promise<Scored> => ({
    measured: took,
    measures: await measuresOf(folder, prepared),
    settings: String(took.facts['settings']),
  })
  return { peer: await scored(peer, peerTook), ours: await scored(ours, ourTook) }
}

function measuresOf(folder: string, { truth, tables }: Prepared) {
  const clusters = readdirSync(folder).flatMap((file) => {
    const threshold = /^clusters-(.+)\.parquet$/.exec(file)?.[1]
    return threshold ? [[threshold, join(folder, file)] as const] : []
  })
  return evaluate({
    pairs: join(folder, 'pairs.parquet'),
    clusters: Object.fromEntries(clusters),
    truth,
    acrossOnly: Object.keys(tables).length > 1,
    threshold: 0.95,
  })
}
