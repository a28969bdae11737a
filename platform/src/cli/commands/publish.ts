import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { datasetKinds, type ReportLine } from '#model/dataset.ts'
import { loadModes } from '#model/records.ts'
import { Failed } from '../outcome.ts'
import { client, print, progress, table } from '../output.ts'
import { datasetPath } from '../paths.ts'

type Published = Readonly<{
  dataset: string
  version: number
  rows: number
  fields: readonly { name: string; type: string; meaning: string | null }[]
  classification: string
  changed: { sequence: number; inserted: number; updated: number; deleted: number; unchanged: number } | null
  report: { recognised: Record<string, unknown>; repaired: readonly ReportLine[]; setAside: readonly ReportLine[] }
}>

type Options = Readonly<{
  to: string
  title?: string
  description?: string
  licence?: string
  classification?: string
  key?: string
  kind?: string
  mode?: string
  note?: string
}>

export function publish(program: Command): void {
  program
    .command('publish')
    .argument('<file>', 'CSV, TSV, XLSX, JSON, NDJSON, GeoJSON or Parquet; the text ones also gzipped or zipped')
    .requiredOption('--to <org/name>', 'the dataset, made when it does not exist')
    .option('--title <text>')
    .option('--description <text>')
    .option('--licence <id>', 'such as ogl-3 or cc-by-4; needed for open data')
    .option('--classification <level>', 'open, shared, personal or special; proposed from the content when left out')
    .option('--key <field>', 'the field whose values are unique')
    .addOption(new Option('--kind <kind>', 'for the first file; records change one by one').choices(datasetKinds))
    .addOption(
      new Option('--mode <mode>', 'of records: the file is all there are, or adds to and changes them').choices(
        loadModes,
      ),
    )
    .option('--note <text>', 'what is new in this version')
    .description('Publish a file as a new version of a dataset')
    .addHelpText(
      'after',
      `
Examples:
  $ wayleave publish street-works.csv --to northford-council/street-works --as northford-council-data-officer
  $ wayleave publish toilets.xlsx --to northford-council/toilets --classification open --licence ogl-3 --json
  $ wayleave publish cases.csv --to northford-council/cases --kind records --key case_id
  $ wayleave publish new-cases.csv --to northford-council/cases --mode upsert`,
    )
    .action(async (file: string, { to, ...choices }: Options, command: Command) => {
      const size = await stat(file).then(
        (found) => (found.isFile() ? found.size : undefined),
        () => undefined,
      )
      if (size === undefined) throw new Failed(2, `There is no file ${file}.`)
      const bar = progress('Sending')
      const body = contentOf(createReadStream(file, { highWaterMark: 1 << 18 }), bar.at)
      const path = `${datasetPath(to)}/versions`
      const published = await client(command)
        .json<Published>('POST', path, {
          query: { filename: basename(file), ...choices },
          headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
          body,
          duplex: 'half',
        })
        .finally(bar.end)
      print(command, published, lines(published))
    })
}

/** What is sent, telling how far it got. */
export async function* contentOf(
  content: AsyncIterable<Buffer>,
  at: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of content) {
    yield chunk
    at((sent += chunk.length))
  }
}

function lines({ dataset, version, rows, fields, classification, report, changed }: Published): string[] {
  const told = (title: string, what: readonly ReportLine[]) =>
    what.length === 0
      ? []
      : ['', title, ...what.map((line) => `  ${line.what}${line.rows.length > 0 ? ` Rows: ${some(line.rows)}.` : ''}`)]
  return [
    `${dataset} version ${version}: ${rows} rows, ${classification}`,
    ...(changed ? [sayChanged(changed)] : []),
    '',
    ...table([
      ['Field', 'Type', 'Meaning'],
      ...fields.map(({ name, type, meaning }) => [name, type, meaning] as const),
    ]),
    ...told('Repaired:', report.repaired),
    ...told('Set aside:', report.setAside),
  ]
}

export function sayChanged(changed: NonNullable<Published['changed']>): string {
  const { sequence, inserted, updated, deleted, unchanged } = changed
  return `Commit ${sequence}: ${inserted} inserted, ${updated} updated, ${deleted} deleted, ${unchanged} unchanged`
}

const some = (rows: readonly number[]): string => rows.slice(0, 8).join(', ') + (rows.length > 8 ? ' …' : '')
