import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Completion, Proof, Receipt } from '#model/receipt.ts'
import { verifyReceipt } from '#receipts/verify'
import { Failed, reasonLines } from '../outcome.ts'
import { client, print, table } from '../output.ts'

const address = (id: string) => `/api/v1/receipts/${encodeURIComponent(id)}`

type Found = Readonly<{ receipt: Receipt; completion: Completion | null }>

export function receipt(program: Command): void {
  const group = program.command('receipt').description('Show, list and verify receipts')

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
    .argument('[id]')
    .option('--file <file>', 'a receipt with its proof, as its page gives it: checked without a server')
    .option('--key <vkey>', "the log's verifier key, from a source you trust; the server's or the file's when left out")
    .description('Check by yourself that a receipt is in the log, unchanged')
    .addHelpText(
      'after',
      '\nExamples:\n  $ wayleave receipt verify rabc… --as northford-council-data-officer\n  $ wayleave receipt verify --file receipt.json --key "northford.example/log+…"',
    )
    .action(async (id: string | undefined, options: { file?: string; key?: string }, command: Command) => {
      if ((id === undefined) === (options.file === undefined))
        throw new Failed(2, 'Give the id of a receipt, or --file with one that you kept.')
      const kept = options.file === undefined ? await asked(client(command), id!) : await readKept(options.file)
      const verdict = verifyReceipt(kept.receipt, kept.proof, (options.key ?? kept.key).trim())
      const { id: receipt } = kept.receipt
      if (!verdict.good)
        throw new Failed(1, `Not verified: ${verdict.because}`, { receipt, verified: false, because: verdict.because })
      print(command, { receipt, verified: true, ...verdict }, [
        `Verified: receipt ${receipt} is entry ${verdict.index} of the log ${verdict.origin} of ${verdict.size} entries, unchanged.`,
        ...(options.file === undefined || options.key !== undefined
          ? []
          : ['The key came with the file: give --key from a source you trust to rule out a forged log.']),
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

/** A receipt with all that is needed to check it. */
type Kept = Readonly<{ receipt: Receipt; proof: Proof; key: string }>

async function asked(ask: ReturnType<typeof client>, id: string): Promise<Kept> {
  const { receipt: body } = await ask.json<Found>('GET', address(id))
  const proof = await ask.json<Proof>('GET', `${address(id)}/proof`)
  return { receipt: body, proof, key: await (await ask.call('GET', '/log/key')).text() }
}

async function readKept(file: string): Promise<Kept> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failed(1, `${file} cannot be read.`)
  })
  const kept = parsed(text)
  if (
    typeof kept?.receipt?.id === 'string' &&
    typeof kept.proof === 'object' &&
    kept.proof &&
    typeof kept.key === 'string'
  )
    return kept as Kept
  throw new Failed(
    1,
    `${file} is not a receipt with its proof. Get it from the receipt's page: “Keep it with its proof”.`,
  )
}

function parsed(text: string): Partial<Kept> | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Partial<Kept> | undefined
  } catch {
    return undefined
  }
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
