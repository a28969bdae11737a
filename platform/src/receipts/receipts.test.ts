import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { testDatabase, testDatabaseConnection } from '#foundation/database-for-tests.ts'
import { type Database, openDatabase } from '#foundation/database.ts'
import { Problem } from '#foundation/problem.ts'
import { createReceipts, type Receipts } from './index.ts'
import { temporaryFolder } from './log-for-tests.ts'
import { entry } from './receipt-for-tests.ts'
import { openCheckpoint, parseVerifierKey, verifyConsistency, verifyLog, verifyReceipt } from './verify/index.ts'

const clock = () => new Date('2026-10-01T12:00:00Z')

type Opened = Readonly<{
  receipts: Receipts
  database: Database
  folder: string
  open: (folder?: string) => Promise<Receipts>
}>

async function opened(use: (log: Opened) => Promise<void>): Promise<void> {
  const database = await testDatabase()
  const home = temporaryFolder()
  const keysFolder = join(home, 'keys')
  const open = (folder = home) =>
    createReceipts({ database, clock, folder: join(folder, 'log'), keysFolder, origin: 'http://127.0.0.1:8700/log/' })
  const receipts = await open()
  await use({ receipts, database, folder: join(home, 'log'), open })
  await receipts.close()
}

/** As if the owner of the database had taken the guard away. */
async function tamper(database: Database, statement: string): Promise<void> {
  await database.pool.query('alter table receipts.entries disable trigger append_only')
  await database.pool.query(statement)
}

const size = async (receipts: Receipts) =>
  openCheckpoint(await receipts.checkpoint(), parseVerifierKey(receipts.key)!)!.size

test('what was recorded is found, listed and proven, and the public files verify', () =>
  opened(async ({ receipts, folder }) => {
    assert.equal(await size(receipts), 0)
    assert.ok((await verifyLog(folder)).good)

    const receipt = await receipts.record(entry())
    assert.match(receipt.id, /^r[a-z2-7]{26}$/)
    assert.equal(receipt.at, '2026-10-01T12:00:00.000Z')
    assert.deepEqual(await receipts.find(receipt.id), { receipt, completion: null })
    assert.equal(await receipts.find('r-unknown'), undefined)
    assert.equal(await receipts.find('r\0'), undefined)

    await receipts.complete(receipt.id, { rows: 7, ended: 'cut' })
    await receipts.complete(receipt.id, { rows: 9, ended: 'complete' })
    const completion = { receipt: receipt.id, at: receipt.at, rows: 7, ended: 'cut' }
    assert.deepEqual(await receipts.find(receipt.id), { receipt, completion })

    const proof = (await receipts.prove(receipt.id))!
    assert.deepEqual(verifyReceipt(receipt, proof, receipts.key), {
      good: true,
      origin: '127.0.0.1:8700/log',
      index: 0,
      size: 3,
    })
    const ofCompletion = (await receipts.prove(receipt.id, 'completion'))!
    assert.ok(verifyReceipt(completion, ofCompletion, receipts.key).good)
    assert.ok(!verifyReceipt({ ...completion, rows: 8 }, ofCompletion, receipts.key).good)
    assert.equal(await receipts.prove('r-unknown'), undefined)

    assert.equal(await size(receipts), 3)
    assert.deepEqual(await verifyLog(folder), {
      ...(await verifyLog(folder, { key: receipts.key })),
      key: 'from the log itself',
    })
  }))

test('receipts are listed newest first, a page at a time, by what they say', () =>
  opened(async ({ receipts }) => {
    const all: string[] = []
    for (let n = 0; n < 12; n++) {
      const organisation = n % 2 === 0 ? 'brightspark-energy' : 'northford-council'
      const change = {
        organisation,
        app: n % 3 === 0 ? 'warm-app' : null,
        dataset: n < 6 ? 'northford-council/winter-register' : null,
      }
      all.unshift((await receipts.record(entry({ ...change, holder: n < 10 ? 'northford-council' : null }))).id)
    }
    await receipts.complete(all[0]!, { rows: 1, ended: 'complete' })
    const ids = async (filter: Omit<Parameters<Receipts['list']>[0], 'limit'>, limit = 100) =>
      (await receipts.list({ ...filter, limit })).map(({ id }) => id)
    const where = (keep: (n: number) => boolean) => all.filter((_, at) => keep(11 - at))

    assert.deepEqual(await ids({}), all)
    assert.deepEqual(
      await ids({ organisation: 'brightspark-energy' }),
      where((n) => n % 2 === 0),
    )
    assert.deepEqual(
      await ids({ organisation: 'brightspark-energy', app: 'warm-app' }),
      where((n) => n % 6 === 0),
    )
    assert.deepEqual(
      await ids({ dataset: 'northford-council/winter-register' }),
      where((n) => n < 6),
    )
    assert.deepEqual(
      await ids({ concerning: 'northford-council' }),
      where((n) => n < 10 || n % 2 === 1),
    )
    assert.deepEqual(
      await ids({ concerning: 'northford-council', app: 'warm-app' }),
      where((n) => (n < 10 || n % 2 === 1) && n % 3 === 0),
    )
    assert.deepEqual(await ids({ person: 'p3f9a1c0d7e2b4856' }), all)
    assert.deepEqual(await ids({ holder: 'nobody' }), [])

    const pages: string[][] = []
    for (let before: string | undefined; ; before = pages.at(-1)!.at(-1)!) {
      const page = await ids({ concerning: 'northford-council', ...(before === undefined ? {} : { before }) }, 4)
      if (page.length === 0) break
      pages.push(page)
    }
    assert.deepEqual(
      pages.flat(),
      where((n) => n < 10 || n % 2 === 1),
    )
    assert.equal(pages.length, 3)
    assert.deepEqual(await ids({ before: 'r-unknown' }), [])
    assert.deepEqual(await ids({}, 0), [])
  }))

