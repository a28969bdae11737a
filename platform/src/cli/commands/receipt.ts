import type { Command } from 'commander'
import type { Completion, Proof, Receipt } from '#model/receipt.ts'
import { verifyReceipt } from '#receipts/verify'
import { Failed, reasonLines } from '../outcome.ts'
import { client, print, table } from '../output.ts'

type Found = Readonly<{ receipt: Receipt; completion: Completion | null }>

export function receipt(program: Command): void {
  const group = program.command('receipt').description('Show, list and verify receipts')
  const address = (id: string) => `/api/v1/receipts/${encodeURIComponent(id)}`

  group
    .command('show')
    .argument('<id>')
    .description('Show a receipt')
    .addHelpText('after', '\nExample:\n  $ wayleave receipt show rabc… --as northford-council-data-officer')
    .action(async (id: string, _options: unknown, command: Command) => {
      const found = await client(command).json<Found>('GET', address(id))
      print(command, found, lines(found))
    })

  group
    .command('verify')
    .argument('<id>')
    .option('--key <vkey>', "the log's verifier key, from a source you trust; asked of the server when left out")
    .description('Check by yourself that a receipt is in the log, unchanged')
    .addHelpText('after', '\nExample:\n  $ wayleave receipt verify rabc… --as northford-council-data-officer')
    .action(async (id: string, { key }: { key?: string }, command: Command) => {
      const ask = client(command)
      const { receipt: body } = await ask.json<Found>('GET', address(id))
      const proof = await ask.json<Proof>('GET', `${address(id)}/proof`)
      const pinned = key ?? (await (await ask.call('GET', '/log/key')).text())
      const verdict = verifyReceipt(body, proof, pinned.trim())
      if (!verdict.good)
        throw new Failed(1, `Not verified: ${verdict.because}`, {
          receipt: id,
          verified: false,
          because: verdict.because,
        })
      print(command, { receipt: id, verified: true, ...verdict }, [
        `Verified: receipt ${id} is entry ${verdict.index} of the log ${verdict.origin} of ${verdict.size} entries, unchanged.`,
      ])
    })

  group
    .command('list')
    .option('--dataset <org/name>')
    .option('--limit <n>', 'at most so many', '50')
    .description('List the receipts that you may see, newest first')
    .addHelpText(
      'after',
      '\nExample:\n  $ wayleave receipt list --as northford-council-data-officer --dataset northford-council/winter-register',
    )
    .action(async (query: { dataset?: string; limit: string }, command: Command) => {
      const found = await client(command).json<{ receipts: readonly Receipt[] }>('GET', '/api/v1/receipts', { query })
      const rows = found.receipts.map(({ id, at, outcome, action, organisation, dataset, rows: count }) => [
        id,
        at,
        outcome,
        action,
        organisation,
        dataset,
        count,
      ])
      print(
        command,
        found,
        rows.length === 0
          ? ['No receipts that you may see.']
          : table([['Id', 'When', 'Outcome', 'Action', 'Who', 'Dataset', 'Rows'], ...rows]),
      )
    })
}

function lines({ receipt: it, completion }: Found): string[] {
  const rows = completion ? `${completion.rows} (${completion.ended})` : it.rows
  const facts: [string, string | number | null][] = [
    ['Receipt', it.id],
    ['When', it.at],
    ['Outcome', it.outcome],
    ['Who', [it.organisation ?? 'the public', it.role, it.app].filter(Boolean).join(', ')],
    ['Asked to', it.action],
    ['Of', it.dataset && `${it.dataset}${it.version === null ? '' : ` version ${it.version}`}`],
    ['For', it.purpose],
    ['Fields', it.fields.join(', ')],
    ['Rows', rows],
    ['Under', it.clause && `clause ${it.clause.clause} of ${it.clause.agreement}`],
    ['Duties', it.duties.join(' ')],
    ['Query', it.query && `sha256 ${it.query}`],
  ]
  return [...table(facts.filter(([, value]) => value !== null && value !== '')), ...reasonLines(it.reasons)]
}
