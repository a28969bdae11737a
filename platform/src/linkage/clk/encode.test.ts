import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '#foundation/problem.ts'
import { encode, encodeFields } from './encode.ts'
import { countsOf, rowOf, serialised } from './encodings.ts'
import { readSchema } from './schema.ts'

type Fixtures = Readonly<{
  madeBy: string
  cases: readonly { name: string; schema: unknown; key: string; records: string[][]; clks: string[] }[]
  refusedSchemas: readonly { name: string; schema: unknown }[]
  refusedRecords: readonly { name: string; schema: unknown; record: string[] }[]
}>

const fixtures = JSON.parse(readFileSync(new URL('fixtures/clkhash.json', import.meta.url), 'utf8')) as Fixtures
const clks = (records: readonly string[][], document: unknown, key: string | Uint8Array) => {
  const encodings = encode(records, readSchema(document), key)
  return records.map((_, index) => serialised(encodings.bits, rowOf(encodings, index)))
}

describe(`as ${fixtures.madeBy}, byte for byte`, () => {
  for (const { name, schema, key, records, clks: expected } of fixtures.cases)
    test(name, () => assert.deepEqual(clks(records, schema, key), expected))

  test('a key of bytes is the key of its text', () => {
    const { schema, key, records, clks: expected } = fixtures.cases[1]!
    assert.deepEqual(clks(records, schema, Buffer.from(key)), expected)
  })
})

describe('what clkhash refuses is refused, with where and why', () => {
  for (const { name, schema } of fixtures.refusedSchemas)
    test(`schema: ${name}`, () => {
      assert.throws(
        () => readSchema(schema),
        (error) => error instanceof Problem && error.code === 'clk-schema-invalid' && /\w \w+/.test(error.detail),
      )
    })

  for (const { name, schema, record } of fixtures.refusedRecords)
    test(`record: ${name}`, () => {
      assert.throws(
        () => clks([record], schema, 'a made-up key'),
        (error) =>
          error instanceof Problem && /^clk-(record-unfit|schema-invalid)$/.test(error.code) && error.at !== undefined,
      )
    })

  test('no cell is in what is said of it', () => {
    const { schema } = fixtures.refusedRecords.find(({ name }) => name === 'no such day')!
    const secret = 'Zebedee-1978/2/30'
    const words = problemOf(() => clks([['1', 'Jo', 'Li', secret, 'F']], schema, 'k'))
    assert.equal(
      JSON.stringify([words.message, words.title, words.detail, words.at, words.mend]).includes('Zebedee'),
      false,
    )
    assert.match(words.detail, /record 1, feature “born”/)
  })

  test('anything at all is either a schema or a Problem', () => {
    const [whole] = fixtures.cases
    const replaced = fc
      .tuple(fc.constantFrom(...paths(whole?.schema)), fc.jsonValue())
      .map(([path, value]) => withValue(whole?.schema, path, value))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), replaced), (document) => {
        try {
          readSchema(document)
        } catch (error) {
          assert.ok(error instanceof Problem, String(error))
        }
      }),
    )
  })

  test('an empty key', () => {
    assert.equal(
      problemOf(() => clks(fixtures.cases[0]!.records, fixtures.cases[0]!.schema, '')).code,
      'clk-key-missing',
    )
  })
})

test('a schema that asks for xorFolds is told what clkhash does with it', () => {
  const found = (name: string) => readSchema(fixtures.cases.find((one) => one.name === name)!.schema).notes
  assert.match(found('xorFolds, which clkhash does not read').join(), /xor_folds/)
  assert.deepEqual(found('folded once'), [])
})

describe('of any names', () => {
  const schema = readSchema(fixtures.cases[0]!.schema)
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  const name = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 })
  const person = fc
    .tuple(name, name, day)
    .map(([given, family, born]) => ['any', given, family, born.toISOString().slice(0, 10).replaceAll('-', '/'), 'F'])

  test('the same records and key make the same encodings, whatever was encoded before', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 5 }), (people) => {
        const together = encode(people, schema, 'key')
        for (const [index, one] of people.entries())
          assert.deepEqual(rowOf(encode([one], schema, 'key'), 0), rowOf(together, index))
      }),
      { numRuns: 30 },
    )
  })

  test('the filters of the features together are the filter of the record', () => {
    fc.assert(
      fc.property(person, (one) => {
        const whole = rowOf(encode([one], schema, 'key'), 0)
        const fields = [...encodeFields([one], schema, 'key').values()]
        assert.equal(fields.length, 4)
        assert.deepEqual(
          whole.map((_, at) => fields.reduce((byte, field) => byte | (rowOf(field, 0)[at] ?? 0), 0)),
          whole,
        )
      }),
      { numRuns: 30 },
    )
  })

  test('under another key an encoding agrees no more than chance', () => {
    // Of two independent filters of 1024 bits with a and b set, a·b/1024 are set in both; its deviation is about 10 bits.
    const people = fc.sample(person, { numRuns: 200, seed: 1 })
    const [one, other] = ['key', 'another key'].map((key) => encode(people, schema, key))
    const [a, b] = [countsOf(one!), countsOf(other!)]
    const both = countsOf({ ...one!, rows: one!.rows.map((byte, at) => byte & (other!.rows[at] ?? 0)) })
    const surplus = Array.from(both, (count, at) => count - ((a[at] ?? 0) * (b[at] ?? 0)) / schema.bits)
    const mean = surplus.reduce((sum, each) => sum + each, 0) / surplus.length
    assert.ok(Math.abs(mean) < 5, `${mean} bits more than chance`)
  })

  test('a salt keeps apart what is salted differently', () => {
    const alike = [
      ['1', 'Jo', 'Li', '1978/07/04', 'F'],
      ['2', 'Jo', 'Li', '1978/12/31', 'F'],
      ['3', 'Jo', 'Li', '1979/07/04', 'F'],
    ]
    const salted = encode(alike, schema, 'key', { feature: 'born', characters: 4 })
    const common = (x: number, y: number) => {
      const rows = [rowOf(salted, x), rowOf(salted, y)] as const
      return countsOf({ ...salted, count: 1, rows: rows[0].map((byte, at) => byte & (rows[1][at] ?? 0)) })[0] ?? 0
    }
    assert.ok(common(0, 1) > 1.5 * common(0, 2), `${common(0, 1)} and ${common(0, 2)} bits in common`)
    assert.equal(
      problemOf(() => encode(alike, schema, 'key', { feature: 'age', characters: 1 })).code,
      'clk-salt-unknown',
    )
  })
})

function problemOf(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  return assert.fail('nothing was refused')
}

function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => paths(inner, [...path, name]))]
}

function withValue(document: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  const copy = structuredClone(document) as Record<string, unknown>
  copy[name] = withValue(copy[name], rest, value)
  return copy
}
