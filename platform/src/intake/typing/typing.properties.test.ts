import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { publishColumns } from '../working/publish-for-tests.ts'
import { nullMarkers } from './null-markers.ts'

/** Cells as people write them, and as nobody would: each column draws from one kind, with strays. */
const kinds: readonly fc.Arbitrary<string>[] = [
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value.toFixed(3)),
  fc
    .date({ min: new Date('1930-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc
    .date({ min: new Date('1930-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
    .map((date) => date.toLocaleDateString('en-GB')),
  fc.constantFrom('Yes', 'No', 'yes'),
  fc.constantFrom(
    '£1.50',
    '(2.00)',
    '1,234',
    '7-',
    '12%',
    '007',
    '1E5',
    '0x1F',
    '1_000',
    '99999999999999999999',
    'inf',
  ),
  fc.constantFrom(...nullMarkers),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
]

const table = fc
  .record({
    width: fc.integer({ min: 2, max: 5 }),
    height: fc.integer({ min: 1, max: 12 }),
    stray: fc.integer({ min: 0, max: 4 }),
  })
  .chain(({ width, height, stray }) =>
    fc.array(
      fc
        .constantFrom(...kinds)
        .chain((kind) =>
          fc.array(
            fc.oneof(
              { arbitrary: kind, weight: 8 },
              { arbitrary: fc.oneof(...kinds), weight: stray },
              { arbitrary: fc.constant(''), weight: 1 },
            ),
            { minLength: height, maxLength: height },
          ),
        ),
      { minLength: width, maxLength: width },
    ),
  )
  // Reading tidies what stands around a cell and is tested apart: here cells have nothing around them.
  .map((columns) => columns.map((cells) => cells.map(plain)))

function plain(cell: string): string {
  return cell
    .replace(/[\p{C}\u2028\u2029\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

const named = (columns: readonly (readonly string[])[]) =>
  columns.map((cells, at) => [`field ${at + 1}`, cells] as const)

const number = (text: string) => {
  const sign = /[(-]/.test(text) && !/e-/i.test(text) ? -1 : 1
  return /e/i.test(text) ? Number(text) : sign * Number(text.replace(/[£$€,()%+\s-]/g, ''))
}

/** Is the value what the cell says? */
function says(value: string | null, cell: string, type: string): boolean {
  if (value === null) return cell === '' || nullMarkers.includes(cell.toLowerCase())
  if (type === 'text') return value === cell
  if (type === 'integer' || type === 'number') return Number(value) === number(cell)
  if (type === 'boolean') return /^y/i.test(cell) === (value === 'true')
  const [day, month, year] = cell.split('/')
  if (type === 'date') return value === (year ? `${year}-${month}-${day}` : cell)
  return false
}

test('every cell of any table is in the snapshot, as the value that it says', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (columns) => {
      const made = await publishColumns(named(columns))
      assert.equal(made.rows, columns[0]?.length)
      for (const [at, cells] of columns.entries()) {
        const { type } = made.field(`field ${at + 1}`)
        const values = made.column(`field ${at + 1}`)
        for (const [row, cell] of cells.entries())
          assert.ok(says(values[row] ?? null, cell, type), `${JSON.stringify(cell)} as ${type} is ${values[row]}`)
        const empty = values.filter((value, row) => value === null && cells[row] !== '').length
        const told = made.lines('null-marker').filter(({ field }) => field === `field ${at + 1}`)
        assert.equal(told[0]?.count ?? 0, empty, 'what was read as nothing is counted')
      }
    }),
    { numRuns: 30 },
  )
})

test('as text, every cell is exactly what was written', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (columns) => {
      const types = Object.fromEntries(columns.map((_, at) => [`field ${at + 1}`, 'text' as const]))
      const made = await publishColumns(named(columns), { types })
      for (const [at, cells] of columns.entries())
        assert.deepEqual(
          made.column(`field ${at + 1}`),
          cells.map((cell) => (cell === '' ? null : cell)),
        )
    }),
    { numRuns: 20 },
  )
})

test('a type of the owner’s choice empties cells only where it says so', async () => {
  const choice = fc.constantFrom('integer', 'number', 'boolean', 'date', 'time', 'datetime', 'geometry')
  await fc.assert(
    fc.asyncProperty(table, choice, async (columns, type) => {
      const made = await publishColumns(named(columns), { types: { 'field 1': type } })
      assert.equal(made.field('field 1').type, type)
      const values = made.column('field 1')
      const cells = columns[0] ?? []
      const lost = cells.filter((cell, row) => cell !== '' && values[row] === null).length
      const told = [...made.lines('unreadable-value'), ...made.lines('null-marker')].filter(
        ({ field }) => field === 'field 1',
      )
      assert.equal(
        told.reduce((sum, { count }) => sum + count, 0),
        lost,
      )
    }),
    { numRuns: 20 },
  )
})
