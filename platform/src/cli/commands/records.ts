import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command } from 'commander'
import { Failed } from '../outcome.ts'
import { client, plain, print, progress, wantsJson } from '../output.ts'
import { datasetPath } from '../paths.ts'
import { cut } from './get.ts'
import { contentOf, sayChanged } from './publish.ts'

type Changed = Parameters<typeof sayChanged>[0] & Readonly<{ repeated: number; receipt: string | null }>

/** Records that change: send changes, follow them, look back. */
export function records(program: Command): void {
  change(program)
  changes(program)
  history(program)
}

function change(program: Command): void {
  program
    .command('change')
    .argument('<org/name>')
    .argument('<file>', 'changes as JSON lines; - for stdin')
    .description('Upsert and delete records: all of a batch, or nothing')
    .addHelpText(
      'after',
      `
A line is {"op":"upsert","record":{…}} or {"op":"delete","key":…}; with an "id" of yours, sending it again is harmless.

Examples:
  $ wayleave change northford-council/cases changes.ndjson --as northford-council-data-officer
  $ echo '{"op":"delete","key":"C-17"}' | wayleave change northford-council/cases - --as northford-council-data-officer`,
    )
    .action(async (ref: string, file: string, _options: unknown, command: Command) => {
      const isFile = await stat(file).then(
        (found) => found.isFile(),
        () => false,
      )
      if (file !== '-' && !isFile) throw new Failed(2, `There is no file ${file}.`)
      const bar = progress('Sending')
      const content = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 })
      const changed = await client(command)
        .json<Changed>('POST', `${datasetPath(ref)}/changes`, {
          headers: { 'content-type': 'application/x-ndjson' },
          body: contentOf(content as AsyncIterable<Buffer>, bar.at),
          duplex: 'half',
        })
        .finally(bar.end)
      const again = changed.repeated > 0 ? [`${changed.repeated} had been made before`] : []
      print(command, changed, [[sayChanged(changed), ...again].join(', '), `Receipt: ${changed.receipt}`])
    })
}

type Following = Readonly<{ since: string; limit?: string; purpose?: string; fields?: string; filter?: string }>

function changes(program: Command): void {
  program
    .command('changes')
    .argument('<org/name>')
    .option('--since <n>', 'the commit after which to begin: `sequence` of the last line before', '0')
    .option('--limit <n>', 'about so many changes; whole commits, one at least')
    .option('--purpose <id>', 'what the data is for')
    .option('--fields <a,b>', 'the fields to show; all that you may have when left out')
    .option('--filter <cql2>', 'only records like this')
    .description('Follow records: what is different since a commit, as JSON lines')
    .addHelpText(
      'after',
      `
Each line is {"op":"upsert","key":…,"record":{…}} or {"op":"removed","key":…}; the last is {"op":"end","sequence":…}, where
the next call goes on. Without that line the answer is not whole.

Example:
  $ wayleave changes northford-council/winter-register --since 1 --as brightspark-energy-practitioner --purpose northford:winter-support`,
    )
    .action(async (ref: string, options: Following, command: Command) => {
      const query = { ...options, format: 'ndjson' }
      const response = await client(command).call('GET', `${datasetPath(ref)}/changes`, { query })
      process.stderr.write(`Receipt: ${response.headers.get('wayleave-receipt')}\n`)
      try {
        await pipeline(Readable.fromWeb(response.body as never), process.stdout, { end: false })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw cut(error)
      }
    })
}

type Point = Readonly<{ sequence: number; at: string | null }>
type History = Readonly<{
  receipt: string
  history: readonly Readonly<{ from: Point; until: Point | null; happened: string | null; record: object }>[]
}>

function history(program: Command): void {
  program
    .command('history')
    .argument('<org/name>')
    .argument('<key>', 'the key of the record, as you are shown it')
    .option('--purpose <id>', 'what the data is for')
    .option('--fields <a,b>', 'the fields to show; all that you may have when left out')
    .description('What one record has been, as far as an agreement permits')
    .addHelpText(
      'after',
      `
Example:
  $ wayleave history northford-council/winter-register WR0000042 --as northford-council-data-officer`,
    )
    .action(
      async (ref: string, key: string, options: Readonly<{ purpose?: string; fields?: string }>, command: Command) => {
        const found = await client(command).json<History>('GET', `${datasetPath(ref)}/history`, {
          query: { key, ...options },
        })
        const lines = found.history.flatMap(({ from, until, record }) => [
          `${from.at ?? 'the beginning'} – ${until?.at ?? 'now'}`,
          ...Object.entries(record).map(([name, value]) => `  ${plain(name)}: ${plain(JSON.stringify(value))}`),
        ])
        print(command, found, lines.length > 0 ? lines : ['There is nothing that you may see under that key.'])
        if (!wantsJson(command)) process.stderr.write(`Receipt: ${found.receipt}\n`)
      },
    )
}
