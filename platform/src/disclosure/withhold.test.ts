import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { withhold } from './withhold.ts'

async function* batches(sizes: readonly number[], taken: { count: number }) {
  for (const rows of sizes) {
    taken.count += 1
    yield { rows }
  }
}

test('an answer leaves whole and in order, or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5)), fc.nat(12), async (sizes, atLeast) => {
      const total = sizes.reduce((sum, rows) => sum + rows, 0)
      const left: number[] = []
      const reading = async () => {
        for await (const { rows } of withhold(batches(sizes, { count: 0 }), atLeast)) left.push(rows)
      }
      if (total >= atLeast) {
        await reading()
        assert.deepEqual(left, sizes)
      } else {
        await assert.rejects(reading, (error) => error instanceof Problem && error.code === 'too-few-rows')
        assert.deepEqual(left, [])
      }
    }),
  )
})

test('one row and none are refused in the same words', async () => {
  const words = async (sizes: number[]) => {
    const error = await withhold(batches(sizes, { count: 0 }), 5)
      .next()
      .catch((reason: unknown) => reason)
    return error instanceof Problem ? [error.status, error.title, error.detail, error.at, error.mend] : error
  }
  assert.deepEqual(await words([1]), await words([]))
  assert.deepEqual(await words([4]), await words([0]))
})

test('no more is read ahead than it takes to know', async () => {
  const taken = { count: 0 }
  const reading = withhold(batches([2, 2, 2, 2, 2], taken), 3)
  await reading.next()
  assert.equal(taken.count, 2)
  await reading.return(undefined)
})
