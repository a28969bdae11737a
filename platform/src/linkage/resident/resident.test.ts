import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { planBlocking } from '../block/plan.ts'
import { explainRecords } from '../explain/explain.ts'
import { deriveRecord, type Row } from '../features/record.ts'
import { buildFeatures } from '../features/store.ts'
import { tableOf } from '../features/table.ts'
import { everyQuestionModel, rowsOfPeople } from '../model/arbitraries.ts'
import type { LinkageModel } from '../model/document.ts'
import { peopleModel } from '../model/model-for-tests.ts'
import { pairKernel } from '../score/kernel.ts'
import { packRecords } from '../score/pack.ts'
import { runTask, tasksOf } from '../score/run.ts'
import { makeResident } from './resident.ts'

/** How common values are is of the beginning in one and of all in the other, so that is left out. */
const plain = (model: LinkageModel): LinkageModel => ({
  ...model,
  comparisons: model.comparisons.map((comparison) => ({
    ...comparison,
    levels: comparison.levels.map(({ when, m, u }) => ({ when, m, u })),
  })),
})

/** Whose answers do not hang on which record is left. */
const models = [
  plain(peopleModel),
  plain({ ...everyQuestionModel, comparisons: everyQuestionModel.comparisons.slice(1) }),
]

/** Pairs of a batch over these rows, as `weight` by `one other`. */
function batch(model: LinkageModel, rows: readonly Row[], thresholdBits: number): Map<string, number> {
  const features = buildFeatures(model, tableOf([...rows, blank]))
  const pack = packRecords(model, features, planBlocking(features, model.blocking))
  const pairs = new Map<string, number>()
  const kernel = pairKernel(pack, {
    thresholdBits,
    onPairs: ({ left, right, weight }, count) => {
      for (let at = 0; at < count; at++) pairs.set(`${left[at]} ${right[at]}`, weight[at]!)
    },
  })
  for (const task of tasksOf(pack, 1)) runTask(pack, kernel, task)
  kernel.finish()
  return pairs
}

const names = ['first_name', 'surname', 'dob', 'postcode', 'lat', 'long', 'age']
const blank: Row = Object.fromEntries(names.map((name) => [name, null]))

const step = fc.oneof(
  fc.record({ kind: fc.constant('insert'), at: fc.nat(), row: fc.nat() }),
  fc.record({ kind: fc.constantFrom('change', 'remove', 'lookup'), at: fc.nat(), row: fc.nat() }),
)

for (const [at, model] of models.entries())
  test(`after any changes a record has the pairs that a batch over all finds (model ${at + 1})`, () => {
    fc.assert(
      fc.property(
        rowsOfPeople,
        rowsOfPeople,
        fc.array(step, { maxLength: 30 }),
        fc.nat(30),
        (begin, more, steps, room) => {
          const threshold = -4
          const resident = makeResident(model, tableOf([...begin, blank]), { thresholdBits: threshold, room })
          const rows = new Map<number, Row>([...begin, blank].entries())
          const pairs = batch(model, begin, threshold)
          const forget = (record: number) => {
            for (const key of pairs.keys()) if (key.split(' ').includes(String(record))) pairs.delete(key)
          }
          const learn = (record: number, matches: ReturnType<typeof resident.lookup>['matches']) => {
            for (const match of matches)
              pairs.set([record, match.record].toSorted((a, b) => a - b).join(' '), match.weight)
          }
          for (const { kind, at: which, row: from } of steps) {
            const row = more[from % more.length]!
            const record = [...rows.keys()][which % Math.max(1, rows.size)]
            if (kind === 'insert') {
              const { record: given, matches } = resident.insert(row)
              rows.set(given, row)
              learn(given, matches)
            } else if (kind === 'lookup') resident.lookup(row)
            else if (record !== undefined) {
              forget(record)
              rows.delete(record)
              if (kind === 'remove') resident.remove(record)
              else {
                learn(record, resident.change(record, row).matches)
                rows.set(record, row)
              }
            }
          }
          assert.equal(resident.count(), rows.size)
          const numbers = [...rows.keys()].toSorted((a, b) => a - b)
          const expected = batch(
            model,
            numbers.map((number) => rows.get(number)!),
            threshold,
          )
          const renamed = new Map(
            [...expected].map(([key, weight]) => [
              key
                .split(' ')
                .map((place) => numbers[Number(place)])
                .join(' '),
              weight,
            ]),
          )
          assert.deepEqual([...pairs.keys()].toSorted(), [...renamed.keys()].toSorted())
          for (const [key, weight] of renamed) assert.ok(Math.abs(pairs.get(key)! - weight) < 1e-9)
        },
      ),
      { numRuns: 60 },
    )
  })

test('a look-up changes nothing, and says what the plain evaluator says', () => {
  fc.assert(
    fc.property(rowsOfPeople, rowsOfPeople, (rows, asked) => {
      const model = models[0]!
      const resident = makeResident(model, tableOf([...rows, blank]), { thresholdBits: -100, room: 3 })
      for (const row of [...asked, ...asked]) {
        const { matches, compared } = resident.lookup(row)
        assert.equal(matches.length, compared)
        for (const { record, weight, pattern } of matches) {
          const explained = explainRecords(model, deriveRecord(model, row), deriveRecord(model, rows[record]!))
          assert.ok(Math.abs(weight - explained.weight) < 1e-9)
          assert.equal(pattern, explained.pattern)
        }
      }
      assert.equal(resident.count(), rows.length + 1)
    }),
  )
})

test('a block too large is left out and counted, or looked at in parts', () => {
  const rows = Array.from({ length: 20 }, (_, at) => ({
    ...blank,
    dob: '1900-01-01',
    surname: `name ${at % 5}`,
    first_name: 'x',
  }))
  const rule = { keys: ['dobText'], largest: 10 }
  const asked = { ...blank, dob: '1900-01-01', surname: 'name 1', first_name: 'x' }
  const whole = makeResident({ ...models[0]!, blocking: [rule] }, tableOf(rows), { thresholdBits: -100 })
  assert.deepEqual([whole.lookup(asked).compared, whole.lookup(asked).leftOut], [0, 20])
  const split = makeResident({ ...models[0]!, blocking: [{ ...rule, split: ['surname'] }] }, tableOf(rows), {
    thresholdBits: -100,
  })
  assert.deepEqual([split.lookup(asked).compared, split.lookup(asked).leftOut], [4, 0])
})

test('a record that is not there cannot be changed', () => {
  const resident = makeResident(models[0]!, tableOf([blank]), { thresholdBits: 0 })
  resident.remove(0)
  for (const record of [0, 7, -1, 0.5])
    assert.throws(
      () => resident.remove(record),
      (error) => error instanceof Problem && error.code === 'record-unknown',
    )
})
