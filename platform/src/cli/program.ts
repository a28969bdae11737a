import { Command } from 'commander'
import { agreement } from './commands/agreement.ts'
import { ask } from './commands/ask.ts'
import { doctor } from './commands/doctor.ts'
import { fields } from './commands/fields.ts'
import { get } from './commands/get.ts'
import { linkage } from './commands/linkage.ts'
import { log } from './commands/log.ts'
import { people } from './commands/people.ts'
import { publish } from './commands/publish.ts'
import { receipt } from './commands/receipt.ts'
import { review } from './commands/review.ts'
import { serve } from './commands/serve.ts'

/** The whole command line. A client of the HTTP API: it can do nothing that an app cannot. */
export function createProgram(): Command {
  const program = new Command('wayleave')
    .description(
      'Share data across organisations under agreements that a machine checks, with a receipt for every crossing.',
    )
    .option('--server <url>', 'the node', process.env['WAYLEAVE_SERVER'] ?? 'http://127.0.0.1:8700')
    .option(
      '--as <client_id>',
      "who you are: an entry of the data folder's demo-credentials.json or of your own credentials file",
    )
    .option('--data <dir>', 'the data folder (or WAYLEAVE_DATA); ./data when left out')
    .option('--json', 'print JSON')
    .showSuggestionAfterError()
    // Usage faults are thrown, to exit with 2. Inherited by every command added below.
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused.
WAYLEAVE_TOKEN, when set, is the access token and beats --as.

Examples:
  $ wayleave serve --demo
  $ wayleave get northford-council/public-toilets --format csv
  $ wayleave ask --as brightspark-energy-practitioner --dataset northford-council/winter-register --purpose northford:winter-support`,
    )
  for (const add of [serve, publish, get, fields, agreement, ask, linkage, people, review, receipt, log, doctor])
    add(program)
  return program
}
