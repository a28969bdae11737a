import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Crossing, describe, drawTall, drawWide, wrap } from './crossing.ts'
import { threadsOfAnswer, threadsOfClause } from './picture.ts'

const text = fc.string({
  maxLength: 60,
  unit: fc.constantFrom(...'abcdefghij klmno  pqrstuvwxyz_0123456789<>&"é'.split('')),
})
const crossings: fc.Arbitrary<Crossing> = fc.record({
  holder: text,
  held: text,
  clause: text,
  agreement: text,
  recipient: text,
  as: text,
  rows: text,
  isOpen: fc.boolean(),
  threads: fc.array(fc.record({ field: text, passes: fc.boolean(), says: text }), { maxLength: 40 }),
})

test('every drawing keeps to its own paper, whatever is written on it', () => {
  fc.assert(
    fc.property(crossings, fc.constantFrom(drawWide, drawTall), (crossing, draw) => {
      const { width, height, boundary, lines, words, plaque, rows, stile } = draw(crossing)
      for (const box of [plaque, ...(rows ? [rows] : []), { ...stile, width: stile.size, height: stile.size }]) {
        assert.ok(box.x >= 0 && box.x + box.width <= width, 'across')
        assert.ok(box.y >= 0 && box.y + box.height <= height, 'down')
      }
      for (const { x, y } of words) assert.ok(x >= 0 && x <= width && y > 0 && y <= height)
      for (const { from, to, y, kind } of lines) {
        assert.ok(from >= 0 && to + 10 <= width && y > 0 && y < height)
        assert.equal(to > boundary, kind !== 'held', 'what is held back ends at the line; what passes goes beyond it')
      }
    }),
  )
})

test('threads never run over each other, and many become “and so many more”', () => {
  fc.assert(
    fc.property(crossings, fc.constantFrom(drawWide, drawTall), (crossing, draw) => {
      const { lines } = draw(crossing)
      const passing = crossing.threads.filter(({ passes }) => passes).length
      assert.equal(lines.filter(({ kind }) => kind !== 'held').length, Math.min(passing, 8))
      assert.equal(lines.length, Math.min(passing, 8) + Math.min(crossing.threads.length - passing, 6))
      lines.forEach(({ y }, at) => assert.ok(at === 0 || y - (lines[at - 1]?.y ?? 0) >= 38))
    }),
  )
})

test('wrapping loses no word that fits, and keeps their order', () => {
  assert.deepEqual(wrap('St Anne’s NHS Trust holds it', 120, 16), ['St Anne’s NHS', 'Trust holds it'])
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') }), { maxLength: 20 }),
      (all) => {
        assert.equal(wrap(all.join(' '), 300, 16).join(' '), all.join(' '))
      },
    ),
  )
})

test('the sentence beside the picture counts what crosses', () => {
  const crossing = {
    holder: 'A',
    held: '',
    clause: 'Winter support',
    agreement: '',
    recipient: 'B',
    as: '',
    rows: '',
    isOpen: true,
  }
  const threads = [
    { field: 'x', passes: true, says: 'as it is' },
    { field: 'y', passes: false, says: 'no' },
  ]
  assert.equal(
    describe({ ...crossing, threads }),
    '1 of 2 fields crosses from A to B. Winter support. One is held back.',
  )
  assert.equal(describe({ ...crossing, threads: [], isOpen: false }), 'Nothing crosses from A to B. Winter support.')
})

test('a clause passes what it names and holds back every other field', () => {
  const threads = threadsOfClause(
    { uprn: 'as-is', born: 'year', over: { 'yes-no': 'age >= 65' }, visits: { rounded: 5 } },
    [
      { name: 'uprn' },
      { name: 'born' },
      { name: 'over' },
      { name: 'visits' },
      { name: 'name' },
      { name: 'constructor' },
    ],
  )
  assert.deepEqual(
    threads.map(({ field, passes, says }) => [field, passes, says]),
    [
      ['uprn', true, 'as it is'],
      ['born', true, 'year only'],
      ['over', true, 'only whether age >= 65'],
      ['visits', true, 'rounded to 5'],
      ['name', false, 'not in the agreement'],
      ['constructor', false, 'not in the agreement'],
    ],
  )
  assert.ok(threadsOfClause({ '*': 'as-is' }, [{ name: 'anything' }])[0]?.passes)
})

test('an answer shows a yes or a no for each field that was asked', () => {
  const threads = threadsOfAnswer([{ name: 'a', transform: { kind: 'masked' } }], ['a', 'b'], (field) => `no ${field}`)
  assert.deepEqual(threads, [
    { field: 'a', passes: true, says: 'masked' },
    { field: 'b', passes: false, says: 'no b' },
  ])
})
