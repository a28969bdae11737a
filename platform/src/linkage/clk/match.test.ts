import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { chanceOfBlock } from './blocking.ts'
import { dice, leastCommon, mostPossible } from './dice.ts'
import { drawing } from './drawing.ts'
import { encode } from './encode.ts'
import { countsOf, type Encodings, joined, rowOf, strideOf } from './encodings.ts'
import { febrl4Missing, febrl4Schema, measured, readFebrl4 } from './febrl-for-tests.ts'
import { match, type Matched } from './match.ts'
import { scan } from './scan.ts'

/** Rows with every share of bits set, from none to all, some of them alike. */
const sides = fc
  .record({
    bits: fc.constantFrom(8, 64, 100, 128, 1024),
    counts: fc.tuple(fc.nat(12), fc.nat(12)),
    seed: fc.string({ maxLength: 4 }),
  })
  .map(({ bits, counts: [left, right], seed }) => {
    const draw = drawing(seed, 'rows')
    const base = rows(bits, 3, draw)
    return [noisy(base, left, draw), noisy(base, right, draw)] as const
  })

function rows(bits: number, count: number, draw: (below: number) => number): Encodings {
  const fills = Array.from({ length: count }, () => draw(101))
  return joined(
    bits,
    fills.map((fill) => rowWith(bits, () => draw(100) < fill)),
  )
}

