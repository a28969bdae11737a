/**
 * `npm run bench:linkage`: the race against Splink, on the same files in one run; writes docs/reference/linkage.md. It makes
 * Splink's Python environment itself. `-- --help` lists what can be left out for a short run.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { measureAccuracy } from './accuracy.ts'
import { peerPython, pinned } from './environment.ts'
import { type Options, readOptions, usage } from './options.ts'
import { pageOf } from './page.ts'
import { measureEndToEnd, measureEqualOutput, measureGrowth, measureSingle, type Race } from './performance.ts'
import type { Results } from './results.ts'
import { sets } from './sets.ts'

async function run(options: Options): Promise<Results> {
  const python = peerPython(options.folder)
  mkdirSync(options.folder, { recursive: true })
  const scratch = mkdtempSync(join(options.folder, 'run-'))
  const race: Race = { python, scratch, data: options.data, tell: (what) => console.error(`${clock()} ${what} …`) }
  const wanted = (part: Options['parts'][number]) => options.parts.includes(part)
  try {
    return {
      ...(wanted('equal-output') ? { equalOutput: await measureEqualOutput(race, options.size) } : {}),
      ...(wanted('end-to-end') ? { endToEnd: await measureEndToEnd(race, options.size) } : {}),
      ...(wanted('growth') ? { growth: await measureGrowth(race, options.growth, options.peerUpTo) } : {}),
      ...(wanted('single') ? { single: await measureSingle(race, options.size) } : {}),
      ...(wanted('accuracy')
        ? {
            accuracy: await measureAccuracy(
              race,
              sets.filter(({ name }) => options.sets.includes(name)),
            ),
          }
        : {}),
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const clock = () => new Date().toISOString().slice(11, 19)

function surroundings() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const { version: duckdb } = JSON.parse(readFileSync('node_modules/@duckdb/node-api/package.json', 'utf8')) as {
    version: string
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}-${process.arch}`,
    versions: [
      ...pinned.map((name) => name.replace('==', ' ')),
      `Node ${process.version}`,
      `@duckdb/node-api ${duckdb}`,
    ],
  }
}

const options = readOptions(process.argv.slice(2), process.env)
if (options === 'help') console.log(usage)
else if (!existsSync(options.data)) {
  console.error(
    `Skipped: there is no folder ${options.data} with the labelled sets. Name it with --data or WAYLEAVE_LINKAGE_DATA.`,
  )
} else {
  const page = pageOf(await run(options), surroundings())
  console.log(page)
  if (options.page !== null) writeFileSync(options.page, page)
}
