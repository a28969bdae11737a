/** Folders with files of records, for tests; removed when the test ends. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { LinkageModel } from '#linkage'

export function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-linking-test-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function writeFileIn(folder: string, name: string, lines: readonly string[]): string {
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** Everything in a folder, hidden files too, but the folders that are named. */
export const contents = (folder: string): string[] => readdirSync(folder).toSorted()

export const smallModel: LinkageModel = {
  wayleave: 'linkage-model/1',
  id: 'small',
  title: 'Names and birthdays',
  features: {
    name: { kind: 'text', from: 'name' },
    born: { kind: 'text', from: 'born' },
  },
  comparisons: [
    {
      name: 'name',
      missing: { test: 'missing', of: 'name' },
      levels: [
        { when: { test: 'exact', of: 'name' }, m: 0.8, u: 0.01, termFrequency: { of: 'name' } },
        { when: { test: 'jaro-winkler', of: 'name', atLeast: 0.85 }, m: 0.15, u: 0.02 },
      ],
      else: { m: 0.05, u: 0.97 },
    },
    {
      name: 'born',
      missing: { test: 'missing', of: 'born' },
      levels: [{ when: { test: 'exact', of: 'born' }, m: 0.9, u: 0.001 }],
      else: { m: 0.1, u: 0.999 },
    },
  ],
  blocking: [{ keys: ['born'] }, { keys: ['name'] }],
  prior: 0.01,
  household: null,
  clustering: { method: 'average-link' },
  thresholds: { link: 0.9 },
}