function noisy(base: Encodings, count: number, draw: (below: number) => number): Encodings {
  return joined(
    base.bits,
    Array.from({ length: count }, () => {
      const [model, noise] = [rowOf(base, draw(base.count)), draw(40)]
      return rowWith(base.bits, (bit) => (((model[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) !== draw(100) < noise)
    }),
  )
}

function rowWith(bits: number, isSet: (bit: number) => boolean): Uint8Array {
  const row = new Uint8Array(strideOf(bits))
  for (let bit = 0; bit < bits; bit++) if (isSet(bit)) row[bit >> 3] = (row[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  return row
}

/** Every pair compared bit by bit, the way that cannot be wrong. */
function everyPair(left: Encodings, right: Encodings, threshold: number): string[] {
  const found: string[] = []
  for (let a = 0; a < left.count; a++)
    for (let b = 0; b < right.count; b++) {
      const both = rowOf(left, a).map((byte, at) => byte & (rowOf(right, b)[at] ?? 0))
      const [x, y, common] = [rowOf(left, a), rowOf(right, b), both].map(
        (row) => countsOf(joined(left.bits, [row]))[0] ?? 0,
      )
      const score = dice(common ?? 0, x ?? 0, y ?? 0)
      if (score >= threshold) found.push(`${a} ${b} ${score}`)
    }
  return found
}

const told = ({ pairs }: Matched) => Array.from(pairs.left, (a, at) => `${a} ${pairs.right[at]} ${pairs.score[at]}`)
const threshold = fc.oneof(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.constantFrom(0.5, 2 / 3, 0.8, 1))

describe('bounds', () => {
  test('the fewest common bits are exactly where the score reaches the threshold', () => {
    fc.assert(
      fc.property(threshold, fc.nat(1024), fc.nat(1024), (t, a, b) => {
        const least = leastCommon(t, a, b)
        const most = Math.min(a, b)
        for (const common of [0, least - 1, least, most])
          if (common >= 0 && common <= most) assert.equal(common >= least, dice(common, a, b) >= t)
      }),
    )
  })

  test('no row scores more than is possible', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(300), fc.nat(300), (a, fewest, more, within) => {
        const b = fewest + Math.min(more, within)
        assert.ok(dice(Math.min(a, b), a, b) <= mostPossible(a, fewest, fewest + more))
      }),
    )
  })
})

describe('matching', () => {
  test('many to many finds what comparing every pair bit by bit finds', () => {
    fc.assert(
      fc.property(sides, threshold, ([left, right], t) => {
        assert.deepEqual(told(match(left, right, { threshold: t, pairing: 'many-to-many' })), everyPair(left, right, t))
      }),
    )
  })

  test('over several tiles too', () => {
    const draw = drawing('tiles', 'rows')
    const [left, right] = [rows(1024, 1500, draw), rows(1024, 2500, draw)]
    const counted = { pairs: 0 }
    scan(left, right, { threshold: () => 0, found: () => counted.pairs++ })
    assert.equal(counted.pairs, 1500 * 2500)
    const whole = told(match(left, right, { threshold: 0.9, pairing: 'many-to-many' }))
    const parts = Array.from({ length: 100 }, (_, at) => at * 15).map((row) =>
      told(match(joined(1024, [rowOf(left, row)]), right, { threshold: 0.9, pairing: 'many-to-many' })).map((pair) =>
        pair.replace(/^0/, String(row)),
      ),
    )
    assert.deepEqual(
      whole.filter((pair) => Number(pair.split(' ')[0]) % 15 === 0),
      parts.flat(),
    )
    assert.ok(parts.flat().length > 0)
  })

  test('one to one gives each row once, and leaves no pair of which both are free', () => {
    fc.assert(
      fc.property(sides, threshold, ([left, right], t) => {
        const pairs = told(match(left, right, { threshold: t })).map((pair) => pair.split(' ').map(Number))
        const [lefts, rights] = [new Set(pairs.map(([a]) => a)), new Set(pairs.map(([, b]) => b))]
        assert.deepEqual([lefts.size, rights.size], [pairs.length, pairs.length])
        for (const pair of everyPair(left, right, t).map((words) => words.split(' ').map(Number))) {
          const [a, b, score = 0] = pair
          const kept = pairs.filter(([x, y]) => x === a || y === b).map(([, , best = 0]) => best)
          assert.ok(Math.max(...kept) >= score, 'a better pair was passed over')
        }
      }),
    )
  })

  test('blocks find some of the same pairs, each once', () => {
    fc.assert(
      fc.property(sides, threshold, fc.integer({ min: 1, max: 32 }), ([left, right], t, bits) => {
        const options = { threshold: t, pairing: 'many-to-many' } as const
        const all = new Set(everyPair(left, right, t))
        const found = match(left, right, { ...options, blocking: { bits, samples: 4, seed: 1 } })
        assert.equal(new Set(told(found)).size, found.pairs.count)
        for (const pair of told(found)) assert.ok(all.has(pair))
        if (t === 1) assert.equal(found.pairs.count, all.size, 'equal rows are in every block together')
      }),
    )
  })

  test('encodings of different lengths, odd thresholds and too many pairs are refused', () => {
    const [short, long] = [rows(64, 2, drawing('a', 'b')), rows(128, 2, drawing('a', 'b'))]
    const code = (work: () => unknown) => {
      try {
        return work()
      } catch (error) {
        return error instanceof Problem ? error.code : error
      }
    }
    assert.equal(
      code(() => match(short, long, { threshold: 0.5 })),
      'clk-lengths-differ',
    )
    for (const odd of [0, -1, 1.01, NaN])
      assert.equal(
        code(() => match(short, short, { threshold: odd })),
        'clk-threshold-invalid',
      )
    assert.equal(
      code(() => match(short, short, { pairing: 'many-to-many' })),
      'clk-threshold-needed',
    )
    for (const odd of [0, 33, 1.5])
      assert.equal(
        code(() => match(short, short, { threshold: 0.5, blocking: { bits: odd, samples: 1, seed: 1 } })),
        'clk-blocking-invalid',
      )
    const same = joined(
      64,
      Array.from({ length: 100 }, () => rowWith(64, () => true)),
    )
    const many = { threshold: 0.5, pairing: 'many-to-many', mostPairs: 5000 } as const
    assert.equal(
      code(() => match(same, same, many)),
      'clk-pairs-too-many',
    )
  })

  test('nobody on one side is nobody in common', () => {
    const [some, none] = [rows(64, 3, drawing('a', 'b')), joined(64, [])]
    for (const [left, right] of [
      [some, none],
      [none, some],
      [none, none],
    ] as const)
      assert.equal(match(left, right).pairs.count, 0)
  })
})

describe('FEBRL4, without its identifier', { skip: febrl4Missing }, () => {
  const people = febrl4Missing ? { a: [], b: [] } : readFebrl4()
  const [a, b] = [encode(people.a, febrl4Schema, 'a key'), encode(people.b, febrl4Schema, 'a key')]

  test('an estimated threshold links all but a few, one to one', () => {
    const matched = match(a, b)
    const { precision, recall, f1 } = measured(matched.pairs, people)
    console.log({ threshold: matched.threshold, precision, recall, f1 })
    assert.ok(f1 >= 0.99, `F1 ${f1}`)
  })

  test('where half of the left has nobody on the right, few are linked with a stranger', () => {
    const half = { a: people.a, b: people.b.slice(0, 2500) }
    const matched = match(a, joined(b.bits, [b.rows.subarray(0, 2500 * b.stride)]))
    const { precision, recall } = measured(matched.pairs, half)
    console.log({ threshold: matched.threshold, ...matched.estimate, precision, recall })
    assert.ok(precision >= 0.98 && recall >= 0.95, `precision ${precision}, recall ${recall}`)
  })

  test('nobody in common is seen', () => {
    const even = (record: string[]) => Number(record[0]?.split('-')[1]) % 2 === 0
    const [left, right] = [people.a.filter(even), people.b.filter((record) => !even(record))]
    const matched = match(encode(left, febrl4Schema, 'a key'), encode(right, febrl4Schema, 'a key'))
    assert.ok(matched.pairs.count <= 10, `${matched.pairs.count} strangers were linked`)
  })

  test('blocks find about as many links as their chance says', () => {
    const blocking = { bits: 16, samples: 30, seed: 1 }
    const [all, some] = [match(a, b, { threshold: 0.7 }), match(a, b, { threshold: 0.7, blocking })]
    const set = countsOf(a).reduce((sum, count) => sum + count, 0) / a.count
    const expected =
      all.pairs.score.reduce((sum, score) => sum + chanceOfBlock(blocking, score, { length: a.bits, set }), 0) /
      all.pairs.count
    const found = some.pairs.count / all.pairs.count
    console.log({ expected, found, compared: some.comparisons })
    assert.ok(Math.abs(found - expected) < 0.05, `${found} found, ${expected} expected`)
  })
})
