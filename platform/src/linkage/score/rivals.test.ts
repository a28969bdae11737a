import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { probabilityOf } from '../odds.ts'
import { amongRivals } from './rivals.ts'

const links = fc.uniqueArray(
  fc.record({
    left: fc.nat(7),
    right: fc.integer({ min: 8, max: 15 }),
    weight: fc.double({ min: -300, max: 300, noNaN: true }),
  }),
  { selector: ({ left, right }) => `${left} ${right}`, maxLength: 30 },
)
const sourceOf = Uint16Array.from({ length: 16 }, (_, record) => (record < 8 ? 0 : 1))
const columns = (list: readonly { left: number; right: number; weight: number }[]) => ({
  left: Uint32Array.from(list, ({ left }) => left),
  right: Uint32Array.from(list, ({ right }) => right),
  weight: Float64Array.from(list, ({ weight }) => weight),
  count: list.length,
})

test('the links of a record into a source that holds no one twice share one probability', () => {
  fc.assert(
    fc.property(links, (list) => {
      const settled = amongRivals(columns(list), { sourceOf, once: [true, true] })
      for (let record = 0; record < 16; record++) {
        const own = list.flatMap(({ left, right }, at) => (left === record || right === record ? [settled[at]!] : []))
        assert.ok(own.reduce((sum, bits) => sum + probabilityOf(bits), 0) < 1 + 1e-6)
      }
      for (const [at, bits] of settled.entries()) assert.ok(bits <= list[at]!.weight + 1e-9)
    }),
  )
})

test('without rivals, or where people may be twice, a link keeps its weight', () => {
  fc.assert(
    fc.property(links, (list) => {
      const free = amongRivals(columns(list), { sourceOf, once: [false, false] })
      for (const [at, bits] of free.entries()) assert.ok(Math.abs(bits - Math.min(200, list[at]!.weight)) < 1e-6)
    }),
  )
  const one = amongRivals(columns([{ left: 0, right: 8, weight: 5 }]), { sourceOf, once: [true, true] })
  assert.ok(Math.abs(one[0]! - 5) < 1e-9)
})
