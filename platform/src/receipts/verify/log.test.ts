import assert from 'node:assert/strict'
import { cpSync, globSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Edge, hashedEntry } from '../edge.ts'
import { temporaryFolder, writeLog } from '../log-for-tests.ts'
import { verifyLog } from './log.ts'
import { bundleOf, entriesOf, tilePath } from './tiles.ts'

/** Two full bundles and a bit: full and partial tiles at two levels. */
const size = 2 * 256 + 37
const log = await writeLog(size)
const key = log.key.verifierKey
const files = globSync('**/*', { cwd: log.folder })
  .filter((path) => !path.startsWith('keys') && statSync(join(log.folder, path)).isFile())
  .toSorted()
const bundles = files.filter((path) => path.startsWith('tile/entries/'))

function copyOfLog(): string {
  const copy = temporaryFolder()
  for (const path of ['checkpoint', 'key', 'tile'])
    cpSync(join(log.folder, path), join(copy, path), { recursive: true })
  return copy
}

async function fault(folder: string, checks = {}): Promise<{ because: string; at: string }> {
  const verdict = await verifyLog(folder, checks)
  assert.equal(verdict.good, false)
  return verdict as { because: string; at: string } & typeof verdict
}

test('a whole log is good, and says what it was held against', async () => {
  const root = log.checkpoint.split('\n')[2]
  const base = { good: true, origin: 'example.org/log', size, root }
  assert.deepEqual(await verifyLog(log.folder), { ...base, key: 'from the log itself' })
  assert.deepEqual(await verifyLog(log.folder, { key, earlier: log.checkpoint }), { ...base, key: 'given' })
})

test('logs of every size around the edges of tiles are good', async () => {
  for (const size of [0, 1, 2, 255, 256, 257, 512, 65_536 + 1]) {
    const { folder } = await writeLog(size)
    assert.ok((await verifyLog(folder)).good, `${size}`)
  }
})

/** What a hand or a disk can do to the files of a log. */
type Damage = Readonly<{ what: string; to: (folder: string) => boolean }>

const inFile = (path: string, change: (bytes: Buffer) => Buffer) => (folder: string) => {
  const before = readFileSync(join(folder, path))
  const after = change(Buffer.from(before))
  writeFileSync(join(folder, path), after)
  return !after.equals(before)
}

const inEntries = (path: string, change: (entries: Buffer[]) => Buffer[]) =>
  inFile(path, (bytes) => bundleOf(change(entriesOf(bytes)!)))

const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(fc.constantFrom(...files), fc.nat(), fc.nat(7)).map(([path, place, bit]) => ({
    what: `bit ${bit} of byte ${place} in ${path}`,
    to: inFile(path, (bytes) => {
      bytes[place % bytes.length]! ^= 1 << bit
      return bytes
    }),
  })),
  fc.constantFrom(...files).map((path) => ({
    what: `${path} removed`,
    to: (folder: string) => {
      rmSync(join(folder, path))
      return true
    },
  })),
  fc.tuple(fc.constantFrom(...files), fc.nat()).map(([path, length]) => ({
    what: `${path} cut to ${length}`,
    to: (folder: string) => {
      const { size } = statSync(join(folder, path))
      truncateSync(join(folder, path), length % size)
      return true
    },
  })),
  fc.tuple(fc.constantFrom(...files), fc.uint8Array({ minLength: 1 })).map(([path, more]) => ({
    what: `${path} lengthened`,
    to: inFile(path, (bytes) => Buffer.concat([bytes, more])),
  })),
  fc.tuple(fc.constantFrom(...files), fc.constantFrom(...files)).map(([one, other]) => ({
    what: `${one} and ${other} swapped`,
    to: (folder: string) => {
      const same = readFileSync(join(folder, one)).equals(readFileSync(join(folder, other)))
      renameSync(join(folder, one), join(folder, 'aside'))
      if (one !== other) renameSync(join(folder, other), join(folder, one))
      renameSync(join(folder, 'aside'), join(folder, other))
      return !same
    },
  })),
  fc.tuple(fc.constantFrom(...bundles), fc.nat(), fc.nat()).map(([path, one, other]) => ({
    what: `entries ${one} and ${other} of ${path} exchanged`,
    to: inEntries(path, (entries) => {
      const [here, there] = [one % entries.length, other % entries.length]
      return entries.with(here, entries[there]!).with(there, entries[here]!)
    }),
  })),
  fc.tuple(fc.constantFrom(...bundles), fc.nat()).map(([path, at]) => ({
    what: `entry ${at} of ${path} removed`,
    to: inEntries(path, (entries) => entries.toSpliced(at % entries.length, 1)),
  })),
  fc.tuple(fc.constantFrom(...bundles), fc.nat(), fc.uint8Array({ maxLength: 40 })).map(([path, at, entry]) => ({
    what: `entry ${at} of ${path} rewritten`,
    to: inEntries(path, (entries) => entries.with(at % entries.length, Buffer.from(entry))),
  })),
)

