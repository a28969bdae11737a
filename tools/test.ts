/**
 * `npm test`: starts one embedded PostgreSQL, runs every suite on it, and, with DATABASE_URL set, the suites that use a
 * database on that server too. With Chromium present the browser journeys run; on CI (CI=true) what is missing fails.
 *
 *   --quick          leaves out whole nodes, journeys and `*.long.test.ts` (for `npm run check`)
 *   FILE …           runs only these
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startPostgres } from '../platform/src/foundation/postgres.ts'
import { chromiumPath } from '../tests/journeys/chromium.ts'

const quick = process.argv.includes('--quick')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const onCi = process.env['CI'] === 'true'

const beside = globSync([
  'kit/src/**/*.test.ts',
  'platform/src/**/*.test.ts',
  'tools/**/*.test.ts',
  'tests/conformance/**/*.test.ts',
]).toSorted()
const whole = globSync(['tests/node/**/*.test.ts']).toSorted()
const journeys = globSync(['tests/journeys/**/*.test.ts']).toSorted()

const folder = mkdtempSync(join(tmpdir(), 'wayleave-npm-test-'))
const server = await startPostgres(folder)
let failures = 0
try {
  const embedded = `postgres://wayleave@localhost/postgres?host=${encodeURIComponent(String(server.connection.host))}`
  const files = named.length > 0 ? named : quick ? beside.filter(isShort) : [...beside, ...whole, ...browser()]
  failures += run('embedded PostgreSQL', files, embedded)
  const own = process.env['DATABASE_URL']
  if (own && !quick) failures += run('the PostgreSQL of DATABASE_URL', usingDatabase(files), own)
  else if (onCi && !quick) failures += missing('DATABASE_URL is not set')
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failures > 0 ? 1 : 0

function run(where: string, files: readonly string[], database: string): number {
  console.log(`\n# ${files.length} test files on ${where}`)
  if (files.length === 0) return missing('no test files')
  // An engine's threads may outlive the last test; a file has ended when its tests have.
  const words = ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-force-exit', ...files]
  const { DATABASE_URL: _, ...environment } = process.env
  const { status } = spawnSync(process.execPath, words, {
    stdio: 'inherit',
    env: {
      ...environment,
      WAYLEAVE_TEST_DATABASE: database,
      NODE_COMPILE_CACHE: join(tmpdir(), 'wayleave-compile-cache'),
      ...(quick ? { WAYLEAVE_TEST_QUICK: '1' } : {}),
    },
  })
  return status === 0 ? 0 : 1
}

function isShort(file: string): boolean {
  return !file.endsWith('.long.test.ts')
}

/** Those that ask for a database, themselves or through what they import for tests; the rest would only repeat themselves. */
function usingDatabase(files: readonly string[]): string[] {
  const asks = new Map<string, boolean>()
  const check = (file: string): boolean => {
    const known = asks.get(file)
    if (known !== undefined) return known
    asks.set(file, false)
    if (!existsSync(file)) return false
    const imports = [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]!)
    const found =
      imports.some((from) => from.endsWith('database-for-tests.ts')) ||
      imports.some((from) => from.startsWith('.') && check(join(dirname(file), from)))
    asks.set(file, found)
    return found
  }
  // It runs the embedded server, whatever the tests run on.
  return files.filter((file) => check(file) && !file.endsWith('kill.test.ts'))
}

function browser(): string[] {
  if (chromiumPath()) return journeys
  if (onCi) failures += missing('Chromium is not installed')
  else console.log('# no Chromium found: the browser journeys are left out')
  return []
}

function missing(what: string): number {
  console.error(`FAIL: ${what}`)
  return 1
}
