/** What is kept equals a naive keeping of the same changes, at every moment, for every permit, in every format. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { fileBlobs } from '#foundation/blobs.ts'
import type { Cell } from '#foundation/cql2/evaluate-for-tests.ts'
import { testDatabase } from '#foundation/database-for-tests.ts'
import type { Field } from '#model/dataset.ts'
import type { Format } from '#model/query.ts'
import type { PermitTerms } from '#permit'
import { mint } from '#permit/mint.ts'
import { terms, wanted } from '../arbitraries.ts'
import type { Wanted } from '../compile.ts'
import { asCsv, asJson, drained, readCell, readCsv, readParquet } from '../decoded-for-tests.ts'
import { createHoldings, type Holdings } from '../index.ts'
import { type Answer, naiveAnswer, type Table } from '../naive-for-tests.ts'
import { storeSnapshot } from '../stored-for-tests.ts'
import { keyName, life, type Life, linesOf, replay, versionOf } from './world-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-records-'))
const blobs = await fileBlobs(join(folder, 'blobs'))
const database = await testDatabase()
let holdings: Holdings
let now = Date.parse('2026-11-22T10:00:00Z')
let serial = 0
const runs = process.env['WAYLEAVE_TEST_QUICK'] ? 10 : 40

before(async () => {
  const clock = () => new Date((now += 1_000))
  // No copy is made but where a test asks for it.
  const records = { database, clock, pause: 3_600_000 }
  holdings = await createHoldings({ blobs, folder, memoryLimit: '512MB', records })
})
after(async () => {
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

const all: Wanted = { fields: null, filter: null, order: [], limit: null, offset: 0 }

function everything(dataset: string, fields: readonly Field[], action: 'read' | 'verify' = 'read'): PermitTerms {
  return Object.freeze({
    dataset,
    action,
    purpose: null,
    fields: Object.freeze(fields.map(({ name }) => Object.freeze({ name, transform: { kind: 'as-is' } as const }))),
    rows: null,
    duties: {},
    clause: { agreement: 'a', clause: 'c1' },
    role: null,
    until: null,
  })
}

/** Lives it, and answers the dataset and the time of each commit. */
async function lived({ fields, batches }: Life): Promise<{ dataset: string; times: (string | null)[] }> {
  const dataset = `northford-council/life-${(serial += 1)}`
  await holdings.records.define({ dataset, key: keyName, fields, isFirst: true })
  const times: (string | null)[] = [null]
  for (const batch of batches) {
    const { sequence, at } = await holdings.records.change(dataset, linesOf({ fields }, batch))
    times[sequence] = at
  }
  return { dataset, times }
}

function objects({ fields, rows }: Answer): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(row.map((cell, index) => [fields[index]!.name, asJson(fields[index]!.type, cell)])),
  )
}

async function json(bytes: Promise<{ bytes: Buffer }>): Promise<unknown> {
  return JSON.parse(`[${(await bytes).bytes.toString()}]`)
}

test('the current state, and that of any moment before, is what a naive replay has', async () => {
  await fc.assert(
    fc.asyncProperty(life, async (each) => {
      const { dataset, times } = await lived(each)
      const { states } = replay(each)
      const version = versionOf(dataset, each.fields)
      const permit = mint(everything(dataset, each.fields))
      const state = (await holdings.records.states([dataset])).get(dataset)
      assert.equal(state?.moment.sequence, states.length - 1)
      assert.equal(state?.rows, states.at(-1)!.rows.length)
      for (const [sequence, table] of states.entries()) {
        const when = sequence % 2 === 0 ? { sequence } : { asOf: times[sequence]! }
        const look = await holdings.records.look(dataset, { kind: 'rows', when })
        assert.equal(look.moment.sequence, sequence)
        const fetched = holdings.fetch(permit, { ...all, format: 'json' }, version, look)
        assert.deepEqual(await json(fetched.then(drained)), objects(naiveAnswer(permit.terms, all, table)))
      }
    }),
    { numRuns: runs },
  )
})

type Asked = Readonly<{
  each: Life
  asked: readonly { terms: PermitTerms; wanted: Wanted; at: number; since: number }[]
}>