test('whatever is done to a file of the log, it is found', async () => {
  await fc.assert(
    fc.asyncProperty(anyDamage, async ({ what, to }) => {
      const copy = copyOfLog()
      const changed = to(copy)
      assert.equal((await verifyLog(copy)).good, !changed, what)
      rmSync(copy, { recursive: true })
    }),
    { numRuns: 400, seed: 20261001 },
  )
})

test('a rewritten entry with all its tiles made to fit is given away by the checkpoint', async () => {
  const copy = copyOfLog()
  const edge = new Edge()
  const forged = log.entries.with(300, Buffer.alloc(32))
  for (const { tile, bytes } of [...edge.add(forged.map(hashedEntry)), ...edge.partials()])
    writeFileSync(join(copy, tilePath(tile)), bytes)
  const { because, at } = await fault(copy)
  assert.equal(at, 'checkpoint')
  assert.match(because, /agree with one another, but not with the signed checkpoint/)
})

test('a log that signs another history is given away by an earlier checkpoint', async () => {
  const folder = temporaryFolder()
  cpSync(join(log.folder, 'keys'), join(folder, 'keys'), { recursive: true })
  const other = await writeLog(size + 5, folder)
  assert.equal(other.key.verifierKey, key)
  assert.ok((await verifyLog(folder, { key })).good)
  assert.match(
    (await fault(folder, { key, earlier: log.checkpoint })).because,
    /^The first 549 entries are not those of the earlier/,
  )
})

test('a log that lost its end is given away by an earlier checkpoint', async () => {
  const folder = temporaryFolder()
  cpSync(join(log.folder, 'keys'), join(folder, 'keys'), { recursive: true })
  await writeLog(100, folder)
  assert.match(
    (await fault(folder, { key, earlier: log.checkpoint })).because,
    /^The log went back: it had 549 entries/,
  )
})

test('the sentence names the first bad place', async () => {
  const damaged = copyOfLog()
  inEntries('tile/entries/001', (entries) => entries.with(3, Buffer.alloc(32)))(damaged)
  inFile('tile/0/002.p/37', (bytes) => bytes.fill(0))(damaged)
  const { because, at } = await fault(damaged)
  assert.equal(at, 'tile/0/001')
  assert.match(because, /tile\/0\/001 and entry 259 do not belong together/)

  const missing = copyOfLog()
  rmSync(join(missing, 'tile/entries/001'))
  assert.equal((await fault(missing)).because, 'The file tile/entries/001 is missing.')
  rmSync(join(missing, 'checkpoint'))
  assert.equal((await fault(missing)).because, 'The file checkpoint is missing.')
  assert.match((await fault(missing, { key: 'x' })).because, /^The key given is not an Ed25519 verifier key/)
})

test('a copy taken while the log grew serves its older checkpoint', async () => {
  const folder = temporaryFolder()
  cpSync(join(log.folder, 'keys'), join(folder, 'keys'), { recursive: true })
  const edge = new Edge()
  edge.add(log.entries.slice(0, 300).map(hashedEntry))
  const copy = copyOfLog()
  writeFileSync(join(copy, 'checkpoint'), log.key.sign({ size: 300, root: edge.root() }))
  const verdict = await verifyLog(copy, { key })
  assert.ok(verdict.good, verdict.good ? '' : verdict.because)
  // What it overlaps with must still agree.
  inFile('tile/entries/001', (bytes) => bytes.fill(7, 60, 61))(copy)
  assert.match((await fault(copy, { key })).at, /^tile\/(0|entries)\/001/)
})

test('files of the same tile that contradict one another are found', async () => {
  const copy = copyOfLog()
  writeFileSync(join(copy, 'tile/0/002.p/1'), Buffer.alloc(32, 9))
  assert.match(
    (await fault(copy)).because,
    /tile\/0\/002\.p\/1 contradicts tile\/0\/002\.p\/37 about number 1 of its 1/,
  )
})
