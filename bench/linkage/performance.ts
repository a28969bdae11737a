/** Speed and memory on people: each step of either program in a process of its own. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromSplink, modelHash } from '../../platform/src/linkage/index.ts'
import { agreement } from './agree.ts'
import { grow } from './grow.ts'
import { type Measured, measured } from './measured.ts'
import type { EndToEnd, EqualOutput, Growth, Single } from './results.ts'

/** What every part needs to know. */
export type Race = Readonly<{
  python: string
  scratch: string
  /** The folder of the labelled sets. */
  data: string
  tell: (what: string) => void
}>

type Step = 'settings' | 'train' | 'score' | 'end-to-end' | 'single'
const threshold = 0.9
const linkThreshold = 0.95

const peerStep = ({ python, scratch }: Race, step: Step, name: string, ...more: string[]): Promise<Measured> => {
  const folder = join(scratch, `peer-${name}`)
  const script = join(import.meta.dirname, 'peer', 'performance.py')
  return measured(python, folder, [python, script, step, '--out', folder, ...more])
}

const ourStep = ({ python, scratch }: Race, step: Step, name: string, ...more: string[]): Promise<Measured> => {
  const folder = join(scratch, `ours-${name}`)
  const script = join(import.meta.dirname, 'ours', 'performance.ts')
  return measured(python, folder, [process.execPath, script, step, '--out', folder, ...more])
}

/** As `wayleave link`: reads, trains, blocks, scores, clusters, writes. */
const ourLink = ({ python, scratch }: Race, name: string, ...more: string[]): Promise<Measured> => {
  const folder = join(scratch, `ours-${name}`)
  const script = join(import.meta.dirname, 'ours', 'link.ts')
  return measured(python, folder, [process.execPath, script, '--out', folder, ...more])
}

export async function measureEqualOutput(race: Race, records: number): Promise<EqualOutput> {
  const { scratch, tell } = race
  const data = await people(race, records)
  const model = await trainedModel(race, data)
  const score = async (name: string, ...more: string[]) => {
    const given = ['--data', data, '--rules', 'loose', '--model', model, ...more]
    tell(`equal output, ${name}: Splink scores`)
    const peer = await peerStep(race, 'score', name, ...given)
    tell(`equal output, ${name}: ours scores`)
    const ours = await ourStep(race, 'score', name, ...given)
    const file = (whose: string) => join(scratch, `${whose}-${name}`, 'pairs.parquet')
    return { peer, ours, agreement: await agreement(file('peer'), file('ours')) }
  }
  return {
    records,
    modelHash: modelHash(fromSplink(JSON.parse(readFileSync(model, 'utf8'))).model),
    withThreshold: await score('with threshold', '--threshold', String(threshold)),
    withoutThreshold: await score('without threshold'),
  }
}

/** The model that Splink trained on these records, with the loose rules; trained once a run. */
async function trainedModel(race: Race, data: string): Promise<string> {
  const model = join(race.scratch, 'peer-train', 'trained-loose.json')
  if (existsSync(model)) return model
  race.tell('Splink trains the model that both score by')
  await peerStep(race, 'train', 'train', '--data', data)
  return model
}

/** Both start from the settings that `performance.py` has for the tight rules. */
async function endToEnd(race: Race, records: number, withPeer: boolean) {
  const data = await people(race, records)
  const threshold = ['--threshold', String(linkThreshold)]
  race.tell(`end to end, ${records} records: ${withPeer ? 'Splink' : 'only ours'}`)
  const peer = withPeer ? await peerStep(race, 'end-to-end', `end-${records}`, '--data', data, ...threshold) : null
  const settings = join(race.scratch, 'peer-settings', 'untrained.json')
  if (!existsSync(settings)) await peerStep(race, 'settings', 'settings')
  if (peer) race.tell(`end to end, ${records} records: ours`)
  const clusters = ['--model', settings, '--clusters', 'clusters.parquet']
  const ours = await ourLink(race, `end-${records}`, data, ...threshold, ...clusters)
  return { records, peer, ours }
}

export async function measureEndToEnd(race: Race, records: number): Promise<EndToEnd> {
  const { peer, ours } = await endToEnd(race, records, true)
  return { records, peer: peer!, ours }
}

export async function measureGrowth(
  race: Race,
  sizes: readonly number[],
  peerUpTo: number,
): Promise<readonly Growth[]> {
  const growth: Growth[] = []
  for (const records of sizes) growth.push(await endToEnd(race, records, records <= peerUpTo))
  return growth
}

export async function measureSingle(race: Race, records: number): Promise<Single> {
  const data = await people(race, records)
  const model = await trainedModel(race, data)
  race.tell('one record: Splink')
  const given = ['--data', data, '--rules', 'loose', '--model', model, '--threshold', String(threshold)]
  const peer = await peerStep(race, 'single', 'single', ...given, '--count', '50')
  return { records, peer: peer.facts['seconds'] as readonly number[], ours: null }
}

async function people({ data, scratch, tell }: Race, records: number): Promise<string> {
  const source = join(data, 'uk-synthetic', 'uk_people_1m.parquet')
  if (records === 1_000_000) return source
  const file = join(scratch, `people-${records}.parquet`)
  tell(`making ${records} people`)
  await grow(source, records, file)
  return file
}