const questions: fc.Arbitrary<Asked> = life.chain((each) =>
  fc
    .array(
      terms(each).chain((permit) =>
        fc.record({ terms: fc.constant(permit), wanted: wanted(permit, each), at: fc.nat(6), since: fc.nat(6) }),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((asked) => ({ each, asked })),
)

test('an answer is what the permit and the query say of that moment, in every format, from the rows and from the copy', async () => {
  await fc.assert(
    fc.asyncProperty(questions, fc.boolean(), async ({ each, asked }, withCopy) => {
      const { dataset } = await lived(each)
      const { states } = replay(each)
      if (withCopy) await holdings.records.copy(dataset)
      for (const { terms: permitted, wanted: query, at } of asked) {
        const sequence = withCopy ? states.length - 1 : Math.min(at, states.length - 1)
        const permit = Object.freeze({ ...permitted, dataset })
        await checkFormats(
          { permit, query, sequence, expected: naiveAnswer(permit, query, states[sequence]!) },
          each.fields,
        )
      }
    }),
    { numRuns: runs },
  )
})

type Checked = Readonly<{ permit: PermitTerms; query: Wanted; sequence: number; expected: Answer }>

async function checkFormats({ permit, query, sequence, expected }: Checked, columns: readonly Field[]): Promise<void> {
  const { fields, rows } = expected
  const version = versionOf(permit.dataset, columns)
  const look = await holdings.records.look(permit.dataset, { kind: 'rows', when: { sequence } })
  const fetch = async (format: Format) => {
    const fetched = await holdings.fetch(mint(permit), { ...query, format }, version, look)
    assert.deepEqual(fetched.fields, fields)
    const answer = await drained(fetched)
    assert.equal(answer.rows, rows.length)
    return answer.bytes
  }
  assert.deepEqual(JSON.parse(`[${(await fetch('json')).toString()}]`), objects(expected), 'json')
  const lines = (await fetch('ndjson')).toString().split('\n')
  assert.equal(lines.pop(), '')
  assert.deepEqual(
    lines.map((line): unknown => JSON.parse(line)),
    objects(expected),
    'ndjson',
  )
  const [head, ...records] = readCsv((await fetch('csv')).toString())
  assert.equal(head!.length, fields.length)
  const numeric = records.map((record) =>
    record.map((text, index) => (fields[index]!.type === 'number' && text ? Number(text) + 0 : text)),
  )
  const cells = rows.map((row) => row.map((cell, index) => asCsv(fields[index]!.type, cell)))
  assert.deepEqual(numeric, fields.length === 1 ? cells.map(([cell]) => [cell ?? '']) : cells, 'csv')
  const parquet = await readParquet(await fetch('parquet'))
  assert.deepEqual(
    parquet.names,
    fields.map(({ name }) => name),
  )
  const read = parquet.rows.map((row) => row.map((text, index) => readCell(fields[index]!.type, text)))
  assert.deepEqual(plain(read), plain(rows), 'parquet')
}

/** Without the sign of nought, which no format promises to keep. */
function plain(rows: readonly (readonly Cell[])[]): Cell[][] {
  return rows.map((row) => row.map((cell) => (cell === 0 ? 0 : cell)))
}

test('who follows the changes has what the permit shows, and is told of nothing else', async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(questions, async ({ each, asked }) => {
      const { dataset } = await lived(each)
      const { states } = replay(each)
      for (const {
        terms: permitted,
        wanted: { filter },
        at,
        since: from,
      } of asked) {
        const upTo = Math.min(at, states.length - 1)
        const since = Math.min(from, upTo)
        const others = permitted.fields.filter(({ name }) => name !== keyName)
        const fields = Object.freeze([
          ...others,
          Object.freeze({ name: keyName, transform: { kind: 'as-is' } as const }),
        ])
        const permit = Object.freeze({ ...permitted, dataset, fields })
        // The filter was made for the permit as it was; where it mentions the key in another shape it no longer fits.
        const isKept = permitted.fields.every(({ name, transform }) => name !== keyName || transform.kind === 'as-is')
        const query: Wanted = { ...all, filter: isKept ? filter : null }
        const before = byKey(naiveAnswer(permit, query, states[since]!))
        const present = byKey(naiveAnswer(permit, query, states[upTo]!))
        const moment = { sequence: upTo, at: null }
        const look = { kind: 'changes', since, moment } as const
        const version = versionOf(dataset, each.fields)
        const fetched = holdings.fetch(mint(permit), { ...query, format: 'json' }, version, look)
        const lines = (await json(fetched.then(drained))) as { op: string; key: unknown; record?: object }[]
        told += lines.length
        for (const { op, key, record } of lines) {
          assert.notDeepEqual(before.get(key), record, 'told of no difference')
          if (op === 'removed') before.delete(key)
          else before.set(key, record!)
        }
        assert.deepEqual(new Map([...before].toSorted(sorting)), new Map([...present].toSorted(sorting)))
      }
    }),
    { numRuns: runs },
  )
  assert.ok(told > 0)
})

