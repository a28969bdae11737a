import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { verifyLog } from '#receipts/verify'
import { Failed } from '../outcome.ts'
import { print } from '../output.ts'

export function log(program: Command): void {
  program
    .command('log')
    .description('Check the log of receipts')
    .command('verify')
    .argument('[dir]', "a copy of the log's public files; the data folder's own when left out")
    .option('--key <vkey>', "the log's verifier key, from a source you trust; the copy's own file `key` when left out")
    .option('--earlier <file>', 'a checkpoint that you kept: the log must have grown from it')
    .description('Check a copy of the log, entry by entry, without a server')
    .addHelpText(
      'after',
      '\nExamples:\n  $ wayleave log verify\n  $ wayleave log verify /media/usb/northford-log --earlier checkpoint-of-march',
    )
    .action(async (dir: string | undefined, { key, earlier }: { key?: string; earlier?: string }, command: Command) => {
      const { data } = command.optsWithGlobals<{ data?: string }>()
      const folder = dir ?? join(data ?? process.env['WAYLEAVE_DATA'] ?? './data', 'log')
      const before = earlier === undefined ? undefined : await readFile(earlier, 'utf8')
      const result = await verifyLog(folder, { ...(key ? { key } : {}), ...(before ? { earlier: before } : {}) })
      if (!result.good) throw new Failed(1, `The log does not verify, at ${result.at}: ${result.because}`, result)
      print(command, result, [
        `The log verifies: ${result.size} entries of ${result.origin}, all as signed.`,
        ...(result.key === 'given'
          ? []
          : ['The key came with the copy: give --key from a source you trust to rule out a forged log.']),
      ])
    })
}
