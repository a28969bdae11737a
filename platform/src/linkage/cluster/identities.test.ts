import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { carryIdentities, type IdentityEvent, replay } from './identities.ts'

/** Clusters as they are written: 'ab cd' is a with b, and c with d. */
function carried(before: Readonly<Record<string, string>>, now: string) {
  const previous = new Map(
    Object.entries(before).flatMap(([id, keys]) => keys.split('').map((key) => [key, id] as const)),
  )
  const groups = now.split(' ').filter(Boolean)
  const keys = groups.flatMap((group) => group.split(''))
  const cluster = Uint32Array.from(groups.flatMap((group) => group.split('').map(() => keys.indexOf(group[0]!))))
  let count = 0
  const { ids, events } = carryIdentities({ previous, keys, cluster, newId: () => `new${++count}` })
  const named = Object.fromEntries(groups.map((group) => [ids[keys.indexOf(group[0]!)]!, group]))
  return { named, events, previous, now: new Map(keys.map((key, record) => [key, ids[record]!])) }
}

const inWords = (events: readonly IdentityEvent[]) => events.map(({ kind, id }) => `${kind} ${id}`)

test('nothing changed, nothing happened', () => {
  assert.deepEqual(carried({ A: 'ab', B: 'c' }, 'c ba').events, [])
})

test('a cluster that grows, shrinks, appears or goes', () => {
  const { named, events } = carried({ A: 'ab', B: 'c' }, 'adx ef')
  assert.deepEqual(named, { A: 'adx', new1: 'ef' })
  assert.deepEqual(events, [
    { kind: 'grown', id: 'A', records: ['d', 'x'] },
    { kind: 'created', id: 'new1', records: ['e', 'f'] },
    { kind: 'shrunk', id: 'A', records: ['b'] },
    { kind: 'shrunk', id: 'B', records: ['c'] },
    { kind: 'dissolved', id: 'B' },
  ])
})

test('of two that merge, the larger keeps its id', () => {
  const { named, events } = carried({ A: 'ab', B: 'cde' }, 'abcde')
  assert.deepEqual(named, { B: 'abcde' })
  assert.deepEqual(events, [
    { kind: 'merged', id: 'B', from: [{ id: 'A', records: ['a', 'b'] }] },
    { kind: 'dissolved', id: 'A' },
  ])
})

test('of the parts of a split, the largest keeps the id', () => {
  const { named, events } = carried({ A: 'abcde' }, 'ab cde')
  assert.deepEqual(named, { A: 'cde', new1: 'ab' })
  assert.deepEqual(events, [
    { kind: 'created', id: 'new1', records: [] },
    { kind: 'split', id: 'A', into: [{ id: 'new1', records: ['a', 'b'] }] },
  ])
})

test('an id that lost to a larger overlap goes to where the rest of its records are', () => {
  const { named, events } = carried({ A: 'abc', B: 'defg' }, 'bcdefg a')
  assert.deepEqual(named, { B: 'bcdefg', A: 'a' })
  assert.deepEqual(inWords(events), ['merged B', 'split A'])
})

const anyClusters = (letters: string) =>
  fc.array(fc.nat({ max: 4 }), { minLength: letters.length, maxLength: letters.length }).map((labels) => {
    const groups = Map.groupBy(letters.split(''), (letter) => labels[letters.indexOf(letter)]!)
    return [...groups.values()].map((group) => group.join(''))
  })
const anyTwo = fc.tuple(
  fc.subarray('abcdefghij'.split('')).chain((letters) => anyClusters(letters.join(''))),
  fc.subarray('abcdefghij'.split('')).chain((letters) => anyClusters(letters.join(''))),
)
const lettered = (groups: readonly string[]) =>
  Object.fromEntries(groups.map((group, place) => [`ABCDE`[place]!, group]))

test('what happened leads from what was to what is, ids are given once, and the order of records changes nothing', () => {
  fc.assert(
    fc.property(anyTwo, ([before, after]) => {
      const { named, events, previous, now } = carried(lettered(before), after.join(' '))
      assert.deepEqual(Object.fromEntries(replay(previous, events)), Object.fromEntries(now))
      assert.equal(Object.keys(named).length, after.length)
      const again = carried(lettered(before.toReversed().map((group) => group.split('').reverse().join(''))), '')
      assert.equal(again.events.filter(({ kind }) => kind === 'dissolved').length, before.length)
      const kept = (result: ReturnType<typeof carried>) =>
        Object.entries(result.named)
          .filter(([id]) => !id.startsWith('new'))
          .map(([id, group]) => `${id} ${group.split('').toSorted().join('')}`)
          .toSorted()
      const turned = carried(
        lettered(before),
        after
          .toReversed()
          .map((group) => group.split('').reverse().join(''))
          .join(' '),
      )
      assert.deepEqual(kept(turned), kept(carried(lettered(before), after.join(' '))))
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
})

test('an id stays wherever no other cluster has more of its records, and that cluster no other id with more', () => {
  fc.assert(
    fc.property(anyTwo, ([before, after]) => {
      const { named } = carried(lettered(before), after.join(' '))
      const overlap = (one: string, other: string) => new Set(one).intersection(new Set(other)).size
      for (const [id, old] of Object.entries(lettered(before)))
        for (const group of after) {
          const count = overlap(old, group)
          const isBest =
            count > 0 &&
            after.every((other) => other === group || overlap(old, other) < count) &&
            before.every((other) => other === old || overlap(other, group) < count)
          if (isBest) assert.equal(named[id], group)
        }
    }),
    { numRuns: Number(process.env['WAYLEAVE_PROPERTY_RUNS'] ?? 1_000) },
  )
})

test('two records of one key are refused', () => {
  const twice = { previous: new Map(), keys: ['a', 'a'], cluster: Uint32Array.of(0, 1), newId: () => 'x' }
  assert.throws(
    () => carryIdentities(twice),
    (error: unknown) => (error as { code: string }).code === 'keys-repeated',
  )
})
