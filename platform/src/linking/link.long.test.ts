import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { contents, folderFor, smallModel, writeFileIn } from './files-for-tests.ts'
import { link, type LinkOptions } from './link.ts'

const linkIn = (folder: string, options: Partial<LinkOptions> & Pick<LinkOptions, 'files'>) =>
  link({ model: smallModel, folder, threads: 1, ...options })

test('with very little memory the pairs go through files, and are the same', async (context) => {
  const folder = folderFor(context)
  const rows = Array.from({ length: 1_600 }, (_, at) => `${at},Name ${at % 4},1990-01-0${1 + (at % 9)},`)
  const file = writeFileIn(folder, 'many.csv', ['id,name,born,town', ...rows])
  const [little, much] = [join(folder, 'little.csv'), join(folder, 'much.csv')]
  await linkIn(folder, { files: [file], pairs: little, threshold: 0.0001, memoryMb: 8 })
  await linkIn(folder, { files: [file], pairs: much, threshold: 0.0001, memoryMb: 4_000 })
  const [one, other] = [readFileSync(little), readFileSync(much)]
  assert.ok(one.length > 5e6)
  assert.ok(one.equals(other))
})

test('killed at any time, it leaves no half-written output', async (context) => {
  const folder = folderFor(context)
  const rows = Array.from({ length: 2_500 }, (_, at) => `${at},Name ${at % 3},1990-01-01,`)
  const file = writeFileIn(folder, 'many.csv', ['id,name,born,town', ...rows])
  const model = writeFileIn(folder, 'model.json', [JSON.stringify(smallModel)])
  const whole = join(folder, 'whole.csv')
  await linkIn(folder, { files: [file], pairs: whole, threshold: 0.0001 })
  for (const milliseconds of [300, 700, 1_200, 1_800]) {
    const pairs = join(folder, `pairs-${milliseconds}.csv`)
    const words = ['link', file, '--model', model, '--threshold', '0.0001', '--pairs', pairs]
    const child = spawn(process.execPath, [join(import.meta.dirname, '../cli/command.ts'), ...words], {
      stdio: 'ignore',
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
    await once(child, 'exit')
    clearTimeout(timer)
    const written = contents(folder).includes(`pairs-${milliseconds}.csv`) ? readFileSync(pairs) : null
    assert.ok(written === null || written.equals(readFileSync(whole)), `half a file after ${milliseconds} ms`)
  }
})
