import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bigramSimilarity, damerauLevenshtein, jaccard, jaro, jaroWinkler, levenshtein, sharedStart } from './text.ts'

for (const [left, right, similarity] of [
  ['martha', 'marhta', 0.9611111111111111],
  ['dixon', 'dicksonx', 0.8133333333333332],
  ['abcdezzzzzzz', 'abcdeyyyyyyy', 0.6111111111111112],
  ['abcx', 'abcy', 0.8833333333333334],
  ['é', 'è', 0],
  ['', '', 0],
  ['a', '', 0],
] as const)
  test(`Jaro–Winkler of “${left}” and “${right}” is what DuckDB 2 says`, () =>
    assert.ok(Math.abs(jaroWinkler(left, right) - similarity) < 1e-15))

test('an exchange of neighbours is one edit of Damerau’s and two of Levenshtein’s', () => {
  assert.equal(damerauLevenshtein('ab', 'ba'), 1)
  assert.equal(levenshtein('ab', 'ba'), 2)
  assert.equal(damerauLevenshtein('ca', 'abc'), 2)
  assert.equal(levenshtein('kitten', 'sitting'), 3)
  assert.equal(levenshtein('é', 'e'), 1)
})

test('a start is shared when the shorter is all of it', () => {
  assert.equal(sharedStart('j', 'john'), 1)
  assert.equal(sharedStart('john', 'jo'), 2)
  assert.equal(sharedStart('jane', 'john'), 0)
})

// Few letters, so that they meet; one beyond the first plane, so that code points are not code units.
const text = fc.array(fc.constantFrom('a', 'b', 'c', 'é', '😀'), { maxLength: 12 }).map((points) => points.join(''))

test('every similarity is symmetric and within 0 and 1, and every distance within the longer length', () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      for (const similarity of [jaro, jaroWinkler, jaccard, bigramSimilarity]) {
        const value = similarity(left, right)
        assert.ok(value >= 0 && value <= 1 + 1e-12, `${similarity.name} ${value}`)
        if (similarity !== jaro && similarity !== jaroWinkler) assert.equal(value, similarity(right, left))
      }
      const longest = Math.max(Array.from(left).length, Array.from(right).length)
      for (const distance of [levenshtein, damerauLevenshtein]) {
        assert.equal(distance(left, right), distance(right, left))
        assert.ok(distance(left, right) <= longest)
        assert.equal(distance(left, right) === 0, left === right)
      }
      assert.ok(damerauLevenshtein(left, right) <= levenshtein(left, right))
    }),
  )
})
