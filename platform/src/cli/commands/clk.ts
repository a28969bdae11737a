import { readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { Problem } from '#foundation/problem.ts'
import type { Matched, Salting, Schema } from '#linkage/clk'
import { Failed, fromProblem } from '../outcome.ts'
import { print, progress, wantsJson } from '../output.ts'
import { personRecords } from '../person-records.ts'
import { toFile } from '../to-file.ts'

/** Fewer bytes than this are guessed sooner or later. */
const shortKey = 16

export function clk(program: Command): void {
  const group = program
    .command('clk')
    .description('Link records without names: keyed encodings, as clkhash makes them. Needs no server')
  addEncode(group)
  addMatch(group)
}

type EncodeOptions = Readonly<{ schema: string; keyFile: string; output: string; saltBy?: string; trim?: boolean }>

function addEncode(group: Command): void {
  group
    .command('encode')
    .argument('<file>', 'CSV with a header, in UTF-8')
    .requiredOption('--schema <file>', 'the linkage schema, version 3, that both parties use')
    .requiredOption('--key-file <file>', 'the key that the data holders share; its last line break is not part of it')
    .requiredOption('-o, --output <file>', 'where the encodings go: {"clks": […]}, in the order of the records')
    .option(
      '--salt-by <feature:n>',
      'harden: mix the first n characters of a feature, such as born:4, into every token',
    )
    .option('--trim', 'without the blanks around each cell')
    .description('Encode the records of a file with a key that only the data holders have')
    .addHelpText(
      'after',
      `
Whoever has the key can undo the protection: make one for each project (openssl rand -hex 32 > project.key),
never give it to who matches, and destroy it afterwards. Encodings are still personal data.

Examples:
  $ wayleave clk encode patients.csv --schema people.json --key-file project.key -o patients.clks.json
  $ wayleave clk encode tenants.csv --schema people.json --key-file project.key --salt-by born:4 --trim -o tenants.clks.json`,
    )
    .action(async (file: string, options: EncodeOptions, command: Command) => {
      const { createEncoder, serialised, uploadText } = await import('#linkage/clk')
      await answered(async () => {
        const schema = await schemaOf(options.schema)
        const encoder = createEncoder(schema, await keyOf(options.keyFile), saltingOf(options.saltBy))
        let records = 0
        const bar = progress('Encoding')
        const texts = async function* () {
          for await (const record of personRecords(file, schema, options.trim === true))
            yield serialised(encoder.bits, encoder.encode(record, ++records))
        }
        try {
          await toFile(Readable.from(uploadText(texts())), options.output, 0o600)
        } finally {
          bar.end()
        }
        print(command, { records, bits: encoder.bits, notes: schema.notes }, [
          `${records} records encoded in ${encoder.bits} bits each: ${options.output}`,
        ])
      })
    })
}

type MatchCommand = Readonly<{ threshold?: string; many?: boolean; output?: string }>

function addMatch(group: Command): void {
  group
    .command('match')
    .argument('<a>', 'encodings of one party, as `clk encode` or clkhash writes them')
    .argument('<b>', "the other party's")
    .option('--threshold <t>', 'the least Dice coefficient of a link, up to 1; estimated when left out')
    .option('--many', 'every pair that reaches the threshold, instead of one link a record')
    .option('-o, --output <file>', 'write the pairs to a file instead of stdout')
    .description('Find the encodings of two parties that are of the same person')
    .addHelpText(
      'after',
      `
Writes CSV: row_a,row_b,score. Rows are counted from 1, in the order of the records that were encoded.
The estimate of the threshold supposes that each party has a person once.

Examples:
  $ wayleave clk match patients.clks.json tenants.clks.json -o pairs.csv
  $ wayleave clk match patients.clks.json tenants.clks.json --many --threshold 0.75`,
    )
    .action(async (a: string, b: string, { threshold, many, output }: MatchCommand, command: Command) => {
      const { match, readUpload } = await import('#linkage/clk')
      await answered(async () => {
        const [left, right] = [readUpload(await jsonOf(a)), readUpload(await jsonOf(b))]
        const matched = match(left, right, {
          pairing: many ? 'many-to-many' : 'one-to-one',
          ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
        })
        const { pairs, estimate, comparisons } = matched
        for (const line of summary(matched)) process.stderr.write(`${line}\n`)
        const told = { pairs: pairs.count, threshold: matched.threshold, estimate, comparisons }
        if (output) await toFile(Readable.from(csvOf(matched)), output, 0o600)
        if (wantsJson(command)) print(command, output ? told : { ...told, pairs: [...rowsOf(matched)] }, [])
        else if (!output) for (const text of csvOf(matched)) process.stdout.write(text)
      })
    })
}

function summary({ pairs, threshold, estimate }: Matched): string[] {
  if (!estimate) return [`${pairs.count} pairs reach ${threshold}.`]
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return [
    `${pairs.count} pairs reach ${threshold.toFixed(3)}, the estimated threshold: about ${percent(estimate.falseLinks)} of them may be false.`,
    `About ${percent(estimate.withoutMatch)} of the first party's records seem to have nobody among the other's.`,
  ]
}

function* rowsOf({ pairs }: Matched): Generator<{ row_a: number; row_b: number; score: number }> {
  for (let at = 0; at < pairs.count; at++)
    yield { row_a: (pairs.left[at] ?? 0) + 1, row_b: (pairs.right[at] ?? 0) + 1, score: pairs.score[at] ?? 0 }
}

function* csvOf(matched: Matched): Generator<string> {
  yield 'row_a,row_b,score\n'
  for (const { row_a, row_b, score } of rowsOf(matched)) yield `${row_a},${row_b},${score.toFixed(6)}\n`
}

/** `born:4` */
function saltingOf(text: string | undefined): Salting | undefined {
  if (text === undefined) return undefined
  const found = /^(?<feature>.+):(?<characters>[1-9]\d?)$/.exec(text)?.groups
  if (!found) throw new Failed(2, `--salt-by takes FEATURE:N, such as born:4; “${text}” is not.`)
  return { feature: found['feature'] ?? '', characters: Number(found['characters']) }
}

async function schemaOf(path: string): Promise<Schema> {
  const { readSchema } = await import('#linkage/clk')
  const schema = readSchema(await jsonOf(path))
  for (const note of schema.notes) process.stderr.write(`Note: ${note}\n`)
  return schema
}

async function jsonOf(path: string): Promise<unknown> {
  const text = await contentOf(path)
  try {
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    throw new Failed(1, `${path} is not JSON.`)
  }
}

/** The key's bytes, without the line break that editors and `openssl rand -hex` end a file with. */
async function keyOf(path: string): Promise<Uint8Array> {
  const content = await contentOf(path)
  const end = content.at(-1) !== 10 ? content.length : content.at(-2) === 13 ? content.length - 2 : content.length - 1
  const key = content.subarray(0, end)
  if (key.length < shortKey && key.length > 0)
    process.stderr.write(`Note: the key has ${key.length} bytes, which can be guessed. Take 32 random ones.\n`)
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0)
    process.stderr.write(`Note: others on this machine may read the key: chmod 600 ${path}\n`)
  return key
}

async function contentOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Failed(2, `${path} cannot be read: ${error.code ?? error.message}.`)
  })
}

/** What the room says is wrong, as the command line says it. */
async function answered(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { status, code, title, detail, at, mend } = error
    throw fromProblem(status, { code, title, detail, ...(at ? { at } : {}), ...(mend ? { mend } : {}) })
  }
}
