import { type Command, InvalidArgumentError } from 'commander'
import { Problem } from '#foundation/problem.ts'
import type { LinkReport, Stage } from '#linking'
import { Failed, fromProblem } from '../outcome.ts'
import { plain, print, table } from '../output.ts'

type Options = Readonly<{
  id?: string
  model: string
  ignore?: readonly string[]
  threshold?: number
  pairs?: string
  clusters?: string
  labels?: string
  explain?: readonly [string, string]
  chart?: string
  onlyAcross?: boolean
  memory?: number
  threads?: number
}>

export function link(program: Command): void {
  program
    .command('link')
    .argument('<files...>', 'CSV or Parquet; one, to find who is in it twice, or several')
    .option('--id <field>', 'the column of ids; when left out `id` or `unique_id`, else the number of the row')
    .requiredOption('--model <model>', 'a model document, Splink’s saved settings, or `auto`: made from the data')
    .option('--ignore <fields>', 'with `auto`: columns, with commas, that say nothing of who it is', names)
    .option(
      '--threshold <probability>',
      'from which probability on a pair counts as linked; the model’s own when left out',
      probability,
    )
    .option('--pairs <file>', 'write the pairs: source_l,id_l,source_r,id_r,probability,weight (.csv or .parquet)')
    .option('--clusters <file>', 'write the clusters: source,id,cluster (.csv or .parquet)')
    .option('--labels <file>', 'measure against what is known: source,id,cluster, or source_l,id_l,source_r,id_r,score')
    .option('--explain <id,id>', 'why these two are linked, or not; with several files FILE:ID,FILE:ID', twoIds)
    .option('--chart <file>', 'with --explain: the explanation as a picture (SVG)')
    .option('--only-across', 'no pairs within one file: each holds nobody twice')
    .option('--memory <megabytes>', 'memory to keep to, about; half of the machine’s when left out', whole)
    .option('--threads <count>', 'as many as there are processors when left out', whole)
    .description('Find the records that are the same person, place or firm, in files')
    .addHelpText(
      'after',
      `
Needs no server; nothing leaves this machine. What it found is told on stdout, progress on stderr. Files are written whole or not at all.

Examples:
  $ wayleave link people.csv --model auto --clusters clusters.csv
  $ wayleave link council.csv gp.parquet --id nhs_ref --model people.json --threshold 0.95 --pairs pairs.csv --clusters clusters.csv
  $ wayleave link people.parquet --model splink.json --labels truth.csv --json
  $ wayleave link people.csv --model people.json --explain 1017,2044 --chart why.svg`,
    )
    .action(run)
}

async function run(files: string[], options: Options, command: Command): Promise<void> {
  const stop = new AbortController()
  const interrupted = (): void => stop.abort(new Failed(1, 'Stopped. Nothing was written.'))
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  const progress = progressOn(process.stderr)
  try {
    const { link: linkFiles, readModelFile } = await import('#linking')
    const report = await linkFiles({
      files,
      idColumn: options.id,
      model: options.model === 'auto' ? 'auto' : await readModelFile(options.model),
      ignored: options.ignore,
      threshold: options.threshold,
      mode: options.onlyAcross ? 'across' : 'all',
      pairs: options.pairs,
      clusters: options.clusters,
      labels: options.labels,
      explain: options.explain,
      memoryMb: options.memory,
      threads: options.threads,
      onProgress: progress.at,
      signal: stop.signal,
    })
    progress.end()
    if (report.explanation && options.chart) await drawChart(report.explanation, options.chart)
    print(command, await withWords(report), await inLines(report))
  } catch (error) {
    progress.end()
    throw error instanceof Problem ? fromProblem(error.status, error) : error
  } finally {
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}

async function drawChart(explanation: NonNullable<LinkReport['explanation']>, file: string): Promise<void> {
  const [{ waterfall }, { writeFile }] = await Promise.all([import('#linkage'), import('node:fs/promises')])
  await writeFile(file, waterfall(explanation))
}

async function withWords(report: LinkReport): Promise<object> {
  if (!report.explanation) return report
  const { explanationInWords } = await import('#linkage')
  return { ...report, explanation: { ...report.explanation, says: explanationInWords(report.explanation) } }
}

async function inLines(report: LinkReport): Promise<string[]> {
  const { records, sources, model, compared, pairs, threshold, clusters, rules, notes, seconds } = report
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0)
  return [
    `${count(records)} records of ${sources.map(({ name }) => plain(name)).join(', ')}, by the model ${model.id} (${model.hash.slice(0, 12)})`,
    `${count(compared)} pairs compared; ${count(pairs)} linked, at ${threshold} or more`,
    ...(clusters
      ? [
          `${count(clusters.clusters)} clusters, ${count(clusters.ofSeveral)} of several records; the largest has ${count(clusters.largest)}`,
        ]
      : []),
    '',
    ...table([
      ['blocking rule', 'pairs', 'largest block', 'left out'],
      ...rules.map(({ keys, pairs: made, largestBlock, left }) => [
        keys.join(' + '),
        count(made),
        count(largestBlock),
        left.pairs === 0 ? '' : `${count(left.pairs)} pairs`,
      ]),
    ]),
    ...(report.training ? ['', ...trainingLines(report)] : []),
    ...(report.measured ? ['', ...measuredLines(report.measured)] : []),
    ...(report.explanation ? ['', ...(await explanationLines(report.explanation))] : []),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `Note: ${plain(note)}`)] : []),
    '',
    `${total.toFixed(1)} s: ${Object.entries(seconds)
      .map(([name, one]) => `${name} ${one.toFixed(1)}`)
      .join(', ')}`,
  ]
}

