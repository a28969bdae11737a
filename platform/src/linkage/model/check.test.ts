import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { modelFaults, readModel } from './check.ts'
import { modelHash } from './hash.ts'
import { peopleModel } from './model-for-tests.ts'
import { levelCount, levelsOfPattern, patternOfLevels, patternSpace } from './patterns.ts'

const changed = (change: (model: Record<string, never>) => void): unknown => {
  const model = structuredClone(peopleModel)
  change(model as never)
  return model
}

test('a good model is taken, and a shuffled one has the same hash', () => {
  assert.equal(readModel(peopleModel), peopleModel)
  const shuffled = Object.fromEntries(Object.entries(peopleModel).toReversed())
  assert.equal(modelHash(readModel(shuffled)), modelHash(peopleModel))
})

for (const [says, change] of [
  ['kind linkage-model/1', (model: never) => Object.assign(model, { wayleave: 'agreement/1' })],
  ['/prior', (model: never) => Object.assign(model, { prior: 2 })],
  ['unexpected property', (model: never) => Object.assign(model, { priors: 0.1 })],
  ['no feature “surnam”', ({ blocking }: never) => Object.assign(blocking[0]!, { keys: ['surnam'] })],
  ['no comparison “email”', (model: never) => Object.assign(model, { household: { share: 0.1, shared: ['email'] } })],
  ['“dance”', ({ features }: never) => Object.assign(features['surname']!, { steps: ['dance'] })],
  ['not from two columns', ({ features }: never) => Object.assign(features['place']!, { from: 'lat' })],
  ['does not exist', ({ comparisons }: never) => Object.assign(comparisons[0]!, { missing: { test: 'soundex' } })],
  [
    'cannot be asked of a date',
    ({ comparisons }: never) => Object.assign(comparisons[0]!, { missing: { test: 'overlap', of: 'dob', atLeast: 1 } }),
  ],
  [
    'two kinds',
    ({ comparisons }: never) => Object.assign(comparisons[0]!, { missing: { test: 'exact', of: ['dob', 'surname'] } }),
  ],
  [
    'nested too deeply',
    ({ comparisons }: never) => {
      let missing: object = { test: 'missing', of: 'dob' }
      for (let depth = 0; depth < 20; depth++) missing = { test: 'not', that: missing }
      Object.assign(comparisons[0]!, { missing })
    },
  ],
] as const)
  test(`a model that is not one is told of: ${says}`, () => {
    const faults = modelFaults(changed(change as never))
    assert.ok(
      faults.some(({ at, what }) => `${at} ${what}`.toLowerCase().includes(says.toLowerCase())),
      JSON.stringify(faults),
    )
    assert.throws(
      () => readModel(changed(change as never)),
      (error) => error instanceof Problem && error.code === 'model-unfit',
    )
  })

test('anything at all is answered with faults, never with another error', () => {
  fc.assert(fc.property(fc.anything(), (value) => assert.ok(modelFaults(value).length > 0)))
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(peopleModel)), fc.jsonValue(), (member, value) => {
      modelFaults({ ...peopleModel, [member]: value })
    }),
  )
})

test('a pattern is its levels, both ways', () => {
  const levels = fc.tuple(...peopleModel.comparisons.map((comparison) => fc.nat(levelCount(comparison) - 1)))
  fc.assert(
    fc.property(levels, (taken) => {
      const pattern = patternOfLevels(peopleModel, taken)
      assert.ok(pattern < patternSpace(peopleModel))
      assert.deepEqual(levelsOfPattern(peopleModel, pattern), taken)
    }),
  )
})
