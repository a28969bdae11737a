/** Several at once: writers, readers, and makers of copies and of other fields. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileBlobs } from '#foundation/blobs.ts'
import { testDatabase } from '#foundation/database-for-tests.ts'
import { Problem } from '#foundation/problem.ts'
import type { Field } from '#model/dataset.ts'
import type { ChangeLine } from '#model/records.ts'
import { mint } from '#permit/mint.ts'
import { createHoldings } from '../index.ts'
import { storeSnapshot } from '../stored-for-tests.ts'
import { versionOf } from './world-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-together-'))
const blobs = await fileBlobs(join(folder, 'blobs'))
const database = await testDatabase()
const clock = () => new Date('2026-11-22T10:00:00Z')
const records = { database, clock, pause: 3_600_000 }
const holdings = await createHoldings({ blobs, folder, memoryLimit: '512MB', records })
after(async () => {
  await holdings.close()
  rmSync(folder, { recursive: true, force: true })
})

const fields: Field[] = (['id', 'text'] as const).map((name) => ({
  name,
  type: 'text',
  meaning: null,
  classification: 'personal',
}))
let serial = 0

async function newDataset(): Promise<string> {
  const dataset = `northford-council/together-${(serial += 1)}`
  await holdings.records.define({ dataset, key: 'id', fields, isFirst: true })
  return dataset
}

async function* upserts(ids: readonly string[], text = 'x'): AsyncGenerator<ChangeLine> {
  for (const [index, id] of ids.entries()) yield { line: index + 1, value: { op: 'upsert', record: { id, text } } }
}

const many = (count: number, prefix = 'R') => Array.from({ length: count }, (_, n) => `${prefix}${n}`)

async function reading(dataset: string) {
  const shown = fields.map(({ name }) => Object.freeze({ name, transform: { kind: 'as-is' } as const }))
  const permit = mint(
    Object.freeze({
      dataset,
      action: 'read',
      purpose: null,
      fields: Object.freeze(shown),
      rows: null,
      duties: {},
      clause: { agreement: 'a', clause: 'c1' },
      role: null,
      until: null,
    } as const),
  )
  const look = await holdings.records.look(dataset, { kind: 'rows', when: {} })
  const query = { fields: null, filter: null, order: [], limit: null, offset: 0, format: 'ndjson' } as const
  return holdings.fetch(permit, query, versionOf(dataset, fields), look)
}

async function rowsOf(dataset: string): Promise<number> {
  let rows = 0
  for await (const batch of (await reading(dataset)).batches) rows += batch.rows
  return rows
}

test('batches at the same moment are commits one after another, and none is lost', async () => {
  const dataset = await newDataset()
  const sizes = [1, 1, 1, 700, 1, 1, 900, 1, 1, 1]
  const made = await Promise.all(
    sizes.map((size, n) => holdings.records.change(dataset, upserts(many(size, `W${n}-`)))),
  )
  assert.deepEqual(
    made.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
    sizes.map((_, n) => n + 1),
  )
  const sum = sizes.reduce((total, size) => total + size)
  assert.equal(await rowsOf(dataset), sum)
  assert.equal((await holdings.records.states([dataset])).get(dataset)?.rows, sum)
})

test('an answer under way is of its moment, whatever is changed, re-typed or copied meanwhile', async () => {
  const dataset = await newDataset()
  await holdings.records.change(dataset, upserts(many(9_000), '7'))
  const { batches } = await reading(dataset)
  let rows = 0
  let text = ''
  for await (const batch of batches) {
    if (rows === 0) {
      await holdings.records.change(dataset, upserts(many(6_000), '8'))
      await holdings.records.retype(dataset, { text: 'integer' })
      await holdings.records.copy(dataset)
    }
    rows += batch.rows
    text += Buffer.from(batch.bytes).toString()
  }
  assert.equal(rows, 9_000)
  assert.ok(!text.includes('8"}') && !text.includes('"text":8'))
  assert.equal(await rowsOf(dataset), 9_000)
})

test('a first file and a batch at the same moment both count, or one hears that it was not taken', async () => {
  for (let round = 0; round < 4; round++) {
    const dataset = await newDataset()
    const { snapshot } = await storeSnapshot(blobs, { fields, rows: many(300, 'F').map((id) => [id, 'x']) })
    const [file, batch] = await Promise.allSettled([
      holdings.records.load({ dataset, mode: 'upsert', snapshot }),
      holdings.records.change(dataset, upserts(many(2, 'B'))),
    ])
    for (const one of [file, batch])
      if (one.status === 'rejected') assert.ok(one.reason instanceof Problem && one.reason.code === 'fields-changed')
    const expected = (file.status === 'fulfilled' ? 300 : 0) + (batch.status === 'fulfilled' ? 2 : 0)
    assert.equal(await rowsOf(dataset), expected)
    assert.ok(expected > 0)
  }
})

test('a copy is made once for a commit, and those before the last are removed', async () => {
  const dataset = await newDataset()
  const files = () => readdirSync(join(folder, 'blobs'), { recursive: true }).length
  const copied = async (text: string) => {
    await holdings.records.change(dataset, upserts(many(3), text))
    await Promise.all([holdings.records.copy(dataset), holdings.records.copy(dataset)])
    await holdings.records.copy(dataset)
    const state = (await holdings.records.states([dataset])).get(dataset)!
    assert.equal(state.copy?.sequence, state.moment.sequence)
    return files()
  }
  await copied('one')
  const two = await copied('two')
  for (const text of ['three', 'four', 'five']) await copied(text)
  // Folders of the store stay; the files in them are the last copy and the one before.
  const { rows } = await database.pool.query<{ copy: string; copy_before: string }>(
    'select copy, copy_before from holdings.registers where dataset = $1',
    [dataset],
  )
  assert.ok((await blobs.has(rows[0]!.copy)) && (await blobs.has(rows[0]!.copy_before)))
  assert.ok(files() <= two + 3, 'earlier copies were kept')
})
