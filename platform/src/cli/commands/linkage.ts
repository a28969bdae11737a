import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Failed, reasonLines } from '../outcome.ts'
import { client, plain, print, table } from '../output.ts'

type Reason = Parameters<typeof reasonLines>[0][number]
type Run = Readonly<{
  number: number
  state: string
  step: string
  progress: number
  sources: readonly Readonly<{
    dataset: string
    outcome: string
    fields: readonly string[]
    without: readonly string[]
    rows: number | null
    receipt: string | null
    reasons: readonly Reason[]
  }>[]
  facts: Readonly<{
    records: number
    entities: number
    linked: number
    uncertain: number
    seconds: number
    model: { id: string }
    quality: {
      estimated: { precision: number; recall: number } | null
      measured: { precision: number; recall: number; labels: number } | null
    }
  }> | null
  problem: Readonly<{ title: string; detail: string; mend: string | null }> | null
}>
type Linkage = Readonly<{
  id: string
  title: string
  purpose: string
  datasets: readonly { dataset: string; key: string }[]
  running: Run | null
  current: Run | null
  latest: Run | null
  toReview: number
}>

const address = (id: string) => `/api/v1/linkages/${encodeURIComponent(id)}`

export function linkage(program: Command): void {
  const group = program
    .command('linkage')
    .description('Recognise the same people in several registers, for one purpose')

  group
    .command('define')
    .argument('<file>', 'YAML or JSON; the form is in docs/guides/linkage.md')
    .description('Define a linkage, or define it anew')
    .addHelpText('after', '\nExample:\n  $ wayleave linkage define discharge.yaml --as northford-council-analyst')
    .action(async (file: string, _options: unknown, command: Command) => {
      const body = await readFile(file, 'utf8').catch(() => {
        throw new Failed(2, `There is no file ${file}.`)
      })
      const headers = { 'content-type': 'application/yaml' }
      const defined = await client(command).json<Linkage>('POST', '/api/v1/linkages', { headers, body })
      print(command, defined, linkageLines(defined))
    })

  group
    .command('list')
    .description('List the linkages of your organisation')
    .addHelpText('after', '\nExample:\n  $ wayleave linkage list --as northford-council-analyst')
    .action(async (_options: unknown, command: Command) => {
      const found = await client(command).json<{ linkages: readonly Linkage[] }>('GET', '/api/v1/linkages')
      const rows = found.linkages.map(({ id, title, latest, current, toReview }) => [
        id,
        title,
        latest?.state ?? 'never run',
        current?.facts?.entities ?? null,
        toReview,
      ])
      print(
        command,
        found,
        rows.length === 0
          ? ['No linkages that you may see.']
          : table([['Id', 'Title', 'Last run', 'Persons', 'To review'], ...rows]),
      )
    })

  group
    .command('show')
    .argument('<id>')
    .description('Show a linkage: what it reads, its last run, how good it is')
    .addHelpText('after', '\nExample:\n  $ wayleave linkage show hospital-discharge --as northford-council-analyst')
    .action(async (id: string, _options: unknown, command: Command) => {
      const shown = await client(command).json<Linkage>('GET', address(id))
      print(command, shown, linkageLines(shown))
    })

  group
    .command('run')
    .argument('<id>')
    .option('--no-wait', 'do not wait for its end')
    .description('Run a linkage: reads every dataset with your own permit')
    .addHelpText('after', '\nExample:\n  $ wayleave linkage run hospital-discharge --as northford-council-analyst')
    .action(async (id: string, { wait }: { wait: boolean }, command: Command) => {
      const api = client(command)
      const headers = { 'content-type': 'application/json' }
      let run = await api.json<Run>('POST', `${address(id)}/runs`, { headers, body: '{}' })
      while (wait && run.state === 'running') {
        await new Promise((later) => setTimeout(later, 300))
        if (process.stderr.isTTY) process.stderr.write(`\r${run.step} ${Math.round(100 * run.progress)} % `)
        const { runs } = await api.json<{ runs: readonly Run[] }>('GET', `${address(id)}/runs`)
        run = runs.find(({ number }) => number === run.number) ?? run
      }
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
      if (run.problem)
        throw new Failed(1, [run.problem.title, run.problem.detail, run.problem.mend].filter(Boolean).join('\n'), run)
      print(command, run, runLines(run))
    })
}

function linkageLines({ id, title, purpose, datasets, running, current, latest, toReview }: Linkage): string[] {
  return [
    `${id}: ${plain(title)}`,
    `Purpose: ${purpose}`,
    ...datasets.map(({ dataset, key }) => `Reads ${dataset} by ${plain(key)}`),
    ...(running ? [`Running: ${running.step}, ${Math.round(100 * running.progress)} %`] : []),
    ...(current ? runLines(current) : ['Never run whole.']),
    ...(latest?.problem ? [`The last run failed: ${latest.problem.detail}`] : []),
    `Waiting for review: ${toReview}`,
  ]
}

function runLines({ number, state, sources, facts }: Run): string[] {
  return [
    `Run ${number}: ${state}`,
    ...sources.flatMap(({ dataset, outcome, fields, without, rows, receipt, reasons }) => [
      outcome === 'read'
        ? `- ${dataset}: ${rows} rows by ${plain(fields.join(', '))}${without.length > 0 ? `; without ${plain(without.join(', '))}` : ''} (receipt ${receipt})`
        : `- ${dataset}: left out (receipt ${receipt ?? 'none'})`,
      ...reasonLines(reasons).map((line) => `  ${line}`),
    ]),
    ...(facts ? factLines(facts) : []),
  ]
}

function factLines({
  records,
  entities,
  linked,
  uncertain,
  seconds,
  model,
  quality,
}: NonNullable<Run['facts']>): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const { estimated, measured } = quality
  return [
    `${records} records are of ${entities} persons; ${linked} are in more than one record; ${uncertain} pairs are uncertain`,
    `Model ${model.id}, ${seconds.toFixed(1)} s`,
    ...(estimated ? [`Estimated: precision ${percent(estimated.precision)}, recall ${percent(estimated.recall)}`] : []),
    ...(measured
      ? [
          `By ${measured.labels} decided pairs: precision ${percent(measured.precision)}, recall ${percent(measured.recall)}`,
        ]
      : []),
  ]
}
