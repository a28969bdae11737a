import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { csvCell } from '#foundation/csv.ts'
import { Problem } from '#foundation/problem.ts'
import { type AddressRun, matchAddresses, type MatchedRow } from '#linking'
import { fromProblem } from '../outcome.ts'
import { plain, progress, toFile, wantsJson } from '../output.ts'

type Options = Readonly<{ against: string; address?: string; threshold?: number; output?: string }>

export function addresses(program: Command): void {
  program
    .command('addresses')
    .description('Find the UPRNs of addresses')
    .command('match')
    .argument('<file>', 'CSV or Parquet with addresses')
    .requiredOption(
      '--against <list>',
      'CSV or Parquet with a column `uprn` and the address in one column, in lines or in parts',
    )
    .option('--address <columns>', 'the columns that say the address, with commas; found by their names when left out')
    .option('--threshold <p>', 'how likely an address must be to be taken as found', probability)
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .description('Find the UPRN of each address of a file in a list')
    .addHelpText(
      'after',
      `
Needs no server; nothing leaves this machine. Each row comes back with:
  match_outcome       matched, ambiguous or not-found
  match_because       why not matched: part-unsaid (a building's flat is not said), part-unlisted, door-unsaid, door-unlisted, same-text, …
  match_uprn          when matched
  best_…, runner_up_… the likeliest and the next, with their probabilities, matched or not
  match_says          the same in a sentence
With --json: a line of JSON a row, with the parts that agree and all candidates.

Examples:
  $ wayleave addresses match council-tax.csv --against addresses.csv --address "Property Address,Postcode" -o with-uprn.csv
  $ wayleave addresses match hygiene.parquet --against addressbase.parquet --threshold 0.9 --json`,
    )
    .action(run)
}

async function run(file: string, { against, address, threshold, output }: Options, command: Command): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wayleave-addresses-'))
  const told = { listed: progress('Listed', count), matched: progress('Matched', count) }
  let job: AddressRun | undefined
  try {
    job = await matchAddresses({
      file,
      against,
      addressColumns: address?.split(',').map((name) => name.trim()),
      threshold,
      folder,
      progress: (what, done) => told[what].at(done),
    })
    told.listed.end()
    const counts = { matched: 0, ambiguous: 0, 'not-found': 0 }
    const started = performance.now()
    const lines = Readable.from(wantsJson(command) ? inJson(job, counts) : inCsv(job, counts))
    if (output) await toFile(lines, output)
    else await pipeline(lines, process.stdout, { end: false })
    told.matched.end()
    process.stderr.write(summary(job, counts, (performance.now() - started) / 1_000))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return
    throw error instanceof Problem ? fromProblem(error.status, error) : error
  } finally {
    job?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function probability(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new InvalidArgumentError('It is a number above 0, up to 1.')
  return value
}

const count = (n: number) => `${n.toLocaleString('en-GB')} addresses`

type Counts = Record<'matched' | 'ambiguous' | 'not-found', number>

const added = ['match_outcome', 'match_because', 'match_uprn', 'best_uprn', 'best_probability', 'best_address', 'runner_up_uprn', 'runner_up_probability', 'match_says'] // prettier-ignore

/** The file's columns and ours. Those of an earlier run are left behind. */
async function* inCsv(job: AddressRun, counts: Counts): AsyncGenerator<string> {
  const kept = job.columns.flatMap((name, at) => (added.includes(name) ? [] : [at]))
  yield `${[...kept.map((at) => job.columns[at] ?? ''), ...added].map(csvCell).join(',')}\n`
  for await (const rows of job.rows()) {
    let text = ''
    for (const { cells, answer } of rows) {
      counts[answer.outcome]++
      text += `${[...kept.map((at) => cells[at] ?? null), ...answerCells(answer)].map((cell) => (cell === null ? '' : csvCell(cell))).join(',')}\n`
    }
    yield text
  }
}

function answerCells(answer: MatchedRow['answer']): (string | null)[] {
  const { outcome, best, runnerUp, says } = answer
  return [
    outcome,
    outcome === 'matched' ? null : answer.because,
    outcome === 'matched' ? (best?.uprn ?? null) : null,
    best?.uprn ?? null,
    best ? String(best.probability) : null,
    best?.address ?? null,
    runnerUp?.uprn ?? null,
    runnerUp ? String(runnerUp.probability) : null,
    says,
  ]
}

async function* inJson(job: AddressRun, counts: Counts): AsyncGenerator<string> {
  for await (const rows of job.rows()) {
    let text = ''
    for (const { row, address, answer } of rows) {
      counts[answer.outcome]++
      text += `${JSON.stringify({ row, address, ...answer })}\n`
    }
    yield text
  }
}

function summary({ list, addressColumns }: AddressRun, counts: Counts, seconds: number): string {
  const all = counts.matched + counts.ambiguous + counts['not-found']
  const lines = [
    `Address: ${addressColumns.map(plain).join(', ')}. List: ${count(list.size)}.`,
    ...list.faults.slice(0, 5).map(({ row, says }) => `Row ${row} of the list is left out: ${says}.`),
    ...(list.faults.length > 5
      ? [`${list.faults.length >= 100 ? '100 rows or more' : `${list.faults.length} rows`} of the list are left out.`]
      : []),
    `${counts.matched} matched, ${counts.ambiguous} ambiguous, ${counts['not-found']} not found, of ${all}; ${Math.round(all / Math.max(seconds, 0.001)).toLocaleString('en-GB')} a second.`,
  ]
  return `${lines.join('\n')}\n`
}