const sorting = ([a]: [unknown, object], [b]: [unknown, object]) => (String(a) < String(b) ? -1 : 1)
const byKey = (answer: Answer): Map<unknown, object> => new Map(objects(answer).map((each) => [each[keyName], each]))

test('a history is what the record was, merged where the caller may see no difference', async () => {
  await fc.assert(
    fc.asyncProperty(questions, async ({ each, asked }) => {
      const { dataset } = await lived(each)
      const { pasts } = replay(each)
      for (const { terms: permitted } of asked) {
        const { type } = each.fields.find(({ name }) => name === keyName)!
        const others = permitted.fields.filter(({ name }) => name !== keyName)
        const fields = Object.freeze([
          ...others,
          Object.freeze({ name: keyName, transform: { kind: 'as-is' } as const }),
        ])
        const permit = Object.freeze({ ...permitted, dataset, fields })
        for (const [key, past] of pasts) {
          if (type === 'integer' && !Number.isSafeInteger(Number(key))) continue
          const value =
            type === 'text'
              ? ({ kind: 'text', value: key as string } as const)
              : ({ kind: 'number', value: Number(key) } as const)
          const expected = merged(permit, each, past)
          const look = await holdings.records.look(dataset, { kind: 'history' })
          const query = { ...all, filter: { op: '=', property: keyName, value }, format: 'json' } as const
          const fetched = holdings.fetch(mint(permit), query, versionOf(dataset, each.fields), look)
          const entries = (await json(fetched.then(drained))) as {
            from: { sequence: number }
            until: { sequence: number } | null
            record: object
          }[]
          assert.deepEqual(
            entries.map(({ from, until, record }) => ({
              since: from.sequence,
              until: until?.sequence ?? null,
              record,
            })),
            expected,
          )
        }
      }
    }),
    { numRuns: runs },
  )
})

function merged(
  permit: PermitTerms,
  { fields }: Life,
  past: readonly { since: number; until: number | null; row: readonly Cell[] }[],
) {
  const entries: { since: number; until: number | null; record: unknown }[] = []
  for (const { since, until, row } of past) {
    const table: Table = { fields, rows: [row] }
    const [record] = objects(naiveAnswer(permit, all, table))
    if (!record) continue
    const last = entries.at(-1)
    if (last?.until === since && JSON.stringify(last.record) === JSON.stringify(record)) last.until = until
    else entries.push({ since, until, record })
  }
  return entries
}

test('a file that replaces makes the records what the file is, and one that upserts adds to them', async () => {
  await fc.assert(
    fc.asyncProperty(life, fc.constantFrom('replace' as const, 'upsert' as const), async (each, mode) => {
      const dataset = `northford-council/life-${(serial += 1)}`
      await holdings.records.define({ dataset, key: keyName, fields: each.fields, isFirst: true })
      const key = each.fields.findIndex(({ name }) => name === keyName)
      let expected = new Map<Cell, readonly Cell[]>()
      for (const batch of each.batches) {
        const rows = batch.map(({ op, row }) =>
          op === 'delete' ? row.map((value, at): Cell => (at === key ? null : value)) : row,
        )
        const { snapshot } = await storeSnapshot(blobs, { fields: each.fields, rows })
        const loaded = await holdings.records.load({ dataset, mode, snapshot })
        const keyed = rows.filter((row) => row[key] !== null && row[key] !== undefined)
        const file = new Map<Cell, readonly Cell[]>(keyed.map((row) => [row[key]!, row]))
        assert.equal(loaded.keyless.count, rows.length - keyed.length)
        assert.equal(loaded.duplicates.count, keyed.length - file.size)
        for (const number of loaded.duplicates.rows)
          assert.ok(
            rows.slice(number).some((row) => row[key] === rows[number - 1]![key] && row[key] !== null),
            'a later row has its key',
          )
        assert.equal(loaded.deleted, mode === 'replace' ? [...expected.keys()].filter((at) => !file.has(at)).length : 0)
        expected = mode === 'replace' ? file : new Map([...expected, ...file])
      }
      const permit = mint(everything(dataset, each.fields))
      const look = await holdings.records.look(dataset, { kind: 'rows', when: {} })
      const fetched = holdings.fetch(permit, { ...all, format: 'json' }, versionOf(dataset, each.fields), look)
      const table: Table = { fields: each.fields, rows: [...expected.values()] }
      const sort = (list: unknown) => (list as object[]).map((one) => JSON.stringify(one)).toSorted()
      assert.deepEqual(sort(await json(fetched.then(drained))), sort(objects(naiveAnswer(permit.terms, all, table))))
    }),
    { numRuns: runs },
  )
})
