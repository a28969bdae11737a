import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Failed } from '../outcome.ts'
import { client, plain, print, table } from '../output.ts'

type Agreement = Readonly<{
  id: string
  state: string
  hash: string
  document: { title?: string; parties?: readonly { organisation: string; role: string }[] }
  signatures: readonly { organisation: string; name: string; role: string; at: string }[]
  missing: readonly string[]
  steps: readonly { at: string; step: string; by: string; organisation: string; note: string | null }[]
}>

export function agreement(program: Command): void {
  const group = program.command('agreement').description('Propose, read, sign, suspend, resume and end agreements')
  const address = (id: string) => `/api/v1/agreements/${encodeURIComponent(id)}`

  group
    .command('propose')
    .argument('<file>', 'YAML or JSON; the schema is kit/agreement.schema.json')
    .description('Propose an agreement to its parties')
    .addHelpText('after', '\nExample:\n  $ wayleave agreement propose warm-homes.yaml --as northford-council-approver')
    .action(async (file: string, _options: unknown, command: Command) => {
      const body = await readFile(file, 'utf8').catch(() => {
        throw new Failed(2, `There is no file ${file}.`)
      })
      const headers = { 'content-type': 'application/yaml' }
      const proposed = await client(command).json<Agreement>('POST', '/api/v1/agreements', { headers, body })
      print(command, proposed, lines(proposed))
    })

  group
    .command('show')
    .argument('<id>')
    .option('--odrl', 'as ODRL 2.2 in JSON-LD')
    .description('Show an agreement, its state and its signatures')
    .addHelpText('after', '\nExample:\n  $ wayleave agreement show warm-homes --as northford-council-approver')
    .action(async (id: string, { odrl }: { odrl?: boolean }, command: Command) => {
      const headers = odrl ? { accept: 'application/ld+json' } : {}
      const shown = await client(command).json<Agreement>('GET', address(id), { headers })
      if (odrl) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
      else print(command, shown, lines(shown))
    })

  group
    .command('sign')
    .argument('<id>')
    .option('--hash <sha256>', 'the hash that you read; refused when the document is another one now')
    .description('Sign for your organisation; active once every party has signed')
    .addHelpText('after', '\nExample:\n  $ wayleave agreement sign warm-homes --as brightspark-energy-approver')
    .action((id: string, { hash }: { hash?: string }, command: Command) =>
      move(command, `${address(id)}/signatures`, hash ? { hash } : {}),
    )

  const moves = { suspend: 'suspension', resume: 'resumption', end: 'end' } as const
  for (const [verb, noun] of Object.entries(moves)) {
    group
      .command(verb)
      .argument('<id>')
      .option('--why <text>', 'kept with the agreement')
      .description(`${verb[0]!.toUpperCase()}${verb.slice(1)} an agreement, at once`)
      .addHelpText(
        'after',
        `\nExample:\n  $ wayleave agreement ${verb} warm-homes --as northford-council-approver --why "Under review"`,
      )
      .action((id: string, { why }: { why?: string }, command: Command) =>
        move(command, `${address(id)}/${noun}`, why ? { why } : {}),
      )
  }

  group
    .command('list')
    .option('--state <state>', 'draft, proposed, active, suspended, ended or expired')
    .description('List the agreements that you may see')
    .addHelpText('after', '\nExample:\n  $ wayleave agreement list --as northford-council-approver --state active')
    .action(async (query: { state?: string }, command: Command) => {
      const found = await client(command).json<{ agreements: readonly Agreement[] }>('GET', '/api/v1/agreements', {
        query,
      })
      const rows = found.agreements.map(({ id, state, document, missing }) => [
        id,
        state,
        document.title ?? '',
        missing.join(', '),
      ])
      print(
        command,
        found,
        rows.length === 0
          ? ['No agreements that you may see.']
          : table([['Id', 'State', 'Title', 'Yet to sign'], ...rows]),
      )
    })
}

async function move(command: Command, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const moved = await client(command).json<Agreement>('POST', path, { headers, body: JSON.stringify(body) })
  print(command, moved, lines(moved))
}

function lines({ id, state, hash, document, signatures, missing, steps }: Agreement): string[] {
  return [
    `${id}: ${plain(document.title ?? '')}`,
    `State: ${state}${missing.length > 0 ? `; yet to sign: ${missing.join(', ')}` : ''}`,
    `Document: sha256 ${hash}`,
    ...signatures.map(
      ({ organisation, name, role, at }) => `Signed for ${organisation} by ${plain(name)} (${role}), ${at}`,
    ),
    ...steps.map(
      ({ at, step, organisation, note }) => `${at}  ${step} by ${organisation}${note ? `: ${plain(note)}` : ''}`,
    ),
  ]
}