test('hostile names are recorded, and found, like any other', () =>
  opened(async ({ receipts }) => {
    for (const dataset of [
      'a\0b',
      '"; drop table',
      'x'.repeat(100_000),
      '‮evil',
      '{"a":1}',
      '\\x00',
      '',
      '{a,NULL}',
      '😀'.repeat(150),
    ]) {
      const receipt = await receipts.record(entry({ dataset, app: dataset, reasons: [] }))
      assert.deepEqual((await receipts.find(receipt.id))?.receipt, receipt)
      assert.deepEqual((await receipts.list({ dataset, limit: 1 }))[0], receipt)
      assert.ok(verifyReceipt(receipt, (await receipts.prove(receipt.id))!, receipts.key).good)
    }
    await assert.rejects(receipts.record(entry({ dataset: '\ud800' })), TypeError)
    assert.ok(await receipts.record(entry()))
  }))

test('persons never appear in clear', () =>
  opened(async ({ receipts, folder }) => {
    for (const person of ['Ada Lovelace', 'ada@example.org', 'ada', '07700 900123', 'https://id.example/ada-lovelace'])
      await assert.rejects(receipts.record(entry({ person })), TypeError)
    const receipt = await receipts.record(entry())
    await receipts.checkpoint()
    const told = Object.values(receipt).filter((value) => typeof value === 'string' && value.length > 6) as string[]
    for (const path of globSync('**/*', { cwd: folder }).filter((path) => statSync(join(folder, path)).isFile())) {
      const bytes = readFileSync(join(folder, path)).toString('latin1')
      for (const text of told) assert.ok(!bytes.includes(text), `${path} tells ${text}`)
    }
  }))

test('a body, a place or a head changed in the database is found', () =>
  opened(async ({ receipts, database, open }) => {
    const [first, second] = [await receipts.record(entry()), await receipts.record(entry())]
    await assert.rejects(database.pool.query('delete from receipts.entries'), /append-only/)
    await assert.rejects(database.pool.query(`update receipts.entries set body = ''`), /append-only/)
    await assert.rejects(database.pool.query('truncate receipts.nodes'), /append-only/)

    await tamper(database, `update receipts.entries set body = replace(body, '"rows":12', '"rows":13') where index = 0`)
    const found = (await receipts.find(first.id))!.receipt
    assert.equal(found.rows, 13)
    assert.ok(!verifyReceipt(found, (await receipts.prove(first.id))!, receipts.key).good)
    assert.ok(verifyReceipt(second, (await receipts.prove(second.id))!, receipts.key).good)

    // Cut off at the end, head and all: what this node has seen and signed is not forgotten.
    await tamper(database, 'delete from receipts.entries where index = 1')
    await database.pool.query('update receipts.head set size = 1')
    await assert.rejects(receipts.record(entry()), { code: 'receipts-unavailable' })
    await assert.rejects(receipts.record(entry()), { code: 'receipts-unavailable' })
    await assert.rejects(open(), /not what this log signed/)
  }))

test('a database that holds less or other than what was published is not built upon', () =>
  opened(async ({ receipts, database, open }) => {
    for (let n = 0; n < 3; n++) await receipts.record(entry())
    const before = (await database.pool.query('select * from receipts.head')).rows[0]
    await receipts.record(entry())
    await receipts.close()
    // An older backup: a genuine head, and the entries that belong to it.
    await tamper(database, 'delete from receipts.entries where index = 3')
    const { size, root, peaks, checkpoint } = before
    await database.pool.query('update receipts.head set size = $1, root = $2, peaks = $3, checkpoint = $4', [
      size,
      root,
      peaks,
      checkpoint,
    ])
    await assert.rejects(open(), /published with 4 entries, and the database holds 3/)
    await tamper(database, `update receipts.entries set entry = sha256('x') where index = 1`)
    const elsewhere = await open(temporaryFolder())
    await assert.rejects(elsewhere.checkpoint(), /do not lead to the root/)
    await elsewhere.close()
  }))

