/** Where `wayleave …` begins and ends. */
import { CommanderError } from 'commander'
import { Failed } from './outcome.ts'
import { createProgram } from './program.ts'

const program = createProgram()
try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = end(error)
}

function end(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const failed = error instanceof Failed ? error : new Failed(1, (error as Error).message)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(failed.body, null, 2)}\n`)
  else process.stderr.write(`${failed.message}\n`)
  return failed.exitCode
}
