import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { verifyLog } from '#receipts/verify'
import { client, type Common, print } from '../output.ts'
import { Failed } from '../outcome.ts'

type Light = Readonly<{ check: string; ok: boolean; says: string; next?: string }>

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('Check the node and its data folder; each red light says the next command')
    .addHelpText('after', '\nExample:\n  $ wayleave doctor --data ./data')
    .action(async (_options: unknown, command: Command) => {
      const { data, server } = command.optsWithGlobals<Common>()
      const folder = data ?? process.env['WAYLEAVE_DATA'] ?? './data'
      const lights = [
        node(),
        await alive(command, server),
        await ready(command),
        await writable(folder),
        await closed(folder),
        await room(folder),
        await logged(folder),
      ]
      const report = lights.map(
        ({ check, ok, says, next }) =>
          `${ok ? 'ok  ' : 'FAIL'}  ${check}: ${says}${ok || !next ? '' : `\n      Next: ${next}`}`,
      )
      if (lights.every(({ ok }) => ok)) print(command, { ok: true, checks: lights }, report)
      else throw new Failed(1, report.join('\n'), { ok: false, checks: lights })
    })
}

function node(): Light {
  return { check: 'Node', ok: Number(process.versions.node.split('.')[0]) >= 24, says: process.version, next: 'npm ci' }
}

async function alive(command: Command, server: string): Promise<Light> {
  return client(command)
    .json('GET', '/healthz')
    .then(
      () => ({ check: 'Server', ok: true, says: `${server} answers` }),
      (error: Error) => ({ check: 'Server', ok: false, says: error.message.split('\n')[0] ?? '', next: 'npm start' }),
    )
}

async function ready(command: Command): Promise<Light> {
  return client(command)
    .json('GET', '/readyz')
    .then(
      () => ({ check: 'Ready', ok: true, says: 'database and receipts can be written' }),
      (error: Error) => ({
        check: 'Ready',
        ok: false,
        says: error.message.split('\n')[0] ?? '',
        next: 'wait for the start to finish, or look at the log of the server',
      }),
    )
}

async function writable(folder: string): Promise<Light> {
  const ok = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  return {
    check: 'Data folder',
    ok,
    says: ok ? `${folder} can be written` : `${folder} is missing or cannot be written`,
    next: 'set WAYLEAVE_DATA, or --data',
  }
}

/** Keys and credentials that others can read are no secrets. */
async function closed(folder: string): Promise<Light> {
  const open: string[] = []
  for (const name of ['keys', 'demo-credentials.json']) {
    const mode = await stat(join(folder, name)).then(
      (found) => found.mode,
      () => 0,
    )
    if (mode & 0o077) open.push(join(folder, name))
  }
  return {
    check: 'Secrets',
    ok: open.length === 0,
    says: open.length === 0 ? 'closed to other accounts' : 'open to other accounts',
    next: `chmod -R go= ${open.join(' ')}`,
  }
}

async function room(folder: string): Promise<Light> {
  const disk = await statfs(folder).catch(() => undefined)
  const free = disk ? disk.bavail * disk.bsize : 0
  return {
    check: 'Disk',
    ok: free > 1e9,
    says: `${(free / 1e9).toFixed(1)} GB free`,
    next: 'make room on the disk of the data folder',
  }
}

async function logged(folder: string): Promise<Light> {
  const result = await verifyLog(join(folder, 'log'), {}).catch((error: Error) => ({
    good: false as const,
    because: error.message,
  }))
  return result.good
    ? { check: 'Log', ok: true, says: `${result.size} entries, all as signed` }
    : { check: 'Log', ok: false, says: result.because, next: `wayleave log verify ${join(folder, 'log')}` }
}