test('another key may not write to the log', () =>
  opened(async ({ database }) => {
    const home = temporaryFolder()
    const other = {
      database,
      clock,
      folder: join(home, 'log'),
      keysFolder: join(home, 'keys'),
      origin: 'example.org/log',
    }
    await assert.rejects(createReceipts(other), /belongs to the key 127\.0\.0\.1:8700\/log\+.*copy keys\/log\.key/)
  }))

test('the key is private, stays the same, and keeps its name when the node moves', () =>
  opened(async ({ receipts, folder, database }) => {
    const keysFolder = join(folder, '../keys')
    assert.equal(statSync(join(keysFolder, 'log.key')).mode & 0o777, 0o600)
    assert.equal(readFileSync(join(folder, 'key'), 'utf8'), `${receipts.key}\n`)
    const moved = await createReceipts({ database, clock, folder, keysFolder, origin: 'https://elsewhere.example' })
    assert.equal(moved.key, receipts.key)
    await moved.close()
  }))

test('public files are served by path alone, made again when missing or cut, and superseded ones go', () =>
  opened(async ({ receipts, folder, open }) => {
    const many = async (count: number) => {
      await Promise.all(Array.from({ length: count }, () => receipts.record(entry())))
      return await receipts.checkpoint()
    }
    const checkpoints = [await many(3), await many(100), await many(200), await many(300)]
    assert.equal(await size(receipts), 603)
    const partials = globSync('tile/**/*.p/*', { cwd: folder }).toSorted()
    assert.deepEqual(partials, ['tile/0/002.p/91', 'tile/1/000.p/2', 'tile/entries/002.p/91'])
    assert.deepEqual(globSync('.new-*', { cwd: folder }), [])

    const full = (await receipts.tile('tile/0/000'))!
    assert.equal(full.length, 8_192)
    // A narrower tile of an earlier checkpoint is still served.
    assert.deepEqual(await receipts.tile('tile/0/000.p/3'), full.subarray(0, 96))
    for (const path of [
      'tile/0/002',
      'tile/0/002.p/92',
      'tile/0/003',
      'tile/2/000.p/1',
      'tile/0/../checkpoint',
      'key',
      '../keys/log.key',
      '',
    ])
      assert.equal(await receipts.tile(path), undefined, path)

    rmSync(join(folder, 'tile/0/001'))
    truncateSync(join(folder, 'tile/entries/000'), 100)
    assert.equal((await verifyLog(folder)).good, false)
    assert.equal((await receipts.tile('tile/0/001'))?.length, 8_192)
    assert.equal((await receipts.tile('tile/entries/000'))?.length, 256 * 34)
    assert.ok((await verifyLog(folder)).good)

    // Left over or lost in a crash: mended at the next start.
    await receipts.close()
    rmSync(join(folder, 'tile/1'), { recursive: true })
    rmSync(join(folder, 'tile/entries/001'))
    writeFileSync(join(folder, 'tile/0/002.p/90'), '')
    writeFileSync(join(folder, '.new-7'), 'half')
    const again = await open()
    while (!(await verifyLog(folder)).good) await wait(10)
    await again.close()
    assert.deepEqual(globSync('tile/**/*.p/*', { cwd: folder }).toSorted(), partials)
    assert.deepEqual(globSync('.new-*', { cwd: folder }), [])

    rmSync(folder, { recursive: true })
    const fresh = await open()
    await fresh.checkpoint()
    for (const earlier of checkpoints) assert.ok((await verifyLog(folder, { key: fresh.key, earlier })).good)
    await fresh.close()
  }))

test('files that cannot be written hold up no receipt, and are written when they can be', () =>
  opened(async ({ receipts, folder }) => {
    const many = (count: number) => Promise.all(Array.from({ length: count }, () => receipts.record(entry())))
    await many(100)
    const before = await receipts.checkpoint()
    // A file where a folder has to be, as a full disk would have it: nothing can be put there.
    mkdirSync(join(folder, 'tile/0'), { recursive: true })
    writeFileSync(join(folder, 'tile/0/001.p'), '')
    await many(300)
    assert.equal(await receipts.checkpoint(), before)
    rmSync(join(folder, 'tile/0/001.p'))
    await many(300)
    assert.equal(await size(receipts), 700)
    assert.ok((await verifyLog(folder, { key: receipts.key, earlier: before })).good)
    await receipts.close()
    assert.deepEqual(globSync('.new-*', { cwd: folder }), [])
  }))

