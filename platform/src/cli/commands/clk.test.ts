import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'wayleave-clk-'))
after(() => rmSync(folder, { recursive: true }))

const bin = new URL('../../../bin/wayleave.js', import.meta.url).pathname
const fixtures = JSON.parse(
  readFileSync(new URL('../../linkage/clk/fixtures/clkhash.json', import.meta.url), 'utf8'),
) as { cases: { schema: { features: { identifier: string }[] }; key: string; records: string[][]; clks: string[] }[] }
const [known] = fixtures.cases
assert.ok(known)

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content, { mode: 0o600 })
  return join(folder, name)
}
const at = (name: string) => join(folder, name)
const csv = (rows: readonly (readonly string[])[]) =>
  `\uFEFF${rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n')}\r\n`

const schema = file('schema.json', JSON.stringify(known.schema))
const key = file('key', `${known.key}\n`)
const header = known.schema.features.map(({ identifier }) => identifier)
const people = file('people.csv', csv([header, ...known.records]))

function run(...words: string[]): Promise<{ code: number; out: string; talk: string }> {
  return new Promise((done) =>
    execFile(process.execPath, [bin, 'clk', ...words], (error, out, talk) =>
      done({ code: error ? Number(error.code) : 0, out, talk }),
    ),
  )
}
const encode = (input: string, output: string, ...more: string[]) =>
  run('encode', input, '--schema', schema, '--key-file', key, '-o', at(output), ...more)
const clksOf = (name: string) => (JSON.parse(readFileSync(at(name), 'utf8')) as { clks: string[] }).clks

test('a file is encoded as clkhash encodes it, for its owner’s eyes', async () => {
  const { code, talk } = await encode(people, 'people.json')
  assert.equal(code, 0, talk)
  assert.deepEqual(clksOf('people.json'), known.clks)
  assert.equal(statSync(at('people.json')).mode & 0o077, 0)
})

test('columns are found by name, and others are left out', async () => {
  const turned = known.records.map((record) => [...record.toReversed(), 'more'])
  const other = file('turned.csv', csv([[...header.toReversed(), 'note'], ...turned]))
  assert.equal((await encode(other, 'turned.json')).code, 0)
  assert.deepEqual(clksOf('turned.json'), known.clks)
})

test('two parties find whom they have in common', async () => {
  const some = file('some.csv', csv([header, ...known.records.slice(1, 3).toReversed()]))
  await encode(people, 'people.json')
  await encode(some, 'some.json')
  const { code, out } = await run('match', at('people.json'), at('some.json'), '--threshold', '0.9')
  assert.equal(code, 0)
  assert.equal(out, 'row_a,row_b,score\n2,2,1.000000\n3,1,1.000000\n')
  const many = await run(
    'match',
    at('people.json'),
    at('some.json'),
    '--threshold',
    '1',
    '--many',
    '-o',
    at('pairs.csv'),
  )
  assert.deepEqual([many.code, many.out], [0, ''])
  assert.equal(readFileSync(at('pairs.csv'), 'utf8'), out)
})

test('salting, and another key, make other encodings', async () => {
  await encode(people, 'salted.json', '--salt-by', 'born:4')
  const salted = clksOf('salted.json')
  assert.equal(salted.length, known.clks.length)
  assert.ok(salted.every((one, row) => one !== known.clks[row]))
})

test('what is wrong is said with where, exit code and no cell, and leaves no file', async () => {
  const bad = known.records.map((record, row) => (row === 2 ? [...record.slice(0, 3), 'Zebedee', 'F'] : record))
  const unfit = file('unfit.csv', csv([header, ...bad]))
  const { code, out, talk } = await encode(unfit, 'unfit.json')
  assert.deepEqual([code, out], [1, ''])
  assert.match(talk, /record 3, feature “born”/)
  assert.doesNotMatch(talk, /Zebedee/)
  assert.ok(!readdirSync(folder).some((name) => name.startsWith('unfit.json')))

  const short = file('short.csv', csv([header.slice(1, 3), ...known.records.map((record) => record.slice(1, 3))]))
  assert.match((await encode(short, 'x.json')).talk, /no column “born”, “sex”/)
  const latin = at('latin.csv')
  writeFileSync(latin, Buffer.from(csv([header, ...known.records]).slice(1), 'latin1'))
  assert.match((await encode(latin, 'x.json')).talk, /Record 3 is not UTF-8/)
  const ragged = file('ragged.csv', `${header.join(',')}\n1,2\n`)
  assert.match((await encode(ragged, 'x.json')).talk, /at line 2/)
  assert.equal((await encode(at('nowhere.csv'), 'x.json')).code, 2)
  assert.match((await encode(file('empty.csv', ''), 'x.json')).talk, /is empty/)
  assert.equal((await encode(people, 'x.json', '--salt-by', 'born')).code, 2)
  assert.equal((await run('encode', people, '--schema', schema, '-o', at('x.json'))).code, 2)
  assert.match((await run('encode', people, '--schema', people, '--key-file', key, '-o', at('x'))).talk, /not JSON/)
  assert.match((await run('match', schema, schema)).talk, /no list “clks”/)
  assert.match((await run('match', at('people.json'), at('people.json'), '--many')).talk, /threshold/)
})

test('a key that is empty is refused, and one that others may read is remarked on', async () => {
  const empty = file('empty', '\n')
  const words = ['encode', people, '--schema', schema, '-o', at('y.json'), '--key-file'] as const
  assert.match((await run(...words, empty)).talk, /key is empty/)
  const open = at('open')
  writeFileSync(open, 'k', { mode: 0o644 })
  assert.match((await run(...words, open)).talk, /has 1 bytes[^]*chmod 600/)
})
