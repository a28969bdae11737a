import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { blockKeys } from '../block/keys.ts'
import { planBlocking } from '../block/plan.ts'
import type { LinkMode } from '../block/blocks.ts'
import { patternOf } from '../compare/answer.ts'
import { explainPair } from '../explain/explain.ts'
import { recordAt } from '../features/record.ts'
import { buildFeatures, type Features } from '../features/store.ts'
import { tableOf } from '../features/table.ts'
import type { LinkageModel } from '../model/document.ts'
import { everyQuestionModel, rowsOfPeople } from '../model/arbitraries.ts'
import { peopleModel } from '../model/model-for-tests.ts'
import { pairKernel, patternKernel } from './kernel.ts'
import { packRecords } from './pack.ts'
import { runTask, tasksOf } from './run.ts'

/** The pairs that some rule makes, found the long way round. */
function candidates(model: LinkageModel, features: Features, wanted: (left: number, right: number) => boolean) {
  const keys = model.blocking.map((rule) => {
    const { ids, starts } = blockKeys(features, rule)
    return Array.from({ length: features.count }, (_, record) =>
      starts ? [...ids.subarray(starts[record], starts[record + 1])] : [ids[record]!],
    )
  })
  const found: [number, number][] = []
  for (let left = 0; left < features.count; left++)
    for (let right = left + 1; right < features.count; right++)
      if (wanted(left, right) && keys.some((of) => of[left]!.some((id) => id !== 0 && of[right]!.includes(id))))
        found.push([left, right])
  return found
}

for (const [name, model] of [
  ['a model of people', peopleModel],
  ['a model that asks every question', everyQuestionModel],
] as const) {
  test(`${name}: the kernel finds the pairs, weights and patterns that the plain evaluator finds, each once`, () => {
    fc.assert(
      fc.property(
        rowsOfPeople,
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.nat(50),
        (rows, thresholdBits, parts) => {
          const features = buildFeatures(model, tableOf(rows))
          const pack = packRecords(model, features, planBlocking(features, model.blocking))
          const found = new Map<string, [number, number]>()
          const kernel = pairKernel(pack, {
            thresholdBits,
            capacity: 3,
            onPairs: ({ left, right, weight, pattern }, count) => {
              for (let at = 0; at < count; at++) {
                const key = `${left[at]} ${right[at]}`
                assert.ok(!found.has(key), `${key} twice`)
                found.set(key, [weight[at]!, pattern[at]!])
              }
            },
          })
          for (const task of tasksOf(pack, parts + 1)) runTask(pack, kernel, task)
          const seen = kernel.finish()
          const expected = candidates(model, features, () => true)
          assert.equal(seen, expected.length)
          for (const [left, right] of expected) {
            const { weight, pattern } = explainPair(model, features, left, right)
            const got = found.get(`${left} ${right}`)
            // Sums in another order may differ in the last bits.
            if (Math.abs(weight - thresholdBits) > 1e-7)
              assert.equal(got !== undefined, weight >= thresholdBits, `${left} ${right}`)
            if (got) {
              assert.ok(Math.abs(got[0] - weight) < 1e-9, `${got[0]} ${weight}`)
              assert.equal(got[1], pattern)
            }
            found.delete(`${left} ${right}`)
          }
          assert.equal(found.size, 0)
        },
      ),
      { numRuns: 150 },
    )
  })

  test(`${name}: the counts of patterns are those of the candidate pairs, by every way of linking`, () => {
    fc.assert(
      fc.property(
        rowsOfPeople,
        fc.array(fc.nat(2)),
        fc.constantFrom('all', 'across', 'within'),
        (rows, places, mode: LinkMode) => {
          const sourceOf = Uint16Array.from(rows, (_, at) => places[at] ?? 0).toSorted()
          const features = buildFeatures(model, tableOf(rows))
          const sources = { mode, sourceOf }
          const pack = packRecords(model, features, planBlocking(features, model.blocking, sources), { sources })
          const kernel = patternKernel(pack)
          for (const task of tasksOf(pack, 3)) runTask(pack, kernel, task)
          const { patterns, counts } = kernel.take()
          const expected = new Map<number, number>()
          const same = (left: number, right: number) => sourceOf[left] === sourceOf[right]
          const wanted = (left: number, right: number) => mode === 'all' || same(left, right) === (mode === 'within')
          for (const [left, right] of candidates(model, features, wanted)) {
            const pattern = patternOf(model, recordAt(features, left), recordAt(features, right))
            expected.set(pattern, (expected.get(pattern) ?? 0) + 1)
          }
          assert.deepEqual(new Map(Array.from(patterns, (pattern, at) => [pattern, counts[at]!])), expected)
        },
      ),
      { numRuns: 100 },
    )
  })
}

test('a model that is not trained counts patterns, and is refused for scoring', () => {
  const model = { ...peopleModel, prior: null }
  const features = buildFeatures(
    model,
    tableOf([{ first_name: 'ann', surname: 'lee', dob: null, postcode: null, lat: null, long: null, age: null }]),
  )
  const pack = packRecords(model, features, planBlocking(features, model.blocking))
  assert.equal(patternKernel(pack).take().seen, 0)
  assert.throws(
    () => pairKernel(pack, { thresholdBits: 0, onPairs: () => undefined }),
    (error) => error instanceof Problem && error.code === 'model-untrained',
  )
})