function trainingLines({ training, recognised }: LinkReport): string[] {
  const of = (use: 'compared' | 'left out'): string =>
    recognised
      .filter((one) => one.use === use)
      .map(({ column, kind }) => `${plain(column)} (${kind})`)
      .join(', ')
  return [
    ...(recognised.length > 0 ? [`Compared: ${of('compared')}`, `Left out: ${of('left out') || 'nothing'}`] : []),
    `Trained on ${count(training!.records)} records and ${count(training!.pairs)} pairs; the rules are expected to reach ${(100 * training!.blockingRecall).toFixed(1)} % of all true pairs`,
  ]
}

function measuredLines({
  edges,
  clusters,
  labelledPairs,
  calibration,
  notes,
}: NonNullable<LinkReport['measured']>): string[] {
  const rows = [
    ...edges.at.map((at) => ['links', at] as const),
    ...(edges.best ? [[`links, best threshold (${edges.best.probability.toFixed(4)})`, edges.best] as const] : []),
    ...(clusters ? [['pairs in clusters', clusters.pairs] as const, ['whole clusters', clusters.exact] as const] : []),
    ...(labelledPairs ? [['labelled pairs in clusters', labelledPairs] as const] : []),
    ...(clusters?.bCubed ? [['B-cubed', clusters.bCubed] as const] : []),
  ]
  const rate = (value: number | null): string => (value === null ? '–' : value.toFixed(4))
  return [
    ...table([
      ['measured', 'precision', 'recall', 'F1'],
      ...rows.map(([name, { precision, recall, f1 }]) => [name, rate(precision), rate(recall), rate(f1)]),
    ]),
    `Of all true pairs ${rate(edges.blockingRecall)} were compared and are not far from alike; calibration error ${rate(calibration.error)}`,
    ...notes,
  ]
}

async function explanationLines(explanation: NonNullable<LinkReport['explanation']>): Promise<string[]> {
  const { explanationInWords } = await import('#linkage')
  return [
    plain(explanationInWords(explanation)),
    ...table([
      ['comparison', 'agrees', 'bits', 'for a rare value'],
      ...explanation.parts.map(({ comparison, label, bits, termFrequencyBits }) => [
        comparison,
        label,
        bits.toFixed(2),
        termFrequencyBits === 0 ? '' : termFrequencyBits.toFixed(2),
      ]),
    ]),
  ]
}

const count = (number: number): string => number.toLocaleString('en-GB')

const doing: Readonly<Record<Stage, string>> = {
  read: 'Reading',
  prepare: 'Preparing',
  score: 'Comparing',
  write: 'Writing',
  cluster: 'Clustering',
  measure: 'Measuring',
}

/** For people who watch; silent in a pipe. */
function progressOn(stream: NodeJS.WriteStream): Readonly<{ at(stage: Stage, share: number): void; end(): void }> {
  if (!stream.isTTY) return { at: () => undefined, end: () => undefined }
  return {
    at: (stage, share) =>
      void stream.write(`\r\u001b[K${doing[stage]}${stage === 'score' ? ` ${Math.floor(100 * share)} %` : ' …'}`),
    end: () => void stream.write('\r\u001b[K'),
  }
}

function probability(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('It is a probability above 0 and below 1.')
}

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It is a whole number above 0.')
}

function twoIds(text: string): readonly [string, string] {
  const [one, other, ...more] = text.split(',')
  if (one && other && more.length === 0) return [one, other]
  throw new InvalidArgumentError('It is two ids with a comma between.')
}
