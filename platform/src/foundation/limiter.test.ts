import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Limiter } from './limiter.ts'

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000)

test('a burst is allowed, then one for each refill, and each key counts for itself', () => {
  const limiter = new Limiter({ burst: 3, refillSeconds: 10 })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limiter.take('a', at(0))),
    [0, 0, 0, 10],
  )
  assert.equal(limiter.take('b', at(0)), 0)
  assert.equal(limiter.take('a', at(9)), 1)
  assert.equal(limiter.take('a', at(10)), 0)
  assert.equal(limiter.take('a', at(10)), 10)
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limiter.take('a', at(1000))),
    [0, 0, 0, 10],
  )
})

test('what is given back was never taken', () => {
  const limiter = new Limiter({ burst: 2, refillSeconds: 10 })
  for (let n = 0; n < 50; n += 1) {
    assert.equal(limiter.take('a', at(0)), 0)
    limiter.giveBack('a')
  }
})

test('never more than the burst and the refill, in any order of times', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: 0, max: 20 })),
      (burst, refillSeconds, gaps) => {
        const limiter = new Limiter({ burst, refillSeconds })
        let now = 0
        let allowed = 0
        for (const gap of gaps) {
          now += gap
          const wait = limiter.take('a', at(now))
          if (wait === 0) allowed += 1
          else assert.ok(wait > 0 && wait <= refillSeconds)
          assert.ok(allowed <= burst + Math.floor(now / refillSeconds))
        }
      },
    ),
  )
})

test('memory stays bounded, and a key in use outlives the full ones', () => {
  const limiter = new Limiter({ burst: 1, refillSeconds: 10, keys: 100 })
  for (let n = 0; n < 50; n += 1) limiter.take(`old ${n}`, at(0))
  limiter.take('kept', at(15))
  for (let n = 0; n < 80; n += 1) limiter.take(`new ${n}`, at(16))
  assert.ok(limiter.take('kept', at(16)) > 0)
})
