import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildFeatures } from '../features/store.ts'
import { tableOf } from '../features/table.ts'
import { everyQuestionModel, rowsOfPeople } from '../model/arbitraries.ts'
import { peopleModel } from '../model/model-for-tests.ts'
import { explainPair, explainRecords } from './explain.ts'
import { waterfall } from './waterfall.ts'
import { explanationInWords, levelInWords, percent } from './words.ts'

const ann = { forename: 'ann', surname: 'lee', full: 'ann lee', postcode: 'sr1 3ab' }

test('an explanation adds up to its weight', () => {
  fc.assert(
    fc.property(rowsOfPeople, (rows) => {
      for (const model of [peopleModel, everyQuestionModel]) {
        const features = buildFeatures(model, tableOf([...rows, rows[0]!]))
        const explained = explainPair(model, features, 0, rows.length)
        const parts = explained.parts.reduce((sum, { bits, termFrequencyBits }) => sum + bits + termFrequencyBits, 0)
        assert.ok(Math.abs(explained.priorBits + parts + explained.householdBits - explained.weight) < 1e-9)
      }
    }),
  )
})

test('a rare value adds bits, a common one takes them, and what is not known is said', () => {
  const rare = explainRecords(peopleModel, ann, ann, () => 0.0001)
  const common = explainRecords(peopleModel, ann, ann, () => 0.1)
  assert.ok(Math.abs(rare.parts[0]!.termFrequencyBits - Math.log2(10)) < 1e-9)
  assert.ok(common.parts[0]!.termFrequencyBits < 0)
  assert.equal(rare.parts[1]!.label, 'not known')
  assert.match(explanationInWords(rare), /not known: birth/)
})

test('a household that agrees so too takes bits away, the more the better it agrees', () => {
  const other = { ...ann, postcode: 'ne1 1aa' }
  const [same, moved] = [explainRecords(peopleModel, ann, ann), explainRecords(peopleModel, ann, other)]
  assert.ok(same.householdBits < -2)
  assert.ok(moved.householdBits > same.householdBits)
  assert.match(explanationInWords(same), /one household agree so too/)
})

test('every level of every comparison has words', () => {
  for (const { comparisons } of [peopleModel, everyQuestionModel])
    for (const comparison of comparisons)
      for (let level = 1; level <= comparison.levels.length + 1; level++)
        assert.ok(levelInWords(comparison, level).length > 3)
})

test('nothing uncertain is called certain', () => {
  assert.equal(percent(1 - 1e-12), 'over 99.9 %')
  assert.equal(percent(1e-12), 'under 0.1 %')
  assert.equal(percent(0.5), '50.0 %')
})

test('the picture is one well-formed element with its facts in words, whatever the labels', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (label) => {
      const [first, ...others] = peopleModel.comparisons
      const labelled = { ...first!, levels: first!.levels.map((level) => ({ ...level, label })) }
      const drawn = waterfall(explainRecords({ ...peopleModel, comparisons: [labelled, ...others] }, ann, ann))
      assert.match(drawn, /^<svg [^<>]*role="img"[^<>]*>\n<title>[^<>]+<\/title>\n<desc>[^<>]+<\/desc>/)
      const bars = drawn.match(/<rect /g)?.length
      assert.equal(bars, 2 + peopleModel.comparisons.length + 1)
      // Every tag is one of ours, and every ampersand begins an escape.
      for (const [tag] of drawn.matchAll(/<[^>]*>/g))
        assert.match(tag, /^<(\/?svg|\/?title|\/?desc|line|rect|\/?text)[ >]/)
      for (const [escape] of drawn.matchAll(/&[^;]{0,5};?/g)) assert.match(escape, /^&(amp|lt|gt|quot);$/)
    }),
    { numRuns: 30 },
  )
})
