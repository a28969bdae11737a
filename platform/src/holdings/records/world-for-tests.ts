/** Random lives of a records dataset, and a slow second keeping of them in plain JavaScript. */
import fc from 'fast-check'
import { cell, hostileNames } from '#foundation/cql2/arbitraries.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { type Field, type FieldType, fieldTypes, type Version } from '#model/dataset.ts'
import type { ChangeLine } from '#model/records.ts'
import { asJson } from '../decoded-for-tests.ts'
import { asTheEngineReads } from '../compile.ts'
import type { Table } from '../naive-for-tests.ts'

export type Step = Readonly<{ op: 'upsert' | 'delete'; row: readonly Cell[] }>
export type Life = Readonly<{ fields: readonly Field[]; batches: readonly (readonly Step[])[] }>

const field = (name: string, type: FieldType): Field => ({ name, type, meaning: null, classification: 'personal' })

/** What can be sent: no NaN, and shapes that are JSON. */
function sendable(type: FieldType): fc.Arbitrary<Cell> {
  if (type === 'geometry')
    return fc.option(
      fc.constantFrom('{"type":"Point","coordinates":[-1.4,54.9]}', '{"type":"Point","coordinates":[0,10]}'),
    )
  return cell(type).map((value) => (typeof value === 'number' && !Number.isFinite(value) ? null : value))
}

const keys: Readonly<Record<'text' | 'integer', fc.Arbitrary<Cell>>> = {
  text: fc.constantFrom('a', 'A', 'b ', 'é', '"c",', '=d'),
  integer: fc.constantFrom(0n, 1n, -2n, 9_007_199_254_740_993n, 5n),
}

/** The key is the field in the middle; few keys, so that they meet. */
export const life: fc.Arbitrary<Life> = fc
  .record({
    key: fc.constantFrom('text' as const, 'integer' as const),
    others: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...hostileNames, 'plain', 'Other one'), fc.constantFrom(...fieldTypes)),
      {
        maxLength: 5,
        selector: ([name]) => asTheEngineReads(name),
      },
    ),
  })
  .chain(({ key, others }) => {
    const middle = Math.floor(others.length / 2)
    const list = others.filter(([name]) => name !== 'Key "k"' && !name.includes('\0') && name.isWellFormed())
    const fields = list.map(([name, type]) => field(name, type)).toSpliced(middle, 0, field('Key "k"', key))
    const row = fc.tuple(...fields.map(({ name, type }) => (name === 'Key "k"' ? keys[key] : sendable(type))))
    const step = fc.record({ op: fc.constantFrom('upsert' as const, 'upsert' as const, 'delete' as const), row })
    return fc
      .array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 })
      .map((batches) => ({ fields, batches: batches as readonly (readonly Step[])[] }))
  })

export const keyName = 'Key "k"'

/** The lines that say a batch, as they would be parsed from JSON. */
export async function* linesOf({ fields }: Pick<Life, 'fields'>, batch: readonly Step[]): AsyncGenerator<ChangeLine> {
  const key = fields.findIndex(({ name }) => name === keyName)
  for (const [index, { op, row }] of batch.entries()) {
    const values = row.map((value, at) => sent(fields[at]!.type, value))
    const record = Object.fromEntries(fields.map(({ name }, at) => [name, values[at]]))
    yield { line: index + 1, value: op === 'delete' ? { op, key: values[key] } : { op, record } }
  }
}

const sent = (type: FieldType, value: Cell): unknown => asJson(type, value)

type Kept = Readonly<{ place: number; since: number; row: readonly Cell[] }>
export type Former = Readonly<{ since: number; until: number | null; row: readonly Cell[] }>

/** The state after each commit, and what each key has been; a batch that changes nothing is no commit. */
export function replay({
  fields,
  batches,
}: Life): Readonly<{ states: readonly Table[]; pasts: ReadonlyMap<Cell, readonly Former[]> }> {
  const key = fields.findIndex(({ name }) => name === keyName)
  let now = new Map<Cell, Kept>()
  const states: Table[] = [{ fields, rows: [] }]
  const pasts = new Map<Cell, Former[]>()
  let places = 0
  for (const batch of batches) {
    const last = new Map(batch.map((step, line) => [step.row[key]!, { ...step, line }]))
    const next = new Map(now)
    const sequence = states.length
    let isOther = false
    for (const [at, { op, row }] of [...last].toSorted(([, a], [, b]) => a.line - b.line)) {
      const before = now.get(at)
      if (op === 'delete' ? !before : before && isSame(before.row, row)) continue
      isOther = true
      const past = pasts.get(at) ?? []
      pasts.set(at, past)
      const open = past.at(-1)
      if (before && open) past[past.length - 1] = { ...open, until: sequence }
      if (op === 'delete') {
        next.delete(at)
        continue
      }
      next.set(at, { place: before?.place ?? (places += 1), since: sequence, row })
      past.push({ since: sequence, until: null, row })
    }
    if (!isOther) continue
    now = next
    states.push({ fields, rows: [...now.values()].toSorted((a, b) => a.place - b.place).map(({ row }) => row) })
  }
  return { states, pasts }
}

function isSame(left: readonly Cell[], right: readonly Cell[]): boolean {
  return left.every((cell_, index) => cell_ === right[index])
}

export function versionOf(dataset: string, fields: readonly Field[]): Version {
  return {
    dataset,
    number: 1,
    original: '0'.repeat(64),
    originalName: 'fields.json',
    mediaType: 'application/json',
    bytes: 0,
    snapshot: '0'.repeat(64),
    rows: 0,
    fields,
    profile: [],
    report: { recognised: {}, repaired: [], setAside: [] },
    note: null,
    publishedAt: '2026-11-22T10:00:00Z',
    publishedBy: 'northford-council',
  }
}
