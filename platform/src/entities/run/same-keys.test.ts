import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keepKeys } from './same-keys.ts'

const records = Array.from({ length: 12 }, (_, at) => `t${at}`)
/** A partition of the records: which group each is in. */
const partition = fc
  .array(fc.nat({ max: 5 }), { minLength: records.length, maxLength: records.length })
  .map((groups) => [...Map.groupBy(records, (record) => groups[records.indexOf(record)]!).values()])
const before = fc
  .array(fc.option(fc.constantFrom('e1', 'e2', 'e3', 'e4')), {
    minLength: records.length,
    maxLength: records.length,
  })
  .map((entities) => new Map(records.flatMap((record, at) => (entities[at] ? [[record, entities[at]] as const] : []))))

test('each cluster has a key of its own, and the same clusters keep theirs', () => {
  fc.assert(
    fc.property(partition, before, (clusters, known) => {
      const { keys, moves } = keepKeys(clusters, known)
      assert.equal(new Set(keys).size, clusters.length)
      const now = new Map(clusters.flatMap((tokens, at) => tokens.map((token) => [token, keys[at]!] as const)))
      const again = keepKeys(clusters, now)
      assert.deepEqual(again.keys, keys)
      assert.deepEqual(again.moves.records, [])
      assert.deepEqual(
        moves.records,
        records.filter((record) => known.has(record) && known.get(record) !== now.get(record)).toSorted(),
      )
    }),
  )
})

test('the outcome does not hang on the order of clusters', () => {
  fc.assert(
    fc.property(partition, before, (clusters, known) => {
      const keyOf = (order: readonly (readonly string[])[]) => {
        const { keys } = keepKeys(order, known)
        return new Map(
          order.map((tokens, at) => [tokens[0]!, [...known.values()].includes(keys[at] as never) ? keys[at] : 'new']),
        )
      }
      const [one, other] = [keyOf(clusters), keyOf(clusters.toReversed())]
      for (const [token, key] of one) assert.equal(other.get(token), key)
    }),
  )
})

test('the largest part of an entity keeps its key', () => {
  const known = new Map([
    ['t1', 'e1'],
    ['t2', 'e1'],
    ['t3', 'e1'],
    ['t4', 'e2'],
  ])
  const { keys, moves } = keepKeys([['t1'], ['t2', 't3', 't4', 't5']], known)
  assert.equal(keys[1], 'e1')
  assert.match(keys[0]!, /^e[a-z2-7]{26}$/)
  assert.deepEqual(moves, {
    from: ['e1', 'e2'],
    to: ['e1', keys[0]!].toSorted((a, b) => (a < b ? -1 : 1)),
    records: ['t1', 't4'],
  })
})
