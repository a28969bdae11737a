import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import * as plain from '../compare/text.ts'
import { jaroAtMost, winklerAtMost } from './digests.ts'
import { makeDistances } from './distances.ts'
import { makeTexts } from './sides.ts'
import { makeSimilarities } from './similarities.ts'

const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', '-', ' ')
const word = fc.oneof(
  fc.array(letters, { maxLength: 12 }).map((some) => some.join('')),
  fc.array(letters, { maxLength: 80 }).map((some) => some.join('')),
  fc.constantFrom(
    '1990-05-04',
    '1990-04-05',
    '1991-05-04',
    '9190-05-04',
    '1990-50-04',
    '1990-54-00',
    'martha',
    'marhta',
  ),
)
const anyText = fc.oneof(word, fc.string({ unit: 'grapheme', maxLength: 40 }))

test('the fast measures are the plain ones, and a bound is never below', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 0, max: 6 }), (left, right, limit) => {
      const texts = makeTexts(['', left, right])
      const { symbols: _, digests } = texts
      const fast = makeSimilarities(texts)
      const { levenshtein, damerau, bound } = makeDistances(texts)
      assert.equal(fast.jaro(1, 2), plain.jaro(left, right))
      assert.equal(fast.jaroWinkler(1, 2), plain.jaroWinkler(left, right))
      assert.equal(fast.jaccard(1, 2), plain.jaccard(left, right))
      assert.equal(fast.bigrams(1, 2), plain.bigramSimilarity(left, right))
      assert.equal(fast.sharedStart(1, 2), plain.sharedStart(left, right))
      const jaroBound = jaroAtMost(digests[4]!, digests[5]!, digests[8]!, digests[9]!)
      assert.ok(jaroBound >= plain.jaro(left, right) - 1e-12)
      assert.ok(winklerAtMost(jaroBound, digests, 1, 2) >= plain.jaroWinkler(left, right) - 1e-12)
      const [edits, slips] = [plain.levenshtein(left, right), plain.damerauLevenshtein(left, right)]
      assert.equal(levenshtein(1, 2, limit), Math.min(edits, limit + 1))
      assert.equal(damerau(1, 2, limit), Math.min(slips, limit + 1))
      // For limit 1, dates as written are told apart exactly, exchanges counted as one.
      assert.ok(bound(1, 2, limit) <= Math.max(slips, limit + 1))
    }),
    { numRuns: 2_000 },
  )
})

test('Jaro and Jaro–Winkler are DuckDB’s to the last bit', async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const pairs = fc.sample(fc.tuple(word, word), { numRuns: 3_000, seed: 1 })
  await connection.run('CREATE TABLE pairs (place INTEGER, one VARCHAR, other VARCHAR)')
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  await connection.run(
    `INSERT INTO pairs VALUES ${pairs.map(([one, other], at) => `(${at}, ${quoted(one)}, ${quoted(other)})`).join(', ')}`,
  )
  const answer = await connection.runAndReadAll(
    'SELECT jaro_similarity(one, other), jaro_winkler_similarity(one, other), levenshtein(one, other), damerau_levenshtein(one, other) FROM pairs ORDER BY place',
  )
  for (const [at, row] of answer.getRows().entries()) {
    const [one, other] = pairs[at]!
    assert.equal(plain.jaro(one, other), row[0], `${one} ${other}`)
    assert.equal(plain.jaroWinkler(one, other), row[1], `${one} ${other}`)
    assert.equal(plain.levenshtein(one, other), Number(row[2]))
    assert.equal(plain.damerauLevenshtein(one, other), Number(row[3]))
  }
  connection.closeSync()
})
