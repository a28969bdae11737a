/** `npm run check`: everything that must hold before a change lands, in the order of how fast it tells. */
import { spawnSync } from 'node:child_process'

const steps: [string, string, string[]][] = [
  ['types', 'tsc', ['--noEmit', '-p', '.']],
  ['lint', 'oxlint', ['--deny-warnings']],
  ['format', 'oxfmt', ['--check', '.']],
  ['floors', 'node', ['tools/floors.ts']],
  ['dead code', 'knip', ['--no-progress']],
  ['tests', 'node', ['tools/test.ts', '--quick']],
]

const chosen = steps.filter(([name]) => name !== 'tests' || !process.argv.includes('--no-tests'))
const failed: string[] = []
for (const [name, command, words] of chosen) {
  const started = Date.now()
  const { status } = spawnSync(command, words, { stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1_000).toFixed(1)} s)`)
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) console.error(`not good yet: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
