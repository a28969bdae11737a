/** The whole of a run's arithmetic: rows in; entities, pairs and facts out. Pure but for its random keys. */
import { modelHash, probabilityOf } from '#linkage'
import { linkageKey } from '../keys.ts'
import { sealBits } from '../store/records.ts'
import { group, placed } from './group.ts'
import type { Job, Linked, PairsPiece, RecordsPiece } from './job.ts'
import { nothingRead } from '../faults.ts'
import { readyModel } from './models.ts'
import { qualityOf } from './quality.ts'
import { keepKeys } from './same-keys.ts'
import { scorePairs } from './score-pairs.ts'
import { gather } from './table.ts'

export type Product = Readonly<{
  records(): Generator<RecordsPiece>
  pairs(): Generator<PairsPiece>
  linked: Omit<Linked, 'cpuSeconds'>
}>

type Tell = (step: 'comparing' | 'clustering', done: number) => void

const pieceSize = 2_000

export function linkRows(rows: readonly (readonly Uint8Array[])[], job: Job, tell: Tell): Product {
  const key = linkageKey(job.secret)
  const { table, tokens, source, facts, leftOut } = gather(rows, job.sources, key)
  if (table.count === 0) throw nothingRead()
  const ready = readyModel(table, job)
  const { model } = ready
  const pairs = scorePairs(ready, model.thresholds.review ?? model.thresholds.link, (done) => tell('comparing', done))
  tell('clustering', 0)
  const placeOf = new Map(tokens.map((token, place) => [token, place]))
  const rulings = placed(job.rulings, placeOf)
  const nhs = table.columns['nhs-number']!
  const groupable = { source, identifier: Uint32Array.from(nhs.codes) }
  const once = job.sources.flatMap((each, place) => (each.once ? [place] : []))
  const cluster = group(groupable, pairs, rulings, { model, once })

  const before = new Map(job.previous.tokens.map((token, at) => [token, job.previous.entities[at]!]))
  const { keys, moves } = keepKeys({ tokens, cluster }, before)
  const sizes = new Map<string, number>()
  for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
  const uncertain = pairs.weight.reduce(
    (count, bits) => count + (probabilityOf(bits) < model.thresholds.link ? 1 : 0),
    0,
  )
  return {
    linked: {
      facts: {
        records: table.count,
        leftOut,
        entities: sizes.size,
        linked: [...sizes.values()].filter((size) => size > 1).length,
        uncertain,
        model: { id: model.id, hash: modelHash(model) },
        thresholds: { link: model.thresholds.link, review: model.thresholds.review ?? model.thresholds.link },
        quality: qualityOf({ table, pairs, cluster, rulings, year: job.year }),
      },
      model: key.seal(JSON.stringify(model), 'model'),
      moves,
    },
    *records() {
      for (let from = 0; from < tokens.length; from += pieceSize) {
        const places = range(from, Math.min(from + pieceSize, tokens.length))
        yield {
          tokens: places.map((place) => tokens[place]!),
          entities: places.map((place) => keys[place]!),
          sealed: places.map((place) => key.seal(JSON.stringify(facts[place]), tokens[place]!)),
        }
      }
    },
    *pairs() {
      for (let from = 0; from < pairs.count; from += pieceSize) {
        const places = range(from, Math.min(from + pieceSize, pairs.count))
        const [left, right] = [pairs.left, pairs.right].map((side) => places.map((place) => tokens[side[place]!]!))
        const ids = places.map((_, at) => key.pair(left![at]!, right![at]!))
        yield {
          ids,
          left: left!,
          right: right!,
          sealed: places.map((place, at) => sealBits(key, ids[at]!, pairs.weight[place]!)),
        }
      }
    },
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
