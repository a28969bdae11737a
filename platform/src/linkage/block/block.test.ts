import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildFeatures } from '../features/store.ts'
import { tableOf } from '../features/table.ts'
import { rowsOfPeople } from '../model/arbitraries.ts'
import { peopleModel } from '../model/model-for-tests.ts'
import type { LinkMode } from './blocks.ts'
import { makeInterner } from './interner.ts'
import { keyedBlocks } from './keys.ts'
import { countPairs, planBlocking } from './plan.ts'
import { cutTasks } from './tasks.ts'

test('each pair of numbers has one id, 1 and on, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { maxLength: 300 }), (pairs) => {
      const interner = makeInterner(1)
      const known = new Map<string, number>()
      for (const [left, right] of [...pairs, ...pairs]) {
        const key = `${left | 0} ${right | 0}`
        assert.equal(interner.find(left, right), known.get(key) ?? 0)
        const id = interner.intern(left, right)
        assert.equal(id, known.get(key) ?? known.size + 1)
        known.set(key, id)
      }
      assert.equal(interner.size(), known.size)
    }),
  )
})

const rule = fc.record({
  keys: fc.subarray(['forename', 'surname', 'dob', 'parts', 'sector', 'age'], { minLength: 1 }),
})

test('pairs are counted exactly before anything is compared, by every way of linking', () => {
  fc.assert(
    fc.property(
      rowsOfPeople,
      rule,
      fc.array(fc.nat(2)),
      fc.constantFrom('all', 'across', 'within'),
      (rows, one, places, mode: LinkMode) => {
        const sourceOf = Uint16Array.from(rows, (_, at) => places[at] ?? 0).toSorted()
        const features = buildFeatures(peopleModel, tableOf(rows))
        const { ids, starts } = keyedBlocks(features, one.keys).keys
        const idsOf = (record: number): number[] =>
          starts ? [...ids.subarray(starts[record], starts[record + 1])] : [ids[record]!]
        let pairs = 0
        for (let left = 0; left < rows.length; left++)
          for (let right = left + 1; right < rows.length; right++)
            if (mode === 'all' || (sourceOf[left] === sourceOf[right]) === (mode === 'within'))
              pairs += idsOf(left).filter((id) => id !== 0 && idsOf(right).includes(id)).length
        assert.deepEqual(countPairs(features, [one], { mode, sourceOf }), [pairs])
      },
    ),
  )
})

test('tasks are all pairs, each in one', () => {
  fc.assert(
    fc.property(
      rowsOfPeople,
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 200 }),
      (rows, rules, each) => {
        const features = buildFeatures(peopleModel, tableOf(rows))
        const plan = planBlocking(features, rules)
        const tasks = cutTasks(plan.rules, each)
        for (const [at, { blocks }] of plan.rules.entries()) {
          const own = tasks.filter((task) => task.rule === at)
          assert.deepEqual(
            own.map(({ from }) => from),
            [0, ...own.map(({ to }) => to)].slice(0, own.length),
          )
          assert.equal(own.at(-1)?.to ?? 0, blocks.members.length)
          for (const { block, from } of own)
            assert.ok(from >= blocks.starts[block]! && from < blocks.starts[block + 1]!)
        }
      },
    ),
  )
})

test('no block is larger than allowed, and all pairs are compared or told of', () => {
  fc.assert(
    fc.property(rowsOfPeople, rule, fc.integer({ min: 2, max: 6 }), fc.boolean(), (rows, one, largest, isSplit) => {
      const features = buildFeatures(peopleModel, tableOf(rows))
      const [before] = planBlocking(features, [{ ...one, largest: 1_000_000 }]).rules
      const [after] = planBlocking(features, [{ ...one, largest, ...(isSplit ? { split: ['sector'] } : {}) }]).rules
      assert.ok(after!.largest <= largest)
      assert.equal(after!.pairs + after!.left.pairs, before!.pairs)
      assert.equal(after!.left.pairs > 0, after!.left.blocks > 0)
    }),
  )
})
