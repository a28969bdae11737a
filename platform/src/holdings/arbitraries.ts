/** Random tables, permits and queries. */
import fc from 'fast-check'
import { cell, condition, hostileNames } from '#foundation/cql2/arbitraries.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { type Field, type FieldType, fieldTypes } from '#model/dataset.ts'
import type { PermittedField, PermitTerms, Transform } from '#permit'
import { asTheEngineReads, type Wanted } from './compile.ts'
import { naiveAnswer, type Table } from './naive-for-tests.ts'

const postcodes = fc.constantFrom(
  'NF16 1AB',
  'nf1 1ab',
  'SW1A1AA',
  'M1',
  ' GIR 0AA ',
  'AB1 2',
  'not one',
  'É1 1AA',
  'A1 1A\n',
)
const days = fc.constantFrom(
  '1950-02-03',
  '2026-01-31T10:00:00Z',
  '2026-01-31 10:00',
  '2026-13-01',
  '0123-45',
  '1950',
  '12/03/1950',
)

const field: fc.Arbitrary<Field> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })),
    fc.constantFrom(...fieldTypes),
  )
  .filter(([name]) => !name.includes('\0') && name.isWellFormed())
  .map(([name, type]) => ({ name, type, meaning: null, classification: 'personal' }))

/** PostgreSQL takes the first 63 bytes of a name; here, unlike in the engine that serves, they must be different. */
const fields = fc.uniqueArray(field, {
  minLength: 1,
  maxLength: 7,
  selector: ({ name }) => Buffer.from(asTheEngineReads(name)).subarray(0, 56).toString('latin1'),
})

function valueOf(type: FieldType): fc.Arbitrary<Cell> {
  return type === 'text' ? fc.oneof({ weight: 3, arbitrary: cell(type) }, postcodes, days) : cell(type)
}

export const table: fc.Arbitrary<Table> = fields.chain((columns) =>
  fc
    .array(fc.tuple(...columns.map(({ type }) => valueOf(type))), { maxLength: 25 })
    .map((rows): Table => ({ fields: columns, rows: rows as Cell[][] })),
)

function transform(columns: readonly Field[]): fc.Arbitrary<Transform> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<Transform>({ kind: 'as-is' }) },
    fc.constantFrom<Transform>(
      { kind: 'year' },
      { kind: 'outward-postcode' },
      { kind: 'masked' },
      { kind: 'yes-no', when: null },
    ),
    fc.constantFrom('key', '', 'a very long key '.repeat(9)).map((key): Transform => ({ kind: 'pseudonym', key })),
    condition(columns).map((when): Transform => ({ kind: 'yes-no', when })),
    fc.constantFrom(1, 5, 10, 0.5, 1e6).map((to): Transform => ({ kind: 'rounded', to })),
  )
}

/** The terms of a permit to read some of a table. */
export function terms({ fields: columns }: Pick<Table, 'fields'>): fc.Arbitrary<PermitTerms> {
  const shown = fc
    .subarray([...columns], { minLength: 1 })
    .chain((some) =>
      fc.tuple(
        ...some.map(({ name }) =>
          transform(columns).map((each): PermittedField => Object.freeze({ name, transform: each })),
        ),
      ),
    )
  const rows = fc.option(condition(columns), { nil: null, freq: 2 })
  return fc.tuple(shown, rows).map(([permitted, each]) =>
    Object.freeze({
      dataset: 'northford-council/random',
      action: 'read',
      purpose: null,
      fields: Object.freeze(permitted),
      rows: each,
      duties: Object.freeze({}),
      clause: Object.freeze({ agreement: 'random', clause: 'c1' }),
      role: null,
      until: null,
    } as const),
  )
}

/** A query that mentions nothing but what the permit shows. */
export function wanted(permit: PermitTerms, { fields: columns }: Pick<Table, 'fields'>): fc.Arbitrary<Wanted> {
  const everything: Wanted = { fields: null, filter: null, order: [], limit: null, offset: 0 }
  const shown = naiveAnswer(permit, everything, { fields: columns, rows: [] }).fields
  const names = shown.map(({ name }) => name)
  const order = fc
    .subarray(names, { maxLength: Math.min(3, names.length) })
    .chain((some) => fc.tuple(...some.map((name) => fc.boolean().map((descending) => ({ field: name, descending })))))
  return fc.record({
    fields: fc.option(fc.shuffledSubarray(names, { minLength: 1 }), { nil: null }),
    filter: fc.option(condition(shown), { nil: null, freq: 2 }),
    order: fc.oneof(fc.constant([]), order),
    limit: fc.option(fc.nat(20), { nil: null, freq: 2 }),
    offset: fc.oneof(fc.constant(0), fc.nat(8)),
  })
}
