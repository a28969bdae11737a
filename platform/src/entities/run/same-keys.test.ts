import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keepKeys } from './same-keys.ts'

const tokens = Array.from({ length: 12 }, (_, at) => `t${at}`)
/** The first record of each group names its cluster. */
const clusters = fc
  .array(fc.nat({ max: 5 }), { minLength: tokens.length, maxLength: tokens.length })
  .map((groups) => Uint32Array.from(groups, (group) => groups.indexOf(group)))
const before = fc
  .array(fc.option(fc.constantFrom('e1', 'e2', 'e3', 'e4')), { minLength: tokens.length, maxLength: tokens.length })
  .map(
    (entities) =>
      new Map<string, string>(tokens.flatMap((token, at) => (entities[at] ? [[token, entities[at]] as const] : []))),
  )

test('each cluster has one key of its own, the same clusters keep theirs, and what moved is told', () => {
  fc.assert(
    fc.property(clusters, before, (cluster, known) => {
      const { keys, moves } = keepKeys({ tokens, cluster }, known)
      for (const [one, key] of keys.entries())
        for (const [other, another] of keys.entries()) assert.equal(key === another, cluster[one] === cluster[other])
      const now = new Map(tokens.map((token, at) => [token, keys[at]!] as const))
      assert.deepEqual(keepKeys({ tokens, cluster }, now), { keys, moves: { from: [], to: [], records: [] } })
      const moved = tokens.filter((token) => known.has(token) && known.get(token) !== now.get(token))
      assert.deepEqual(moves.records, moved.toSorted())
    }),
  )
})

test('the largest part of an entity keeps its key; who is told to leave never does', () => {
  const known = new Map([
    ['t1', 'e1'],
    ['t2', 'e1'],
    ['t3', 'e1'],
    ['t4', 'e2'],
  ])
  const now = { tokens: ['t1', 't2', 't3', 't4', 't5'], cluster: Uint32Array.of(0, 1, 1, 1, 1) }
  const { keys, moves } = keepKeys(now, known)
  assert.equal(keys[1], 'e1')
  assert.match(keys[0]!, /^e[a-z2-7]{26}$/)
  assert.deepEqual(
    [moves.from, moves.records],
    [
      ['e1', 'e2'],
      ['t1', 't4'],
    ],
  )
  const parts = { tokens: ['t1', 't2'], cluster: Uint32Array.of(0, 1) }
  for (const leaver of ['t1', 't2']) {
    const left = keepKeys(parts, known, new Set([leaver]))
    assert.deepEqual(left.moves.records, [leaver])
  }
})
