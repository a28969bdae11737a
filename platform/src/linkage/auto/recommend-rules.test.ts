import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countPairs } from '../block/plan.ts'
import { buildFeatures } from '../features/store.ts'
import type { LinkageModel } from '../model/document.ts'
import { inventPeople } from '../train/people-for-tests.ts'
import { clustering, keysOf, text, thresholds } from './draft.ts'
import { recommendRules } from './recommend-rules.ts'

const { table, people } = inventPeople({ people: 700, perHousehold: 2, seed: 9 })
const keysModel: LinkageModel = {
  wayleave: 'linkage-model/1',
  id: 'keys',
  title: 'Keys',
  features: {
    forename: text('first_name', ['lower']),
    'forename start': text('first_name', ['lower', { first: 2 }]),
    surname: text('surname', ['lower']),
    dob: text('dob', ['trim']),
    'dob year': text('dob', [{ first: 4 }]),
    postcode: text('postcode', ['lower']),
  },
  comparisons: [],
  blocking: [],
  prior: null,
  household: null,
  clustering,
  thresholds,
}
const features = buildFeatures(keysModel, table)
const keys = [
  ...keysOf('forename', 'forename', 'forename start'),
  ...keysOf('surname', 'surname'),
  ...keysOf('dob', 'dob', 'dob year'),
  ...keysOf('postcode', 'postcode'),
]

function reached(rules: ReturnType<typeof recommendRules>['rules']): number {
  let found = 0
  for (let record = 0; record < table.count; record += 2) {
    assert.equal(people[record], people[record + 1])
    const isReached = rules.some((rule) =>
      rule.keys.every((key) => {
        const { codes } = features.columns[key]!
        return codes[record] !== 0 && codes[record] === codes[record + 1]
      }),
    )
    if (isReached) found++
  }
  return found / (table.count / 2)
}

test('rules stay within the budget, and more of it reaches more', () => {
  let before = 0
  for (const pairs of [2_000, 20_000, 200_000]) {
    const { rules, pairs: estimated } = recommendRules(features, keys, { pairs, records: table.count })
    const counted = countPairs(features, rules).reduce((sum, one) => sum + one, 0)
    assert.ok(counted <= pairs, `${counted} of ${pairs}`)
    assert.equal(Math.round(estimated), counted)
    const reach = reached(rules)
    assert.ok(reach >= before - 0.01, `${reach} ${before}`)
    before = reach
  }
  assert.ok(before > 0.97, String(before))
})

test('whoever has changed any one thing is reached by a rule that does not look at it', () => {
  const { rules } = recommendRules(features, keys, { pairs: 20_000, records: table.count })
  for (const group of ['forename', 'surname', 'dob', 'postcode'])
    assert.ok(
      rules.some((rule) => rule.keys.every((key) => !key.startsWith(group))),
      group,
    )
})
