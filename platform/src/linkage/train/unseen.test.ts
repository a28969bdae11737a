import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from './random.ts'
import { unseenShare } from './unseen.ts'

test('of rules that catch pairs independently, the share that none catches is told', () => {
  const random = seeded(5)
  const rules: number[] = []
  let missed = 0
  for (let pair = 0; pair < 20_000; pair++) {
    let caught = 0
    for (let rule = 0; rule < 6; rule++) if (random() < 0.25) caught |= 1 << rule
    if (caught === 0) missed++
    else rules.push(caught)
  }
  const compared = { rules: Uint32Array.from(rules), count: rules.length }
  const told = unseenShare(compared, new Float64Array(rules.length).fill(1))
  assert.ok(Math.abs(told - missed / 20_000) < 0.03, `${told} ${missed / 20_000}`)
})

test('without pairs there is nothing unseen', () => {
  assert.equal(unseenShare({ rules: new Uint32Array(0), count: 0 }, new Float64Array(0)), 0)
})