test('a log that is being written is good at every look', () =>
  opened(async ({ receipts, folder }) => {
    let writing = true
    const writer = async () => {
      while (writing) await receipts.record(entry())
    }
    await receipts.checkpoint()
    const writers = Promise.all(Array.from({ length: 20 }, writer))
    for (let look = 0; look < 60; look++) {
      const verdict = await verifyLog(folder)
      assert.ok(verdict.good, verdict.good ? '' : verdict.because)
      await wait(5)
    }
    writing = false
    await writers
  }))

test('every growth of the log has a consistency proof', () =>
  opened(async ({ receipts }) => {
    const key = parseVerifierKey(receipts.key)!
    const checkpoints: string[] = []
    for (const count of [1, 2, 250, 10, 300]) {
      await Promise.all(Array.from({ length: count }, () => receipts.record(entry())))
      checkpoints.push(await receipts.checkpoint())
    }
    for (const note of checkpoints) {
      const before = openCheckpoint(note, key)!
      const proof = (await receipts.proveConsistency(before.size))!
      const now = openCheckpoint(proof.checkpoint, key)!
      const hashes = proof.hashes.map((text) => Buffer.from(text, 'base64'))
      assert.ok(verifyConsistency({ from: before.size, to: now.size, fromRoot: before.root, toRoot: now.root, hashes }))
    }
    for (const from of [0, -1, 0.5, 564, NaN]) assert.equal(await receipts.proveConsistency(from), undefined)
  }))

test('two nodes on one database write one log', () =>
  opened(async ({ receipts: one, folder, open, database }) => {
    const home = temporaryFolder()
    const two = await open(home)
    const worker = async (receipts: Receipts) => {
      const ids: string[] = []
      for (let n = 0; n < 40; n++) ids.push((await receipts.record(entry())).id)
      return ids
    }
    const ids = (await Promise.all([one, two, one, two, one, two].map(worker))).flat()
    const { rows } = await database.pool.query(
      'select count(*)::int as count, max(index)::int as last from receipts.entries',
    )
    assert.deepEqual(rows, [{ count: 240, last: 239 }])
    assert.equal(await one.checkpoint(), await two.checkpoint())
    for (const place of [folder, join(home, 'log')]) assert.ok((await verifyLog(place, { key: one.key })).good)
    for (const id of ids) {
      const found = await two.find(id)
      assert.ok(found && verifyReceipt(found.receipt, (await one.prove(id))!, one.key).good)
    }
    // Each serves what the other wrote last.
    const last = await one.record(entry())
    assert.equal(await size(two), 241)
    assert.ok(await two.tile('tile/0/000.p/241'))
    assert.ok(verifyReceipt(last, (await two.prove(last.id))!, two.key).good)
    await two.close()
  }))

test('without the database there is no receipt; with it back there is', async () => {
  const { connection, drop } = await testDatabaseConnection()
  const database = openDatabase(connection)
  const home = temporaryFolder()
  const options = {
    database,
    clock,
    folder: join(home, 'log'),
    keysFolder: join(home, 'keys'),
    origin: 'example.org/log',
  }
  const receipts = await createReceipts(options)
  const before = await receipts.record(entry())
  const note = await receipts.checkpoint()

  const name = connection.database!
  const operator = new pg.Client({ ...connection, database: 'postgres' })
  await operator.connect()
  await operator.query(`alter database ${name} with allow_connections false`)
  await operator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  const asked = await Promise.allSettled(Array.from({ length: 50 }, () => receipts.record(entry())))
  for (const { status, ...rest } of asked) {
    assert.equal(status, 'rejected')
    const { reason } = rest as { reason: Problem }
    assert.ok(reason instanceof Problem && reason.status === 503 && reason.code === 'receipts-unavailable')
    assert.ok(!`${reason.title}${reason.detail}${reason.mend}`.includes(name))
  }
  await assert.rejects(receipts.complete(before.id, { rows: 1, ended: 'complete' }), { code: 'receipts-unavailable' })
  // The public log goes on saying what it said.
  assert.equal(await receipts.checkpoint(), note)

  await operator.query(`alter database ${name} with allow_connections true`)
  await operator.end()
  const after = await receipts.record(entry())
  for (const receipt of [before, after])
    assert.ok(verifyReceipt(receipt, (await receipts.prove(receipt.id))!, receipts.key).good)
  await receipts.close()
  await assert.rejects(receipts.record(entry()), { code: 'receipts-unavailable' })
  assert.ok((await verifyLog(options.folder, { key: receipts.key, earlier: note })).good)
  await database.close()
  await drop()
})
