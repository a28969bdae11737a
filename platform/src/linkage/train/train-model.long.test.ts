import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autoModel } from '../auto/index.ts'
import { buildFeatures } from '../features/store.ts'
import { tableOfRecords } from '../features/sample.ts'
import { tableOf } from '../features/table.ts'
import type { LinkageModel } from '../model/document.ts'
import { readModel } from '../model/check.ts'
import { trainFromLabels } from './labels.ts'
import { inventPeople } from './people-for-tests.ts'
import { trainModel } from './train-model.ts'
import { trainOnTable } from './train-on-table.ts'

const quick = { randomPairs: 60_000 }
const together = inventPeople({ people: 900, perHousehold: 3, seed: 1 })
const alone = inventPeople({ people: 900, perHousehold: 1, seed: 2 })

function train({ table }: typeof together) {
  const { model } = autoModel(table)
  const features = buildFeatures(model, table)
  return { untrained: model, features, ...trainModel(model, features, quick) }
}
const known = new Map([together, alone].map((people) => [people, train(people)] as const))
const trainedOn = (people: typeof together) => known.get(people)!

const chances = (model: LinkageModel): number[] =>
  model.comparisons.flatMap(({ levels, else: otherwise }) =>
    [...levels, otherwise].flatMap(({ m, u }) => [m ?? Number.NaN, u ?? Number.NaN]),
  )

test('every level is trained, m and u each sum to one, and the model is a model', () => {
  const { model } = trainedOn(together)
  readModel(model)
  assert.ok(chances(model).every((chance) => chance > 0 && chance <= 1))
  for (const { levels, else: otherwise } of model.comparisons)
    for (const which of ['m', 'u'] as const) {
      const sum = [...levels, otherwise].reduce((total, level) => total + level[which]!, 0)
      assert.ok(Math.abs(sum - 1) < 1e-6, String(sum))
    }
})

test('as many pairs are expected to be the same as are', () => {
  for (const people of [together, alone]) {
    const { report } = trainedOn(people)
    assert.ok(Math.abs(report.expectedMatches / 900 - 1) < 0.1, String(report.expectedMatches))
  }
})

test('people who live together are found where they are, and not where they are not', () => {
  const pairs = (table: { count: number }) => (table.count * (table.count - 1)) / 2
  const share = (people: typeof together) => {
    const { model } = trainedOn(people)
    return model.household!.share * pairs(people.table)
  }
  // Of three people with two records each there are twelve pairs of records of different people.
  const planted = 300 * 12
  assert.ok(Math.abs(share(together) / planted - 1) < 0.25, String(share(together)))
  assert.ok(share(alone) < 0.02 * planted, String(share(alone)))
})

test('the same seed makes the same model, and the order of records hardly another', () => {
  const { model } = trainedOn(together)
  assert.deepEqual(train(together).model, model)
  const backwards = Uint32Array.from({ length: together.table.count }, (_, at) => together.table.count - 1 - at)
  const { untrained } = trainedOn(together)
  const table = tableOfRecords(together.table, backwards)
  const turned = trainModel(untrained, buildFeatures(untrained, table), quick).model
  for (const [at, comparison] of model.comparisons.entries())
    for (const [level, { m }] of comparison.levels.entries())
      assert.ok(Math.abs(m! - turned.comparisons[at]!.levels[level]!.m!) < 0.02, `${comparison.name} ${level}`)
  assert.ok(Math.abs(Math.log2(model.prior! / turned.prior!)) < 0.1)
})

test('what is learnt without labels is what labels teach', () => {
  const { untrained, features, model } = trainedOn(together)
  const labelled = trainFromLabels(untrained, features, { clusters: together.people }, quick)
  for (const [at, comparison] of model.comparisons.entries())
    assert.ok(
      Math.abs(comparison.levels[0]!.m! - labelled.comparisons[at]!.levels[0]!.m!) < 0.05,
      `${comparison.name}: ${comparison.levels[0]!.m} ${labelled.comparisons[at]!.levels[0]!.m}`,
    )
  assert.ok(Math.abs(labelled.prior! - 900 / ((1800 * 1799) / 2)) < 1e-9)
})

test('labels of which none says “the same” teach nothing, and that is said', () => {
  const { untrained, features } = trainedOn(together)
  const pairs = { left: Uint32Array.of(0), right: Uint32Array.of(9), score: Uint8Array.of(0), count: 1 }
  assert.throws(() => trainFromLabels(untrained, features, { pairs }), { code: 'labels-missing' })
})

test('a sample of a table teaches what the table does', () => {
  const { table } = inventPeople({ people: 3_000, perHousehold: 2, seed: 3 })
  const { model } = autoModel(table)
  const whole = trainOnTable(model, table, quick)
  const some = trainOnTable(model, table, { ...quick, records: 4_000 })
  assert.equal(some.frequencies, null)
  assert.equal(some.report.records, 4_000)
  // A record's other half is in the sample with two chances in three, as pairs of others are.
  assert.ok(Math.abs(Math.log2(whole.model.prior! / some.model.prior!)) < 0.4)
})

test('one record, or none of another source, cannot teach, and that is said', () => {
  const table = tableOf([
    { first_name: 'ada', surname: 'king' },
    { first_name: 'bob', surname: 'lee' },
  ])
  const { model } = autoModel(table)
  const sources = { mode: 'across' as const, sourceOf: Uint16Array.of(0, 0) }
  assert.throws(() => trainModel(model, buildFeatures(model, table), { sources }), { code: 'training-impossible' })
  assert.ok(trainModel(model, buildFeatures(model, table), quick).model.prior! > 0)
})

test('a source that holds no one twice is told from one that does', () => {
  const { table } = inventPeople({ people: 900, perHousehold: 1, seed: 4 })
  const firsts = Uint32Array.from({ length: 900 }, (_, at) => 2 * at)
  const seconds = firsts.map((at) => at + 1)
  const train = (records: Uint32Array, sourceOf: Uint16Array) => {
    const joined = tableOfRecords(table, records)
    const sources = { mode: 'across' as const, sourceOf }
    const { model } = autoModel(joined, { sources })
    return trainModel(model, buildFeatures(model, joined), { ...quick, sources }).report.oncePerSource
  }
  const once = train(Uint32Array.of(...firsts, ...seconds), new Uint16Array(1_800).fill(1, 900))
  assert.deepEqual(once, [true, true])
  const twice = train(Uint32Array.of(...firsts, ...seconds, ...seconds), new Uint16Array(2_700).fill(1, 900))
  assert.deepEqual(twice, [true, false])
})
