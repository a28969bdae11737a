/** The peer's own folder: a Python environment with Splink in it, made when it is not there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pinned, so that a figure can be repeated. DuckDB is Splink's default engine. */
export const pinned = ['splink==5.0.0', 'duckdb==2.0.1', 'pyarrow==26.0.1', 'sqlglot==30.30.0'] as const

const pythons = ['python3.11', 'python3.12', 'python3.13', 'python3']

/** The environment's Python. Throws, with what to do, when no Python of 3.11 or later is there. */
export function peerPython(folder: string): string {
  const home = join(folder, 'splink')
  const python = join(home, 'bin', 'python')
  const made = join(home, `${pinned.join(' ')}.made`)
  if (existsSync(made)) return python
  mkdirSync(folder, { recursive: true })
  const base = pythons.find(isFit)
  if (base === undefined)
    throw new Error(`The peer needs Python 3.11 or later on the path, as one of ${pythons.join(', ')}.`)
  console.error(`making an environment for Splink in ${home} …`)
  const run = (...command: [string, ...string[]]) =>
    execFileSync(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] })
  run(base, '-m', 'venv', '--clear', home)
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pinned)
  writeFileSync(made, '')
  return python
}

function isFit(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 11))'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
