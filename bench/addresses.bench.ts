/**
 * Written addresses to UPRNs against a list of a million: a made country (the same for the same seed), and 20,000 of its addresses as people write
 * them, four in a hundred of which the list does not have. The rate is of one core: addresses for each second of the processor.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { AddressListBuilder } from '../platform/src/linkage/addresses/list.ts'
import { Chance, madeAddresses, type MadeAddress } from '../platform/src/linkage/addresses/made-addresses-for-tests.ts'
import { matchAddress } from '../platform/src/linkage/addresses/match.ts'
import { written } from '../platform/src/linkage/addresses/written-for-tests.ts'
import type { Row } from './row.ts'

const size = 1_000_000
const asked = 20_000

function processorSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Megabytes that are held once what is not needed is gone. */
function held(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

export async function run(): Promise<Row[]> {
  const pick = new Chance(99)
  const sample: MadeAddress[] = []
  // Making them costs time of its own, which is measured by itself and taken away.
  const making = processorSeconds(() => {
    for (const made of madeAddresses(size, 1)) if (pick.is(asked / size)) sample.push(made)
  })
  const before = held()
  const builder = new AddressListBuilder()
  const adding = processorSeconds(() => {
    for (const { entry, isListed } of madeAddresses(size, 1)) if (isListed) builder.add(entry)
  })
  let list = new AddressListBuilder().finish()
  const finishing = processorSeconds(() => {
    list = builder.finish()
  })
  const megabytes = held() - before

  const chance = new Chance(7)
  const texts = sample.map(({ entry, isListed }) => ({ entry, isListed, text: written(entry, chance).text }))
  for (const { text } of texts.slice(0, 2_000)) matchAddress(list, text)
  let answers: ReturnType<typeof matchAddress>[] = []
  const seconds = processorSeconds(() => {
    answers = texts.map(({ text }) => matchAddress(list, text))
  })

  const count = { listed: 0, matched: 0, right: 0, wrongFlat: 0 }
  const bins = Array.from({ length: 10 }, () => ({ said: 0, right: 0 }))
  for (const [at, { entry, isListed }] of texts.entries()) {
    const { outcome, best } = answers[at]!
    const isRight = isListed && best?.uprn === entry.uprn
    count.listed += isListed ? 1 : 0
    if (outcome === 'matched') {
      count.matched++
      count.right += isRight ? 1 : 0
      count.wrongFlat += !isRight && entry.part && best?.address.includes(entry.street ?? '–') ? 1 : 0
    }
    const bin = bins[Math.min(9, Math.floor((best?.probability ?? 0) * 10))]!
    bin.said += best?.probability ?? 0
    bin.right += isRight ? 1 : 0
  }
  const error = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / texts.length
  const row = (what: string, ours: number, budget: string, unit: string): Row => ({
    what,
    ours,
    peer: null,
    ratio: null,
    budget,
    unit,
  })
  return [
    row('written addresses against 1,000,000, one core', texts.length / seconds, '≥ 5,000', 'addresses/s'),
    row('list of 1,000,000 made ready, processor time', adding + finishing - making, '≤ 30', 's'),
    row('memory of that list', megabytes, '≤ 1,000', 'MB'),
    row('found, of those in the list', (100 * count.right) / count.listed, '≥ 98.5', '%'),
    row('right, of those said to be found', (100 * count.right) / count.matched, '≥ 99.8', '%'),
    row('wrong flats, of those said to be found', (100 * count.wrongFlat) / count.matched, '≤ 0.1', '%'),
    row('calibration error of the probabilities', error, '≤ 0.03', '–'),
  ]
}
