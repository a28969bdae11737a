import { type Command, Option } from 'commander'
import { dataActions } from '#model/request.ts'
import { Failed, type ProblemBody, reasonLines } from '../outcome.ts'
import { client, print, table, wantsJson } from '../output.ts'
import { datasetPath } from '../paths.ts'

type Verdict = Readonly<{
  outcome: 'permit' | 'refusal'
  receipt: string
  fields: readonly { name: string; transform: string }[]
  clause: { agreement: string; clause: string } | null
  duties: readonly string[]
  until: string | null
  reasons: NonNullable<ProblemBody['reasons']>
}>

type Options = Readonly<{ dataset: string; purpose?: string; fields?: string; action: string; role?: string }>

export function ask(program: Command): void {
  program
    .command('ask')
    .requiredOption('--dataset <org/name>')
    .option('--purpose <id>', 'what the data would be for')
    .option('--fields <a,b>', 'the fields you need; all that you may have when left out')
    .addOption(new Option('--action <name>').choices(dataActions).default('read'))
    .option('--role <name>', 'ask for a colleague in another role of your organisation')
    .description('May I? A decision with its reasons, and no data')
    .addHelpText(
      'after',
      `
Exit code 0: yes. 3: no, with the reasons, whose rule each is, and what would help.

Example:
  $ wayleave ask --as brightspark-energy-practitioner --dataset northford-council/winter-register --purpose northford:winter-support`,
    )
    .action(async ({ fields, ...question }: Options, command: Command) => {
      const body = JSON.stringify({
        ...question,
        ...(fields === undefined
          ? {}
          : {
              fields: fields
                .split(',')
                .map((name) => name.trim())
                .filter(Boolean),
            }),
      })
      const verdict = await client(command).json<Verdict>('POST', '/api/v1/decisions', {
        headers: { 'content-type': 'application/json' },
        body,
      })
      if (verdict.outcome === 'refusal') {
        if (wantsJson(command)) throw new Failed(3, 'Refused.', verdict)
        throw new Failed(3, ['No.', ...reasonLines(verdict.reasons), `Receipt: ${verdict.receipt}`].join('\n'), verdict)
      }
      print(command, verdict, [
        `Yes, by clause ${verdict.clause?.clause} of agreement ${verdict.clause?.agreement}${verdict.until ? `, until ${verdict.until}` : ''}.`,
        '',
        ...table([['Field', 'As'], ...verdict.fields.map(({ name, transform }) => [name, transform] as const)]),
        ...(verdict.duties.length > 0 ? ['', 'You then have to:', ...verdict.duties.map((duty) => `  ${duty}`)] : []),
        '',
        `Receipt: ${verdict.receipt}`,
      ])
    })

  program
    .command('verify')
    .argument('<org/name>')
    .requiredOption('--filter <cql2>', 'what the record must be like')
    .option('--purpose <id>', 'what the answer is for')
    .description('Yes or no: is there a record like this? No data moves')
    .addHelpText(
      'after',
      `
Example:
  $ wayleave verify northford-council/blue-badges --as northway-buses-practitioner --purpose northford:travel-concession --filter "badge_number = 'NF12345'"`,
    )
    .action(async (ref: string, question: { filter: string; purpose?: string }, command: Command) => {
      const answer = await client(command).json<{ holds: boolean; receipt: string }>(
        'POST',
        `${datasetPath(ref)}/verifications`,
        {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(question),
        },
      )
      print(command, answer, [answer.holds ? 'Yes.' : 'No.', `Receipt: ${answer.receipt}`])
    })
}
