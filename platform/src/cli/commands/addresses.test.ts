import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'

const folder = mkdtempSync(join(tmpdir(), 'addresses-command-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const list = join(folder, 'list.csv')
writeFileSync(
  list,
  'uprn,address\n1,"1 Mill Road, Bath, BA1 2AB"\n2,"2 Mill Road, Bath, BA1 2AB"\n3,"Flat 1, 3 Mill Road, Bath, BA1 2AB"\n',
)
const file = join(folder, 'file.csv')
writeFileSync(
  file,
  'ref,address,match_uprn\n=1+1,"1 mill rd, bath",old\nb,"3 Mill Road, BA1 2AB",\nc,"9 Zebra Way, Leeds",\n',
)

function wayleave(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = join(import.meta.dirname, '../command.ts')
  return new Promise((done) => {
    execFile(
      process.execPath,
      [command, 'addresses', 'match', ...words],
      { env: { ...process.env, TMPDIR: folder } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })
}

test('each row comes back with its UPRN, or why not; the talk is on stderr', async () => {
  const { code, stdout, stderr } = await wayleave(file, '--against', list, '--threshold', '0.5')
  assert.equal(code, 0)
  const rows = parse<Record<string, string>>(stdout, { columns: true })
  assert.deepEqual(
    rows.map((row) => [row['match_outcome'], row['match_because'], row['match_uprn']]),
    [
      ['matched', '', '1'],
      ['ambiguous', 'part-unsaid', ''],
      ['not-found', 'nothing-near', ''],
    ],
  )
  assert.equal(rows[0]?.['ref'], "'=1+1")
  assert.match(stderr, /1 matched, 1 ambiguous, 1 not found, of 3/)
})

test('with --json a line a row, into a file that appears whole, and nothing is left behind', async () => {
  const output = join(folder, 'out.ndjson')
  const { code, stdout } = await wayleave(file, '--against', list, '--json', '-o', output)
  assert.deepEqual([code, stdout], [0, ''])
  const [first] = readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { row: number; outcome: string; best: { parts: string[] } })
  assert.equal(first?.row, 1)
  assert.ok(first.best.parts.includes('number 1 agrees'))
  assert.deepEqual(
    readdirSync(folder).filter((name) => /partial|wayleave/.test(name)),
    [],
  )
})

test('exit codes: 1 for a file that will not do, 2 for wrong usage', async () => {
  assert.equal((await wayleave(join(folder, 'nope.csv'), '--against', list)).code, 1)
  assert.equal((await wayleave(file)).code, 2)
  assert.equal((await wayleave(file, '--against', list, '--threshold', '7')).code, 2)
})
