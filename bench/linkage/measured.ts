/** Runs a step of either program in a process of its own, measured by the same outside watcher. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Took = Readonly<{ wall: number; cpu: number }>

export type Measured = Readonly<{
  /** Of the process and all that it started. */
  whole: Took & Readonly<{ peakBytes: number }>
  /** As the step told of itself, by name. */
  stages: Readonly<Record<string, Took>>
  facts: Readonly<Record<string, unknown>>
}>

/** Runs `command` with what it says going to `log` in `folder`; it is to leave `stages.json` there. Throws when it fails. */
export async function measured(python: string, folder: string, command: readonly string[]): Promise<Measured> {
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'log')
  const to = openSync(log, 'w')
  const code = await new Promise<number | null>((resolve, reject) => {
    spawn(python, [join(import.meta.dirname, 'peer', 'measured.py'), folder, ...command], { stdio: ['ignore', to, to] })
      .once('error', reject)
      .once('close', resolve)
  })
  closeSync(to)
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  return { whole: read('measured.json') as Measured['whole'], ...(read('stages.json') as Omit<Measured, 'whole'>) }
}

/** The sum of stages, by their names; those that were not run count nothing. */
export const took = ({ stages }: Pick<Measured, 'stages'>, ...names: readonly string[]): Took =>
  names.reduce(
    (sum, name) => ({ wall: sum.wall + (stages[name]?.wall ?? 0), cpu: sum.cpu + (stages[name]?.cpu ?? 0) }),
    { wall: 0, cpu: 0 },
  )
