/** What to run, from the command line. */
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sets } from './sets.ts'

export const parts = ['equal-output', 'end-to-end', 'growth', 'single', 'accuracy'] as const
export type Part = (typeof parts)[number]

export type Options = Readonly<{
  parts: readonly Part[]
  /** Names of labelled sets. */
  sets: readonly string[]
  /** Records for equal output, end to end and single records. */
  size: number
  /** Records for the growth curve. */
  growth: readonly number[]
  /** The largest size at which the peer still runs. */
  peerUpTo: number
  /** The folder of the labelled sets. */
  data: string
  /** Where the peer's environment is kept, and scratch files during a run. */
  folder: string
  /** Where the page goes; null: it is only printed. */
  page: string | null
}>

const page = 'docs/reference/linkage.md'

export const usage = `npm run bench:linkage [-- options]

  --parts LIST     of ${parts.join(', ')}; all when left out
  --sets LIST      of ${sets.map(({ name }) => name).join(', ')}; all when left out
  --size N         records for equal output, end to end and single records: 10k, 100k, 1m (1m)
  --growth LIST    sizes of the growth curve (10k,100k,1m,10m)
  --peer-up-to N   the largest of them that Splink runs too (1m)
  --data DIR       the labelled sets (WAYLEAVE_LINKAGE_DATA, else ../shared/data/linkage)
  --folder DIR     for Splink's environment and scratch files (a folder of its own under the system's temporary one)
  --write          write ${page} although some parts or sets were left out; a whole run always does
`

/** Throws an Error with what is wrong. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      parts: { type: 'string' },
      sets: { type: 'string' },
      size: { type: 'string' },
      growth: { type: 'string' },
      'peer-up-to': { type: 'string' },
      data: { type: 'string' },
      folder: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return 'help'
  const names = sets.map(({ name }) => name)
  const whole = !['parts', 'sets', 'size', 'growth', 'peer-up-to'].some((name) => name in values)
  return {
    parts: listOf('parts', values.parts, parts),
    sets: listOf('sets', values.sets, names),
    size: sizeOf(values.size ?? '1m'),
    growth: (values.growth ?? '10k,100k,1m,10m').split(',').filter(Boolean).map(sizeOf),
    peerUpTo: sizeOf(values['peer-up-to'] ?? '1m'),
    data: resolve(values.data ?? environment['WAYLEAVE_LINKAGE_DATA'] ?? '../shared/data/linkage'),
    folder: resolve(values.folder ?? join(tmpdir(), 'wayleave-bench-linkage')),
    page: whole || values.write ? page : null,
  }
}

function listOf<Name extends string>(
  option: string,
  given: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (given === undefined) return known
  const names = given.split(',').filter(Boolean)
  const unknown = names.find((name) => !known.includes(name as Name))
  if (unknown !== undefined) throw new Error(`--${option}: there is no “${unknown}”. There are: ${known.join(', ')}.`)
  return names as Name[]
}

function sizeOf(given: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(given) ?? []
  const size = Number(number) * { '': 1, k: 1_000, m: 1_000_000 }[unit.toLowerCase() as '' | 'k' | 'm']
  if (!(size >= 1)) throw new Error(`“${given}” is no number of records: write 10k, 100k, 1m.`)
  return Math.round(size)
}
