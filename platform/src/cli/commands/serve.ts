import { type Command } from 'commander'
import { Failed } from '../outcome.ts'

type Options = Readonly<{ demo?: boolean; people?: string; port?: string; data?: string }>

export function serve(program: Command): void {
  program
    .command('serve')
    .option('--demo', 'on an empty data folder, load Northford, a made-up town')
    .option('--people <n>', 'how many people the made-up town has', '5000')
    .option('--port <n>', 'port of the HTTP server (or PORT); 8700 when left out')
    .description('Start a node: one process, one data folder')
    .addHelpText(
      'after',
      '\nSettings come from the environment: see docs/reference/settings.md.\n\nExamples:\n  $ wayleave serve --demo\n  $ PORT=8080 WAYLEAVE_DATA=/var/lib/wayleave wayleave serve',
    )
    .action(async (_options: Options, command: Command) => {
      const { demo = false, people, port, data } = command.optsWithGlobals<Options>()
      // Only here: no other command needs the house, and they should start fast.
      const house = await import('#main')
      try {
        await house.serve({
          demo,
          people: people === undefined ? undefined : Number(people),
          port: port === undefined ? undefined : Number(port),
          data,
        })
      } catch (error) {
        throw new Failed(1, (error as Error).message)
      }
    })
}
