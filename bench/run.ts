/**
 * `npm run bench`: every budget of the design, each beside its peer in one run; prints a table and writes
 * docs/reference/performance.md. Name a part to run that one only (nothing is written then): `npm run bench -- decide`.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { basename, resolve } from 'node:path'
import type { Row } from './row.ts'

const only = process.argv.slice(2)
const parts = globSync('bench/*.bench.ts')
  .map((file) => ({ file, name: basename(file, '.bench.ts') }))
  .filter(({ name }) => only.length === 0 || only.includes(name))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

const rows: (Row & { part: string })[] = []
for (const { file, name } of parts) {
  console.error(`measuring ${name} …`)
  const { run } = (await import(resolve(file))) as { run: () => Promise<Row[]> }
  for (const row of await run()) rows.push({ part: name, ...row })
}

const number = (value: number | null) =>
  value === null ? '–' : value.toLocaleString('en-GB', { maximumSignificantDigits: 3 })
const table = [
  '| part | what | ours | peer | ratio | budget | unit |',
  '|---|---|---:|---:|---:|---|---|',
  ...rows.map(
    (row) =>
      `| ${row.part} | ${row.what} | ${number(row.ours)} | ${number(row.peer)} | ${number(row.ratio)} | ${row.budget} | ${row.unit} |`,
  ),
]
console.log(table.join('\n'))

if (only.length === 0) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}-${process.arch}`
  writeFileSync(
    'docs/reference/performance.md',
    `# Performance\n\nThe last run of \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, version ${version}, on ${machine}.\nEach peer was measured in the same run, on the same data. Ratios are ours ÷ peer (time) or ours ÷ peer (rate), as the budget says.\n\n${table.join('\n')}\n`,
  )
}
