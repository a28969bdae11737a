import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { formats } from '#model/query.ts'
import { Failed } from '../outcome.ts'
import { client, progress, toFile } from '../output.ts'
import { datasetPath } from '../paths.ts'

type Options = Readonly<{
  purpose?: string
  fields?: string
  filter?: string
  order?: string
  limit?: string
  cursor?: string
  version?: string
  format: string
  output?: string
}>

export function get(program: Command): void {
  program
    .command('get')
    .argument('<org/name>')
    .option('--purpose <id>', 'what the data is for, such as northford:winter-support')
    .option('--fields <a,b>', 'the fields to show; all that you may have when left out')
    .option('--filter <cql2>', 'such as "ward = \'Riverside\' AND amount > 500"')
    .option('--order <field>', 'a field, or several with commas; a leading - for descending: --order=-amount')
    .option('--limit <n>', 'at most so many rows')
    .option('--cursor <text>', '`next` of the answer before')
    .option('--version <n>', 'a version number; the newest when left out')
    .addOption(new Option('--format <name>').choices(formats).default('json'))
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .description('Get rows, as far as an agreement permits')
    .addHelpText(
      'after',
      `
The receipt's number is printed on stderr. Refused: exit code 3, with the reasons and what would help.

Examples:
  $ wayleave get northford-council/public-toilets --format csv -o toilets.csv
  $ wayleave get northford-council/winter-register --as brightspark-energy-practitioner --purpose northford:winter-support --limit 5`,
    )
    .action(async (ref: string, { output, ...query }: Options, command: Command) => {
      const response = await client(command).call('GET', `${datasetPath(ref)}/rows`, { query })
      process.stderr.write(`Receipt: ${response.headers.get('wayleave-receipt')}\n`)
      const body = Readable.fromWeb(response.body as never)
      const bar = output ? progress('Receiving') : undefined
      let received = 0
      if (bar) body.on('data', (chunk: Buffer) => bar.at((received += chunk.length)))
      try {
        if (output) await toFile(body, output)
        else await pipeline(body, process.stdout, { end: false })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EPIPE') return
        throw cut(error)
      } finally {
        bar?.end()
      }
      if (!output && process.stdout.isTTY) process.stdout.write('\n')
    })
}

function cut(error: unknown): Failed {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC')
    return new Failed(1, `The file could not be written (${code}).`)
  return new Failed(
    1,
    'The answer was cut off before its end and is not whole. Either the connection broke, or the agreement was changed while it was under way: ask again with `wayleave ask`.',
  )
}
